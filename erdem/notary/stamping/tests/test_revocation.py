"""Revocation data: had when a stamp is made, kept, and believed only when the issuer signed it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from erdem.notary.stamping import Algorithm, Revocation, Stamp, accept, build_request, digest_of, verify
from erdem.notary.stamping.assembly import grant
from erdem.notary.stamping.certificates import read_certificate
from erdem.notary.stamping.revocation import checked_until
from erdem.notary.stamping.tests import pki
from erdem.notary.stamping.tests.clocks import utc
from erdem.notary.stamping.trouble import (
    AuthorityUnreachable,
    CertificateRevoked,
    RevocationDamaged,
    SignatureNotSupported,
)

DIGEST = digest_of(Algorithm.SHA256, b"what was known")
CRL, OCSP = "http://crl.example/list.crl", "http://ocsp.example/"
POINTS = x509.CRLDistributionPoints([x509.DistributionPoint([x509.UniformResourceIdentifier(CRL)], None, None, None)])
ACCESS = x509.AuthorityInformationAccess(
    [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(OCSP))]
)
ROOT = pki.root()
SIGNER = pki.holder("Signer", ROOT, (*pki.CRITICAL_TIME_STAMPING, (POINTS, False), (ACCESS, False)))
PATH = (read_certificate(SIGNER.der), read_certificate(ROOT.der))
STAMPED, CHECKED, LATER = utc(2026), utc(2026, 2), utc(2027)
Reason = x509.ReasonFlags


def crl(
    issuer: pki.Holder = ROOT,
    revoked: dt.datetime | None = None,
    reason: Reason | None = None,
    updated: dt.datetime = CHECKED,
) -> bytes:
    """Return a list that revokes the signer, or nobody."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(updated).next_update(utc(2039))
    if revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(SIGNER.certificate.serial_number)
        entry = entry.revocation_date(revoked)
        if reason:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def answer(responder: pki.Holder = ROOT, revoked: dt.datetime | None = None, reason: Reason | None = None) -> bytes:
    """Return what an OCSP responder says about the signer."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=SIGNER.certificate,
        issuer=ROOT.certificate,
        algorithm=hashes.SHA1(),
        cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        this_update=CHECKED,
        next_update=None,
        revocation_time=revoked,
        revocation_reason=reason,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, responder.certificate)
    if responder is not ROOT:
        builder = builder.certificates([responder.certificate])
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def kept(*parts: bytes, kind: str = "crl") -> Stamp:
    """Return a stamp with revocation data beside it."""
    data = tuple(Revocation(kind, CRL, CHECKED, part) for part in parts)
    token = pki.token(SIGNER, pki.statement(DIGEST, STAMPED))
    second = dt.timedelta(seconds=1)
    certificates = (SIGNER.der, ROOT.der)
    return Stamp(token, DIGEST, Algorithm.SHA256, STAMPED, second, 77, "1.2.3.4", "x", certificates, None, data)


def test_data_is_had_from_where_the_certificate_points_and_kept() -> None:
    asked: list[tuple[str, bool]] = []

    def fetch(url: str, body: bytes | None = None) -> bytes:
        asked.append((url, body is not None))
        return crl() if url == CRL else answer()

    stamp = accept(TRUSTING, REQUEST, granted_token(), fetch=fetch, clock=lambda: STAMPED)
    assert asked == [(CRL, False), (OCSP, True)]
    assert [(one.kind, one.url, one.fetched) for one in stamp.revocation] == [
        ("crl", CRL, STAMPED),
        ("ocsp", OCSP, STAMPED),
    ]
    assert stamp.missing == ()
    assert verify(stamp, DIGEST, [ROOT.der], LATER).unrevoked_until == CHECKED
    assert Stamp.from_json(stamp.to_json()) == stamp


TRUSTING = pki.trusting(ROOT)
REQUEST = build_request(TRUSTING, DIGEST, Algorithm.SHA256)


def granted_token() -> bytes:
    """Return the answer to the request."""
    nonce = tsp.TimeStampReq.load(REQUEST.der)["nonce"].native
    return grant(pki.token(SIGNER, pki.statement(DIGEST, STAMPED, nonce)))


def test_what_cannot_be_had_is_said() -> None:
    def fetch(url: str, body: bytes | None = None) -> bytes:
        raise AuthorityUnreachable("Nobody is there.")

    stamp = accept(TRUSTING, REQUEST, granted_token(), fetch=fetch, clock=lambda: STAMPED)
    assert stamp.revocation == ()
    assert stamp.missing == (
        "CRL of “CN=Signer” could not be had: Nobody is there.",
        "OCSP of “CN=Signer” could not be had: Nobody is there.",
    )
    assert verify(stamp, DIGEST, [ROOT.der], LATER).unrevoked_until is None


@pytest.mark.parametrize("reason", [None, Reason.key_compromise, Reason.ca_compromise, Reason.aa_compromise])
def test_a_stolen_key_spoils_older_stamps_as_well(reason: Reason | None) -> None:
    with pytest.raises(CertificateRevoked, match="was revoked on 2026-06-01"):
        verify(kept(crl(revoked=utc(2026, 6), reason=reason)), DIGEST, [ROOT.der], LATER)


@pytest.mark.parametrize("reason", [Reason.superseded, Reason.cessation_of_operation, Reason.affiliation_changed])
def test_a_key_given_up_spoils_later_stamps_only(reason: Reason) -> None:
    after = kept(crl(revoked=utc(2026, 6), reason=reason))
    assert verify(after, DIGEST, [ROOT.der], LATER).time == STAMPED
    before = kept(crl(revoked=utc(2025, 6), reason=reason))
    with pytest.raises(CertificateRevoked, match="2025-06-01"):
        verify(before, DIGEST, [ROOT.der], LATER)


def test_a_revocation_after_the_moment_in_question_does_not_count() -> None:
    stolen = kept(crl(revoked=utc(2026, 6), reason=Reason.key_compromise))
    assert verify(stolen, DIGEST, [ROOT.der], utc(2026, 5)).unrevoked_until == CHECKED


@pytest.mark.parametrize("responder", ["issuer", "delegate"])
def test_answers_of_the_issuer_and_of_its_responder_are_believed(responder: str) -> None:
    purpose = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False),)
    who = ROOT if responder == "issuer" else pki.holder("Responder", ROOT, purpose)
    assert verify(kept(answer(who), kind="ocsp"), DIGEST, [ROOT.der], LATER).unrevoked_until == CHECKED
    stolen = kept(answer(who, utc(2026, 6), Reason.key_compromise), kind="ocsp")
    with pytest.raises(CertificateRevoked, match="keyCompromise"):
        verify(stolen, DIGEST, [ROOT.der], LATER)


def responder(
    issuer: pki.Holder | None, purpose: x509.ObjectIdentifier | None, end: dt.datetime = pki.END
) -> pki.Holder:
    """Return somebody who answers."""
    return pki.holder("Responder", issuer, ((x509.ExtendedKeyUsage([purpose]), False),) if purpose else (), end=end)


@pytest.mark.parametrize(
    "who",
    [
        responder(ROOT, None),
        responder(ROOT, ExtendedKeyUsageOID.CLIENT_AUTH),
        responder(ROOT, ExtendedKeyUsageOID.OCSP_SIGNING, end=utc(2026)),
        responder(None, ExtendedKeyUsageOID.OCSP_SIGNING),
        responder(pki.root("Root"), ExtendedKeyUsageOID.OCSP_SIGNING),
    ],
    ids=["no purpose", "another purpose", "ended", "stranger", "under the name of the issuer"],
)
def test_answers_of_others_are_refused(who: pki.Holder) -> None:
    with pytest.raises(RevocationDamaged, match="was not signed by the issuer"):
        verify(kept(answer(who), kind="ocsp"), DIGEST, [ROOT.der], LATER)


def test_a_list_of_a_stranger_under_the_name_of_the_issuer_is_refused() -> None:
    with pytest.raises(RevocationDamaged, match="was not signed by the issuer"):
        verify(kept(crl(pki.root("Root"))), DIGEST, [ROOT.der], LATER)


@pytest.mark.parametrize("kind", ["crl", "ocsp"])
def test_every_bit_of_kept_data_is_caught_or_says_less(kind: str) -> None:
    good = crl() if kind == "crl" else answer()
    for bit in range(len(good) * 8):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        data = (Revocation(kind, CRL, CHECKED, bytes(changed)),)
        try:
            until = checked_until(PATH, data, STAMPED, LATER)
        except (RevocationDamaged, SignatureNotSupported):
            continue
        assert until in {None, CHECKED}, bit


@pytest.mark.parametrize("part", [b"", b"not a list", crl()[:-1], crl() + b"\0"])
def test_garbage_for_a_list_is_refused(part: bytes) -> None:
    with pytest.raises(RevocationDamaged, match="is damaged"):
        verify(kept(part), DIGEST, [ROOT.der], LATER)


def test_a_list_of_another_issuer_says_nothing() -> None:
    assert verify(kept(crl(pki.root("Stranger"))), DIGEST, [ROOT.der], LATER).unrevoked_until is None


def test_data_that_does_not_cover_the_whole_chain_says_nothing() -> None:
    middle = pki.holder("Middle", ROOT, pki.ISSUER)
    signer = pki.holder("Signer", middle, pki.CRITICAL_TIME_STAMPING)
    path = tuple(read_certificate(one.der) for one in (signer, middle, ROOT))
    lists = [Revocation("crl", CRL, CHECKED, one) for one in (crl(middle), crl(ROOT, updated=utc(2026, 3)))]
    assert checked_until(path, lists[:1], STAMPED, LATER) is None
    assert checked_until(path, lists, STAMPED, LATER) == CHECKED


def test_a_stamp_without_its_revocation_data_still_proves_but_says_so() -> None:
    stamp = dataclasses.replace(kept(), revocation=())
    assert verify(stamp, DIGEST, [ROOT.der], LATER).unrevoked_until is None
    assert isinstance(SIGNER.key, ec.EllipticCurvePrivateKey)
