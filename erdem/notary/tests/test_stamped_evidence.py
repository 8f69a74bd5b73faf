"""Evidence whose checkpoint was stamped: the time holds under a trusted root, and nothing can be changed."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc3161_client
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.notary.checking import Trusted, check
from erdem.notary.evidence import EvidenceRefused, Fault, checkpoint_in, verify_evidence, write_evidence
from erdem.notary.stamped import Doubt
from erdem.notary.stamping import (
    Algorithm,
    ArchiveChain,
    LocalAuthority,
    begin,
    digest_of,
    read_pem,
    renew_time_stamp,
    write_pem,
)
from erdem.notary.stamping.local import NAME
from erdem.notary.stamping.structures import granted
from erdem.notary.stamping.tests.clocks import SetClock
from erdem.notary.stamping.tests.openssl import needs_openssl, openssl
from erdem.notary.tests.test_evidence import DOCUMENT, KIND, NONCE, STATEMENT, made
from erdem.notary.tlog import SigningKey, parse_verifier_key

NOW = dt.datetime.now(dt.UTC)


def with_stamps(content: bytes, key: SigningKey, *chains: ArchiveChain) -> bytes:
    """The same evidence with time-stamps in it."""
    proof = json.loads(content)["proof"].encode()
    return write_evidence(
        kind=KIND, statement=STATEMENT, document=DOCUMENT, nonce=NONCE, proof=proof, key=key.verifier, stamps=chains
    )


def stamped_by(authority: LocalAuthority, content: bytes, algorithm: Algorithm = Algorithm.SHA256) -> ArchiveChain:
    item = checkpoint_in(json.loads(content)["proof"].encode())
    return begin(authority.stamp(digest_of(algorithm, item), algorithm))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("authority") / "keys")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, SigningKey]:
    return made(tmp_path_factory.mktemp("log"), size=5, place=2)


@pytest.fixture(scope="module")
def evidence(plain: tuple[bytes, SigningKey], authority: LocalAuthority) -> bytes:
    content, key = plain
    return with_stamps(content, key, stamped_by(authority, content))


def test_under_the_root_of_the_authority_the_time_is_proven(
    plain: tuple[bytes, SigningKey], evidence: bytes, authority: LocalAuthority
) -> None:
    found = check(evidence, Trusted((plain[1].verifier,), roots=authority.authority.trusted))
    (stamp,) = found.detail["stamped"]
    assert found.holds
    assert (stamp["authority"], stamp["trusted"], stamp["local"]) == (NAME, True, True)
    assert NOW.replace(microsecond=0) <= dt.datetime.fromisoformat(stamp["time"]) <= dt.datetime.now(dt.UTC)


def test_without_the_root_it_fits_together_and_is_not_trusted(
    plain: tuple[bytes, SigningKey], evidence: bytes, tmp_path: Path
) -> None:
    keys = (plain[1].verifier,)
    other = LocalAuthority(tmp_path).authority.trusted
    for roots in ((), other):
        (stamp,) = verify_evidence(evidence, keys, roots=roots).stamped
        assert (stamp.trusted, stamp.doubt) == (False, Doubt.UNKNOWN_ROOT)
    assert "not among those that were given" in check(evidence, Trusted(keys)).detail["stamped"][0]["why"]


def test_a_stamp_over_something_else_makes_the_file_not_hold(
    plain: tuple[bytes, SigningKey], authority: LocalAuthority
) -> None:
    content, key = plain
    other = begin(authority.stamp(hashlib.sha256(b"another checkpoint").digest(), Algorithm.SHA256))
    good = stamped_by(authority, content)
    for chains in ((other,), (good, other)):
        for roots in ((), authority.authority.trusted):
            found = check(with_stamps(content, key, *chains), Trusted((key.verifier,), roots=roots))
            assert (found.holds, found.fault) == (False, Fault.BAD_STAMP)
            assert "does not fit the checkpoint" in found.why


@pytest.mark.parametrize(
    "change",
    [
        lambda chain: None,
        lambda chain: {},
        lambda chain: [None],
        lambda chain: [{}],
        lambda chain: [{**chain, "format": "erdem-archive/2"}],
        lambda chain: [{**chain, "chains": []}],
        lambda chain: [{**chain, "chains": [[]]}],
        lambda chain: [{**chain, "chains": [5]}],
        lambda chain: [{**chain, "chains": [[{**chain["chains"][0][0], "time": "2020-01-01T00:00:00Z"}]]}],
        lambda chain: [{**chain, "chains": [[{**chain["chains"][0][0], "token": "MAA="}]]}],
        lambda chain: [chain] * 33,
    ],
)  # fmt: skip
def test_what_is_no_chain_of_stamps_is_refused(
    plain: tuple[bytes, SigningKey], evidence: bytes, change: Callable[[Any], Any]
) -> None:
    told = json.loads(evidence)
    changed = json.dumps({**told, "stamps": change(told["stamps"][0])}).encode()
    with pytest.raises(EvidenceRefused) as refused:
        verify_evidence(changed, [plain[1].verifier])
    assert refused.value.fault == Fault.BAD_STAMP


def test_a_stamp_whose_certificate_has_ended_was_good_and_is_trusted_no_longer(
    plain: tuple[bytes, SigningKey], tmp_path: Path
) -> None:
    content, key = plain
    clock = SetClock(NOW)
    short = LocalAuthority(tmp_path, clock, lifetime=dt.timedelta(days=1))
    file = with_stamps(content, key, stamped_by(short, content))
    roots, later = short.authority.trusted, NOW + dt.timedelta(days=3)
    assert verify_evidence(file, [key.verifier], roots=roots, at=NOW).stamped[0].trusted
    assert verify_evidence(file, [key.verifier], roots=roots, at=later).stamped[0].doubt == Doubt.ENDED
    assert verify_evidence(file, [key.verifier], at=later).stamped[0].doubt == Doubt.ENDED


def test_a_renewed_stamp_outlives_its_certificate(plain: tuple[bytes, SigningKey], tmp_path: Path) -> None:
    content, key = plain
    clock = SetClock(NOW - dt.timedelta(days=3))
    short = LocalAuthority(tmp_path, clock, lifetime=dt.timedelta(days=2))
    chain = stamped_by(short, content)
    clock.now = NOW - dt.timedelta(days=2)
    short.rotate()
    clock.now += dt.timedelta(hours=1)
    renewed = renew_time_stamp(chain, LocalAuthority(tmp_path, clock, lifetime=dt.timedelta(days=900)))
    at = NOW - dt.timedelta(days=1, hours=12)
    (old,) = verify_evidence(with_stamps(content, key, chain), [key.verifier], roots=short.authority.trusted).stamped
    (new,) = verify_evidence(
        with_stamps(content, key, renewed), [key.verifier], roots=short.authority.trusted, at=at
    ).stamped
    assert old.doubt == Doubt.ENDED
    assert (new.trusted, new.renewals, new.time) == (True, 1, old.time)


def test_both_digests_of_the_dual_profile_may_stand_side_by_side(
    plain: tuple[bytes, SigningKey], authority: LocalAuthority
) -> None:
    content, key = plain
    chains = [stamped_by(authority, content, algorithm) for algorithm in (Algorithm.SHA256, Algorithm.SM3)]
    found = verify_evidence(with_stamps(content, key, *chains), [key.verifier], roots=authority.authority.trusted)
    assert [stamp.trusted for stamp in found.stamped] == [True, True]


@needs_openssl
def test_openssl_and_rfc3161_client_verify_the_token_that_stands_in_the_file(
    evidence: bytes, authority: LocalAuthority, tmp_path: Path
) -> None:
    told = json.loads(evidence)
    (chain,) = (ArchiveChain.from_json(one) for one in told["stamps"])
    item = checkpoint_in(told["proof"].encode())
    for name, content in {"item": item, "token": chain.last.token}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "root.pem").write_text(write_pem(authority.authority.trusted), "ascii")
    command: list[str | Path] = [
        "ts",
        "-verify",
        "-token_in",
        "-in",
        tmp_path / "token",
        "-CAfile",
        tmp_path / "root.pem",
        "-data",
    ]
    done = openssl(*command, tmp_path / "item")
    assert done.returncode == 0, done.stderr
    (tmp_path / "other").write_bytes(item + b" ")
    assert openssl(*command, tmp_path / "other").returncode != 0
    roots = [x509.load_der_x509_certificate(der) for der in authority.authority.trusted]
    verifier = rfc3161_client.VerifierBuilder(roots=roots).build()
    answer = rfc3161_client.decode_timestamp_response(granted(chain.last.token))
    assert verifier.verify_message(answer, item)


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_no_flipped_bit_of_the_token_goes_unseen(
    plain: tuple[bytes, SigningKey], evidence: bytes, authority: LocalAuthority, data: st.DataObject
) -> None:
    """With the root and without it: the token alone is the proof, and each bit of it counts."""
    told = json.loads(evidence)
    stamp = told["stamps"][0]["chains"][0][0]
    token = bytearray(ArchiveChain.from_json(told["stamps"][0]).last.token)
    bit = data.draw(st.integers(0, len(token) * 8 - 1))
    token[bit // 8] ^= 1 << bit % 8
    stamp["token"] = base64.b64encode(token).decode()
    roots = data.draw(st.sampled_from([(), authority.authority.trusted]))
    with pytest.raises(EvidenceRefused):
        verify_evidence(json.dumps(told).encode(), [plain[1].verifier], roots=roots)


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_anywhere_in_the_file_is_seen_or_changes_nothing_that_is_reported(
    plain: tuple[bytes, SigningKey], evidence: bytes, authority: LocalAuthority, data: st.DataObject
) -> None:
    roots = data.draw(st.sampled_from([(), authority.authority.trusted]))
    truth = verify_evidence(evidence, [plain[1].verifier], roots=roots)
    bit = data.draw(st.integers(0, len(evidence) * 8 - 1))
    flipped = bytearray(evidence)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        found = verify_evidence(bytes(flipped), [plain[1].verifier], roots=roots)
    except EvidenceRefused:
        return
    assert (found.statement, found.document, found.proof.index) == (STATEMENT, DOCUMENT, 2)
    assert found.stamped in (truth.stamped, ())  # a flip in the name “stamps” takes them out of the evidence


def test_the_worked_example_of_the_documentation_holds() -> None:
    """Whoever writes another verifier compares with this file; it must never change its meaning."""
    vector = json.loads(Path(__file__).with_name("stamped_vector.json").read_text(encoding="utf-8"))
    content = json.dumps(vector["evidence"]).encode()
    item = checkpoint_in(vector["evidence"]["proof"].encode())
    assert (item.decode(), hashlib.sha256(item).hexdigest()) == (vector["checkpoint"], vector["sha256"])
    moment = dt.datetime.fromisoformat(vector["holds_at"])
    found = verify_evidence(content, [parse_verifier_key(vector["key"])], roots=read_pem(vector["root"]), at=moment)
    (stamp,) = found.stamped
    assert (stamp.trusted, stamp.is_local, stamp.time) == (True, True, dt.datetime.fromisoformat(vector["time"]))


def test_certificates_named_revocation_lists_are_refused(
    plain: tuple[bytes, SigningKey], evidence: bytes, authority: LocalAuthority
) -> None:
    """One bit of a tag: the certificates stand beside the token as well, so nothing else would miss them."""
    told = json.loads(evidence)
    chain = ArchiveChain.from_json(told["stamps"][0])
    token = bytearray(chain.last.token)
    tag = token.find(chain.last.certificates[0]) - 4
    assert token[tag] == 0xA0
    token[tag] = 0xA1
    told["stamps"][0]["chains"][0][0]["token"] = base64.b64encode(token).decode()
    for roots in ((), authority.authority.trusted):
        with pytest.raises(EvidenceRefused):
            verify_evidence(json.dumps(told).encode(), [plain[1].verifier], roots=roots)
