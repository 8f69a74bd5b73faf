"""Renewal: a time-stamp outlives its certificate and its algorithms by newer ones over it (RFC 4998 section 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from erdem.notary.stamping.authority import Stamper
from erdem.notary.stamping.certificates import key_names, read_certificate
from erdem.notary.stamping.profile import Algorithm, digest_of
from erdem.notary.stamping.signatures import NO_PLUGS, Verifiers
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.strength import Strength, Use, weakest
from erdem.notary.stamping.structures import (
    ArchiveTimeStampSequence,
    EvidenceRecord,
    algorithm_identifier,
    sequence,
)
from erdem.notary.stamping.tokens import read_token
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, ChainBroken, StampAltered, TokenProblem
from erdem.notary.stamping.verification import Verified, verify

FORMAT = "erdem-archive/1"
Digests = Mapping[Algorithm, bytes]
"""Digests of one item by algorithm: large items are hashed once, outside."""


@dataclass(frozen=True)
class ArchiveChain:
    """All time-stamps of one item, oldest first: chains of renewals, one hash algorithm a chain (RFC 4998 section 5.1)."""

    chains: tuple[tuple[Stamp, ...], ...]

    def __post_init__(self) -> None:
        """Refuse an empty chain."""
        if not self.chains or not all(self.chains):
            raise ChainBroken("There is no time-stamp in the chain.")

    @property
    def last(self) -> Stamp:
        """The newest time-stamp, on which all others rest."""
        return self.chains[-1][-1]

    @property
    def algorithm(self) -> Algorithm:
        """The hash algorithm of the newest chain."""
        return self.chains[-1][0].algorithm

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"format": FORMAT, "chains": [[stamp.to_json() for stamp in chain] for chain in self.chains]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ArchiveChain:
        """Return a chain from its JSON values.

        Raises:
            StampAltered: something is missing or of another kind.
            ChainBroken: it is empty.
        """
        if values.get("format") != FORMAT or not isinstance(values.get("chains"), list):
            raise StampAltered(f"This is no {FORMAT}, so it cannot be read as a chain of time-stamps.")
        return cls(tuple(tuple(Stamp.from_json(stamp) for stamp in chain) for chain in values["chains"]))


def begin(stamp: Stamp) -> ArchiveChain:
    """Return the chain of a first time-stamp."""
    return ArchiveChain(((stamp,),))


def renew_time_stamp(chain: ArchiveChain, stamper: Stamper) -> ArchiveChain:
    """Return the chain with a new time-stamp over the newest one (RFC 4998 section 5.2, Time-Stamp Renewal).

    For a certificate or a signature that is about to end; the hash algorithm stays.

    Raises:
        StampingProblem: no stamp came, or the one that came proves nothing.
    """
    stamp = stamper.stamp(digest_of(chain.algorithm, chain.last.token), chain.algorithm)
    return ArchiveChain((*chain.chains[:-1], (*chain.chains[-1], stamp)))


def renew_hash(chain: ArchiveChain, digests: Digests, stamper: Stamper, algorithm: Algorithm) -> ArchiveChain:
    """Return the chain with a time-stamp of another hash algorithm over the item and all before (Hash-Tree Renewal).

    The stamp covers H(H(item) ‖ H(ArchiveTimeStampSequence in DER)), H being the new algorithm.

    Raises:
        AlgorithmNotAllowed: the item's digest by the new algorithm is not there.
        StampingProblem: no stamp came, or the one that came proves nothing.
    """
    digest = _renewed_digest(chain.chains, digests, algorithm)
    return ArchiveChain((*chain.chains, (stamper.stamp(digest, algorithm),)))


def evidence_record(chain: ArchiveChain) -> bytes:
    """Return the chain as EvidenceRecord of RFC 4998 (DER), which other archives read."""
    algorithms = list(dict.fromkeys(one[0].algorithm for one in chain.chains))
    record = EvidenceRecord(
        {
            "version": "v1",
            "digest_algorithms": [algorithm_identifier(algorithm) for algorithm in algorithms],
            "archive_time_stamp_sequence": ArchiveTimeStampSequence.load(_sequence(chain.chains)),
        }
    )
    return bytes(record.dump())


def verify_chain(
    chain: ArchiveChain,
    digests: Digests,
    roots: Sequence[bytes],
    at: dt.datetime | None = None,
    *,
    strengths: Sequence[Strength] = (),
    policies: Iterable[str] = (),
    plugs: Verifiers = NO_PLUGS,
) -> tuple[Verified, ...]:
    """Walk a chain, each time-stamp good at the moment of the next, the newest good now (RFC 4998 section 5.3).

    Args:
        chain: the time-stamps.
        digests: digests of the item, by each algorithm that begins a chain.
        roots: trusted root certificates of old and new authorities, DER.
        at: the moment at which the newest shall be good; now when left out.
        strengths: rows about algorithms; when given, each must have been safe until it was renewed.
        policies: object identifiers that are accepted; each when left out.
        plugs: verifiers of signatures that cannot be computed here.

    Returns:
        What each time-stamp proves, oldest first; the first one's time is the item's.

    Raises:
        ChainBroken: a renewal does not cover what it should, or an algorithm was weak before it was renewed.
        TokenProblem: a time-stamp does not prove what it should; the text begins with which one.
        AlgorithmNotAllowed: a digest is missing.
    """
    moment = (at or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    rules = tuple(policies)
    links = list(_links(chain, digests, moment))
    for link in links:
        if link.stamp.digest != link.covers:
            raise ChainBroken(f"{link.name} does not cover {link.subject}.")
    found: list[Verified] = []
    for link in links:
        try:
            found.append(verify(link.stamp, link.covers, roots, link.needed, policies=rules, plugs=plugs))
        except TokenProblem as error:
            raise type(error)(f"{link.name}: {error}") from error
        if strengths:
            _require_strong(link, strengths)
    return tuple(found)


@dataclass(frozen=True)
class _Link:
    """A time-stamp in its chain: what it must cover, until when it and its hash algorithm must have been good."""

    name: str
    subject: str
    stamp: Stamp
    covers: bytes
    needed: dt.datetime
    hash_needed: dt.datetime


def _links(chain: ArchiveChain, digests: Digests, at: dt.datetime) -> Iterator[_Link]:
    flat = [stamp for stamps in chain.chains for stamp in stamps]
    following = [stamp.time for stamp in flat[1:]] + [at]
    place = 0
    for number, stamps in enumerate(chain.chains):
        algorithm = stamps[0].algorithm
        hash_needed = chain.chains[number + 1][0].time if number + 1 < len(chain.chains) else at
        for index, stamp in enumerate(stamps):
            name = f"Time-stamp {place + 1} of {len(flat)}"
            if stamp.algorithm is not algorithm:
                raise ChainBroken(f"{name} uses another hash algorithm than the chain it stands in.")
            if index:
                subject, covers = "the one before it", digest_of(algorithm, stamps[index - 1].token)
            else:
                subject = "the item and all time-stamps before it" if number else "the item"
                covers = _renewed_digest(chain.chains[:number], digests, algorithm)
            yield _Link(name, subject, stamp, covers, following[place], hash_needed)
            place += 1


def _renewed_digest(older: Sequence[Sequence[Stamp]], digests: Digests, algorithm: Algorithm) -> bytes:
    """Return what the first time-stamp of a chain covers: the item alone, or the item and all older chains."""
    if algorithm not in digests:
        raise AlgorithmNotAllowed(f"The digest of the item by {algorithm} is needed and was not given.")
    if not older:
        return digests[algorithm]
    return digest_of(algorithm, digests[algorithm], digest_of(algorithm, _sequence(older)))


def _sequence(chains: Sequence[Sequence[Stamp]]) -> bytes:
    """Return ArchiveTimeStampSequence, DER: each time-stamp bare, as one item needs no hash tree (RFC 4998 section 4.1)."""
    return sequence(*(sequence(*(sequence(stamp.token) for stamp in chain)) for chain in chains))


class Renewal(StrEnum):
    """What has to be done: a new time-stamp over the newest one, or a new hash algorithm over everything."""

    TIME_STAMP = "time_stamp"
    HASH = "hash"


@dataclass(frozen=True)
class Due:
    """A renewal that is needed, the last day on which the present state still holds, and why."""

    kind: Renewal
    by: dt.date
    reason: str


def limits(chain: ArchiveChain, strengths: Sequence[Strength] = ()) -> tuple[Due, ...]:
    """Return everything that will end the proof of a chain, soonest first.

    Certificates always count; algorithms when rows are given, and then one without a row counts as ended long ago.
    """
    ends = min((read_certificate(one).ends, one) for one in chain.last.certificates)
    subject = read_certificate(ends[1]).subject
    found = [Due(Renewal.TIME_STAMP, ends[0].date(), f"The certificate “{subject}” ends.")]
    if strengths:
        found += _weak(strengths, (chain.algorithm.value,), Use.IMPRINT, Renewal.HASH)
        found += _weak(strengths, _signature_names(chain.last), Use.SIGNATURE, Renewal.TIME_STAMP)
    return tuple(sorted(found, key=lambda due: (due.by, due.kind)))


def due(chain: ArchiveChain, today: dt.date, lead: dt.timedelta, strengths: Sequence[Strength] = ()) -> tuple[Due, ...]:
    """Return the renewals that are needed by ``today`` plus ``lead``, soonest first; nothing when all is well."""
    return tuple(one for one in limits(chain, strengths) if one.by <= today + lead)


def _weak(strengths: Sequence[Strength], names: Sequence[str], use: Use, kind: Renewal) -> list[Due]:
    row, unknown = weakest(strengths, names, use)
    found = [Due(kind, dt.date.min, f"No row says how long {name} is safe.") for name in unknown]
    if row:
        reason = f"{row.name} is held to be safe until {row.safe_until} ({row.source}; {row.confidence})."
        found.append(Due(kind, row.safe_until, reason))
    return found


def _signature_names(stamp: Stamp) -> tuple[str, ...]:
    return (read_token(stamp.token).signer.digest_algorithm.value, *key_names(stamp.certificates))


def _require_strong(link: _Link, strengths: Sequence[Strength]) -> None:
    checks = (
        (Use.IMPRINT, (link.stamp.algorithm.value,), link.hash_needed),
        (Use.SIGNATURE, _signature_names(link.stamp), link.needed),
    )
    for use, names, needed in checks:
        row, unknown = weakest(strengths, names, use)
        if unknown:
            raise ChainBroken(f"{link.name}: no row says how long {', '.join(unknown)} is safe.")
        if row and row.safe_until < needed.date():
            raise ChainBroken(
                f"{link.name}: {row.name} was held to be safe until {row.safe_until}, the next renewal is of {needed.date()}."
            )
