"""What the region's officers do with the calendar and the rules: load a year, switch a local holiday, add a version of a rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.clock.notices import NoticeDay
from erdem.base.models import CalendarDay, CalendarYear, ClockRule, LocalHoliday, RuleConfidence, YearStanding
from erdem.base.policies import can_keep_calendar
from erdem.base.policy import RuleBroken, require
from erdem.lib.periods import ENDLESS, NoSuchPeriod, Period

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class CalendarChanged:
    """Days of the calendar are others than before, from a first to a last; ``place_code`` when only in one place."""

    first: dt.date
    last: dt.date
    year: int
    place_code: str = ""


@dataclass(frozen=True)
class RuleVersion:
    """What a new version of a rule says."""

    limit: int
    unit: str
    basis: str
    valid_from: dt.date
    confidence: str
    extensions: Sequence[dict[str, Any]] = field(default_factory=list)
    pauses: Sequence[str] = ()
    quotation: str = ""


@transaction.atomic
def load_year(
    *, actor: Actor, year: int, days: Sequence[NoticeDay], source: str, notice_number: str = ""
) -> CalendarYear:
    """Write the notice of a year into the calendar, which is then announced, and have the clocks over it reckoned anew.

    Loading a year again replaces what was loaded. Days at the end of December before belong to the notice too.

    Raises:
        PermissionRefused: the actor does not keep the calendar.
        RuleBroken: no day or no source is given.
    """
    require(can_keep_calendar(actor))
    if not days:
        raise RuleBroken(_("There is no day in it. Nothing was changed."), field="rows")
    if not source.strip():
        raise RuleBroken(_("Name the notice, with its date."), field="source")
    row, _created = CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "standing": YearStanding.ANNOUNCED,
            "source": source.strip()[:300],
            "notice_number": notice_number.strip()[:60],
            "recorded_by": actor.label[:200],
        },
    )
    CalendarDay.objects.filter(year=row).delete()
    CalendarDay.objects.filter(pk__in=[one.day for one in days]).delete()
    for one in {one.day.year for one in days} - {year}:
        CalendarYear.objects.get_or_create(
            year=one, defaults={"standing": YearStanding.PROVISIONAL, "source": source.strip()[:300]}
        )
    CalendarDay.objects.bulk_create(
        CalendarDay(day=one.day, year_id=one.day.year, kind=one.kind, name=one.name) for one in days
    )
    audit.record(actor, action="base.load_year", target=row, detail={"year": year, "days": len(days)})
    events.publish(CalendarChanged(dt.date(year - 1, 12, 26), dt.date(year, 12, 31), year))
    return row


@transaction.atomic
def enter_local_holiday(
    *, actor: Actor, place_code: str, day: dt.date, name: str, basis: str, is_active: bool = False
) -> LocalHoliday:
    """Enter a day off of one place. It counts only once it is switched on.

    Raises:
        PermissionRefused: the actor does not keep the calendar.
        RuleBroken: the place has that day already, or something is missing.
    """
    require(can_keep_calendar(actor))
    if not re.fullmatch(r"\d{6,12}", place_code) or not name.strip() or not basis.strip():
        raise RuleBroken(_("A local holiday needs a place, a name and the rule it rests on."), field="basis")
    holiday = LocalHoliday(place_code=place_code, day=day, name=name.strip()[:100], basis=basis.strip()[:300])
    holiday.is_active, holiday.recorded_by = is_active, actor.label[:200]
    try:
        with transaction.atomic():
            holiday.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(_("This day is entered for this place already."), field="day") from error
    audit.record(actor, action="base.enter_local_holiday", target=holiday, place_code=place_code)
    if is_active:
        events.publish(CalendarChanged(day, day, day.year, place_code))
    return holiday


@transaction.atomic
def switch_local_holiday(*, actor: Actor, holiday: LocalHoliday, is_active: bool) -> None:
    """Let a local holiday count as a day off, or no longer; the clocks of the place are reckoned anew.

    Raises:
        PermissionRefused: the actor does not keep the calendar.
    """
    require(can_keep_calendar(actor))
    held = LocalHoliday.objects.select_for_update().get(pk=holiday.pk)
    if held.is_active == is_active:
        return
    held.is_active, held.recorded_by = is_active, actor.label[:200]
    held.save(update_fields=["is_active", "recorded_by", "recorded_at"])
    audit.record(
        actor,
        action="base.switch_local_holiday",
        target=held,
        place_code=held.place_code,
        detail={"is_active": is_active},
    )
    events.publish(CalendarChanged(held.day, held.day, held.day.year, held.place_code))


@transaction.atomic
def add_rule_version(*, actor: Actor, rule: ClockRule, version: RuleVersion) -> ClockRule:
    """Add a version of a rule from a day on; the one before ends on the day before. Clocks that run keep theirs.

    Raises:
        PermissionRefused: the actor does not keep the rules.
        RuleBroken: the version begins no later than the newest, its length cannot be counted, or its source is missing.
    """
    require(can_keep_calendar(actor))
    same = ClockRule.objects.select_for_update().filter(process=rule.process, step=rule.step)
    newest = same.order_by("-valid_from")[0]
    _check_version(newest, version)
    if newest.valid_to is None or newest.valid_to >= version.valid_from:
        newest.valid_to = version.valid_from - DAY
        newest.save(update_fields=["valid_to"])
    read = version.confidence == RuleConfidence.READ
    made = ClockRule.objects.create(
        process=rule.process,
        step=rule.step,
        start_event=rule.start_event,
        limit=version.limit,
        unit=version.unit,
        extensions=list(version.extensions),
        pauses=list(version.pauses),
        basis=version.basis.strip(),
        quotation=version.quotation.strip(),
        confidence=version.confidence,
        valid_from=version.valid_from,
        verified_by=actor.label[:200] if read else "",
        verified_on=timezone.localdate() if read else None,
        created_by=actor.label[:200],
    )
    audit.record(actor, action="base.add_rule_version", target=made, detail={"from": version.valid_from.isoformat()})
    return made


def _check_version(newest: ClockRule, version: RuleVersion) -> None:
    if version.valid_from <= newest.valid_from:
        raise RuleBroken(
            _("A version of %(day)s is there already. A new one begins later.")
            % {"day": newest.valid_from.isoformat()},
            field="valid_from",
        )
    if not version.basis.strip():
        raise RuleBroken(_("Name law and article, or say that it is a proposal."), field="basis")
    if version.confidence == RuleConfidence.READ and not version.quotation.strip():
        raise RuleBroken(_("Whoever read the text of the law copies the sentence here."), field="quotation")
    try:
        Period(version.limit, version.unit)
    except NoSuchPeriod as error:
        raise RuleBroken(
            _("This length cannot be counted. Write a number, and none where there is no last day."), field="limit"
        ) from error
    if (version.unit in ENDLESS) != (newest.unit in ENDLESS) and version.extensions:
        raise RuleBroken(_("A period without a last day is not extended."), field="unit")
