"""The local authority: it works as others do, guards its keys, and says that it proves nothing."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from erdem.notary.stamping import (
    Algorithm,
    LocalAuthority,
    NoStamper,
    ProfileName,
    build_request,
    digest_of,
    read_response,
    verify,
    write_pem,
)
from erdem.notary.stamping.local import POLICY
from erdem.notary.stamping.structures import granted
from erdem.notary.stamping.tests.clocks import SetClock, utc
from erdem.notary.stamping.tests.openssl import made, needs_openssl, openssl
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, AuthorityProblem, NoAuthority, StatusRejected

DATA = b"what was known"
DIGEST = digest_of(Algorithm.SHA256, DATA)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_it_stamps_every_algorithm_and_the_stamp_verifies(authority: LocalAuthority, algorithm: Algorithm) -> None:
    before = dt.datetime.now(dt.UTC)
    digest = digest_of(algorithm, DATA)
    verified = verify(authority.stamp(digest, algorithm), digest, authority.authority.trusted)
    assert (verified.digest, verified.algorithm, verified.policy) == (digest, algorithm, POLICY)
    assert before - dt.timedelta(seconds=1) <= verified.time <= dt.datetime.now(dt.UTC)
    assert verified.accuracy == dt.timedelta(seconds=1)
    assert verified.signature == "ECDSA with SHA-256"
    assert verified.second_opinion is (algorithm is not Algorithm.SM3)


def test_its_names_and_policy_say_that_it_proves_nothing(authority: LocalAuthority) -> None:
    stamp = authority.stamp(DIGEST, Algorithm.SHA256)
    verified = verify(stamp, DIGEST, authority.authority.trusted)
    assert "proves nothing to outsiders" in verified.signer
    assert "proves nothing to outsiders" in stamp.authority
    assert stamp.policy.startswith("1.3.6.1.4.1.32473.")  # RFC 5612: for examples


def test_its_certificate_is_for_time_stamps_alone(authority: LocalAuthority) -> None:
    stamp = authority.stamp(DIGEST, Algorithm.SHA256)
    usage = x509.load_der_x509_certificate(stamp.certificates[0]).extensions.get_extension_for_class(
        x509.ExtendedKeyUsage
    )
    assert usage.critical
    assert list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_nobody_else_can_read_its_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    LocalAuthority(folder)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {"root.key": 0o600, "root.pem": 0o644, "tsa.key": 0o600, "tsa.pem": 0o644}


def test_it_keeps_its_keys_when_it_is_opened_again(tmp_path: Path) -> None:
    first = LocalAuthority(tmp_path).stamp(DIGEST, Algorithm.SHA256)
    second = LocalAuthority(tmp_path).stamp(DIGEST, Algorithm.SHA256)
    assert first.certificates == second.certificates
    assert first.serial != second.serial


def test_stamps_of_a_rotated_key_stay_good(tmp_path: Path) -> None:
    authority = LocalAuthority(tmp_path)
    old = authority.stamp(DIGEST, Algorithm.SHA256)
    authority.rotate()
    new = authority.stamp(DIGEST, Algorithm.SHA256)
    assert old.certificates[0] != new.certificates[0]
    for stamp in (old, new):
        assert verify(stamp, DIGEST, authority.authority.trusted).certificates == stamp.certificates


@pytest.mark.parametrize("lost", ["tsa.pem", "tsa.key"])
def test_it_makes_anew_what_a_crash_left_half_done(tmp_path: Path, lost: str) -> None:
    LocalAuthority(tmp_path / "other")
    LocalAuthority(tmp_path / "keys")
    (tmp_path / "keys" / lost).unlink()
    if lost == "tsa.pem":  # a new key is there already, the certificate is still that of the old one
        (tmp_path / "other" / lost).rename(tmp_path / "keys" / lost)
    authority = LocalAuthority(tmp_path / "keys")
    authority_again = LocalAuthority(tmp_path / "keys")
    stamp = authority.stamp(DIGEST, Algorithm.SHA256)
    assert verify(stamp, DIGEST, authority_again.authority.trusted).time == stamp.time


@pytest.mark.parametrize("lost", ["root.pem", "root.key"])
def test_it_makes_no_other_root_when_its_own_is_lost(tmp_path: Path, lost: str) -> None:
    LocalAuthority(tmp_path)
    (tmp_path / lost).unlink()
    with pytest.raises(AuthorityProblem, match=r"put root\.key and root\.pem back"):
        LocalAuthority(tmp_path)


def test_a_certificate_lives_no_longer_than_its_root(tmp_path: Path) -> None:
    clock = SetClock(utc(2026))
    authority = LocalAuthority(tmp_path, clock, lifetime=dt.timedelta(days=50 * 365))
    signer, root = (
        x509.load_der_x509_certificate(one) for one in authority.stamp(DIGEST, Algorithm.SHA256).certificates
    )
    assert signer.not_valid_after_utc == root.not_valid_after_utc


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"req_policy": "1.2.3"}, "unaccepted policy"),
        ({"message_imprint": {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}}, "bad alg"),
        ({"message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(31)}}, "bad alg"),
    ],
)
def test_it_refuses_what_it_should_not_stamp(authority: LocalAuthority, change: dict[str, object], reason: str) -> None:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, **change}).dump()
    with pytest.raises(StatusRejected, match=reason):
        read_response("it", authority.answer(request))


@pytest.mark.parametrize("request_bytes", [b"", b"\x30\x00", b"hello", bytes(1000)])
def test_it_refuses_what_is_no_request(authority: LocalAuthority, request_bytes: bytes) -> None:
    with pytest.raises(StatusRejected, match="bad data format"):
        read_response("it", authority.answer(request_bytes))


def test_the_gm_profile_stamps_sm3_only(tmp_path: Path) -> None:
    authority = LocalAuthority(tmp_path, profile=ProfileName.GM)
    assert authority.authority.algorithms == (Algorithm.SM3,)
    with pytest.raises(AlgorithmNotAllowed, match="profile gm, not with sha256"):
        authority.stamp(DIGEST, Algorithm.SHA256)


def test_where_no_authority_is_set_up_nothing_is_stamped() -> None:
    with pytest.raises(NoAuthority, match="nothing was stamped"):
        NoStamper().stamp(DIGEST, Algorithm.SHA256)


@needs_openssl
@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_openssl_verifies_its_tokens_by_data_and_by_digest(
    authority: LocalAuthority, tmp_path: Path, algorithm: Algorithm
) -> None:
    stamp = authority.stamp(digest_of(algorithm, DATA), algorithm)
    (tmp_path / "token.der").write_bytes(stamp.token)
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "root.pem").write_text(authority.authority.roots)
    given = ("ts", "-verify", "-token_in", "-in", tmp_path / "token.der", "-CAfile", tmp_path / "root.pem")
    assert b"Verification: OK" in made(*given, "-data", tmp_path / "data")
    assert b"Verification: OK" in made(*given, "-digest", stamp.digest.hex())
    refused = openssl(*given, "-digest", digest_of(algorithm, b"another").hex())
    assert refused.returncode != 0
    assert b"message imprint mismatch" in refused.stderr


@needs_openssl
def test_openssl_matches_an_answer_with_its_request(authority: LocalAuthority, tmp_path: Path) -> None:
    request = build_request(authority.authority, DIGEST, Algorithm.SHA256)
    (tmp_path / "request.tsq").write_bytes(request.der)
    (tmp_path / "answer.tsr").write_bytes(authority.answer(request.der))
    (tmp_path / "root.pem").write_text(write_pem(authority.authority.trusted))
    given = ("ts", "-verify", "-queryfile", tmp_path / "request.tsq", "-CAfile", tmp_path / "root.pem")
    assert b"Verification: OK" in made(*given, "-in", tmp_path / "answer.tsr")


@needs_openssl
def test_openssl_asks_and_it_answers(authority: LocalAuthority, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    query = made("ts", "-query", "-data", tmp_path / "data", "-sha512", "-cert")
    token = read_response("it", authority.answer(query))
    digest = digest_of(Algorithm.SHA512, DATA)
    assert verify(token, digest, authority.authority.trusted).algorithm is Algorithm.SHA512
    (tmp_path / "answer.tsr").write_bytes(granted(token))
    assert b"Hash Algorithm: sha512" in made("ts", "-reply", "-in", tmp_path / "answer.tsr", "-text")
