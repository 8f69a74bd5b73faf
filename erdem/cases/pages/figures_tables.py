"""Figures about cases as tables: the same for the page and for the workbook, with the same rows and columns each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.clock.words import word_of
from erdem.base.formatting import number
from erdem.base.models import ClockState
from erdem.cases.choices import CaseKind, Channel, Outcome, Subject
from erdem.cases.queries.figures import RESULTS, Figures, Published, Share, Spread
from erdem.cases.queries.figures_behind import Behind

Linking = Callable[[Behind], str]
INDICATORS = ("I33", "I36", "I37", "I38.P5", "I38.P6", "I39")
HELD_BACK = "＊"


@dataclass(frozen=True)
class Cell:
    """A number, a rate between 0 and 1, or words; nothing where there is none; where a number is held back, a mark."""

    value: int | float | str | None = None
    url: str = ""
    held_back: bool = False
    is_rate: bool = False

    @property
    def shown(self) -> str:
        """The cell as the page shows it."""
        if self.held_back:
            return HELD_BACK
        if self.value is None:
            return "–"
        if isinstance(self.value, str):
            return self.value
        return f"{number(self.value * 100, 1)}%" if self.is_rate else number(self.value)


@dataclass(frozen=True)
class Row:
    """One line with its name."""

    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False
    is_out: bool = False

    @property
    def says_something(self) -> bool:
        """Say whether a page shows the line: it is a total, or anything in it is not nought."""
        numbers = (cell.held_back or (cell.value and not isinstance(cell.value, str)) for cell in self.cells)
        return not self.is_out and (self.is_total or any(numbers))


@dataclass(frozen=True)
class Table:
    """One table; ``slug`` names it in files."""

    slug: str
    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""

    @property
    def shown(self) -> tuple[Row, ...]:
        """The lines that a page shows."""
        return tuple(row for row in self.rows if row.says_something)

    @property
    def lines(self) -> tuple[tuple[Row, tuple[tuple[str, Cell], ...]], ...]:
        """The lines that a page shows, each cell with the name of its column."""
        return tuple((row, tuple(zip(self.columns, row.cells, strict=True))) for row in self.shown)


@dataclass(frozen=True)
class Places:
    """The counties in their order, and which of them the reader counts whole."""

    names: Mapping[str, str]
    whole: frozenset[str]


def own_tables(figures: Figures, places: Places, rules: Mapping[str, bool], link: Linking) -> tuple[Table, ...]:
    """Return the tables of what the reader counts whole."""
    return (
        _kinds(figures, link),
        _outcomes(figures, link),
        _facet(
            "subject", pgettext("figures", "By subject"), pgettext("case", "Subject"), Subject.choices, figures, link
        ),
        _facet(
            "channel",
            pgettext("figures", "By channel"),
            pgettext("case", "How it came"),
            Channel.choices,
            figures,
            link,
        ),
        _months(figures, link),
        _counties(figures, places, link),
        _periods(figures, rules, link),
        _indicators(figures, link),
    )


def move_names() -> tuple[str, ...]:
    """Return what is counted of cases: received, closed, still open at the end."""
    return (
        pgettext("figures", "Received"),
        pgettext("figures", "Closed"),
        pgettext("figures", "Open at the end"),
    )


def result_names() -> tuple[str, ...]:
    """Return the results of clocks in the order of `RESULTS`."""
    named = {"late": ClockState.MISSED_AND_MET.label, "overdue": pgettext("figures", "overdue, not done")}
    return tuple(str(named.get(result) or ClockState(result).label) for result in RESULTS)


def _moves(figures: Figures, link: Linking, facet: str, key: str, kind: str = "") -> tuple[Cell, ...]:
    return tuple(
        _counted(figures.count(what, facet, key, kind), Behind(what, facet, key, kind), link)
        for what in ("received", "closed", "open")
    )


def _counted(n: int, behind: Behind, link: Linking) -> Cell:
    return Cell(n, link(behind) if n else "")


def _days(spread: Spread | None) -> tuple[Cell, Cell]:
    return (Cell(spread.median), Cell(spread.ninth)) if spread else (Cell(), Cell())


def _days_names() -> tuple[str, str]:
    return (pgettext("figures", "Median working days"), pgettext("figures", "9 of 10 within working days"))


def _total(cells: Iterable[Cell]) -> Row:
    return Row(pgettext("figures", "Together"), tuple(cells), is_total=True)


def _kinds(figures: Figures, link: Linking) -> Table:
    rows = [
        Row(
            str(label),
            (*_moves(figures, link, "kind", "", kind), *_days(figures.lasted.get(("case", kind)))),
        )
        for kind, label in CaseKind.choices
    ]
    rows.append(_total((*_moves(figures, link, "kind", ""), *_days(figures.lasted.get(("case", ""))))))
    return Table(
        "kinds",
        pgettext("figures", "By kind"),
        pgettext("case", "Kind"),
        (*move_names(), *_days_names()),
        tuple(rows),
        _("Working days are those from the day of receipt to the day of closure, the first day not counted."),
    )


def _outcomes(figures: Figures, link: Linking) -> Table:
    def cells(key: str) -> tuple[Cell, ...]:
        of_kinds = (
            _counted(figures.count("closed", "outcome", key, kind), Behind("closed", "outcome", key, kind), link)
            for kind in CaseKind.values
        )
        return (*of_kinds, _counted(figures.count("closed", "outcome", key), Behind("closed", "outcome", key), link))

    rows = [Row(str(label), cells(outcome)) for outcome, label in Outcome.choices]
    return Table(
        "outcomes",
        pgettext("figures", "By outcome"),
        pgettext("case", "Outcome"),
        (*(str(label) for label in CaseKind.labels), pgettext("figures", "Together")),
        (*rows, _total(cells(""))),
        _(
            "What came of the cases that were closed in the period; closed alone does not say that something was settled."
        ),
    )


def _facet(
    facet: str, title: str, head: str, choices: Iterable[tuple[Any, Any]], figures: Figures, link: Linking
) -> Table:
    rows = [Row(str(label), _moves(figures, link, facet, key)) for key, label in choices]
    return Table(f"{facet}s", title, head, move_names(), (*rows, _total(_moves(figures, link, "kind", ""))))


def _months(figures: Figures, link: Linking) -> Table:
    last = figures.asked.last
    ends = [(last.year * 12 + last.month - 1 - back) for back in range(11, -1, -1)]
    months = [f"{each // 12}-{each % 12 + 1:02}" for each in ends]

    def cells(month: str) -> tuple[Cell, ...]:
        return _moves(figures, link, "month", month)[:2]

    before = tuple(
        Cell(figures.count(what) - sum(figures.count(what, "month", month) for month in months))
        for what in ("received", "closed")
    )
    rows = [Row(_("earlier months"), before), *(Row(month, cells(month)) for month in months)]
    return Table(
        "months",
        pgettext("figures", "By month"),
        pgettext("figures", "Month"),
        move_names()[:2],
        (*rows, _total(_moves(figures, link, "kind", "")[:2])),
    )


def _counties(figures: Figures, places: Places, link: Linking) -> Table:
    def cells(county: str) -> tuple[Cell, ...]:
        came = tuple(Cell(figures.clock(result, county=county)) for result in RESULTS[:3])
        return (*_moves(figures, link, "county", county), *came, _rate(figures.on_time(county=county)))

    def row(county: str, name: str) -> Row:
        within = county in places.whole
        return Row(f"{county} {name}", cells(county) if within else (Cell(),) * 7, is_out=not within)

    above = sorted({key for _what, facet, key, _kind in figures.cases if facet == "county"} - set(places.names))
    together = _moves(figures, link, "kind", "")
    rest = tuple(
        Cell(sum(figures.count(what, "county", each) for each in above)) for what in ("received", "closed", "open")
    )
    came = tuple(Cell(sum(figures.clock(result, county=each) for each in above)) for result in RESULTS[:3])
    total = (*together, *(Cell(figures.clock(result)) for result in RESULTS[:3]), _rate(figures.on_time()))
    rows = (
        *(row(code, name) for code, name in places.names.items()),
        Row(pgettext("figures", "Leagues, cities and the region themselves"), (*rest, *came, _rate(_share(came)))),
        _total(total),
    )
    names = (*move_names(), *result_names()[:3], pgettext("figures", "In time"))
    return Table("counties", pgettext("figures", "By division"), _("Division"), names, rows)


def _share(came: tuple[Cell, ...]) -> Share:
    met, *others = (int(cell.value or 0) for cell in came)
    return Share(met, met + sum(others))


def _rate(share: Share) -> Cell:
    return Cell(share.rate, is_rate=True)


def _periods(figures: Figures, rules: Mapping[str, bool], link: Linking) -> Table:
    def line(rule: str, label: str, mark: str = "", *, total: bool = False) -> Row:
        came = tuple(
            _counted(figures.clock(result, rule=rule), Behind("clock", rule, result), link) for result in RESULTS
        )
        days = _days(figures.lasted.get(("clock", rule)) if rule else None)
        return Row(label, (*came, _rate(figures.on_time(rule=rule)), *days, Cell(mark)), is_total=total)

    def named(rule: str) -> str:
        process, step = rule.split(".", 1)
        return f"{process} {word_of('step', step)}"

    def mark(rule: str, *, verified: bool) -> str:
        marks = (
            "" if verified else _("to be confirmed"),
            pgettext("figures", "of a party") if rule in figures.of_others else "",
        )
        return "，".join(each for each in marks if each)

    rows = [line(rule, named(rule), mark(rule, verified=verified)) for rule, verified in rules.items()]
    rows.append(line("", pgettext("figures", "All that bind an office"), total=True))
    return Table(
        "periods",
        pgettext("figures", "Periods"),
        pgettext("figures", "Period"),
        (*result_names(), pgettext("figures", "In time"), *_days_names(), pgettext("figures", "Note")),
        tuple(rows),
        _(
            "Periods whose last day lies in the period shown, as their clocks stand today. In time are those done by the last"
            " day, of all that were done or are overdue; running, paused and stopped ones are not judged."
            " Periods of a party count in no rate."
        ),
    )


def _indicators(figures: Figures, link: Linking) -> Table:
    names = {
        "I33": _("I33 Infringement cases closed in time (penalties and patent disputes, by the clock of the decision)"),
        "I36": _("I36 Transfers acknowledged"),
        "I37": _("I37 Working days from receipt to arrival at the competent office"),
        "I38.P5": _("I38 Legal aid accepted, of applications"),
        "I38.P6": _("I38 Rights assistance accepted, of applications"),
        "I39": _("I39 Legal aid decided and assigned in time"),
    }

    def line(name: str) -> Row:
        share, spread = figures.judged.get(name, Share()), figures.lasted.get((name, name))
        if name == "I37":
            n = spread.n if spread else 0
            return Row(names[name], (Cell(), _counted(n, Behind("indicator", name), link), Cell(), *_days(spread)))
        counted = (
            _counted(share.part, Behind("indicator", name, "well"), link),
            _counted(share.whole, Behind("indicator", name), link),
        )
        return Row(names[name], (*counted, _rate(share), Cell(), Cell()))

    columns = (pgettext("figures", "Part"), pgettext("figures", "Of"), pgettext("figures", "Rate"), *_days_names())
    return Table(
        "indicators",
        pgettext("figures", "Indicators"),
        pgettext("figures", "Indicator"),
        columns,
        tuple(Row(row.label, row.cells, is_total=True) for row in map(line, INDICATORS)),
        _(
            "Definitions are our proposal. Lawyers for ten thousand people are left out: the number of people is not known here."
        ),
    )


def published_table(lines: Mapping[str, Published], names: Mapping[str, str], smallest: int) -> Table:
    """Return what is told of every county; without lines the same rows, empty."""
    empty = Published((None,) * (len(CaseKind.values) + 1), (None,) * (len(RESULTS) + 1))

    def cells(county: str) -> tuple[Cell, ...]:
        found = lines.get(county, empty)
        return tuple(Cell(n, held_back=n is None and county in lines) for n in (*found.kinds, *found.clocks))

    columns = (
        pgettext("figures", "Received"),
        *(str(label) for label in CaseKind.labels),
        pgettext("figures", "Periods"),
        *result_names(),
    )
    return Table(
        "published",
        pgettext("figures", "All counties"),
        _("Division"),
        columns,
        tuple(Row(f"{code} {name}", cells(code)) for code, name in names.items()),
        _(
            "Of a quarter that is over, for every county. %(mark)s stands for a number below %(smallest)s, or for one from which"
            " such a number could be worked out."
        )
        % {"mark": HELD_BACK, "smallest": smallest},
    )


def quarter_is_over(first: dt.date, last: dt.date, today: dt.date) -> bool:
    """Say whether days are one quarter that is over."""
    ends = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1) - dt.timedelta(days=1)
    return first.day == 1 and first.month % 3 == 1 and last == ends and last < today
