"""Time-stamps inside a file: whether they fit what they lie over, and by whose word. Plain Python.

Three things are told apart. A stamp that does not fit its item, or was changed, is refused. One that fits and leads to a root
that the reader trusts proves the time. One that fits but leads elsewhere, has ended, or is signed in a way that cannot be
computed here proves nothing to this reader, and the sentence beside it says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography import x509

from erdem.notary.stamping import (
    SM2_WITH_SM3,
    Algorithm,
    ArchiveChain,
    StampingProblem,
    Verified,
    Verifiers,
    digest_of,
    verify_chain,
)
from erdem.notary.stamping.certificates import issued_by, read_certificate
from erdem.notary.stamping.local import POLICY as LOCAL_POLICY
from erdem.notary.stamping.signatures import NO_PLUGS
from erdem.notary.stamping.tokens import read_token
from erdem.notary.stamping.trouble import CertificateExpired, SignatureNotSupported, StampAltered, UnknownRoot

MOST_CHAINS = 32
"""Chains that one file may carry: authorities times algorithms."""


class Doubt(StrEnum):
    """Why a time-stamp that fits its item proves nothing to this reader."""

    UNKNOWN_ROOT = "unknown_root"
    ENDED = "ended"
    NOT_COMPUTED = "not_computed"


SENTENCES = {
    Doubt.UNKNOWN_ROOT: "Its root is not among those that were given: it fits together, and that is all.",
    Doubt.ENDED: "A certificate of it has ended and nobody has renewed it: it was good when it was made.",
    Doubt.NOT_COMPUTED: "It is signed with SM2, which cannot be computed here.",
}


@dataclass(frozen=True)
class Stamped:
    """One time-stamp over an item, with its renewals.

    Attributes:
        authority: who signed the first one: the common name of the certificate that signed, never what stands beside the token.
        time: when the item was there, by the word of the authority, UTC.
        doubt: why it is not trusted; none when it leads to a root that the reader trusts and holds today.
        is_local: whether it is of an installation's own authority, which proves nothing to outsiders.
        renewals: how many newer ones lie over it.
    """

    authority: str
    time: dt.datetime
    doubt: Doubt | None
    is_local: bool
    renewals: int

    @property
    def trusted(self) -> bool:
        """Whether it proves the time to this reader."""
        return self.doubt is None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        told: dict[str, Any] = {
            "authority": self.authority,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "trusted": self.trusted,
            "local": self.is_local,
            "renewals": self.renewals,
        }
        return told if self.doubt is None else {**told, "doubt": self.doubt.value, "why": SENTENCES[self.doubt]}


def read_chains(values: object) -> tuple[ArchiveChain, ...]:
    """Return the chains of a file from their JSON values.

    Raises:
        StampAltered: they are not written as chains are.
        StampingProblem: one is empty.
    """
    if not isinstance(values, list) or len(values) > MOST_CHAINS or not all(isinstance(one, dict) for one in values):
        raise StampAltered("The time-stamps in the file are no list of chains.")
    try:
        return tuple(ArchiveChain.from_json(one) for one in values)
    except (TypeError, AttributeError) as error:
        raise StampAltered("The time-stamps in the file are damaged: a chain is no list.") from error


def check_stamps(
    chains: Sequence[ArchiveChain], item: bytes, roots: Sequence[bytes] = (), at: dt.datetime | None = None
) -> tuple[Stamped, ...]:
    """Say what each chain proves about an item, in their order.

    Args:
        chains: the time-stamps, each with its renewals.
        item: the bytes that they should lie over.
        roots: root certificates of time authorities that the reader trusts, DER.
        at: the moment at which they shall hold; now when left out.

    Raises:
        StampingProblem: one does not fit the item, was changed, or says a time that has not come yet.
    """
    return check_digests(chains, {one: digest_of(one, item) for one in Algorithm}, roots, at)


def check_digests(
    chains: Sequence[ArchiveChain],
    digests: Mapping[Algorithm, bytes],
    roots: Sequence[bytes] = (),
    at: dt.datetime | None = None,
    *,
    plugs: Verifiers = NO_PLUGS,
) -> tuple[Stamped, ...]:
    """Do the same for an item of which only digests are known, by algorithm; ``plugs`` verify what cannot be computed here.

    Raises:
        StampingProblem: see `check_stamps`; also when a digest is missing.
    """
    moment = at or dt.datetime.now(dt.UTC)
    return tuple(_check(chain, _Trust(digests, tuple(roots), moment, plugs)) for chain in chains)


@dataclass(frozen=True)
class _Trust:
    """What a chain is judged by."""

    digests: Mapping[Algorithm, bytes]
    roots: tuple[bytes, ...]
    at: dt.datetime
    plugs: Verifiers

    def walk(self, chain: ArchiveChain, *more: bytes, at: dt.datetime | None = None) -> tuple[Verified, ...]:
        return verify_chain(chain, self.digests, (*self.roots, *more), at or self.at, plugs=self.plugs)


def _check(chain: ArchiveChain, trust: _Trust) -> Stamped:
    more: tuple[bytes, ...] = ()
    try:
        return _stamped(trust.walk(chain), None)
    except UnknownRoot:
        doubt, more = Doubt.UNKNOWN_ROOT, _own_roots(chain)
    except CertificateExpired:
        doubt = Doubt.ENDED
    except SignatureNotSupported as error:
        return _not_computed(chain, error)
    try:
        return _stamped(trust.walk(chain, *more), doubt)
    except (
        CertificateExpired
    ):  # then as it was at the moment of its newest time-stamp, after which nobody looked after it
        ended = min(trust.at, chain.last.time)
        return _stamped(trust.walk(chain, *_own_roots(chain), at=ended), Doubt.ENDED)
    except SignatureNotSupported as error:
        return _not_computed(chain, error)


def _own_roots(chain: ArchiveChain) -> tuple[bytes, ...]:
    """Return the roots that the chain itself names; what is signed by its own key must be, so that no changed bit passes.

    Raises:
        StampAltered: one is not.
    """
    found = dict.fromkeys(stamp.certificates[-1] for stamps in chain.chains for stamp in stamps if stamp.certificates)
    for der in found:
        root = read_certificate(der)
        if root.parsed.issuer == root.parsed.subject and not issued_by(root, root):
            raise StampAltered("A root certificate that was kept with a time-stamp is damaged.")
    return tuple(found)


def _stamped(verified: tuple[Verified, ...], doubt: Doubt | None) -> Stamped:
    first = verified[0]
    return Stamped(
        authority=common_name(first.certificates[0]),
        time=first.time,
        doubt=doubt,
        is_local=any(one.policy == LOCAL_POLICY for one in verified),
        renewals=len(verified) - 1,
    )


def _not_computed(chain: ArchiveChain, error: SignatureNotSupported) -> Stamped:
    """Report a chain with SM2 in it as not judged; what else cannot be computed is refused, as a changed bit may be why."""
    flat = [stamp for stamps in chain.chains for stamp in stamps]
    certificates = [read_certificate(one).parsed for stamp in flat for one in stamp.certificates]
    signed_with = {read_token(stamp.token).signer.signature_oid for stamp in flat}
    if SM2_WITH_SM3 not in signed_with | {one.signature_algorithm_oid.dotted_string for one in certificates}:
        raise error
    first = flat[0]
    name = common_name(first.certificates[0]) if first.certificates else first.authority
    return Stamped(name, first.time, Doubt.NOT_COMPUTED, first.policy == LOCAL_POLICY, len(flat) - 1)


def common_name(certificate: bytes) -> str:
    """Return who a certificate names, in the shortest form that it has."""
    subject = read_certificate(certificate).parsed.subject
    names = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else subject.rfc4514_string()


__all__ = [
    "MOST_CHAINS",
    "SENTENCES",
    "Doubt",
    "Stamped",
    "StampingProblem",
    "check_digests",
    "check_stamps",
    "common_name",
    "read_chains",
]
