"""What the list of cases shows: queues with their counts, filters, rows, the table to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, number
from erdem.cases.choices import CaseKind, Channel, Outcome, Queue, Subject
from erdem.cases.models import Case
from erdem.cases.pages.links import Link, address, days_left, urgency
from erdem.cases.policies import can_open_case, own_offices
from erdem.cases.queries import queues
from erdem.cases.queries.queues import COUNTED, Narrowing
from erdem.cases.workflow import PROCESSES, process_of
from erdem.people.queries import county_places

PER_PAGE = 50
SORTS = ("number", "title", "kind", "status", "received_on", "due_on", "handler__display_name")


if TYPE_CHECKING:
    CasePages = Paginator[Case]
else:
    CasePages = Paginator  # Django's class takes no parameter when it runs


class CountedPages(CasePages):
    """Pages of a long list, counted up to a limit."""

    def __init__(self, rows: QuerySet[Case], known: int | None) -> None:
        """Take the rows, and how many they are when that is known already."""
        super().__init__(rows, PER_PAGE)
        self._known = known

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most one more than are counted."""
        if self._known is not None:
            return self._known
        rows = self.object_list
        return queues.counted(rows) if isinstance(rows, QuerySet) else len(rows)


@dataclass(frozen=True)
class Wanted:
    """Which queue, narrowed to what."""

    queue: str
    narrowing: Narrowing


@dataclass(frozen=True)
class ListPage:
    """The list of cases."""

    title: str
    wanted: Wanted
    queues: tuple[dict[str, Any], ...]
    filters: Mapping[str, Any]
    rows: tuple[dict[str, Any], ...]
    shown: Page[Case]
    columns: tuple[dict[str, Any], ...]
    heads: Mapping[str, str]
    exports: tuple[Link, ...]
    may_open: bool
    may_bulk: bool
    nothing: str
    here: str


def wanted_of(actor: Actor, given: QueryDict) -> Wanted:
    """Read what is wanted from an address; what is unknown narrows nothing."""
    queue, sort = given.get("queue", ""), given.get("sort", "")
    first = Queue.MINE if own_offices(actor) else Queue.PART
    narrowing = Narrowing(
        kind=_one_of(given.get("kind", ""), CaseKind.values),
        status=_one_of(given.get("status", ""), [value for value, _label in statuses("")]),
        subject=_one_of(given.get("subject", ""), Subject.values),
        place=given.get("place", "") if given.get("place", "").isdecimal() else "",
        received_from=_day(given.get("from", "")),
        received_to=_day(given.get("to", "")),
        words=given.get("q", "").replace("\x00", "").strip()[:100],
        sort=_one_of(sort, [*SORTS, *(f"-{each}" for each in SORTS)]),
    )
    return Wanted(queue if queue in Queue.values else first, narrowing)


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _day(written: str) -> dt.date | None:
    try:
        return parse_date(written)
    except ValueError:  # well formed, yet no day: 2026-02-30
        return None


def statuses(kind: str) -> list[tuple[str, Any]]:
    """Return the states of a kind of case, of all kinds without one; each slug once."""
    found: dict[str, Any] = {}
    for each in [kind] if kind in PROCESSES else PROCESSES:
        for value, label in process_of(each).workflow.labels().items():
            found.setdefault(value, label)
    return list(found.items())


def list_page(actor: Actor, wanted: Wanted, page: str, query: str) -> ListPage:
    """Build the list of a queue."""
    reach = queues.reach_of(actor)
    rows = queues.cases_in(actor, wanted.queue, wanted.narrowing, reach)
    tally = queues.tally(actor, reach)
    known = None if wanted.narrowing.is_narrow else tally.counts.get(wanted.queue)
    shown = CountedPages(queues.settled(actor, rows) if wanted.narrowing.words else rows, known).get_page(page)
    columns = _columns()
    return ListPage(
        title=_title(actor, tally),
        wanted=wanted,
        queues=tuple(_queues(actor, wanted, tally.counts)),
        filters=_filters(actor, wanted.narrowing),
        rows=rows_of(shown),
        shown=shown,
        columns=columns,
        heads={each["key"]: each["label"] for each in columns},
        exports=(Link("XLSX", f"{reverse('cases:case-export', args=['xlsx'])}?{query}"),),
        may_open=bool(can_open_case(actor)),
        may_bulk=bool(own_offices(actor)) and wanted.queue != Queue.PART,
        nothing=str(_nothing(wanted.queue)),
        here=query,
    )


def _title(actor: Actor, tally: queues.Tally) -> str:
    if not own_offices(actor):
        n = tally.counts[Queue.PART]
        return ngettext("You take part in %(n)s case", "You take part in %(n)s cases", n) % {"n": n}
    mine = tally.counts[Queue.MINE]
    if not mine:
        return _("You have no open case at present")
    late = tally.late
    words = ngettext("You have %(n)s open case", "You have %(n)s open cases", mine) % {"n": mine}
    if late:
        return words + ngettext(", %(n)s of them overdue", ", %(n)s of them overdue", late) % {"n": late}
    return words


