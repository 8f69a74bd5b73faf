"""Small parts that several pages of sharing show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.formatting import iso_date
from erdem.sharing.models import AccessRequest
from erdem.sharing.models.requests import HOME_COUNTRY
from erdem.sharing.queries.requests import Running


@dataclass(frozen=True)
class Link:
    """An address with its words; without an address the place where the reader is."""

    label: Any
    url: str = ""


def address(request: AccessRequest) -> str:
    """Return the address of a request."""
    return reverse("sharing:request-detail", args=[request.number])


def trail(request: AccessRequest | None = None, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page of sharing; the last link has no address."""
    start = Link(pgettext("section", "Sharing"), reverse("sharing:request-list"))
    if request is None:
        return (start, *links)
    own = Link(request.number, address(request) if links else "")
    return (start, own, *links)


def trail_of(number: str, label: Any) -> tuple[Link, ...]:
    """Return the path of a page that hangs on a request of which only the number is at hand."""
    own = Link(number, reverse("sharing:request-detail", args=[number]))
    return (*trail(), own, Link(label))


def country_words(code: str) -> str:
    """The own country by its name, others by the code that was entered."""
    return _("China") if code == HOME_COUNTRY else code


def days_left(days: int) -> str:
    """Return the days left in words."""
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def clock_of(running: Running, title: str, start: dt.datetime | None, url: str = "") -> dict[str, Any]:
    """Return a running day as a clock shows it: with where its period stands, and whether that is confirmed."""
    period = running.period
    return {
        "title": title,
        "url": url,
        "state": "over" if running.days_left < 0 else ("due" if running.days_left <= 5 else "work"),
        "left": days_left(running.days_left),
        "elapsed": _elapsed(timezone.localdate(start) if start else None, running.day),
        "start": _("since %(day)s") % {"day": iso_date(start)} if start else "",
        "due": _("until %(day)s") % {"day": iso_date(running.day)},
        "basis": period.basis if period else "",
        "unconfirmed": not period.is_confirmed if period else False,
    }


def _elapsed(start: dt.date | None, end: dt.date) -> int:
    if start is None or end <= start:
        return 100
    return max(0, min(100, round(100 * (timezone.localdate() - start).days / (end - start).days)))
