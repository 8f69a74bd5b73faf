"""Authorities over HTTP: good ones, lying ones, broken ones. All on 127.0.0.1."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from erdem.notary.stamping import (
    Algorithm,
    HttpAuthority,
    LocalAuthority,
    Stamp,
    TimeAuthority,
    WebFetch,
    digest_of,
    verify,
)
from erdem.notary.stamping.assembly import refuse
from erdem.notary.stamping.remote import QUERY
from erdem.notary.stamping.structures import sequence
from erdem.notary.stamping.tests.clocks import SetClock
from erdem.notary.stamping.tests.services import Service, lying, over_http, served
from erdem.notary.stamping.trouble import (
    AnswerNotUnderstood,
    AnswerTooLarge,
    AuthoritySlow,
    AuthorityUnreachable,
    CertificateExpired,
    StampingProblem,
    StatusRejected,
    TokenDamaged,
    UnknownRoot,
    WrongImprint,
    WrongNonce,
    WrongPolicy,
    WrongTime,
)

DIGEST = digest_of(Algorithm.SHA256, b"what was known")


def ask(local: LocalAuthority, service: Service, **changes: Any) -> Stamp:
    """Ask a service for a stamp, trusting the root of a local authority."""
    with served(service) as url:
        return over_http(local, url, **changes).stamp(DIGEST, Algorithm.SHA256)


def test_an_honest_authority_stamps(authority: LocalAuthority) -> None:
    service = Service(authority.answer)
    stamp = ask(authority, service)
    assert verify(stamp, DIGEST, authority.authority.trusted).second_opinion
    assert stamp.authority == "County TSA"
    assert [(path, kind) for path, kind, _ in service.asked] == [("/tsa", QUERY)]


def test_two_requests_never_carry_the_same_nonce(authority: LocalAuthority) -> None:
    service = Service(authority.answer)
    first, second = ask(authority, service), ask(authority, service)
    assert first.nonce is not None
    assert second.nonce is not None
    assert first.nonce != second.nonce
    assert min(first.nonce, second.nonce) >= 1 << 62


def an_hour_off(hours: int) -> dt.datetime:
    """Return a time that is so many hours from now."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("lies", "problem", "sentence"),
    [
        ({"digest": bytes(32)}, WrongImprint, "stamps another digest"),
        ({"algorithm": Algorithm.SM3}, WrongImprint, "a digest of sm3"),
        ({"nonce": 1}, WrongNonce, "does not carry the number of our request"),
        ({"nonce": None}, WrongNonce, "does not carry the number of our request"),
        ({"policy": "1.2.3"}, WrongPolicy, "which was not agreed"),
    ],
)
def test_an_authority_that_signs_what_was_not_asked_is_caught(
    authority: LocalAuthority, lies: dict[str, object], problem: type[StampingProblem], sentence: str
) -> None:
    with pytest.raises(problem, match=sentence):
        ask(authority, Service(lying(authority, **lies)))


def test_an_authority_whose_clock_was_set_back_is_caught(tmp_path: Path) -> None:
    clock = SetClock(an_hour_off(-48))
    local = LocalAuthority(tmp_path, clock)
    clock.now = an_hour_off(-2)
    with pytest.raises(WrongTime, match="one of the two clocks is wrong"):
        ask(local, Service(local.answer))


def test_an_authority_whose_clock_runs_ahead_is_caught(authority: LocalAuthority) -> None:
    with pytest.raises(WrongTime, match="has not come yet"):
        ask(authority, Service(lying(authority, time=an_hour_off(2))))


def test_an_authority_that_states_a_time_before_its_certificate_is_caught(authority: LocalAuthority) -> None:
    with pytest.raises(CertificateExpired):
        ask(authority, Service(lying(authority, time=an_hour_off(-2))))


def test_an_authority_with_a_certificate_that_has_ended_is_caught(tmp_path: Path) -> None:
    clock = SetClock(an_hour_off(-48))
    local = LocalAuthority(tmp_path, clock, lifetime=dt.timedelta(hours=1))
    clock.now = dt.datetime.now(dt.UTC)
    with pytest.raises(CertificateExpired, match="Local time authority"):
        ask(local, Service(local.answer))


def test_another_authority_at_the_address_is_caught(authority: LocalAuthority, tmp_path: Path) -> None:
    with pytest.raises(UnknownRoot):
        ask(authority, Service(LocalAuthority(tmp_path).answer))


def test_an_old_answer_played_again_is_caught(authority: LocalAuthority) -> None:
    service = Service(authority.answer)
    ask(authority, service)
    old = authority.answer(service.asked[0][2])
    with pytest.raises(WrongNonce, match="played again"):
        ask(authority, Service(lambda _: old))


