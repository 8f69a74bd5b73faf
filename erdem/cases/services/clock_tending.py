"""What the night does with the clocks of cases: misses are noted, pauses move on, alarms are raised, and people are told.

Amber goes to who handles the case, red to the whole office, a miss to the region above it as well: that is the escalation.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
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
from erdem.base.bulk import insert_rows
from erdem.base.clock import note_breaches, reckon_paused, stop
from erdem.base.models import OPEN_STATES, ClockState
from erdem.base.policy import PermissionRefused
from erdem.cases.choices import AlarmLevel
from erdem.cases.choices.clocks import PARTY_PERIODS
from erdem.cases.models import CaseClock, ClockAlarm
from erdem.people.choices import Role
from erdem.people.models import Membership, User

logger = logging.getLogger(__name__)
AT_ONCE = 5000
"""Clocks that one transaction of the night takes."""


@dataclass(frozen=True)
class Tended:
    """What one night did: how many clocks were found missed, how many paused ones moved, how many alarms are new."""

    missed: int
    moved: int
    alarms: int


def tend_clocks(*, actor: Actor, day: dt.date | None = None, at_once: int = AT_ONCE) -> Tended:
    """Note misses, move paused clocks on, and raise the alarms of the day. Done twice on a day nothing is added.

    The open clocks are taken in their order, so many at once, each part a transaction of its own with its entry in the trail:
    whoever is stopped in the middle, started again, finds what is done and goes on behind it.

    Raises:
        PermissionRefused: the actor is not the system.
    """
    if not actor.is_machine:
        raise PermissionRefused(_("The system notes this by itself."))
    day = day or timezone.localdate()
    done, behind = Tended(0, 0, 0), 0
    while True:
        with acting_as(actor):
            keys = _waiting(day, behind, at_once)
            if not keys:
                return done
            part = _tend_part(actor, day, CaseClock.objects.filter(pk__range=(keys[0], keys[-1])))
        done = Tended(done.missed + part.missed, done.moved + part.moved, done.alarms + part.alarms)
        behind = keys[-1]
        logger.info("clocks of cases up to %s: %s", behind, done)


def _waiting(day: dt.date, behind: int, at_once: int) -> list[int]:
    """Return the open clocks behind a key for which the night has something to do."""
    open_clocks = CaseClock.objects.filter(pk__gt=behind, state__in=OPEN_STATES)
    due = Q(state=ClockState.PAUSED) | Q(breached_on__isnull=True, due_on__lt=day)
    for level, near in _levels(day):
        due |= near & ~Q(Exists(_raised(level)))
    return list(open_clocks.filter(due).order_by("pk").values_list("pk", flat=True)[:at_once])


def _tend_part(actor: Actor, day: dt.date, clocks: QuerySet[CaseClock]) -> Tended:
    _end_party_periods(actor, day, clocks)
    missed = len(note_breaches(CaseClock, actor=actor, today=day, among=clocks))
    moved = len(reckon_paused(CaseClock, actor=actor, today=day, among=clocks))
    alarms = sum(_raise_alarms(level, clocks.filter(near)) for level, near in _levels(day))
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


def _end_party_periods(actor: Actor, day: dt.date, clocks: QuerySet[CaseClock]) -> None:
    """Stop the periods that a party has let pass: no office has missed them."""
    mine = Q()
    for process, step in PARTY_PERIODS:
        mine |= Q(rule__process=process, rule__step=step)
    for each in clocks.filter(mine, state=ClockState.RUNNING, due_on__lt=day).order_by("pk"):
        stop(each, actor=actor, day=day, reason=_("The party has let this period pass."))


def _levels(day: dt.date) -> tuple[tuple[str, Q], ...]:
    running = Q(state=ClockState.RUNNING)
    return (
        (AlarmLevel.AMBER, running & Q(amber_on__lte=day)),
        (AlarmLevel.RED, running & Q(red_on__lte=day)),
        (AlarmLevel.MISSED, running & Q(breached_on__lte=day)),
    )


def _raised(level: str) -> QuerySet[ClockAlarm]:
    return ClockAlarm.objects.filter(clock_id=OuterRef("pk"), level=level)


def _raise_alarms(level: str, clocks: QuerySet[CaseClock]) -> int:
    keys = list(clocks.filter(~Exists(_raised(level))).order_by("pk").values_list("pk", flat=True))
    noted_on = timezone.localdate()
    insert_rows([ClockAlarm(clock_id=key, level=level, noted_on=noted_on) for key in keys], unless_there=True)
    return len(keys)


def _untold() -> dict[int, list[int]]:
    """Return the alarms to tell, by person; each clock by its highest level alone."""
    found: dict[int, list[int]] = defaultdict(list)
    officers, above = cache(_officers), cache(_above)
    higher = ClockAlarm.objects.filter(clock_id=OuterRef("clock_id"))
    lower = Q(Exists(higher.filter(level__in=(AlarmLevel.RED, AlarmLevel.MISSED))), level=AlarmLevel.AMBER)
    lower |= Q(Exists(higher.filter(level=AlarmLevel.MISSED)), level=AlarmLevel.RED)
    alarms = ClockAlarm.objects.filter(~lower, told_at__isnull=True, clock__state__in=OPEN_STATES)
    of_case = (f"clock__case__{name}" for name in ("office_id", "handler_id", "second_handler_id", "place_code"))
    for key, level, office, handler, second, place in alarms.order_by("clock__due_on", "pk").values_list(
        "pk", "level", *of_case
    ):
        people = {each for each in (handler, second) if each}
        if level != AlarmLevel.AMBER or handler is None:
            people.update(officers(office))
        if level == AlarmLevel.MISSED:
            people.update(above(place))
        for user_id in people:
            found[user_id].append(key)
    return dict(found)


def _officers(office_id: int) -> list[int]:
    roles = Q(role__in=[Role.COUNTY_OFFICER, Role.REGION_OFFICER])
    today = timezone.localdate()
    standing = Q(until__isnull=True) | Q(until__gte=today)
    return list(
        Membership.objects.filter(roles, standing, organisation_id=office_id)
        .values_list("user_id", flat=True)
        .distinct()
    )


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
