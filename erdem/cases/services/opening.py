"""Opening cases and tying them together. Each leaves one entry in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import KIND_SERIES, Channel, LinkKind, Subject
from erdem.cases.models import Case, CaseLink
from erdem.cases.policies import can_open_case, can_work
from erdem.cases.services.case_clocks import start_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.trace import moved, note_event, trace
from erdem.cases.workflow import PROCESSES
from erdem.people.models import Organisation


@dataclass(frozen=True)
class NewCase:
    """What a case begins with. ``particulars`` holds what only this kind asks for, as plain JSON."""

    kind: str
    title: str
    office: Organisation
    received_on: dt.date
    subject: str = Subject.OTHER
    channel: str = Channel.VISIT
    facts: str = ""
    demand: str = ""
    right_number: str = ""
    happened_on: dt.date | None = None
    is_named: bool = False
    place_code: str = ""
    record_id: int | None = None
    finding_id: int | None = None
    communities: tuple[int, ...] = ()
    particulars: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_case(*, actor: Actor, new: NewCase, source: Case | None = None, link: str = LinkKind.LED_TO) -> Case:
    """Open a case with its number; its first clocks begin on the day it was received.

    Args:
        actor: an officer of the office, or the system for what came by the website.
        new: what the case begins with.
        source: the case it came from, linked with ``link``.

    Raises:
        PermissionRefused: the actor is no officer of the office.
        RuleBroken: with the field to correct.
    """
    require(can_open_case(actor, new.office.pk))
    _check(new)
    place = new.place_code or new.office.place_id or ""
    case = Case(
        number=document_number(f"{KIND_SERIES[new.kind]}{place[:6]}", new.received_on.year),
        status=PROCESSES[new.kind].workflow.initial[0],
        office=new.office,
        place_code=place,
        created_by_id=actor.user_id,
        **{
            name: getattr(new, name)
            for name in ("kind", "subject", "channel", "facts", "demand", "right_number", "happened_on", "is_named")
        },
        title=new.title.strip(),
        received_on=new.received_on,
        particulars=new.particulars,
    )
    with broken():
        case.save(force_insert=True)
        _tie(case, new, source, link)
    for step in PROCESSES[new.kind].begins:
        start_case_clock(actor=actor, case=case, step=step, day=new.received_on)
    case.refresh_from_db()
    note_event(actor, case, "begin")
    trace(actor, "open_case", case, kind=case.kind)
    moved(case)
    return case


@transaction.atomic
def link_cases(*, actor: Actor, source: Case, case: Case, kind: str = LinkKind.RELATED, note: str = "") -> CaseLink:
    """Say that one case belongs to another; both are seen by the actor, one is of the own office.

    Raises:
        RuleBroken: they are linked already, or are the same.
    """
    require(can_work(actor, case))
    with broken():
        link = CaseLink.objects.create(source=source, case=case, kind=kind)
    note_event(actor, case, "link", note=note, detail={"source": source.number, "kind": kind})
    trace(actor, "link_cases", case, source=source.number, kind=kind)
    return link


def _check(new: NewCase) -> None:
    if not new.title.strip():
        raise RuleBroken(_("Write a short title."), field="title")
    if new.received_on > timezone.localdate():
        raise RuleBroken(_("The day of receipt lies in the future. Check it."), field="received_on")
    if new.kind not in PROCESSES:
        raise RuleBroken(_("Choose what kind of case it is."), field="kind")
    if not (new.place_code or new.office.place_id):
        raise RuleBroken(_("The office has no division. Have it entered first."), field="office")


def _tie(case: Case, new: NewCase, source: Case | None, link: str) -> None:
    """Note what the office may not write by hand: what the case is about, and where it came from."""
    with acting_as(SYSTEM):
        if new.record_id or new.finding_id or new.communities:
            Case.objects.filter(pk=case.pk).update(
                record_id=new.record_id, finding_id=new.finding_id, communities=list(new.communities)
            )
        if source is not None:
            CaseLink.objects.create(source=source, case=case, kind=link)
