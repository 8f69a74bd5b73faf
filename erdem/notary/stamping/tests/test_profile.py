"""Which algorithms belong to which profile."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.stamping import PROFILES, Algorithm, ProfileName, TimeAuthority, digest_of, digests_of
from erdem.notary.stamping.profile import SIZES, algorithm_of, require_digest
from erdem.notary.stamping.trouble import AlgorithmNotAllowed


def test_sm3_gives_the_digests_of_its_standard() -> None:
    """GB/T 32905-2016, annex A."""
    short = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    long = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert digest_of(Algorithm.SM3, b"abc").hex() == short
    assert digest_of(Algorithm.SM3, b"abcd" * 16).hex() == long


@given(st.binary(max_size=300), st.integers(0, 300))
def test_digests_are_those_of_the_standard_library_however_the_data_is_cut(data: bytes, cut: int) -> None:
    for algorithm in (Algorithm.SHA256, Algorithm.SHA384, Algorithm.SHA512):
        assert digest_of(algorithm, data[:cut], data[cut:]) == hashlib.new(algorithm.value, data).digest()


def test_every_digest_has_the_length_that_is_written_for_it() -> None:
    digests = digests_of(b"x", Algorithm)
    assert {algorithm: len(digest) for algorithm, digest in digests.items()} == dict(SIZES)


def test_intl_stamps_sha256_gm_sm3_and_dual_both() -> None:
    assert PROFILES[ProfileName.INTL].stamped == (Algorithm.SHA256,)
    assert PROFILES[ProfileName.GM].stamped == (Algorithm.SM3,)
    assert PROFILES[ProfileName.DUAL].stamped == (Algorithm.SHA256, Algorithm.SM3)


@pytest.mark.parametrize(
    ("profile", "algorithm"), [(ProfileName.INTL, Algorithm.SM3), (ProfileName.GM, Algorithm.SHA256)]
)
def test_an_authority_refuses_an_algorithm_outside_its_profile(profile: ProfileName, algorithm: Algorithm) -> None:
    with pytest.raises(AlgorithmNotAllowed, match="no algorithm of the profile"):
        TimeAuthority("x", "", (), "", algorithm, profile=profile)


def test_an_authority_of_the_dual_profile_stamps_twice() -> None:
    authority = TimeAuthority("x", "", (), "", Algorithm.SHA512, profile=ProfileName.DUAL)
    assert authority.algorithms == (Algorithm.SHA512, Algorithm.SM3)


@pytest.mark.parametrize("oid", ["1.3.14.3.2.26", "1.2.840.113549.2.5", "2.5.4.3"])
def test_sha1_and_md5_and_what_is_no_hash_are_refused(oid: str) -> None:
    with pytest.raises(AlgorithmNotAllowed, match="too weak"):
        algorithm_of(oid)


def test_a_digest_of_another_length_is_refused() -> None:
    with pytest.raises(AlgorithmNotAllowed, match="has 64 bytes, the one that was given has 32"):
        require_digest(Algorithm.SHA512, bytes(32))
