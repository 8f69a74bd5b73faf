"""The page of figures about cases: the period and what it is narrowed to, headline, tables, and the cases behind a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor, significant_digits
from erdem.base.formatting import iso_date, number
from erdem.cases.choices import CaseKind, Channel, Subject
from erdem.cases.models import Case
from erdem.cases.pages.figures_tables import Places, Table, own_tables, published_table, quarter_is_over
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.lists import rows_of
from erdem.cases.policies import counted_prefixes, counts_whole
from erdem.cases.queries import figures
from erdem.cases.queries.figures import Asked, Figures
from erdem.cases.queries.figures_behind import Behind, cases_behind
from erdem.people.queries import county_places, places

PERIODS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months a period has."""
OWN = "own"
EARLIEST = dt.date(2000, 1, 1)
DAY = dt.timedelta(days=1)
PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What is asked for in an address: the period by its name, and the days, place, kind, subject, channel."""

    period: str
    asked: Asked

    @property
    def query(self) -> dict[str, str]:
        """The address again."""
        given = {
            "period": self.period,
            "day": self.asked.first.isoformat(),
            "until": self.asked.last.isoformat(),
            "place": self.asked.place,
            "kind": self.asked.kind,
            "subject": self.asked.subject,
            "channel": self.asked.channel,
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class FiguresPage:
    """Figures of a period."""

    trail: tuple[Link, ...]
    title: str
    lead: str
    wanted: Wanted
    choices: Mapping[str, Any]
    before: Link
    after: Link | None
    headline: tuple[dict[str, str], ...]
    tables: tuple[Table, ...]
    others: Table | None
    nothing: bool
    exports: tuple[Link, ...]


@dataclass(frozen=True)
class BehindPage:
    """The cases behind a figure."""

    trail: tuple[Link, ...]
    title: str
    lead: str
    rows: tuple[dict[str, Any], ...]
    shown: Page[Case]


def wanted_of(actor: Actor, given: QueryDict) -> Wanted:
    """Read what is wanted from an address; what is unknown, or not counted whole by the reader, narrows nothing."""
    period = given.get("period", "")
    period = period if period in (*PERIODS, OWN) else "quarter"
    today = timezone.localdate()
    day = _day(given.get("day", "")) or today
    until = _day(given.get("until", "")) or today
    first, last = (min(day, until), max(day, until)) if period == OWN else span(period, day)
    place = given.get("place", "")
    return Wanted(
        period,
        Asked(
            first,
            last,
            significant_digits(place) if place in dict(_places(actor)) else "",
            _one_of(given.get("kind", ""), CaseKind.values),
            _one_of(given.get("subject", ""), Subject.values),
            _one_of(given.get("channel", ""), Channel.values),
        ),
    )


def span(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the month, quarter, half or year in which a day lies."""
    months = PERIODS[period]
    begins = (day.month - 1) // months * months
    ends = begins + months
    return dt.date(day.year, begins + 1, 1), dt.date(day.year + ends // 12, ends % 12 + 1, 1) - DAY


def name_of(period: str, first: dt.date, last: dt.date) -> str:
    """Return what a period is called."""
    year = str(first.year)
    if period == "month":
        return _("%(month)s/%(year)s") % {"year": year, "month": first.month}
    if period == "quarter":
        return _("Quarter %(n)s of %(year)s") % {"year": year, "n": first.month // 3 + 1}
    if period == "half":
        first_half, second_half = _("First half of %(year)s"), _("Second half of %(year)s")
        return (first_half if first.month == 1 else second_half) % {"year": year}
    if period == "year":
        return _("Year %(year)s") % {"year": year}
    return _("%(first)s to %(last)s") % {"first": iso_date(first), "last": iso_date(last)}


def figures_page(actor: Actor, wanted: Wanted) -> FiguresPage:
    """Build the page."""
    asked, names = wanted.asked, county_names()
    counted = figures.figures_of(actor, asked)
    exports = (("XLSX", "xlsx"), ("CSV", "csv"))
    whole = bool(counted_prefixes(actor))
    return FiguresPage(
        trail=trail(None, Link(pgettext("figures", "Figures"))),
        title=_title(counted, wanted) if whole else _("Figures about cases"),
        lead=_lead(actor, wanted),
        wanted=wanted,
        choices=_choices(actor, wanted),
        before=Link(_("The period before"), _turned(wanted, asked.first - DAY)),
        after=Link(_("The period after"), _turned(wanted, asked.last + DAY))
        if asked.last < timezone.localdate()
        else None,
        headline=_headline(counted, wanted) if whole else (),
        tables=own_tables(counted, places_of(actor, names), figures.rules_counted(), linking(wanted)) if whole else (),
        others=others_table(actor, wanted, names),
        nothing=whole and not counted.cases and not counted.clocks,
        exports=tuple(
            Link(label, f"{reverse('cases:figures-export', args=[kind])}?{urlencode(wanted.query)}")
            for label, kind in exports
        ),
    )


def others_table(actor: Actor, wanted: Wanted, names: Mapping[str, str], *, always: bool = False) -> Table | None:
    """Return what is told of all counties, when the period is a quarter that is over; in files the table is always there."""
    asked = wanted.asked
    over = quarter_is_over(asked.first, asked.last, timezone.localdate())
    if not over and not always:
        return None
    lines = figures.published(actor, asked.first) if over else {}
    return published_table(lines, names, figures.smallest_told().value)


def county_names() -> dict[str, str]:
    """Return the counties in the order of their codes."""
    return {each.code: str(each) for each in county_places()}


def places_of(actor: Actor, names: Mapping[str, str]) -> Places:
    """Return the counties and which of them the reader counts whole."""
    return Places(names, frozenset(code for code in names if counts_whole(actor, code)))


def linking(wanted: Wanted) -> Any:
    """Return what makes the address of the cases behind a figure."""

    def link(behind: Behind) -> str:
        more = {"what": behind.what, "facet": behind.facet, "key": behind.key, "of": behind.kind}
        return f"{reverse('cases:figures-cases')}?{urlencode({**wanted.query, **{k: v for k, v in more.items() if v}})}"

    return link


def behind_of(given: QueryDict) -> Behind:
    """Read from an address which figure is meant."""
    what, facet, key, of = (given.get(name, "").replace("\x00", "")[:80] for name in ("what", "facet", "key", "of"))
    return Behind(what, facet, key, of if of in CaseKind.values else "")


def behind_page(actor: Actor, wanted: Wanted, behind: Behind, page: str) -> BehindPage:
    """Build the list of the cases behind a figure: what the reader may not open is counted and not listed."""
    counted = figures.figures_of(actor, wanted.asked)
    rows = cases_behind(actor, wanted.asked, behind, counted.of_others)
    shown = Paginator(rows, PER_PAGE).get_page(page)
    back = f"{reverse('cases:figures')}?{urlencode(wanted.query)}"
    return BehindPage(
        trail=trail(None, Link(pgettext("figures", "Figures"), back), Link(_("The cases behind a figure"))),
        title=_("The cases behind a figure"),
        lead=_listed(number_of(counted, behind), shown.paginator.count, behind),
        rows=rows_of(shown),
        shown=shown,
    )


def number_of(counted: Figures, behind: Behind) -> int:
    """Return the figure itself."""
    if behind.what == "clock":
        return counted.clock(behind.key, rule=behind.facet)
    if behind.what != "indicator":
        return counted.count(behind.what, behind.facet or "kind", behind.key, behind.kind)
    if behind.facet == "I37":
        spread = counted.lasted.get(("I37", "I37"))
        return spread.n if spread else 0
    share = counted.judged.get(behind.facet, figures.Share())
    return share.part if behind.key == "well" else share.whole


def _listed(n: int, listed: int, behind: Behind) -> str:
    if behind.what == "clock":
        words = _("The figure counts %(n)s periods; you may open %(listed)s cases with them. A case can have several.")
    elif behind.facet in ("I36", "I37"):
        words = _(
            "The figure counts %(n)s transfers; you may open %(listed)s cases with them. A case can have several."
        )
    elif n > listed:
        words = _(
            "The figure counts %(n)s cases. You may open %(listed)s of them; the others are counted and not listed."
        )
    else:
        words = _("The figure counts %(n)s cases, all of which you may open.")
    return words % {"n": number(n), "listed": number(listed)}


def _title(counted: Figures, wanted: Wanted) -> str:
    n = counted.count("received")
    words = ngettext("%(n)s case received", "%(n)s cases received", n) % {"n": number(n)}
    return f"{name_of(wanted.period, wanted.asked.first, wanted.asked.last)} · {words}"


def _lead(actor: Actor, wanted: Wanted) -> str:
    days = _("%(first)s to %(last)s") % {"first": iso_date(wanted.asked.first), "last": iso_date(wanted.asked.last)}
    codes = [wanted.asked.place] if wanted.asked.place else counted_prefixes(actor)
    named = [label for code, label in _places(actor) if significant_digits(code) in codes]
    return " · ".join((days, *named))


def _headline(counted: Figures, wanted: Wanted) -> tuple[dict[str, str], ...]:
    link, share = linking(wanted), counted.on_time()
    cases = (
        (pgettext("figures", "Received"), "received"),
        (pgettext("figures", "Closed"), "closed"),
        (pgettext("figures", "Open at the end"), "open"),
    )
    rate = "–" if share.rate is None else f"{number(share.rate * 100, 1)}%"
    return (
        *(
            {"label": label, "value": number(counted.count(what)), "url": link(Behind(what)), "note": ""}
            for label, what in cases
        ),
        {
            "label": pgettext("figures", "In time"),
            "value": rate,
            "url": "#periods",
            "note": f" {number(share.part)} / {number(share.whole)}" if share.whole else "",
        },
    )


def _choices(actor: Actor, wanted: Wanted) -> dict[str, Any]:
    every = {"value": "", "label": pgettext("filter of cases", "All")}
    periods = (
        ("month", pgettext("figures", "Month")),
        ("quarter", pgettext("figures", "Quarter")),
        ("half", pgettext("figures", "Half year")),
        ("year", pgettext("figures", "Year")),
        (OWN, pgettext("figures", "Own days")),
    )
    place = next((code for code, _label in _places(actor) if significant_digits(code) == wanted.asked.place), "")
    return {
        "periods": _options(periods),
        "places": [every, *_options(_places(actor))],
        "kinds": [every, *_options(CaseKind.choices)],
        "subjects": [every, *_options(Subject.choices)],
        "channels": [every, *_options(Channel.choices)],
        "place": place if wanted.asked.place else "",
        "day": wanted.asked.first.isoformat(),
        "until": wanted.asked.last.isoformat(),
    }


def _options(choices: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in choices]


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return the divisions of every level whose cases the reader counts whole."""
    return [(each.code, str(each)) for each in places() if counts_whole(actor, each.code)]


def _turned(wanted: Wanted, day: dt.date) -> str:
    if wanted.period == OWN:
        days = (wanted.asked.last - wanted.asked.first).days
        first = day if day > wanted.asked.last else day - DAY * days
        return f"?{urlencode({**wanted.query, 'day': first.isoformat(), 'until': (first + DAY * days).isoformat()})}"
    return f"?{urlencode({**wanted.query, 'day': day.isoformat(), 'until': day.isoformat()})}"


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""


def _day(written: str) -> dt.date | None:
    try:
        day = parse_date(written)
    except ValueError:  # well formed, yet no day: 2026-02-30
        return None
    return day if day and EARLIEST <= day <= timezone.localdate().replace(month=12, day=31) else None
