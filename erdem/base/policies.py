"""Who sees and keeps the calendar and the rules of periods: everybody reads them, the region's officers write them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.models import CalendarDay, CalendarYear, ClockRule, LocalHoliday
from erdem.base.policy import ALLOWED, Decision, Denied

KEEPERS = ("region_officer",)
"""Roles that keep calendar and rules; the same word stands in `base/sql/clock.sql`."""


def visible_calendar(_actor: Actor) -> Q:
    """The calendar and the rules are public."""
    return Q()


def can_keep_calendar(actor: Actor, _record: object = None) -> Decision:
    """Region officers and machines load years, switch local holidays and add versions of rules."""
    if actor.is_machine or actor.has_role(*KEEPERS):
        return ALLOWED
    return Denied(
        _("The calendar and the periods are kept by the region's officers. Tell your region office what is wrong.")
    )


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = dict.fromkeys(
    (CalendarYear, CalendarDay, LocalHoliday, ClockRule), visible_calendar
)
"""The rule of every model; trail, progress and files are told in `tests/test_two_locks.py`."""
