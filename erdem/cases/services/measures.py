"""Certificates of officers, and measures by which evidence or goods are held (行政处罚法 42, 56; 行政强制法 22–28)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base import clock as clocks
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.clock import working_calendar
from erdem.base.clock.rules import period_of, rule_in_force
from erdem.base.models import OPEN_STATES
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices.details import MeasureKind
from erdem.cases.models import Case, CaseClock, EnforcementCertificate, PreservationMeasure
from erdem.cases.policies import can_handle, can_oversee
from erdem.cases.policies.papers import can_keep_numbering
from erdem.cases.queries.details import last_day
from erdem.cases.services.case_clocks import start_case_clock
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace
from erdem.lib.periods import Period, reckon
from erdem.people.models import Organisation

STEP_OF = {MeasureKind.PRESERVATION: "decide_preserved_items"}
PROCESS = "P3"


@dataclass(frozen=True)
class NewMeasure:
    """A measure as it is taken: ``items`` are pairs of name and quantity."""

    kind: str
    items: list[list[str]]
    place: str
    first_officer_id: int
    second_officer_id: int
    started_on: dt.date


@transaction.atomic
def note_certificate(
    *, actor: Actor, office: Organisation, user_id: int, number: str, valid_from: dt.date, valid_until: dt.date
) -> EnforcementCertificate:
    """Note that an officer may enforce the law.

    Raises:
        RuleBroken: the number is known already, or the days are the wrong way round.
    """
    require(can_keep_numbering(actor, office.pk))
    with broken():
        made = EnforcementCertificate.objects.create(
            office=office,
            user_id=user_id,
            number=number.strip(),
            valid_from=valid_from,
            valid_until=valid_until,
            noted_by_id=actor.user_id,
        )
    place = office.place_id or ""
    audit.record(actor, action="cases.note_certificate", target=made, place_code=place, organisation_id=office.pk)
    return made


@transaction.atomic
def take_measure(*, actor: Actor, case: Case, new: NewMeasure) -> PreservationMeasure:
    """Note that evidence is preserved or goods are seized; its own clock begins.

    Raises:
        RuleBroken: no items, no place, one officer twice, or the day lies in the future.
    """
    case = held(case)
    require(can_handle(actor, case))
    if new.started_on > timezone.localdate():
        raise RuleBroken(_("This day lies in the future. Check it."), field="started_on")
    step = _step(new.kind)
    with broken():
        made = PreservationMeasure.objects.create(
            case=case,
            noted_by_id=actor.user_id,
            due_on=last_day(PROCESS, step, new.started_on, case.place_code),
            **vars(new),
        )
    _follow_earliest(actor, case, step)
    note_event(actor, case, "take_measure", came_from=case.status, note=made.get_kind_display())
    trace(actor, "take_measure", case, kind=new.kind)
    return made


@transaction.atomic
def extend_measure(*, actor: Actor, measure: PreservationMeasure, reason: str) -> PreservationMeasure:
    """Approve, once, that goods are held longer; somebody who does not handle the case does it, before the last day has passed.

    Raises:
        RuleBroken: evidence cannot be held longer, it was extended already, it is over, or no reason is given.
    """
    case = held(measure.case)
    require(can_oversee(actor, case))
    measure = PreservationMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    step, today = _step(measure.kind), timezone.localdate()
    rule = rule_in_force(PROCESS, step, measure.started_on)
    if not rule.extensions or measure.extended_on or measure.released_on or today > measure.due_on:
        raise RuleBroken(_("This measure cannot be extended (any more)."))
    measure.extended_on, measure.extension_reason = today, reason.strip()
    longer = [Period(int(rule.extensions[0]["amount"] or 0), rule.extensions[0]["unit"])]
    due = reckon(period_of(rule), measure.started_on, working_calendar(case.place_code), extensions=longer).day
    measure.due_on = due or measure.due_on
    with broken():
        measure.save(update_fields=["extended_on", "extension_reason", "due_on"])
    running = _running(case, step)
    if running is not None and running.started_on == measure.started_on and running.due_on != measure.due_on:
        _extend(running, actor, measure)
    _follow_earliest(actor, case, step)
    note_event(actor, case, "extend_measure", came_from=case.status, note=reason.strip())
    trace(actor, "extend_measure", case, kind=measure.kind)
    return measure


@transaction.atomic
def end_measure(
    *, actor: Actor, measure: PreservationMeasure, released_on: dt.date, result: str
) -> PreservationMeasure:
    """Note what became of what was held: given back, seized, confiscated, sent to a test.

    Raises:
        RuleBroken: it is over already, or nothing is said of what became of it.
    """
    case = held(measure.case)
    require(can_handle(actor, case))
    measure = PreservationMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if measure.released_on is not None:
        raise RuleBroken(_("This measure is over already."))
    measure.released_on, measure.result = released_on, result.strip()
    with broken():
        measure.save(update_fields=["released_on", "result"])
    step = _step(measure.kind)
    others = [each for each in _held_by(case, step) if each.pk != measure.pk]
    running = _running(case, step)
    if running is not None and (not others or running.due_on == measure.due_on):
        clocks.meet(running, actor=actor, day=released_on)
    _follow_earliest(actor, case, step)
    note_event(actor, case, "end_measure", came_from=case.status, note=result.strip())
    trace(actor, "end_measure", case, kind=measure.kind)
    return measure


def _step(kind: str) -> str:
    return STEP_OF.get(MeasureKind(kind), "seizure")


def _held_by(case: Case, step: str) -> list[PreservationMeasure]:
    """Return what is still held under a rule, what has to be decided first in front."""
    found = PreservationMeasure.objects.filter(case=case, released_on__isnull=True).order_by("due_on", "id")
    return [each for each in found if _step(each.kind) == step]


def _running(case: Case, step: str) -> CaseClock | None:
    return CaseClock.objects.filter(case=case, rule__step=step, state__in=OPEN_STATES).select_related("rule").first()


def _follow_earliest(actor: Actor, case: Case, step: str) -> None:
    """Have the clock of a rule run for what has to be decided first; of several measures each has its own last day."""
    waiting, running = _held_by(case, step), _running(case, step)
    if not waiting:
        return
    first = waiting[0]
    if running is not None and running.due_on == first.due_on:
        return
    if running is not None:
        clocks.stop(
            running, actor=actor, day=timezone.localdate(), reason=_("Another measure has to be decided first.")
        )
    made = start_case_clock(actor=actor, case=case, step=step, day=first.started_on, process=PROCESS)
    if first.extended_on is not None and made.due_on != first.due_on:
        _extend(made, actor, first)


def _extend(clock: CaseClock, actor: Actor, measure: PreservationMeasure) -> None:
    """Lengthen a clock as its measure was, which a second person has approved: no request of its own stands beside it."""
    with acting_as(SYSTEM):
        clocks.extend(
            clock,
            actor=actor,
            day=measure.extended_on or timezone.localdate(),
            approver=actor.label,
            reason=measure.extension_reason,
        )
