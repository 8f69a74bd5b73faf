"""What the night does with the clocks of cases: misses are noted, pauses move on, alarms are raised, and people are told.

Amber goes to who handles the case, red to the whole office, a miss to the region above it as well: that is the escalation.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, mail
from erdem.base.actor import Actor, acting_as, significant_digits
from erdem.base.clock import note_breaches, reckon_paused, stop
from erdem.base.models import OPEN_STATES, ClockState
from erdem.base.policy import PermissionRefused
from erdem.cases.choices import AlarmLevel
from erdem.cases.choices.clocks import PARTY_PERIODS
from erdem.cases.models import CaseClock, ClockAlarm
from erdem.people.choices import Role
from erdem.people.models import Membership, User

logger = logging.getLogger(__name__)
BATCH = 2000


@dataclass(frozen=True)
class Tended:
    """What one night did: how many clocks were found missed, how many paused ones moved, how many alarms are new."""

    missed: int
    moved: int
    alarms: int


def tend_clocks(*, actor: Actor, day: dt.date | None = None) -> Tended:
    """Note misses, move paused clocks on, and raise the alarms of the day. Done twice on a day nothing is added.

    Raises:
        PermissionRefused: the actor is not the system.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("The system notes this by itself."))
    day = day or timezone.localdate()
    with acting_as(actor):
        _end_party_periods(actor, day)
        missed = len(note_breaches(CaseClock, actor=actor, today=day))
        moved = len(reckon_paused(CaseClock, actor=actor, today=day))
        alarms = sum(_raise_alarms(level, running) for level, running in _levels(day))
        done = Tended(missed, moved, alarms)
        if missed or moved or alarms:
            detail = {"missed": missed, "moved": moved, "alarms": alarms}
            audit.record(actor, action="cases.tend_clocks", detail=detail)
    return done


def tell_alarms(*, actor: Actor) -> int:
    """Write to the people concerned by alarms that nobody was told of; return how many letters went out.

    Each letter is a transaction of its own with the mark of what it tells: what cannot be sent is told the next time.
    """
    with acting_as(actor):
        waiting = _untold()
    sent = 0
    for user_id, keys in waiting.items():
        try:
            with acting_as(actor):
                sent += _tell(actor, user_id, keys)
        except (SMTPException, OSError) as error:
            logger.warning("a letter about days that are near could not be sent: %s", error)
    return sent


def _end_party_periods(actor: Actor, day: dt.date) -> None:
    """Stop the periods that a party has let pass: no office has missed them."""
    mine = Q()
    for process, step in PARTY_PERIODS:
        mine |= Q(rule__process=process, rule__step=step)
    for each in CaseClock.objects.filter(mine, state=ClockState.RUNNING, due_on__lt=day).order_by("pk"):
        stop(each, actor=actor, day=day, reason=_("The party has let this period pass."))


def _levels(day: dt.date) -> tuple[tuple[str, QuerySet[CaseClock]], ...]:
    running = CaseClock.objects.filter(state=ClockState.RUNNING)
    return (
        (AlarmLevel.AMBER, running.filter(amber_on__lte=day)),
        (AlarmLevel.RED, running.filter(red_on__lte=day)),
        (AlarmLevel.MISSED, running.filter(breached_on__lte=day)),
    )


def _raise_alarms(level: str, clocks: QuerySet[CaseClock]) -> int:
    raised = ClockAlarm.objects.filter(clock_id=OuterRef("pk"), level=level)
    keys = list(clocks.filter(~Exists(raised)).order_by("pk").values_list("pk", flat=True))
    noted_on = timezone.localdate()
    for start in range(0, len(keys), BATCH):
        ClockAlarm.objects.bulk_create(
            [ClockAlarm(clock_id=key, level=level, noted_on=noted_on) for key in keys[start : start + BATCH]],
            ignore_conflicts=True,
        )
    return len(keys)


def _untold() -> dict[int, list[int]]:
    """Return the alarms to tell, by person; each clock by its highest level alone."""
    found: dict[int, list[int]] = defaultdict(list)
    officers: dict[int, list[int]] = {}
    higher = {AlarmLevel.AMBER: (AlarmLevel.RED, AlarmLevel.MISSED), AlarmLevel.RED: (AlarmLevel.MISSED,)}
    alarms = ClockAlarm.objects.filter(told_at__isnull=True, clock__state__in=OPEN_STATES).select_related("clock__case")
    for alarm in alarms.order_by("clock__due_on", "pk"):
        if ClockAlarm.objects.filter(clock=alarm.clock_id, level__in=higher.get(AlarmLevel(alarm.level), ())).exists():
            continue
        case = alarm.clock.case
        office = officers.setdefault(case.office_id, _officers(Q(organisation_id=case.office_id)))
        people = set(office) if alarm.level != AlarmLevel.AMBER or case.handler_id is None else set()
        people |= {key for key in (case.handler_id, case.second_handler_id) if key}
        if alarm.level == AlarmLevel.MISSED:
            people |= set(_above(case.place_code))
        for user_id in people:
            found[user_id].append(alarm.pk)
    return dict(found)


def _officers(where: Q) -> list[int]:
    roles = Q(role__in=[Role.COUNTY_OFFICER, Role.REGION_OFFICER])
    today = timezone.localdate()
    standing = Q(until__isnull=True) | Q(until__gte=today)
    return list(Membership.objects.filter(where, roles, standing).values_list("user_id", flat=True).distinct())


def _above(place_code: str) -> list[int]:
    """Return the region's officers whose office stands above a place."""
    members = Membership.objects.filter(role=Role.REGION_OFFICER).select_related("organisation")
    return [
        each.user_id
        for each in members
        if each.organisation.place_id and place_code.startswith(significant_digits(each.organisation.place_id))
    ]


def _tell(actor: Actor, user_id: int, keys: list[int]) -> int:
    alarms = (
        ClockAlarm.objects.filter(pk__in=keys).select_related("clock__case", "clock__rule").order_by("clock__due_on")
    )
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    told = list(alarms)
    with transaction.atomic():
        ClockAlarm.objects.filter(pk__in=keys, told_at__isnull=True).update(told_at=timezone.now())
        if user is None:
            return 0
        audit.record(actor, action="cases.tell_alarms", target=user, detail={"alarms": len(told)})
        with translation.override(user.language or settings.LANGUAGE_CODE):
            lines = [
                (_line(each), mail.whole_address(reverse("cases:case-detail", args=[each.clock.case.number])))
                for each in told
            ]
            EmailMessage(
                _("Days that are near in your cases"),
                render_to_string("cases/mail/alarms.txt", {"person": user, "lines": lines}),
                to=[user.email],
                headers={"Auto-Submitted": "auto-generated"},
            ).send()
    return 1


def _line(alarm: ClockAlarm) -> str:
    return f"{alarm.clock.case.number} · {alarm.get_level_display()} · {alarm.clock.due_on}"
