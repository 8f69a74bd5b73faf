"""What the pages of search reports show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.literature.forms import ReportForm
from erdem.literature.models import Publication, SearchReport
from erdem.literature.pages.addresses import list_address
from erdem.literature.pages.links import Link
from erdem.literature.queries import publications_by_id, run_search
from erdem.literature.queries.report_content import HITS_USUALLY
from erdem.literature.queries.reports import reports
from erdem.literature.queries.searching_shapes import SearchRequest

PER_PAGE = 50
LONGEST_NOTE = 400


@dataclass(frozen=True)
class Candidate:
    """A hit that may be listed, with what the person wrote on it."""

    publication: Publication
    place: int
    chosen: bool
    note: str


@dataclass(frozen=True)
class NewReportPage:
    """The page on which a report is written."""

    form: ReportForm
    asked: str
    found: str
    candidates: tuple[Candidate, ...]
    trail: tuple[Link, ...]
    back: str


@dataclass(frozen=True)
class ReportListPage:
    """The reports of the reader and of the office."""

    shown: Page[SearchReport]
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class ReportPage:
    """One report: what it says, its files, and the search as it would be asked today."""

    report: SearchReport
    trail: tuple[Link, ...]
    made: str
    files: tuple[Link, ...]
    again: str


def _trail(last: str) -> tuple[Link, ...]:
    first = Link(_("Literature"), reverse("literature:publication-list"))
    if not last:
        return (first, Link(_("Search reports"), ""))
    return (first, Link(_("Search reports"), reverse("literature:report-list")), Link(last, ""))


def new_report_page(actor: Actor, request: SearchRequest, form: ReportForm, posted: QueryDict) -> NewReportPage:
    """Gather the page on which a report is written; what was ticked and written before stays.

    Raises:
        QueryError: the search line cannot be understood.
    """
    result = run_search(actor, replace(request, offset=0, limit=HITS_USUALLY, facets=()))
    listed = publications_by_id(actor, [hit.publication_id for hit in result.hits])
    ticked = set(posted.getlist("hit"))
    candidates = tuple(
        Candidate(
            one, place, not form.is_bound or str(one.pk) in ticked, posted.get(f"note-{one.pk}", "")[:LONGEST_NOTE]
        )
        for place, one in enumerate(listed, start=1)
    )
    words = ngettext("%(total)s publication was found", "%(total)s publications were found", result.total)
    return NewReportPage(
        form=form,
        asked=request.query,
        found=words % {"total": number(result.total)},
        candidates=candidates,
        trail=_trail(_("New report")),
        back=list_address(request),
    )


def report_list_page(actor: Actor, page: int | str) -> ReportListPage:
    """Gather the list of reports."""
    return ReportListPage(Paginator(reports(actor), PER_PAGE).get_page(page), _trail(""))


def report_page(report: SearchReport) -> ReportPage:
    """Gather the page of a report."""
    request = SearchRequest(
        query=report.query, chosen={facet: tuple(values) for facet, values in report.chosen.items()}
    )
    files = tuple(
        Link(kind.upper(), reverse("literature:report-file", args=[report.number, kind])) for kind in ("pdf", "docx")
    )
    return ReportPage(report, _trail(report.number), iso_moment(report.made_at), files, list_address(request))


def draft_values(posted: QueryDict) -> dict[str, Any]:
    """The ticked hits and the words on them, as `ReportDraft` takes them; what is no number is left out."""
    chosen = [int(value) for value in posted.getlist("hit") if value.isdecimal() and len(value) < len("10000000000")]
    notes = {pk: words[:LONGEST_NOTE] for pk in chosen if (words := posted.get(f"note-{pk}", "").strip())}
    return {"chosen": chosen, "notes": notes}
