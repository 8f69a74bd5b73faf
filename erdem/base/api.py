"""The kit of the interface for programs: what an operation needs, errors as problems (RFC 9457), cursors, bounded words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Protocol

from django.core import signing
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from pydantic import AfterValidator

from erdem.base.actor import Actor

MEDIA_TYPE: Final = "application/problem+json"
CURSOR_AGE: Final = 24 * 3600
LONGEST_CURSOR: Final = 1_000
SCOPE: Final = "x-scope"
"""Where the description of an operation keeps the scope it needs."""


class Grant(Protocol):
    """What a recognised key opens."""

    @property
    def actor(self) -> Actor:
        """The actor in whose name the program acts."""

    @property
    def scopes(self) -> frozenset[str]:
        """What it may do."""


class Problem(Exception):
    """An answer that is no answer: status, a stable slug for programs, a sentence for people, more fields for both."""

    def __init__(self, status: int, slug: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.more = more


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Return a problem as its response."""
    content = {
        "type": f"urn:erdem:problem:{problem.slug}",
        "title": _title(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }
    response = JsonResponse(
        content,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _title(status: int) -> str:
    titles = {
        400: _("The request cannot be read"),
        401: _("A key is needed"),
        403: _("This key may not do that"),
        404: _("Not there"),
        405: _("Not asked this way"),
        410: _("Gone"),
        413: _("Too large"),
        422: _("Something in the request does not fit"),
        429: _("Too many requests"),
    }
    return titles.get(status, _("It did not work"))


class Key(AuthBase):
    """Lets an operation through when the key of the request, which the middleware has recognised, has its scope."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Grant:
        """Return what the key opens.

        Raises:
            Problem: there is no key, or it lacks the scope.
        """
        grant: Grant | None = getattr(request, "grant", None)
        if grant is None:
            detail = _("Send a key in the line “Authorization: Bearer …”. You make one on the page of your account.")
            raise Problem(401, "key-needed", detail)
        if self.scope not in grant.scopes:
            detail = _("This key lacks the scope %(scope)s. Make a key that has it.") % {"scope": self.scope}
            raise Problem(403, "scope-missing", detail, scope=self.scope)
        return grant


def needs(scope: str) -> dict[str, Any]:
    """Return what an operation says to need a key with a scope: ``@router.get("/…", **needs("records:read"))``."""
    return {"auth": Key(scope), "openapi_extra": {SCOPE: scope}}


def open_to_all() -> dict[str, Any]:
    """Return what an operation says that asks for no key: ``@router.get("/…", **open_to_all())``."""
    return {"auth": None, "openapi_extra": {SCOPE: ""}}


def actor_of(request: HttpRequest) -> Actor:
    """Return in whose name the program acts; only inside an operation that `needs` a scope."""
    grant: Grant = request.auth  # type: ignore[attr-defined]  # set by the interface once the key was let through
    return grant.actor


def write_cursor(kind: str, content: Mapping[str, Any]) -> str:
    """Return a signed mark of where to go on; programs hand it back as it is."""
    return signing.dumps(dict(content), salt=f"erdem.cursor.{kind}", compress=True)


def read_cursor(kind: str, text: str) -> dict[str, Any]:
    """Return what a cursor says.

    Raises:
        Problem: it is not one of ours, or older than a day.
    """
    try:
        content: dict[str, Any] = signing.loads(text, salt=f"erdem.cursor.{kind}", max_age=CURSOR_AGE)
    except signing.SignatureExpired as error:
        raise cursor_expired(_("This cursor is older than a day.")) from error
    except (signing.BadSignature, ValueError) as error:
        detail = _("This cursor is not one that was given out here. Use the field “next” of an answer as it is.")
        raise Problem(400, "cursor-unreadable", detail) from error
    return content


def cursor_expired(reason: str) -> Problem:
    """Return the problem of a cursor with which one cannot go on; ``reason`` is a translated sentence."""
    return Problem(410, "cursor-expired", reason + _("Ask again without a cursor; nothing else is wrong."))


def _plain(text: str) -> str:
    if any((sign < " " and sign not in "\t\r\n") or "\ud800" <= sign <= "\udfff" for sign in text):
        message = "control characters or halves of characters"
        raise ValueError(message)
    return text


Words = Annotated[str, AfterValidator(_plain)]
"""Text of a program without control characters and unpaired surrogates; say the greatest length beside it."""
