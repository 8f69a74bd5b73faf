"""What the pages need on which the region's officers keep calendar and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.clock.notices import Notice
from erdem.base.formatting import iso_date, long_date
from erdem.base.models import CalendarYear, ClockRule, DayKind, LocalHoliday
from erdem.base.policies import can_keep_calendar
from erdem.base.policy import require
from erdem.people.queries import get_place
from erdem.web.clocks.forms import rows_of


@dataclass(frozen=True)
class Preview:
    """A notice that was read and waits for a yes."""

    days: list[dict[str, Any]]
    doubts: tuple[str, ...]
    rows: str
    summary: str
    replaces: str


@dataclass(frozen=True)
class LocalRow:
    """A local holiday as the page shows it."""

    key: int
    day: str
    place: str
    name: str
    basis: str
    is_active: bool


def preview_of(notice: Notice) -> Preview:
    """Return a notice for the preview."""
    off = sum(one.kind == DayKind.OFF for one in notice.days)
    summary = _("%(off)s days off, %(work)s working days at weekends") % {"off": off, "work": len(notice.days) - off}
    before = CalendarYear.objects.filter(year=notice.year, standing="announced").first()
    return Preview(
        days=[
            {
                "day": long_date(one.day, weekday=True),
                "kind": one.kind.label,
                "off": one.kind == DayKind.OFF,
                "name": one.name,
            }
            for one in notice.days
        ],
        doubts=notice.doubts,
        rows=rows_of(notice),
        summary=summary,
        replaces=before.source if before else "",
    )


def rule_to_change(actor: Actor, key: int) -> ClockRule | None:
    """Return a rule for who may add a version of it, None when there is none.

    Raises:
        PermissionRefused: the actor does not keep the rules.
    """
    require(can_keep_calendar(actor))
    return ClockRule.objects.filter(pk=key).first()


def first_values(rule: ClockRule) -> dict[str, Any]:
    """Return what the form of a new version begins with: the version before, not yet read by anybody."""
    return {"limit": rule.limit, "unit": rule.unit, "basis": rule.basis, "confidence": "V2"}


def keeps(actor: Actor) -> None:
    """Go on only for who keeps the calendar.

    Raises:
        PermissionRefused: the actor does not.
    """
    require(can_keep_calendar(actor))


def local_rows() -> list[LocalRow]:
    """Return every local holiday, the newest days first."""
    return [
        LocalRow(one.pk, iso_date(one.day), _place_name(one.place_code), one.name, one.basis, one.is_active)
        for one in LocalHoliday.objects.order_by("-day", "place_code")
    ]


def _place_name(code: str) -> str:
    place = get_place(code)
    return place.name if place else code


def get_local(key: int) -> LocalHoliday | None:
    """Return a local holiday, or None."""
    return LocalHoliday.objects.filter(pk=key).first()
