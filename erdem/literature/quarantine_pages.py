"""What the pages of refused records and of columns show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.lib.reading import FAULTS
from erdem.literature.choices import QuarantineState
from erdem.literature.formats.plain_table import Columns
from erdem.literature.import_forms import ColumnsForm, RecordForm
from erdem.literature.import_pages import place_words, run_url, trail_of
from erdem.literature.models import ImportRun, QuarantinedRecord
from erdem.literature.pages.links import Link
from erdem.literature.queries import refused
from erdem.literature.queries.runs import problem_words

PER_PAGE: Final = 50
SAMPLES: Final = 3
SHAPES: Final = {
    QuarantineState.WAITING: "wait",
    QuarantineState.CORRECTED: "done",
    QuarantineState.DISMISSED: "over",
}


@dataclass(frozen=True)
class RefusedRow:
    """A refused record in the list."""

    record: QuarantinedRecord
    url: str
    place: str
    words: str
    shape: str


@dataclass(frozen=True)
class RefusedListPage:
    """The refused records of a run."""

    run: ImportRun
    trail: tuple[Link, ...]
    title: str
    columns: tuple[dict[str, Any], ...]
    rows: tuple[RefusedRow, ...]
    page: Page[QuarantinedRecord]
    codes: tuple[dict[str, str], ...]
    states: tuple[dict[str, str], ...]
    asked: refused.Wanted
    waiting: int
    exports: tuple[Link, ...]


@dataclass(frozen=True)
class RefusedRecordPage:
    """One refused record: where it stands, what is wrong, its text."""

    record: QuarantinedRecord
    trail: tuple[Link, ...]
    words: str
    facts: tuple[dict[str, Any], ...]
    form: RecordForm
    shape: str
    following: str

    @property
    def is_waiting(self) -> bool:
        """Say whether it can still be corrected or put aside."""
        return self.record.state == QuarantineState.WAITING

    @property
    def is_aside(self) -> bool:
        """Say whether it can be taken back."""
        return self.record.state == QuarantineState.DISMISSED


@dataclass(frozen=True)
class AskedColumn:
    """A column of the file: the question what it holds, and its first values."""

    field: BoundField
    samples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnsPage:
    """The page that asks what each column holds."""

    run: ImportRun
    trail: tuple[Link, ...]
    form: ColumnsForm
    columns: tuple[AskedColumn, ...]
    is_remembered: bool


def record_of(actor: Actor, number: int) -> QuarantinedRecord:
    """The refused record of an address, else the page that there is none."""
    record = refused.get_refused(actor, number)
    if record is None:
        raise Http404
    return record


def refused_list_page(
    actor: Actor, run: ImportRun, asked: refused.Wanted, page_number: str, query: str
) -> RefusedListPage:
    """Gather the list of refused records; ``query`` is what narrows it, for the downloads."""
    page = Paginator(refused.refused(actor, run, asked), PER_PAGE).get_page(page_number)
    states = refused.states(actor, run)
    waiting = states.get(QuarantineState.WAITING, 0)
    return RefusedListPage(
        run=run,
        trail=trail_of(Link(run.file_name, run_url(run)), Link(_("Refused records"), "")),
        title=_("%(count)s records wait to be corrected") % {"count": number(waiting)},
        columns=(
            {"label": _("Where in the file"), "key": "line"},
            {"label": _("What happened"), "key": "code"},
            {"label": _("State"), "key": "state"},
        ),
        rows=tuple(_row(record) for record in page),
        page=page,
        codes=tuple(_code_options(refused.codes(actor, run))),
        states=tuple(_state_options(states)),
        asked=asked,
        waiting=waiting,
        exports=tuple(_exports(run, query)),
    )


def _row(record: QuarantinedRecord) -> RefusedRow:
    return RefusedRow(
        record=record,
        url=_record_url(record),
        place=place_words(record.line),
        words=problem_words(record),
        shape=SHAPES[QuarantineState(record.state)],
    )


def _record_url(record: QuarantinedRecord) -> str:
    return reverse("literature:refused-record", args=[record.pk])


def _exports(run: ImportRun, query: str) -> list[Link]:
    asked = f"?{query}" if query else ""
    table = reverse("literature:refused-export", args=[run.pk]) + asked
    records = reverse("literature:refused-records", args=[run.pk]) + asked
    return [Link(_("Table (CSV)"), table), Link(_("The records as they came, to correct in bulk"), records)]


def _code_options(codes: list[refused.Counted]) -> list[dict[str, str]]:
    options = [{"value": "", "label": _("every kind")}]
    for one in codes:
        fault = FAULTS.get(one.value)
        words = _(fault.template).split("。")[0].split(". ")[0] if fault else one.value
        options.append({"value": one.value, "label": f"{_blanked(words)} ({number(one.count)})"})
    return options


def _blanked(words: str) -> str:
    """The beginning of a sentence with … where a value stands."""
    for part in words.split("%(")[1:]:
        name = part.partition(")")[0]
        words = words.replace(f"%({name})s", "…").replace(f"%({name})d", "…")
    return words[:80]


def _state_options(states: dict[str, int]) -> list[dict[str, str]]:
    named = [(state.value, f"{state.label} ({number(states.get(state, 0))})") for state in QuarantineState]
    return [{"value": value, "label": label} for value, label in [("", _("every state")), *named]]


def refused_record_page(actor: Actor, record: QuarantinedRecord, form: RecordForm) -> RefusedRecordPage:
    """Gather the page of one refused record."""
    run = record.run
    listed = Link(_("Refused records"), reverse("literature:refused-list", args=[run.pk]))
    waiting = refused.refused(actor, run, refused.Wanted(state=QuarantineState.WAITING))
    following = waiting.filter(pk__gt=record.pk).first()
    return RefusedRecordPage(
        record=record,
        trail=trail_of(Link(run.file_name, run_url(run)), listed, Link(place_words(record.line), "")),
        words=problem_words(record),
        facts=tuple(_facts(record)),
        form=form,
        shape=SHAPES[QuarantineState(record.state)],
        following=_record_url(following) if following else "",
    )


def _facts(record: QuarantinedRecord) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": _("File"), "value": record.file},
        {"term": _("Where in the file"), "value": place_words(record.line)},
    ]
    if record.field:
        facts.append({"term": _("Field"), "value": record.field})
    if record.publication:
        address = reverse("literature:publication-detail", args=[record.publication.number_key])
        facts.append({"term": _("Stored as"), "value": record.publication.number, "url": address})
    if record.settled_by:
        facts.append({"term": _("Settled by"), "value": record.settled_by})
    return facts


def columns_page(run: ImportRun, found: Columns, form: ColumnsForm, *, is_remembered: bool) -> ColumnsPage:
    """Gather the page that asks what each column holds."""
    trail = trail_of(Link(run.file_name, run_url(run)), Link(_("Columns"), ""))
    return ColumnsPage(run, trail, form, tuple(_asked(form, found)), is_remembered)


def _asked(form: ColumnsForm, found: Columns) -> Iterator[AskedColumn]:
    for key in form.columns:
        place = int(key.rpartition("-")[2])
        samples = (row[place] for row in found.rows if place < len(row) and row[place])
        yield AskedColumn(form[key], tuple(samples)[:SAMPLES])