def _queues(actor: Actor, wanted: Wanted, counts: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for queue in Queue:
        if queue not in counts or (queue == Queue.PART and own_offices(actor) and not counts[queue]):
            continue
        n = counts[queue]
        yield {
            "label": queue.label,
            "count": f"{number(COUNTED)}+" if n > COUNTED else number(n),
            "url": f"{reverse('cases:case-list')}?queue={queue}",
            "on": queue == wanted.queue,
            "late": queue == Queue.OVERDUE and n > 0,
        }


def _filters(actor: Actor, narrowing: Narrowing) -> dict[str, Any]:
    every = {"value": "", "label": pgettext("filter of cases", "All")}
    return {
        "kinds": [every, *_options((value, label) for value, label in CaseKind.choices if value in PROCESSES)],
        "statuses": [every, *_options(statuses(narrowing.kind))],
        "subjects": [every, *_options(Subject.choices)],
        "places": [every, *_options(_places(actor))],
        "from": iso_date(narrowing.received_from) if narrowing.received_from else "",
        "to": iso_date(narrowing.received_to) if narrowing.received_to else "",
    }


def _options(choices: Iterable[tuple[Any, Any]]) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in choices]


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return the counties that the actor's office serves; all of them for who serves none."""
    rows = list(county_places().values_list("code", "name"))
    return [row for row in rows if actor.serves_place(row[0])] or rows


def _columns() -> tuple[dict[str, Any], ...]:
    heads = (
        (_("Number"), "number"),
        (pgettext("case", "Title"), "title"),
        (pgettext("case", "Kind"), "kind"),
        (_("State"), "status"),
        (pgettext("case", "Handler"), "handler__display_name"),
        (pgettext("case", "Received"), "received_on"),
        (pgettext("case", "Next day"), "due_on"),
    )
    return tuple({"label": label, "key": key} for label, key in heads)


def rows_of(cases: Iterable[Case]) -> tuple[dict[str, Any], ...]:
    """Return cases as lists show them."""
    today = timezone.localdate()
    return tuple(_row(case, today) for case in cases)


def _row(case: Case, today: dt.date) -> dict[str, Any]:
    """Return a case as lists show it. Words are looked up by value: `get_kind_display` walks through all of them each time."""
    day = case.due_on if case.is_open else None
    process = process_of(case.kind)
    return {
        "key": case.pk,
        "number": case.number,
        "choose": _("choose %(number)s") % {"number": case.number},
        "url": address(case),
        "title": case.title,
        "kind": CaseKind(case.kind).label,
        "status": process.label(case.status),
        "shape": process.workflow.shapes.get(case.status, "work"),
        "handler": str(case.handler) if case.handler else "",
        "received": iso_date(case.received_on),
        "due": iso_date(day) if day else "",
        "left": days_left(day, today) if day else "",
        "urgency": urgency(case.due_on, today),
        "outcome": Outcome(case.outcome).label if case.outcome else "",
        "office": str(case.office),
    }


EXPORTED = (
    "number",
    "title",
    "kind",
    "status",
    "outcome",
    "subject",
    "channel",
    "place",
    "office",
    "handler",
    "received",
    "due",
)


def export_rows(cases: Iterable[Case]) -> list[tuple[Any, ...]]:
    """Return the cells of the table to take away."""
    today = timezone.localdate()
    rows = ({**_row(case, today), **_further(case)} for case in cases)
    return [tuple(row[name] for name in EXPORTED) for row in rows]


def _further(case: Case) -> dict[str, Any]:
    """Return what stands in the table to take away only."""
    return {
        "subject": Subject(case.subject).label,
        "channel": Channel(case.channel).label,
        "place": case.place_code,
    }


def export_columns() -> tuple[str, ...]:
    """Return the heads of the table to take away."""
    return (
        _("Number"),
        pgettext("case", "Title"),
        pgettext("case", "Kind"),
        _("State"),
        pgettext("case", "Outcome"),
        pgettext("case", "Subject"),
        pgettext("case", "How it came"),
        _("Division"),
        pgettext("case", "Office"),
        pgettext("case", "Handler"),
        pgettext("case", "Received"),
        pgettext("case", "Next day"),
    )


def _nothing(queue: str) -> Any:
    return {
        Queue.MINE: _(
            "Cases stand here once they are given to you. Look into “Unassigned” for what waits for a handler."
        ),
        Queue.TEAM: _(
            "Open cases of your office stand here: what came by the website, and what you open for letters, calls and visits."
        ),
        Queue.UNASSIGNED: _("Every open case of your office has a handler."),
        Queue.OVERDUE: _("No open case of your office is past its day."),
        Queue.PART: _(
            "Once an office asks you to take part in a case as a lawyer, an expert or a mediator, it stands here."
        ),
    }.get(Queue(queue), _("Cases that you may see stand here, closed ones too."))