def cut(answer: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return an authority whose answers lack their end."""
    return lambda request: answer(request)[:-1]


@pytest.mark.parametrize("garbage", [b"", b"<html>Log in first</html>", b"\x30\x03\x02\x01\x00", bytes(3000)])
def test_an_answer_that_is_none_is_caught(authority: LocalAuthority, garbage: bytes) -> None:
    with pytest.raises(AnswerNotUnderstood, match="no time-stamp response"):
        ask(authority, Service(lambda _: garbage))


def test_an_answer_cut_off_is_caught(authority: LocalAuthority) -> None:
    with pytest.raises(AnswerNotUnderstood):
        ask(authority, Service(cut(authority.answer)))


def test_an_answer_with_something_else_for_a_token_is_caught(authority: LocalAuthority) -> None:
    other = sequence(sequence(b"\x02\x01\x00"), sequence(b"\x06\x03\x2a\x03\x04", b"\xa0\x02\x05\x00"))
    with pytest.raises(TokenDamaged):
        ask(authority, Service(lambda _: other))


def test_an_answer_that_grants_without_a_token_is_caught(authority: LocalAuthority) -> None:
    with pytest.raises(AnswerNotUnderstood, match="sent no time-stamp"):
        ask(authority, Service(lambda _: sequence(sequence(b"\x02\x01\x00"))))


def test_the_reason_of_a_refusal_is_told(authority: LocalAuthority) -> None:
    with pytest.raises(StatusRejected, match=r"refused to stamp \(rejection\): Out of order; time not available\."):
        ask(authority, Service(lambda _: refuse("time_not_available", "Out of order")))


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", None])
def test_another_content_type_is_refused(authority: LocalAuthority, kind: str | None) -> None:
    with pytest.raises(AnswerNotUnderstood, match="instead of application/timestamp-reply"):
        ask(authority, Service(authority.answer, kind=kind))


def test_a_content_type_with_parameters_is_taken(authority: LocalAuthority) -> None:
    assert (
        ask(authority, Service(authority.answer, kind="Application/Timestamp-Reply; charset=binary")).digest == DIGEST
    )


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_an_error_of_http_is_told(authority: LocalAuthority, status: int) -> None:
    with pytest.raises(AuthorityUnreachable, match=f"HTTP error {status}"):
        ask(authority, Service(authority.answer, status=status))


def test_a_redirection_is_not_followed(authority: LocalAuthority) -> None:
    with served(Service(authority.answer)) as elsewhere, pytest.raises(AuthorityUnreachable, match="HTTP error 302"):
        ask(authority, Service(authority.answer, status=302, headers={"Location": elsewhere}))


def test_a_huge_answer_is_not_read(authority: LocalAuthority) -> None:
    with pytest.raises(AnswerTooLarge, match="more than 262144 bytes"):
        ask(authority, Service(lambda _: bytes(5_000_000)))


def test_an_answer_that_does_not_come_is_not_waited_for(authority: LocalAuthority) -> None:
    given_up = threading.Event()

    def silent(request: bytes) -> bytes:
        given_up.wait(60)  # says nothing until the asker is told; without that there is an answer, and no error
        return authority.answer(request)

    with pytest.raises(AuthoritySlow, match=r"within 0\.3 seconds"):
        ask(authority, Service(silent), timeout=0.3)
    given_up.set()


def test_an_answer_that_drips_is_not_waited_for(authority: LocalAuthority) -> None:
    slow = Service(authority.answer, drip=0.01)
    with pytest.raises(AuthoritySlow, match=r"within 0\.3 seconds"):
        ask(authority, slow, timeout=0.3)
    assert not slow.finished, "the whole answer was read before it was called slow"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://"])
def test_an_address_where_nobody_is_is_told(authority: LocalAuthority, url: str) -> None:
    with pytest.raises(AuthorityUnreachable, match="County TSA cannot be reached"):
        over_http(authority, url).stamp(DIGEST, Algorithm.SHA256)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", ""])
def test_an_address_that_is_none_of_the_web_is_refused(authority: LocalAuthority, url: str) -> None:
    with pytest.raises(AuthorityUnreachable, match="does not begin with http"):
        over_http(authority, url).stamp(DIGEST, Algorithm.SHA256)


def test_an_authority_may_change_its_key_between_two_stamps(tmp_path: Path) -> None:
    local = LocalAuthority(tmp_path)
    with served(Service(local.answer)) as url:
        client = over_http(local, url)
        old = client.stamp(DIGEST, Algorithm.SHA256)
        local.rotate()
        new = client.stamp(DIGEST, Algorithm.SHA256)
    assert old.certificates[0] != new.certificates[0]
    assert {verify(stamp, DIGEST, client.authority.trusted).digest for stamp in (old, new)} == {DIGEST}


def test_several_agreed_policies_are_each_taken(authority: LocalAuthority) -> None:
    with served(Service(authority.answer)) as url:
        described = over_http(authority, url).authority
        both = dataclasses.replace(described, policies=(*described.policies, "1.2.3"))
        assert HttpAuthority(both).stamp(DIGEST, Algorithm.SHA256).policy == described.policies[0]


def test_revocation_data_is_fetched_within_bounds() -> None:
    service = Service(lambda body: b"list" + body, kind="application/pkix-crl")
    with served(service) as url:
        assert WebFetch()(url) == b"list"
        assert WebFetch()(url, b"?") == b"list?"
        with pytest.raises(AnswerTooLarge):
            WebFetch(largest=3)(url)
    assert [kind for _, kind, _ in service.asked][:2] == ["", "application/ocsp-request"]


def test_a_description_without_roots_trusts_nobody(authority: LocalAuthority) -> None:
    with served(Service(authority.answer)) as url:
        nobody = TimeAuthority("County TSA", url, (), "")
        with pytest.raises(UnknownRoot):
            HttpAuthority(nobody).stamp(DIGEST, Algorithm.SHA256)
