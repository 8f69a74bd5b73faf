"""What waits for this person: one list for every role, by duty of place, by assignment, by community."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.models import Objection, PublicNotice, Record, RecordFace, RegisterStep, ReviewRound, YearlyReview
from erdem.knowledge.policies import (
    HOLDERS,
    OFFICERS,
    kept_records,
    served_records,
    visible_faces,
    visible_objections,
    visible_records,
)
from erdem.knowledge.policies.records import held_records
from erdem.knowledge.queries.experts import own_assignments
from erdem.knowledge.queries.kin import hints

AHEAD = dt.timedelta(days=30)
"""Yearly reviews are on the list this long before they fall due."""
MOST = 1000
OF_STATUS = {
    Status.SUBMITTED: "consent",
    Status.CLASSIFICATION: "class",
    Status.KIN_CHECK: "kin",
    Status.OBJECTION: "objection",
}
KINDS = (
    "vote", "returned", "consent", "deposit", "class", "kin", "experts", "decide", "notice", "objection", "yearly", "hint",
)  # fmt: skip
SORTS = ("due", "since", "name")


@dataclass(frozen=True)
class Task:
    """One thing that waits. ``who`` is ``mine``, ``free`` (nobody has taken it) or ``other`` (a colleague has)."""

    kind: str
    key: str
    name: str
    number: str
    place: str
    since: dt.date | None
    due: dt.date | None
    who: str
    handler: str = ""


@dataclass(frozen=True)
class QueueFilter:
    """What the list is narrowed to; blank means everything."""

    kind: str = ""
    who: str = ""
    sort: str = "due"

    def fits(self, task: Task) -> bool:
        """Say whether a task belongs to the list."""
        return self.kind in ("", task.kind) and self.who in ("", task.who)


def tasks(actor: Actor) -> list[Task]:
    """Return everything that waits for this person, unsorted."""
    if actor.user_id is None:
        return []
    found: list[Task] = list(_votes(actor))
    if actor.has_role(*OFFICERS):
        found += _office(actor)
    if actor.has_role(*HOLDERS):
        found += _community(actor)
    if actor.has_role(*OFFICERS, *HOLDERS):
        found += _reviews(actor)
        found += _hints(actor)
    return found


def arrange(found: Iterable[Task], wanted: QueueFilter) -> list[Task]:
    """Narrow and sort: by day due (what has none last), by how long it waits, or by name."""
    far = dt.date.max
    keys: dict[str, Callable[[Task], tuple[object, ...]]] = {
        "due": lambda task: (task.due or far, task.since or far, task.number),
        "since": lambda task: (task.since or far, task.number),
        "name": lambda task: (task.name, task.number),
    }
    name = wanted.sort.removeprefix("-")
    key = keys.get(name, keys["due"])
    return sorted(filter(wanted.fits, found), key=key, reverse=wanted.sort.startswith("-"))


def counts(found: Iterable[Task]) -> Counter[str]:
    """Count the tasks of each kind."""
    return Counter(task.kind for task in found)


def _stood(record: str = "pk") -> Subquery:
    """When the record came to where it stands."""
    steps = RegisterStep.objects.filter(record=OuterRef(record)).exclude(target="").order_by()
    return Subquery(steps.values("record").annotate(at=Max("at")).values("at"))


def _records(actor: Actor, rule: Q) -> QuerySet[Record]:
    found = Record.objects.filter(kept_records(actor) & rule).annotate(stood_at=_stood())
    return found.select_related("place", "handling__user").order_by("pk")[:MOST]


def _task(actor: Actor, record: Record, kind: str, due: dt.date | None = None, **given: str) -> Task:
    handling = getattr(record, "handling", None)
    stood = getattr(record, "stood_at", None) or record.updated_at
    who = "free" if handling is None else "mine" if handling.user_id == actor.user_id else "other"
    return Task(
        kind=kind,
        key=given.get("key", record.number),
        name=record.name,
        number=record.number,
        place=record.place.name if record.place else "",
        since=timezone.localdate(stood),
        due=due,
        who=given.get("who", who),
        handler=handling.user.get_full_name() if handling else "",
    )


def _office(actor: Actor) -> Iterable[Task]:
    served = served_records(actor)
    for record in _records(actor, served & Q(status__in=list(OF_STATUS))):
        due = _objection_due(actor, record) if record.status == Status.OBJECTION else None
        yield _task(actor, record, OF_STATUS[Status(record.status)], due)
    complete = ReviewRound.objects.filter(record=OuterRef("pk"), outcome="", all_in=True)
    in_review = served & Q(status=Status.EXPERT_REVIEW)
    for record in _records(actor, in_review & Q(Exists(complete))):
        yield _task(actor, record, "decide")
    for record in _records(actor, in_review & ~Q(Exists(complete))):
        if _wants_experts(record):
            yield _task(actor, record, "experts")
    for record in _records(actor, served & Q(status=Status.PUBLIC_NOTICE)):
        yield from _on_notice(actor, record)


def _wants_experts(record: Record) -> bool:
    """Too few are asked, or one has let the day to vote pass."""
    round_ = ReviewRound.objects.filter(record=record, outcome="").prefetch_related("assignments").first()
    asked = [row for row in round_.assignments.all() if row.released_at is None] if round_ else []
    late = any(row.due_on < timezone.localdate() for row in asked)
    return round_ is None or len(asked) < round_.needed or late


def _on_notice(actor: Actor, record: Record) -> Iterable[Task]:
    notice = PublicNotice.objects.filter(record=record, outcome="").first()
    due = _objection_due(actor, record)
    if due is not None:
        yield _task(actor, record, "objection", due)
    if notice is not None and notice.ends_on < timezone.localdate():
        yield _task(actor, record, "notice", notice.ends_on)


def _objection_due(actor: Actor, record: Record) -> dt.date | None:
    found = Objection.objects.filter(visible_objections(actor), notice__record=record, outcome="")
    return found.order_by("due_on").values_list("due_on", flat=True).first()


def _community(actor: Actor) -> Iterable[Task]:
    held = held_records(actor)
    for record in _records(actor, held & Q(status=Status.DRAFT) & ~Q(status_reason="")):
        yield _task(actor, record, "returned", who="mine")
    if actor.speaks_for:
        secret = Q(status=Status.SUBMITTED, diffusion_tier=Tier.SECRET, holders__overlap=list(actor.speaks_for))
        for record in _records(actor, held & secret):
            yield _task(actor, record, "deposit", who="mine")


def _reviews(actor: Actor) -> Iterable[Task]:
    """Yearly reviews are for the communities of a record; without a community for the office."""
    mine = held_records(actor) if actor.has_role(*HOLDERS) else Q(pk__in=[])
    if actor.has_role(*OFFICERS):
        mine |= served_records(actor) & Q(holders=[])
    records = Record.objects.filter(kept_records(actor) & mine, status=Status.REGISTERED).order_by()
    found = YearlyReview.objects.filter(
        record__in=records.values("pk"), outcome="", due_on__lte=timezone.localdate() + AHEAD
    )
    for review in found.select_related("record__place", "record__handling__user").order_by("due_on")[:MOST]:
        yield _task(actor, review.record, "yearly", review.due_on)


def _hints(actor: Actor) -> Iterable[Task]:
    for hint in hints(actor).select_related("record__place")[:MOST]:
        if actor.has_role(*HOLDERS) or not hint.record.holders:
            yield _task(actor, hint.record, "hint", key=str(hint.pk), who="free")


def _votes(actor: Actor) -> Iterable[Task]:
    rows = list(own_assignments(actor)[:MOST])
    faces = RecordFace.objects.filter(visible_faces(actor), record_id__in=[row.record_id for row in rows], level=1)
    names = {face.record_id: (face.name, face.number) for face in faces}
    names |= {
        record.pk: (record.name, record.number)
        for record in Record.objects.filter(visible_records(actor), pk__in=[row.record_id for row in rows])
    }
    for row in rows:
        name, number = names.get(row.record_id, ("", ""))
        since = timezone.localdate(row.assigned_at)
        yield Task("vote", str(row.pk), name, number, "", since, row.due_on, "mine")
