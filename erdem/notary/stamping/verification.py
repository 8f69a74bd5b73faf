"""Does a token prove that a digest existed at a time? Every check of RFC 3161 section 2.2, each refusal in words.

Two implementations look at each token: the checks here (cryptography, asn1crypto), and after them rfc3161-client with its own
OpenSSL. The second cannot see SM2 nor SM3, so that tokens with them rest on the first and its plug alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import rfc3161_client
from cryptography import x509

from erdem.notary.stamping.certificates import Certificate, Path, find_path, key_names, read_certificate
from erdem.notary.stamping.profile import Algorithm, digest_of
from erdem.notary.stamping.revocation import checked_until
from erdem.notary.stamping.signatures import NO_PLUGS, SM2_WITH_SM3, Verifiers, kind_of, require_signature
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.structures import granted
from erdem.notary.stamping.tokens import Token, read_token
from erdem.notary.stamping.trouble import (
    ImplementationsDisagree,
    SignatureInvalid,
    StampAltered,
    WrongCertificate,
    WrongImprint,
    WrongNonce,
    WrongPolicy,
    WrongTime,
)

SKEW = dt.timedelta(minutes=5)
"""How far ahead of our clock a token may be without being refused."""


@dataclass(frozen=True)
class Verified:
    """What a token proves: ``digest`` existed at ``time``, by the word of ``signer``.

    Attributes:
        time: the authority's time, UTC; the true one lies within ``accuracy`` to either side.
        signature: the signature algorithm, in words.
        keys: families and sizes of the keys of the chain, signer first (``ecdsa-256``).
        signer: who signed, RFC 4514.
        certificates: the chain that was followed, signer first and root last, DER.
        expires: when the first certificate of the chain ends; renew before.
        unrevoked_until: the moment of the kept revocation data that covers the whole chain; none when there is none.
        second_opinion: whether rfc3161-client agreed; false when it cannot read the algorithms.
    """

    digest: bytes
    algorithm: Algorithm
    time: dt.datetime
    accuracy: dt.timedelta | None
    serial: int
    policy: str
    nonce: int | None
    signature: str
    keys: tuple[str, ...]
    signer: str
    certificates: tuple[bytes, ...] = field(repr=False)
    expires: dt.datetime
    unrevoked_until: dt.datetime | None
    second_opinion: bool


def verify(
    stamp_or_token: Stamp | bytes,
    digest: bytes,
    roots: Sequence[bytes],
    at: dt.datetime | None = None,
    *,
    algorithm: Algorithm | None = None,
    nonce: int | None = None,
    policies: Iterable[str] = (),
    plugs: Verifiers = NO_PLUGS,
) -> Verified:
    """Return what a time-stamp proves about a digest.

    Args:
        stamp_or_token: a kept stamp, or the bare token (DER).
        digest: what should have been stamped.
        roots: trusted root certificates, DER.
        at: the moment at which it shall prove that; now when left out. The chain must be valid then and at the time of the
            stamp, so that a stamp whose certificate has ended is refused unless a renewal gives an earlier moment.
        algorithm: the hash function of the digest, when known; a kept stamp brings it.
        nonce: the number that the request carried, when known; a kept stamp brings it.
        policies: object identifiers that are accepted; each when left out.
        plugs: verifiers of signatures that cannot be computed here.

    Raises:
        TokenProblem: it does not prove it; the class says why.
        AlgorithmNotAllowed: it uses an algorithm that proves nothing.
        SignatureNotSupported: it is signed in a way that cannot be judged here.
    """
    moment = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    stamp = stamp_or_token if isinstance(stamp_or_token, Stamp) else None
    token = read_token(stamp.token if stamp else bytes(stamp_or_token))  # type: ignore[arg-type]  # a token when no stamp
    if stamp:
        _require_unaltered(stamp, token)
        algorithm, nonce = algorithm or stamp.algorithm, stamp.nonce if nonce is None else nonce
    _require_facts(token, digest, algorithm, nonce, tuple(policies))
    if token.facts.time > moment + SKEW:
        raise WrongTime(f"The token says {token.facts.time:%Y-%m-%d %H:%M:%S} UTC, which has not come yet.")
    carried = token.certificates or (stamp.certificates if stamp else ())
    signer = _signing_certificate(token, carried)
    _require_signature(token, signer, plugs)
    others = [read_certificate(one) for one in carried]
    trusted = [read_certificate(root) for root in roots]
    path = find_path(signer, others, trusted, (token.facts.time, max(moment, token.facts.time)), plugs)
    until = checked_until(path, stamp.revocation if stamp else (), token.facts.time, moment, plugs)
    return _verified(token, path, until, _second_opinion(token, path))


def _require_facts(
    token: Token, digest: bytes, algorithm: Algorithm | None, nonce: int | None, policies: tuple[str, ...]
) -> None:
    facts = token.facts
    if facts.digest != digest:
        raise WrongImprint("The token stamps another digest than this one, so it proves nothing about it.")
    if algorithm is not None and facts.algorithm is not algorithm:
        raise WrongImprint(f"The token stamps a digest of {facts.algorithm}, but this one was made with {algorithm}.")
    if nonce is not None and facts.nonce != nonce:
        raise WrongNonce("The token does not carry the number of our request, so it may be an old one played again.")
    if policies and facts.policy not in policies:
        raise WrongPolicy(f"The token was given under the policy {facts.policy}, which was not agreed.")


def _require_unaltered(stamp: Stamp, token: Token) -> None:
    """Refuse a stamp whose readable copies differ from its token."""
    facts = token.facts
    said = (stamp.digest, stamp.algorithm, stamp.time, stamp.accuracy, stamp.serial, stamp.policy, stamp.nonce)
    true = (facts.digest, facts.algorithm, facts.time, facts.accuracy, facts.serial, facts.policy, facts.nonce)
    names = ("digest", "algorithm", "time", "accuracy", "serial number", "policy", "nonce")
    if differing := [name for name, left, right in zip(names, said, true, strict=True) if left != right]:
        raise StampAltered(f"What is written beside the token differs from the token itself: {', '.join(differing)}.")


def _signing_certificate(token: Token, carried: Sequence[bytes]) -> Certificate:
    """Return the certificate that the signed attributes name, by its digest (RFC 5035, RFC 5816)."""
    if not token.signer.certificate_hashes:
        raise WrongCertificate("The token does not say by a signed attribute which certificate it was signed with.")
    for der in carried:
        if token.signer.names(der):
            certificate = read_certificate(der)
            break
    else:
        raise WrongCertificate("The certificate with which the token was signed is not there, or was changed.")
    if (certificate.issuer, certificate.parsed.serial_number) != (token.signer.issuer, token.signer.serial):
        raise WrongCertificate("The token names two different certificates as the one it was signed with.")
    return certificate


def _require_signature(token: Token, certificate: Certificate, plugs: Verifiers) -> None:
    signer = token.signer
    if signer.content_type != "tst_info":
        raise SignatureInvalid("The signature was made for something that is no time-stamp.")
    if signer.message_digest != digest_of(signer.digest_algorithm, token.content):
        raise SignatureInvalid("The statement of the token was changed after it was signed.")
    require_signature(
        signer.signature_oid,
        signer.digest_algorithm,
        certificate.public_key,
        signer.attributes,
        signer.signature,
        plugs,
    )


def _second_opinion(token: Token, path: Path) -> bool:
    """Ask rfc3161-client; false when it cannot judge: Chinese algorithms, a token without its chain, a root that is none."""
    chinese = any(one.parsed.signature_algorithm_oid.dotted_string == SM2_WITH_SM3 for one in path)
    whole = {one.der for one in path[:-1]} <= set(token.certificates)
    whole = whole and path[-1].parsed.issuer == path[-1].parsed.subject
    if chinese or not whole or Algorithm.SM3 in {token.facts.algorithm, token.signer.digest_algorithm}:
        return False
    builder = rfc3161_client.VerifierBuilder(
        roots=[path[-1].parsed],
        nonce=token.facts.nonce,
        policy_id=x509.ObjectIdentifier(token.facts.policy),
    )
    try:
        builder.build().verify(rfc3161_client.decode_timestamp_response(granted(token.der)), token.facts.digest)
    except (rfc3161_client.VerificationError, ValueError) as error:
        raise ImplementationsDisagree(
            f"The second verification of the token, by rfc3161-client, refuses it: {error}. Take it as not proven."
        ) from error
    return True


def _verified(token: Token, path: Path, until: dt.datetime | None, second_opinion: bool) -> Verified:
    facts = token.facts
    return Verified(
        digest=facts.digest,
        algorithm=facts.algorithm,
        time=facts.time,
        accuracy=facts.accuracy,
        serial=facts.serial,
        policy=facts.policy,
        nonce=facts.nonce,
        signature=kind_of(token.signer.signature_oid).name,
        keys=key_names([one.der for one in path]),
        signer=path[0].subject,
        certificates=tuple(one.der for one in path),
        expires=min(one.ends for one in path),
        unrevoked_until=until,
        second_opinion=second_opinion,
    )
