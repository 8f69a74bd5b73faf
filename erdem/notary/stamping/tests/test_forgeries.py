"""Tokens whose parts were put together by somebody else, with and without the key of the signer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from erdem.notary.stamping import Algorithm, StampingProblem, digest_of, verify
from erdem.notary.stamping.certificates import LONGEST
from erdem.notary.stamping.signatures import ECDSA_WITH_SHA256
from erdem.notary.stamping.tests import pki
from erdem.notary.stamping.tests.clocks import utc
from erdem.notary.stamping.tokens import read_token
from erdem.notary.stamping.trouble import SignatureInvalid, TokenDamaged, UnknownRoot, WrongCertificate

DIGEST = digest_of(Algorithm.SHA256, b"what was known")
TIME, AT = utc(2026), utc(2027)
ROOT = pki.root()
SIGNER = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING)
TOKEN = pki.token(SIGNER, pki.statement(DIGEST, TIME, nonce=5))


def test_two_signers_are_refused() -> None:
    info = cms.ContentInfo.load(TOKEN)
    other = cms.ContentInfo.load(pki.token(SIGNER, pki.statement(DIGEST, TIME, nonce=6)))
    infos = info["content"]["signer_infos"]
    infos.append(other["content"]["signer_infos"][0])
    with pytest.raises(TokenDamaged):
        verify(info.dump(force=True), DIGEST, [ROOT.der], AT)


def test_a_statement_exchanged_under_a_signature_is_refused() -> None:
    info = cms.ContentInfo.load(TOKEN)
    other = read_token(pki.token(SIGNER, pki.statement(DIGEST, utc(2021), nonce=5)))
    info["content"]["encap_content_info"]["content"] = core.ParsableOctetString(other.content)
    with pytest.raises(SignatureInvalid, match="changed after it was signed"):
        verify(info.dump(force=True), DIGEST, [ROOT.der], AT)


def test_a_certificate_that_the_signature_does_not_name_is_refused() -> None:
    twin = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING, key=SIGNER.key)
    info = cms.ContentInfo.load(TOKEN)
    info["content"]["certificates"] = [cms.CertificateChoices.load(twin.der)]
    with pytest.raises(WrongCertificate, match="is not there, or was changed"):
        verify(info.dump(force=True), DIGEST, [ROOT.der], AT)


def changed(change: Callable[[Any], None]) -> bytes:
    """Return the token with its unsigned parts changed."""
    info = cms.ContentInfo.load(TOKEN)
    change(info["content"])
    return bytes(info.dump(force=True))


def resigned(change: Callable[[Any], None]) -> bytes:
    """Return the token with its signed attributes changed, and signed again by its signer."""
    assert isinstance(SIGNER.key, ec.EllipticCurvePrivateKey)
    info = cms.ContentInfo.load(TOKEN)
    signer = info["content"]["signer_infos"][0]
    change(signer["signed_attrs"])
    attributes = cms.CMSAttributes(list(signer["signed_attrs"]))
    signer["signed_attrs"] = attributes
    signer["signature"] = SIGNER.key.sign(attributes.dump(force=True), ec.ECDSA(hashes.SHA256()))
    return bytes(info.dump(force=True))


def set_type(attributes: Any) -> None:
    """Let the signature be one for plain data."""
    attributes[0]["values"][0] = "data"


def double_attribute(attributes: Any) -> None:
    """Put the digest of another statement beside the true one, as an attribute of its own."""
    attributes.append(cms.CMSAttribute({"type": "message_digest", "values": [bytes(32)]}))


def double_value(attributes: Any) -> None:
    """Put the digest of another statement beside the true one, in one attribute."""
    digest = next(one for one in attributes if one["type"].native == "message_digest")
    digest["values"].append(core.OctetString(bytes(32)))


def drop_digest(attributes: Any) -> None:
    """Leave the digest of the statement out."""
    del attributes[next(place for place, one in enumerate(attributes) if one["type"].native == "message_digest")]


def drop_certificate(attributes: Any) -> None:
    """Leave out which certificate signed."""
    del attributes[next(place for place, one in enumerate(attributes) if "signing" in one["type"].native)]


def test_signing_again_is_done_properly_here() -> None:
    assert verify(resigned(lambda attributes: None), DIGEST, [ROOT.der], AT).time == TIME


@pytest.mark.parametrize(
    ("change", "problem", "sentence"),
    [
        (set_type, SignatureInvalid, "made for something that is no time-stamp"),
        (double_attribute, SignatureInvalid, "message_digest is there twice"),
        (double_value, SignatureInvalid, "message_digest is there twice"),
        (drop_digest, SignatureInvalid, "lacks a signed attribute"),
        (drop_certificate, WrongCertificate, "does not say by a signed attribute which certificate"),
    ],
)
def test_signed_attributes_that_are_not_those_of_a_time_stamp_are_refused(
    change: Callable[[Any], None], problem: type[StampingProblem], sentence: str
) -> None:
    with pytest.raises(problem, match=sentence):
        verify(resigned(change), DIGEST, [ROOT.der], AT)


def name_another_serial(signed: Any) -> None:
    """Let the signer be named by another number than that of his certificate."""
    signed["signer_infos"][0]["sid"].chosen["serial_number"] = 5


def announce_another_hash(signed: Any) -> None:
    """Let SignedData announce another hash function than its signer."""
    signed["digest_algorithms"] = [{"algorithm": "sha384"}]


def add_parameters(signed: Any) -> None:
    """Give the signature algorithm parameters that nobody expects."""
    parameters = core.OctetString(b"?")
    algorithm = signed["signer_infos"][0]["signature_algorithm"]
    algorithm["parameters"] = core.Any(parameters)


@pytest.mark.parametrize(
    ("change", "problem", "sentence"),
    [
        (name_another_serial, WrongCertificate, "names two different certificates"),
        (announce_another_hash, TokenDamaged, "announces is not the one of its signer"),
        (add_parameters, TokenDamaged, "not built as RFC 3161 says"),
    ],
)
def test_unsigned_parts_that_contradict_the_signed_ones_are_refused(
    change: Callable[[Any], None], problem: type[StampingProblem], sentence: str
) -> None:
    with pytest.raises(problem, match=sentence):
        verify(changed(change), DIGEST, [ROOT.der], AT)


def test_an_extension_that_nobody_here_knows_is_refused() -> None:
    assert isinstance(SIGNER.key, ec.EllipticCurvePrivateKey)
    content = tsp.TSTInfo.load(read_token(TOKEN).content)
    content["extensions"] = [{"extn_id": "1.2.3", "critical": True, "extn_value": b"\x05\x00"}]
    digest = hashlib.sha256(content.dump(force=True)).digest()

    def exchange(attributes: Any) -> None:
        found = next(one for one in attributes if one["type"].native == "message_digest")
        found["values"][0] = digest

    info = cms.ContentInfo.load(resigned(exchange))
    info["content"]["encap_content_info"]["content"] = core.ParsableOctetString(content.dump())
    with pytest.raises(TokenDamaged, match="extensions that nobody here knows"):
        verify(info.dump(force=True), DIGEST, [ROOT.der], AT)


def test_a_second_spelling_of_the_same_token_is_refused() -> None:
    assert TOKEN[:2] == b"\x30\x82"
    longer = b"\x30\x83\x00" + TOKEN[2:]  # a length with a zero in front: BER, but not DER
    assert cms.ContentInfo.load(longer)["content"]["version"].native == "v3"
    with pytest.raises(TokenDamaged):
        verify(longer, DIGEST, [ROOT.der], AT)


def test_a_chain_longer_than_any_is_not_followed() -> None:
    above = [ROOT]
    for number in range(LONGEST):
        above.append(pki.holder(f"Middle {number}", above[-1], pki.ISSUER))
    for length, issuers in ((LONGEST, above[1 : LONGEST - 1]), (LONGEST + 1, above[1:LONGEST])):
        signer = pki.holder("Signer", issuers[-1], pki.CRITICAL_TIME_STAMPING)
        token = pki.token(signer, pki.statement(DIGEST, TIME), *issuers)
        if length == LONGEST:
            assert len(verify(token, DIGEST, [ROOT.der], AT).certificates) == LONGEST
        else:
            with pytest.raises(UnknownRoot):
                verify(token, DIGEST, [ROOT.der], AT)


def test_a_plug_does_not_decide_who_issued_a_certificate() -> None:
    class Gullible:
        def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
            return True

    with pytest.raises(UnknownRoot):
        verify(TOKEN, DIGEST, [pki.root("Stranger").der], AT, plugs={ECDSA_WITH_SHA256: Gullible()})
