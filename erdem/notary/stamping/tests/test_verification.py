"""What a token must be before it is believed, and the sentence for each way in which it is not."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from erdem.notary.stamping import Algorithm, LocalAuthority, Stamp, digest_of, verify
from erdem.notary.stamping.assembly import assemble
from erdem.notary.stamping.local import KeySigner
from erdem.notary.stamping.tests import pki
from erdem.notary.stamping.tests.clocks import utc
from erdem.notary.stamping.tokens import LARGEST
from erdem.notary.stamping.trouble import (
    CertificateExpired,
    StampAltered,
    StampingProblem,
    TokenDamaged,
    UnknownRoot,
    WrongCertificate,
    WrongImprint,
    WrongNonce,
    WrongPolicy,
    WrongTime,
)

DIGEST = digest_of(Algorithm.SHA256, b"what was known")
TIME = utc(2026)
AT = utc(2027)
ROOT = pki.root()
SIGNER = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING)
TOKEN = pki.token(SIGNER, pki.statement(DIGEST, TIME, nonce=5))


@pytest.fixture(scope="module")
def stamp(authority: LocalAuthority) -> Stamp:
    return authority.stamp(DIGEST, Algorithm.SHA256)


def test_a_good_token_says_what_it_proves() -> None:
    verified = verify(TOKEN, DIGEST, [ROOT.der], AT, nonce=5, policies=["1.2.3.4"], algorithm=Algorithm.SHA256)
    assert (verified.time, verified.serial, verified.nonce) == (TIME, 77, 5)
    assert (verified.signer, verified.expires) == ("CN=Signer", pki.END)
    assert verified.certificates == (SIGNER.der, ROOT.der)
    assert verified.keys == ("ecdsa-256", "ecdsa-256")
    assert verified.second_opinion
    assert verified.unrevoked_until is None


def test_another_digest_is_refused() -> None:
    with pytest.raises(WrongImprint, match="stamps another digest"):
        verify(TOKEN, digest_of(Algorithm.SHA256, b"another"), [ROOT.der], AT)


def test_the_same_bytes_under_another_algorithm_are_refused() -> None:
    with pytest.raises(WrongImprint, match="a digest of sha256, but this one was made with sm3"):
        verify(TOKEN, DIGEST, [ROOT.der], AT, algorithm=Algorithm.SM3)


def test_another_nonce_is_refused() -> None:
    with pytest.raises(WrongNonce, match="played again"):
        verify(TOKEN, DIGEST, [ROOT.der], AT, nonce=6)


def test_a_policy_that_was_not_agreed_is_refused() -> None:
    with pytest.raises(WrongPolicy, match=r"policy 1\.2\.3\.4, which was not agreed"):
        verify(TOKEN, DIGEST, [ROOT.der], AT, policies=["1.2.3.5"])


def test_a_time_that_has_not_come_is_refused() -> None:
    with pytest.raises(WrongTime, match="has not come yet"):
        verify(TOKEN, DIGEST, [ROOT.der], TIME - dt.timedelta(hours=1))


def test_a_clock_a_little_ahead_of_ours_is_no_lie() -> None:
    assert verify(TOKEN, DIGEST, [ROOT.der], TIME - dt.timedelta(minutes=4)).time == TIME


def test_an_unknown_root_is_refused() -> None:
    with pytest.raises(UnknownRoot, match="does not lead to any root that is trusted"):
        verify(TOKEN, DIGEST, [pki.root().der], AT)  # the same name, another key
    with pytest.raises(UnknownRoot):
        verify(TOKEN, DIGEST, [], AT)


def test_a_certificate_that_has_ended_is_refused_but_good_at_an_earlier_moment() -> None:
    signer = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING, end=utc(2028))
    token = pki.token(signer, pki.statement(DIGEST, TIME))
    with pytest.raises(CertificateExpired, match="to 2028-01-01 12:00 UTC, not at 2029-01-01 12:00 UTC"):
        verify(token, DIGEST, [ROOT.der], utc(2029))
    assert verify(token, DIGEST, [ROOT.der], utc(2027)).expires == utc(2028)


def test_a_certificate_that_was_not_valid_when_it_stamped_is_refused() -> None:
    signer = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING, begin=utc(2026, 6))
    with pytest.raises(CertificateExpired, match="not at 2026-01-01"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME)), DIGEST, [ROOT.der], AT)


def test_a_root_that_has_ended_is_refused() -> None:
    root = pki.root(end=utc(2026, 6))
    signer = pki.holder("Signer", root, pki.CRITICAL_TIME_STAMPING, end=utc(2026, 6))
    with pytest.raises(CertificateExpired):
        verify(pki.token(signer, pki.statement(DIGEST, TIME)), DIGEST, [root.der], AT)


CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
STAMPING = ExtendedKeyUsageOID.TIME_STAMPING


@pytest.mark.parametrize(
    "extensions",
    [
        (),
        ((x509.ExtendedKeyUsage([STAMPING]), False),),
        ((x509.ExtendedKeyUsage([STAMPING, CLIENT]), True),),
        ((x509.ExtendedKeyUsage([CLIENT]), True),),
    ],
    ids=["no purpose", "purpose not critical", "two purposes", "another purpose"],
)
def test_a_certificate_that_is_not_for_time_stamps_alone_is_refused(extensions: pki.Extensions) -> None:
    signer = pki.holder("Signer", ROOT, extensions)
    with pytest.raises(WrongCertificate, match="not for time-stamps alone"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME)), DIGEST, [ROOT.der], AT)


def usage(*names: str) -> x509.KeyUsage:
    """Return a key usage."""
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    )
    rest = dict.fromkeys([*every.split(), "encipher_only", "decipher_only"], False)
    return x509.KeyUsage(**{**rest, **dict.fromkeys(names, True)})


def test_a_key_that_may_not_sign_is_refused() -> None:
    signer = pki.holder("Signer", ROOT, (*pki.CRITICAL_TIME_STAMPING, (usage("key_agreement"), True)))
    with pytest.raises(WrongCertificate, match="not allowed to sign"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME)), DIGEST, [ROOT.der], AT)


@pytest.mark.parametrize(
    "extensions",
    [
        (),
        ((x509.BasicConstraints(ca=False, path_length=None), True),),
        (*pki.ISSUER, (usage("digital_signature"), True)),
        (*pki.ISSUER, (x509.ExtendedKeyUsage([CLIENT]), False)),
    ],
    ids=["says nothing", "no issuer", "key not for certificates", "issuer for another purpose"],
)
def test_an_issuer_that_may_not_issue_is_refused(extensions: pki.Extensions) -> None:
    middle = pki.holder("Middle", ROOT, extensions)
    signer = pki.holder("Signer", middle, pki.CRITICAL_TIME_STAMPING)
    with pytest.raises(WrongCertificate, match="“CN=Middle” may not issue"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME), middle), DIGEST, [ROOT.der], AT)


def test_an_issuer_below_one_that_allows_none_is_refused() -> None:
    root = pki.holder("Root", None, ((x509.BasicConstraints(ca=True, path_length=0), True),))
    middle = pki.holder("Middle", root, pki.ISSUER)
    signer = pki.holder("Signer", middle, pki.CRITICAL_TIME_STAMPING)
    with pytest.raises(WrongCertificate, match="“CN=Root” may not issue"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME), middle), DIGEST, [root.der], AT)


def test_a_critical_extension_that_is_not_understood_is_refused() -> None:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
    signer = pki.holder("Signer", ROOT, (*pki.CRITICAL_TIME_STAMPING, (strange, True)))
    with pytest.raises(WrongCertificate, match=r"not understood here \(1\.2\.3\.4\.5\)"):
        verify(pki.token(signer, pki.statement(DIGEST, TIME)), DIGEST, [ROOT.der], AT)


def test_a_chain_over_an_issuer_in_between_is_followed() -> None:
    middle = pki.holder("Middle", ROOT, (*pki.ISSUER, (x509.ExtendedKeyUsage([STAMPING]), False)))
    signer = pki.holder("Signer", middle, pki.CRITICAL_TIME_STAMPING)
    token = pki.token(signer, pki.statement(DIGEST, TIME), middle)
    verified = verify(token, DIGEST, [ROOT.der], AT)
    assert verified.certificates == (signer.der, middle.der, ROOT.der)
    assert verified.second_opinion


def test_a_new_certificate_of_an_issuer_is_found_when_the_old_one_has_ended() -> None:
    old = pki.holder("Middle", ROOT, pki.ISSUER, end=utc(2026, 6))
    new = pki.holder("Middle", ROOT, pki.ISSUER, key=old.key)
    signer = pki.holder("Signer", old, pki.CRITICAL_TIME_STAMPING)
    token = pki.token(signer, pki.statement(DIGEST, TIME), old, new)
    assert verify(token, DIGEST, [ROOT.der], AT).certificates[1] == new.der


def test_issuers_that_sign_one_another_do_not_hold_us_up() -> None:
    first = pki.holder("First", None, pki.ISSUER)
    second = pki.holder("Second", first, pki.ISSUER)
    circle = pki.holder("First", second, pki.ISSUER, key=first.key)
    signer = pki.holder("Signer", second, pki.CRITICAL_TIME_STAMPING)
    with pytest.raises(UnknownRoot):
        verify(pki.token(signer, pki.statement(DIGEST, TIME), second, first, circle), DIGEST, [ROOT.der], AT)


def test_a_token_without_certificates_is_verified_with_those_that_were_kept() -> None:
    assert isinstance(SIGNER.key, ec.EllipticCurvePrivateKey)
    token = assemble(pki.statement(DIGEST, TIME), KeySigner(SIGNER.key, (SIGNER.der,)), with_certificates=False)
    with pytest.raises(WrongCertificate, match="is not there"):
        verify(token, DIGEST, [ROOT.der], AT)
    one = dt.timedelta(seconds=1)
    kept = Stamp(token, DIGEST, Algorithm.SHA256, TIME, one, 77, "1.2.3.4", "x", (SIGNER.der, ROOT.der))
    assert verify(kept, DIGEST, [ROOT.der], AT).signer == "CN=Signer"


@pytest.mark.parametrize("keep", [0, 1, 20, 200, -1])  # no length of a token in the name: it is made anew each time
def test_a_token_cut_off_is_refused(keep: int) -> None:
    with pytest.raises(TokenDamaged, match="cut off"):
        verify(TOKEN[:keep], DIGEST, [ROOT.der], AT)


@pytest.mark.parametrize("bad", [TOKEN + b"\0", TOKEN + TOKEN, b"not a token", bytes(LARGEST + 1), b"\x30\x80" + TOKEN])
def test_more_or_other_bytes_than_a_token_are_refused(bad: bytes) -> None:
    with pytest.raises(TokenDamaged):
        verify(bad, DIGEST, [ROOT.der], AT)


def test_signatures_with_rsa_are_verified_too() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer = pki.holder("Signer", ROOT, pki.CRITICAL_TIME_STAMPING, key=key)

    @dataclasses.dataclass(frozen=True)
    class RsaSigner:
        certificates: tuple[bytes, ...] = (signer.der,)
        digest_algorithm: Algorithm = Algorithm.SHA512
        signature_oid: str = "1.2.840.113549.1.1.13"

        def sign(self, message: bytes) -> bytes:
            return key.sign(message, padding.PKCS1v15(), hashes.SHA512())

    token = assemble(pki.statement(DIGEST, TIME), RsaSigner())
    verified = verify(token, DIGEST, [ROOT.der], AT)
    assert verified.signature == "RSA with SHA-512"
    assert verified.keys == ("rsa-2048", "ecdsa-256")
    assert verified.second_opinion


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("digest", bytes(32), "digest"),
        ("algorithm", Algorithm.SM3, "algorithm"),
        ("time", utc(2001), "time"),
        ("accuracy", None, "accuracy"),
        ("serial", 1, "serial number"),
        ("policy", "1.2.3", "policy"),
        ("nonce", 1, "nonce"),
    ],
)
def test_a_stamp_that_says_other_than_its_token_is_refused(
    authority: LocalAuthority, stamp: Stamp, field: str, value: object, name: str
) -> None:
    altered = dataclasses.replace(stamp, **{field: value})  # type: ignore[arg-type]  # one field of any type
    with pytest.raises(StampAltered, match=f"differs from the token itself: {name}"):
        verify(altered, DIGEST, authority.authority.trusted)


def test_every_refusal_is_one_sentence_with_a_slug_of_its_own() -> None:
    def below(kind: type[StampingProblem]) -> set[type[StampingProblem]]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    kinds = {one for one in below(StampingProblem) if one.__module__.endswith(".trouble")}
    assert len({one.code for one in kinds}) == len(kinds)
