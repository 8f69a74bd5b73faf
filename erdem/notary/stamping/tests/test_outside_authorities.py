"""Answers of authorities that are not ours (`vectors/README.md`): what real services send is understood and verified."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from erdem.notary.stamping import Algorithm, StampingProblem, digest_of, read_pem, read_response, verify
from erdem.notary.stamping.tokens import read_token
from erdem.notary.stamping.trouble import CertificateExpired, UnknownRoot, WrongImprint

HERE = Path(__file__).parent / "vectors"
IDENTRUST = read_response("IdenTrust", (HERE / "identrust.tsr").read_bytes())
SIGSTORE = read_response("Sigstore", (HERE / "sigstore.tsr").read_bytes())
IDENTRUST_ROOTS = read_pem((HERE / "identrust-root.pem").read_text("ascii"))
SIGSTORE_ROOTS = read_pem((HERE / "sigstore-chain.pem").read_text("ascii"))[1:]
DURING = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


def test_a_token_of_a_commercial_authority_verifies() -> None:
    digest = read_token(IDENTRUST).facts.digest
    verified = verify(IDENTRUST, digest, IDENTRUST_ROOTS, DURING, policies=["2.16.840.1.113839.0.6.13.3"])
    assert verified.time == dt.datetime(2025, 3, 11, 8, 52, 8, tzinfo=dt.UTC)
    assert verified.keys == ("rsa-4096", "rsa-4096", "rsa-4096")
    assert verified.signature == "RSA"
    assert "CN=TrustID Timestamp Authority" in verified.signer
    assert verified.second_opinion
    with pytest.raises(CertificateExpired):
        verify(IDENTRUST, digest, IDENTRUST_ROOTS, verified.expires + dt.timedelta(days=1))
    with pytest.raises(UnknownRoot):
        verify(IDENTRUST, digest, SIGSTORE_ROOTS, DURING)


def test_a_token_of_sigstore_verifies_over_its_data() -> None:
    digest = digest_of(Algorithm.SHA512, b"hello")
    verified = verify(SIGSTORE, digest, SIGSTORE_ROOTS, DURING)
    assert (verified.algorithm, verified.keys) == (Algorithm.SHA512, ("ecdsa-384", "ecdsa-384"))
    assert verified.second_opinion
    with pytest.raises(WrongImprint):
        verify(SIGSTORE, digest_of(Algorithm.SHA512, b"hello\n"), SIGSTORE_ROOTS, DURING)


@pytest.mark.parametrize(
    ("token", "roots"), [(IDENTRUST, IDENTRUST_ROOTS), (SIGSTORE, SIGSTORE_ROOTS)], ids=["IdenTrust", "Sigstore"]
)
def test_turned_bits_of_their_tokens_are_caught(token: bytes, roots: tuple[bytes, ...]) -> None:
    digest = read_token(token).facts.digest
    for bit in range(0, len(token) * 8, 13):
        changed = bytearray(token)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(StampingProblem):
            verify(bytes(changed), digest, roots, DURING)
