"""A request to a time authority and the reading of its answer (RFC 3161 sections 2.4.1 and 2.4.2)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import tsp

from erdem.notary.stamping.authority import TimeAuthority
from erdem.notary.stamping.certificates import read_certificate
from erdem.notary.stamping.profile import PROFILES, Algorithm, require_digest
from erdem.notary.stamping.revocation import Fetch, Gathered, gather
from erdem.notary.stamping.signatures import NO_PLUGS, Verifiers
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.structures import BROKEN, Response, message_imprint
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, AnswerNotUnderstood, StatusRejected, WrongTime
from erdem.notary.stamping.verification import Verified, verify

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Request:
    """A TimeStampReq: what it asks, and its bytes (DER)."""

    digest: bytes
    algorithm: Algorithm
    nonce: int
    policy: str | None
    der: bytes


def utc_now() -> dt.datetime:
    """Return the time of this machine, UTC."""
    return dt.datetime.now(dt.UTC)


def build_request(authority: TimeAuthority, digest: bytes, algorithm: Algorithm) -> Request:
    """Return a request with a fresh 64-bit nonce that asks for the certificates, and for the policy if one alone is agreed.

    rfc3161-client builds requests from data only; here a digest is at hand.

    Raises:
        AlgorithmNotAllowed: the profile of the authority does not know the algorithm, or the digest is not one of it.
    """
    if algorithm not in PROFILES[authority.profile].allowed:
        raise AlgorithmNotAllowed(f"{authority.name} works with the profile {authority.profile}, not with {algorithm}.")
    require_digest(algorithm, digest)
    nonce = secrets.randbits(63) | 1 << 62
    policy = authority.policies[0] if len(authority.policies) == 1 else None
    values = {
        "version": "v1",
        "message_imprint": message_imprint(digest, algorithm),
        "nonce": nonce,
        "cert_req": True,
    }
    if policy:
        values["req_policy"] = policy
    return Request(digest, algorithm, nonce, policy, tsp.TimeStampReq(values).dump())


def read_response(name: str, answer: bytes) -> bytes:
    """Return the token of an answer.

    Raises:
        AnswerNotUnderstood: it is no time-stamp response.
        StatusRejected: it refuses; the text gives its reason.
    """
    try:
        response = Response.load(answer, strict=True)
        status = response["status"]["status"].native
        texts = response["status"]["status_string"].native or []
        failures = sorted(response["status"]["fail_info"].native or [])
        token = response["time_stamp_token"]
        body: bytes | None = token.dump() if token.native is not None else None
    except BROKEN as error:
        raise AnswerNotUnderstood(f"{name} answered with something that is no time-stamp response.") from error
    if status not in {"granted", "granted_with_mods"}:
        reason = "; ".join([*texts, *(failure.replace("_", " ") for failure in failures)]) or "no reason given"
        raise StatusRejected(f"{name} refused to stamp ({str(status).replace('_', ' ')}): {reason}.")
    if body is None:
        raise AnswerNotUnderstood(f"{name} says that it stamped, but sent no time-stamp.")
    return body


def accept(
    authority: TimeAuthority,
    request: Request,
    answer: bytes,
    *,
    fetch: Fetch | None = None,
    clock: Clock = utc_now,
    plugs: Verifiers = NO_PLUGS,
) -> Stamp:
    """Return the stamp of an answer, verified against its request before it is believed.

    Args:
        authority: who was asked.
        request: what was asked.
        answer: TimeStampResp, DER.
        fetch: how revocation data is had; none is looked up when left out.
        clock: our own time, with which the authority's is compared.
        plugs: verifiers of signatures that cannot be computed here.

    Raises:
        StampingProblem: the answer is a refusal, no answer, or does not prove what was asked.
    """
    token = read_response(authority.name, answer)
    now = clock()
    tolerance = dt.timedelta(seconds=authority.clock_tolerance)
    verified = verify(
        token,
        request.digest,
        authority.trusted,
        now + tolerance,
        algorithm=request.algorithm,
        nonce=request.nonce,
        policies=authority.policies,
        plugs=plugs,
    )
    if abs(verified.time - now) > tolerance:
        raise WrongTime(
            f"{authority.name} says it is {verified.time:%Y-%m-%d %H:%M:%S} UTC, this machine says "
            f"{now:%Y-%m-%d %H:%M:%S} UTC: one of the two clocks is wrong. Nothing was stamped."
        )
    path = tuple(read_certificate(one) for one in verified.certificates)
    gathered = gather(path, fetch, now) if fetch else Gathered(missing=("Revocation data was not looked up.",))
    return _keep(authority, token, verified, gathered)


def _keep(authority: TimeAuthority, token: bytes, verified: Verified, gathered: Gathered) -> Stamp:
    return Stamp(
        token=token,
        digest=verified.digest,
        algorithm=verified.algorithm,
        time=verified.time,
        accuracy=verified.accuracy,
        serial=verified.serial,
        policy=verified.policy,
        authority=authority.name,
        certificates=verified.certificates,
        nonce=verified.nonce,
        revocation=gathered.kept,
        missing=gathered.missing,
    )
