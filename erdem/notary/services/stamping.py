"""Having authorities stamp a checkpoint or a digest: asked for in the database, asked outside of any transaction, kept for good.

Three short steps. An item is written down (with whatever it belongs to), so that nothing is lost when all authorities are
down. A worker claims it and lets go of the database. What the authorities answer is kept, with the failures and their
reasons; when too few have stamped, the item is tried again, at first after minutes, in the end once an hour.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.notary import authorities
from erdem.notary.models import PublishedCheckpoint, StampAttempt, StampedItem, TimeStamp
from erdem.notary.policies import can_ask_stamp
from erdem.notary.queries import known_witnesses, published_checkpoint
from erdem.notary.stamping import (
    Algorithm,
    ArchiveChain,
    Failure,
    PoolAnswer,
    Stamper,
    begin,
    digests_of,
    stamp_by_all,
)
from erdem.notary.stamping.certificates import read_certificate
from erdem.notary.stamping.profile import require_digest
from erdem.notary.stamping.trouble import AlgorithmNotAllowed
from erdem.notary.tlog import SignedCheckpoint

logger = logging.getLogger(__name__)
STAMP = "notary.stamp"
DAILY = dt.timedelta(hours=24)
CLAIM = dt.timedelta(minutes=10)
"""How long a worker may take to ask the authorities before another one tries."""
COSIGNING = dt.timedelta(minutes=30)
"""How long a log that is due waits for all its witnesses."""
LONGEST_PAUSE = dt.timedelta(hours=1)
MOST = 50
"""Items that one run takes up."""


@dataclass(frozen=True)
class Stamping:
    """What came of asking: the rows that were kept, who failed, and whether enough authorities have stamped now."""

    item: StampedItem
    stamps: tuple[TimeStamp, ...]
    failures: tuple[Failure, ...]
    is_done: bool


@dataclass(frozen=True)
class Claimed:
    """An item that one worker has taken, and who has stamped it already."""

    pk: int
    digests: dict[Algorithm, bytes]
    given: frozenset[tuple[str, str]]


@transaction.atomic
def stamp_item(
    *,
    actor: Actor,
    digests: Mapping[str, bytes],
    is_public: bool = False,
    organisation_id: int | None = None,
) -> StampedItem:
    """Have the authorities stamp something of which only digests are known here; asked for once the transaction is committed.

    The stamps are in `erdem.notary.queries.stamps_of` when they have come. Only who asked, and the organisation, see them, unless
    ``is_public`` says that they belong to something public.

    Args:
        actor: who asks; kept as a key only.
        digests: the digest by algorithm (``sha256``, ``sm3``), for each algorithm that the authorities work with.
        is_public: whether everybody may see the stamps.
        organisation_id: the organisation that it is for.

    Raises:
        PermissionRefused: the public asks, or it is for an organisation of others.
        AlgorithmNotAllowed: a digest is missing, or is none of its algorithm.
        BadSetting: the authorities of the settings cannot be read.
    """
    require(can_ask_stamp(actor, organisation_id))
    given = {Algorithm(name): bytes(digest) for name, digest in digests.items()}
    for algorithm, digest in given.items():
        require_digest(algorithm, digest)
    wanted = {algorithm for one in authorities.stampers() for algorithm in one.authority.algorithms}
    if missing := sorted(wanted - given.keys()):
        raise AlgorithmNotAllowed(f"The time authorities also work with {', '.join(missing)}: give that digest too.")
    item = StampedItem(
        digests={algorithm.value: digest.hex() for algorithm, digest in given.items()},
        is_public=is_public,
        user_id=actor.user_id,
        organisation_id=organisation_id,
    )
    item.save(force_insert=True)
    audit.record(actor, action="notary.stamp_item", target=item, organisation_id=organisation_id)
    transaction.on_commit(_enqueue, robust=True)
    return item


def stamp_checkpoint(*, actor: Actor, log: str, at_once: bool = False) -> Stamping | None:
    """Have the published checkpoint of a log stamped when the last one was stamped a day ago, or at once. For machines.

    Returns:
        What came of it; None when nothing is due, or another worker is at it.

    Raises:
        BadSetting: the authorities of the settings cannot be read.
        LogProblem: the published checkpoint cannot be read.
    """
    with acting_as(actor):
        item = _due_item(log, at_once=at_once)
    return _fulfil(actor, item.pk, at_once=at_once) if item else None


def stamp_waiting(*, actor: Actor) -> int:
    """Ask the authorities for what waits; return how many items are done now. For machines."""
    with acting_as(actor):
        waiting = list(_waiting(timezone.now()).order_by("not_before").values_list("pk", flat=True)[:MOST])
    done = [_fulfil(actor, pk, at_once=False) for pk in waiting]
    return sum(1 for one in done if one is not None and one.is_done)


def _enqueue() -> None:
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(STAMP, lock=STAMP, queueing_lock=STAMP).defer()


def _waiting(now: dt.datetime) -> QuerySet[StampedItem]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return StampedItem.objects.filter(free, done_at__isnull=True, not_before__lte=now)


def _due_item(log: str, *, at_once: bool) -> StampedItem | None:
    """Write down that the published checkpoint is to be stamped; None when it is, or when the last one is not a day old."""
    rows = PublishedCheckpoint.objects.filter(log=log)
    if not rows.exists():
        return None
    last = StampedItem.objects.filter(checkpoint__log=log).order_by("-checkpoint__size").first()
    if last is not None and not at_once and timezone.now() - last.asked_at < DAILY:
        return None
    signed = published_checkpoint(log)
    since = last.asked_at + DAILY if last else rows.order_by("published_at").values_list("published_at", flat=True)[0]
    if signed is not None and not at_once and _may_be_cosigned_yet(signed, since):
        return None
    row = rows.filter(size=signed.checkpoint.size).first() if signed else None
    if signed is None or row is None:
        return None
    note = signed.note.encode()
    item, made = StampedItem.objects.get_or_create(
        checkpoint=row,
        defaults={
            "note": note.decode(),
            "digests": {algorithm.value: digest.hex() for algorithm, digest in digests_of(note, Algorithm).items()},
            "is_public": True,
        },
    )
    return item if made or (at_once and item.done_at is None) else None


def _may_be_cosigned_yet(signed: SignedCheckpoint, since: dt.datetime) -> bool:
    """Say whether to wait for witnesses: evidence takes the stamped checkpoint with the signatures that it had then."""
    return len(signed.cosignatures) < len(known_witnesses()) and timezone.now() - since < COSIGNING


def _fulfil(actor: Actor, pk: int, *, at_once: bool) -> Stamping | None:
    with acting_as(actor):
        claimed = _claim(pk, at_once=at_once)
    if claimed is None:
        return None
    asked = [one for one in authorities.stampers() if not _has_stamped(one, claimed)]
    answer = _ask(asked, claimed.digests)
    with acting_as(actor):
        return _keep(actor, claimed, answer)


def _claim(pk: int, *, at_once: bool) -> Claimed | None:
    now = timezone.now()
    waiting = StampedItem.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=now), done_at__isnull=True
    )
    if not at_once:
        waiting = waiting.filter(not_before__lte=now)
    item = waiting.filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
    if item is None:
        return None
    StampedItem.objects.filter(pk=pk).update(claimed_until=now + CLAIM, tried=item.tried + 1)
    given = TimeStamp.objects.filter(item=item, renews__isnull=True).values_list("authority", "algorithm")
    digests = {Algorithm(name): bytes.fromhex(digest) for name, digest in item.digests.items()}
    return Claimed(pk, digests, frozenset(given))


def _has_stamped(stamper: Stamper, claimed: Claimed) -> bool:
    authority = stamper.authority
    return all((authority.name, algorithm.value) in claimed.given for algorithm in authority.algorithms)


def _ask(stampers: list[Stamper], digests: dict[Algorithm, bytes]) -> PoolAnswer:
    """Ask all at once; an authority that works with an algorithm whose digest is not known fails with that reason."""
    able = [one for one in stampers if digests.keys() >= set(one.authority.algorithms)]
    unable = tuple(
        Failure(one.authority.name, algorithm, "algorithm", f"No digest by {algorithm} was given.")
        for one in stampers
        if one not in able
        for algorithm in one.authority.algorithms
        if algorithm not in digests
    )
    answer = stamp_by_all(able, digests, needed=0)
    return PoolAnswer(answer.stamps, (*answer.failures, *unable))


def _keep(actor: Actor, claimed: Claimed, answer: PoolAnswer) -> Stamping:
    item = StampedItem.objects.select_for_update().get(pk=claimed.pk)
    rows = [row for stamp in answer.stamps if (row := keep_chain(item, begin(stamp))) is not None]
    keep_failures(item, answer.failures)
    done = item.done_at is not None or _is_enough(item)
    if item.done_at is None:
        now = timezone.now()
        pause = min(dt.timedelta(minutes=2 ** min(item.tried, 10)), LONGEST_PAUSE)
        changes = {"done_at": now} if done else {"not_before": now + pause}
        StampedItem.objects.filter(pk=item.pk).update(claimed_until=None, **changes)
    for failure in answer.failures:
        logger.warning("a time authority has not stamped: %s", failure.reason)
    detail = {"stamps": len(rows), "failures": [f"{one.authority}: {one.code}" for one in answer.failures]}
    audit.record(actor, action="notary.stamp", target=item, detail=detail)
    return Stamping(item, tuple(rows), answer.failures, done)


def _is_enough(item: StampedItem) -> bool:
    """Say whether enough different signers have stamped, by each algorithm that any authority works with."""
    stampers = authorities.stampers()
    signers: dict[str, set[bytes]] = {
        algorithm.value: set() for one in stampers for algorithm in one.authority.algorithms
    }
    for row in TimeStamp.objects.filter(item=item, renews__isnull=True):
        first = ArchiveChain.from_json(row.chain).chains[0][0]
        signers.setdefault(row.algorithm, set()).add(first.certificates[0])
    return all(len(found) >= max(1, settings.NOTARY_STAMPS_NEEDED) for found in signers.values())


def keep_chain(item: StampedItem, chain: ArchiveChain, renews: TimeStamp | None = None) -> TimeStamp | None:
    """Keep a chain as a row of its own; None when the same was kept already."""
    first = chain.chains[0][0]
    defaults = {
        "is_local": any(authorities.is_local(stamp) for stamps in chain.chains for stamp in stamps),
        "proven_at": first.time,
        "expires_at": _ends(chain),
        "chain": chain.to_json(),
    }
    name = {"item": item, "authority": first.authority[:200], "algorithm": first.algorithm.value}
    if renews is None:
        row, made = TimeStamp.objects.get_or_create(**name, renews=None, defaults=defaults)
    else:
        row, made = TimeStamp.objects.get_or_create(renews=renews, defaults={**name, **defaults})
    return row if made else None


def _ends(chain: ArchiveChain) -> dt.datetime:
    """Return when the first certificate of the newest time-stamp ends."""
    return min(read_certificate(one).ends for one in chain.last.certificates)


def keep_failures(item: StampedItem, failures: tuple[Failure, ...]) -> None:
    """Keep who gave no stamp, and why."""
    StampAttempt.objects.bulk_create(
        StampAttempt(
            item=item,
            authority=failure.authority[:200],
            algorithm=failure.algorithm.value,
            code=failure.code,
            reason=failure.reason[:2000],
        )
        for failure in failures
    )
