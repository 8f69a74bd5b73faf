"""Time authorities over HTTP (RFC 3161 section 3.4), and revocation data from the same net. Standard library only."""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from erdem.notary.stamping.authority import TimeAuthority
from erdem.notary.stamping.exchange import Clock, accept, build_request, utc_now
from erdem.notary.stamping.profile import Algorithm
from erdem.notary.stamping.revocation import Fetch
from erdem.notary.stamping.signatures import NO_PLUGS, Verifiers
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.trouble import (
    AnswerNotUnderstood,
    AnswerTooLarge,
    AuthorityProblem,
    AuthoritySlow,
    AuthorityUnreachable,
)

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"
LARGEST_ANSWER = 1 << 18
"""Bytes of the largest answer of a time authority that is read."""
LARGEST_LIST = 8 << 20
"""Bytes of the largest revocation list that is kept."""
Result = TypeVar("Result")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected request loses its body, and goes to somebody with whom nothing was agreed."""

    def redirect_request(self, *details: Any) -> None:
        """Follow none."""


@dataclass(frozen=True)
class HttpAuthority:
    """An authority that is asked by HTTP POST.

    Attributes:
        authority: its description.
        fetch: how revocation data is had; none is looked up when left out.
        clock: our own time.
        plugs: verifiers of signatures that cannot be computed here, for an authority that signs with SM2.
        largest: bytes of the largest answer that is read.
    """

    authority: TimeAuthority
    fetch: Fetch | None = None
    clock: Clock = utc_now
    plugs: Verifiers = field(default_factory=lambda: NO_PLUGS)
    largest: int = LARGEST_ANSWER

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        """Return a verified time-stamp of a digest.

        Raises:
            AuthorityProblem: no answer came in time, or it was none.
            StampingProblem: the answer does not prove what was asked.
        """
        request = build_request(self.authority, digest, algorithm)
        answer = _ask(self.authority, request.der, self.largest)
        return accept(self.authority, request, answer, fetch=self.fetch, clock=self.clock, plugs=self.plugs)


def _ask(authority: TimeAuthority, body: bytes, largest: int) -> bytes:
    headers = {"Content-Type": QUERY, "Accept": REPLY}
    kind, answer = _exchange(authority.name, authority.url, body, headers, authority.timeout, largest)
    if kind != REPLY:
        raise AnswerNotUnderstood(f"{authority.name} answered with {kind or 'no content type'} instead of {REPLY}.")
    return answer


@dataclass(frozen=True)
class WebFetch:
    """Fetches CRLs by GET and OCSP responses by POST, in bounded time and size.

    Attributes:
        timeout: seconds that each may take.
        largest: bytes of the largest list that is read.
    """

    timeout: float = 20.0
    largest: int = LARGEST_LIST

    def __call__(self, url: str, body: bytes | None = None) -> bytes:
        """Return what an address gives.

        Raises:
            AuthorityProblem: it does not answer well.
        """
        headers = {"Content-Type": "application/ocsp-request"} if body is not None else {}
        return _exchange(url, url, body, headers, self.timeout, self.largest)[1]


def _exchange(
    name: str, url: str, body: bytes | None, headers: dict[str, str], timeout: float, largest: int
) -> tuple[str, bytes]:
    if not url.startswith(("http://", "https://")):
        raise AuthorityUnreachable(f"The address of {name} does not begin with http:// or https://.")
    return _within(timeout, name, lambda: _open(name, url, body, headers, timeout, largest))


def _open(
    name: str, url: str, body: bytes | None, headers: dict[str, str], timeout: float, largest: int
) -> tuple[str, bytes]:
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - the caller lets http and https through only
        with opener.open(request, timeout=timeout) as response:
            answer = response.read(largest + 1)
            kind = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    except urllib.error.HTTPError as error:
        with error:
            raise AuthorityUnreachable(f"{name} answered with the HTTP error {error.code} {error.reason}.") from error
    except (TimeoutError, OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
            raise _slow(name, timeout) from error
        raise AuthorityUnreachable(f"{name} cannot be reached: {getattr(error, 'reason', error)}.") from error
    if len(answer) > largest:
        raise AnswerTooLarge(f"{name} answered with more than {largest} bytes, which no honest answer has.")
    return kind, answer


def _within(timeout: float, name: str, work: Callable[[], Result]) -> Result:
    """Do work in at most so many seconds altogether: a server that sends a byte now and then would pass any single wait."""
    done: list[Result] = []
    failed: list[AuthorityProblem] = []

    def run() -> None:
        try:
            done.append(work())
        except AuthorityProblem as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name=f"ask {name}")
    thread.start()
    thread.join(timeout)
    if failed:
        raise failed[0]
    if not done:
        raise _slow(name, timeout)
    return done[0]


def _slow(name: str, timeout: float) -> AuthoritySlow:
    return AuthoritySlow(f"{name} did not answer within {timeout:g} seconds.")
