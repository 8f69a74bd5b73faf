"""Several authorities at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from erdem.notary.stamping import (
    Algorithm,
    LocalAuthority,
    NoStamper,
    NotEnoughStamps,
    ProfileName,
    Stamper,
    digests_of,
    stamp_by_all,
    verify,
)
from erdem.notary.stamping.tests.services import Service, lying, over_http, served
from erdem.notary.stamping.trouble import AlgorithmNotAllowed

DIGESTS = digests_of(b"what was known", Algorithm)


def test_those_that_answer_are_kept_and_those_that_fail_are_named(authority: LocalAuthority) -> None:
    with served(Service(lying(authority, nonce=1))) as lies, served(Service(authority.answer)) as honest:
        stampers: list[Stamper] = [over_http(authority, lies), over_http(authority, honest), NoStamper()]
        answer = stamp_by_all(stampers, DIGESTS, needed=1)
    assert [verify(one, one.digest, authority.authority.trusted).algorithm for one in answer.stamps] == ["sha256"]
    assert [(one.authority, one.code) for one in answer.failures] == [("County TSA", "nonce"), ("none", "no_authority")]
    assert "played again" in answer.failures[0].reason


def test_too_few_stamps_are_refused_with_every_reason_and_not_thrown_away(authority: LocalAuthority) -> None:
    with pytest.raises(
        NotEnoughStamps, match=r"3 authorities should stamp with sha256, 1 did\. No time authority"
    ) as told:
        stamp_by_all([authority, NoStamper()], DIGESTS, needed=3)
    assert len(told.value.answer.stamps) == 2  # SHA-256 and SM3


def test_an_authority_under_two_names_counts_once(authority: LocalAuthority) -> None:
    with served(Service(authority.answer)) as url:
        twice = [over_http(authority, url), over_http(authority, url.replace("/tsa", "/again"))]
        with pytest.raises(NotEnoughStamps, match="2 authorities should stamp with sha256, 1 did"):
            stamp_by_all(twice, DIGESTS, needed=2)


def test_the_dual_profile_needs_enough_stamps_of_both_families(authority: LocalAuthority, tmp_path: Path) -> None:
    other = LocalAuthority(tmp_path, profile=ProfileName.INTL)
    answer = stamp_by_all([authority, other], DIGESTS, needed=1)
    assert (answer.authorities(Algorithm.SHA256), answer.authorities(Algorithm.SM3)) == (2, 1)
    with pytest.raises(NotEnoughStamps, match="stamp with sm3, 1 did"):
        stamp_by_all([authority, other], DIGESTS, needed=2)


def test_a_digest_that_a_profile_calls_for_must_be_there(authority: LocalAuthority) -> None:
    with pytest.raises(AlgorithmNotAllowed, match="not given: sm3"):
        stamp_by_all([authority], {Algorithm.SHA256: DIGESTS[Algorithm.SHA256]})


def test_nobody_to_ask_is_too_few() -> None:
    with pytest.raises(NotEnoughStamps, match="1 authorities should stamp with sha256, 0 did"):
        stamp_by_all([], {Algorithm.SHA256: DIGESTS[Algorithm.SHA256]})
