"""Small parts that several pages of cases show: addresses, the path, days left in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.cases.models import Case


@dataclass(frozen=True)
class Link:
    """An address with its words; without an address the place where the reader is."""

    label: Any
    url: str = ""


def address(case: Case) -> str:
    """Return the address of a case."""
    return reverse("cases:case-detail", args=[case.number])


def trail(case: Case | None = None, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page of cases; the last link has no address."""
    start = Link(pgettext("section", "Cases"), reverse("cases:case-list") if case or links else "")
    if case is None:
        return (start, *links)
    return (start, Link(case.number, address(case) if links else ""), *links)


def days_left(day: dt.date, today: dt.date | None = None) -> str:
    """Return the calendar days left until a day in words; a long list says once which day is today."""
    days = (day - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def urgency(day: dt.date | None, today: dt.date | None = None) -> str:
    """Return the shape of a day: over, due within five days, or work."""
    if day is None:
        return "work"
    days = (day - (today or timezone.localdate())).days
    return "over" if days < 0 else "due" if days <= 5 else "work"
