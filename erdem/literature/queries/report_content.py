"""What a search report says, as plain blocks that print as PDF and as a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date, number
from erdem.literature.choices import StatusGroup
from erdem.literature.models import Publication
from erdem.literature.queries.searching import publications_by_id, run_search
from erdem.literature.queries.searching_shapes import Corpus, SearchRequest, SearchResult
from erdem.literature.queries.strategy import chosen_words, understood_words

HITS_AT_MOST: Final = 200
HITS_USUALLY: Final = 50
ROOM: Final = "\n"
"""An empty line: room for a hand or a seal."""
Block = dict[str, Any]


class Draft(Protocol):
    """What the person adds: see `erdem.literature.services.reports.ReportDraft`."""

    @property
    def question(self) -> str:
        """The question."""

    @property
    def remarks(self) -> str:
        """Conclusion and reservations."""

    @property
    def chosen(self) -> Sequence[int]:
        """Publication ids to list; empty for the first ones."""

    @property
    def notes(self) -> Mapping[int, str]:
        """Words on single hits."""


def report_content(actor: Actor, request: SearchRequest, draft: Draft, document_number: str) -> dict[str, Any]:
    """Gather everything that a report prints; JSON-serialisable.

    Raises:
        QueryError: the search line cannot be understood.
    """
    wanted = replace(request, offset=0, limit=HITS_USUALLY, facets=())
    result = run_search(actor, wanted)
    ids = list(draft.chosen) or [hit.publication_id for hit in result.hits]
    listed = publications_by_id(actor, ids)
    now = timezone.now()
    return {
        "title": _("Patent search report"),
        "number": document_number,
        "office": actor.organisation or actor.label,
        "date": long_date(timezone.localdate()),
        "notice": _(
            "Searched in the collection held here only; to be complete, search the patent office's system too."
        ),
        "blocks": [
            *_question(draft),
            *_strategy(request, result),
            *_corpus(result.corpus, iso_moment(now)),
            *_hits(listed, draft, result),
            *_remarks(draft),
            *_seal(actor),
        ],
    }


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def _facts(*items: tuple[str, str]) -> Block:
    return {"kind": "facts", "items": [list(item) for item in items]}


def _question(draft: Draft) -> Iterator[Block]:
    yield _heading(_("1 Question"))
    yield _paragraph(draft.question.strip())


def _strategy(request: SearchRequest, result: SearchResult) -> Iterator[Block]:
    yield _heading(_("2 Search strategy"))
    yield _facts(
        (_("Search line"), request.query or _("everything")),
        (_("Understood as"), understood_words(result.parsed) or _("everything")),
        (_("Filter"), chosen_words(request.chosen) or _("none")),
        (_("Order"), _ORDERS.get(request.order, request.order)()),
        (_("Families"), _("one publication of each family") if request.collapse else _("every publication")),
    )


_ORDERS: Final[dict[str, Any]] = {
    "relevance": lambda: _("most relevant first"),
    "newest": lambda: _("newest first"),
    "oldest": lambda: _("oldest first"),
    "number": lambda: _("by number"),
}


def _corpus(corpus: Corpus, moment: str) -> Iterator[Block]:
    yield _heading(_("3 What was searched"))
    newest = iso_moment(corpus.newest_import) if corpus.newest_import else _("not obtained")
    yield _facts(
        (_("Searched at"), moment),
        (_("Corpus version"), corpus.version),
        (_("Publications searched"), number(corpus.documents)),
        (_("Newest import"), newest),
        (_("Written but not searchable yet"), number(corpus.waiting)),
    )


def _hits(listed: Sequence[Publication], draft: Draft, result: SearchResult) -> Iterator[Block]:
    yield _heading(_("4 Hits"))
    words = _("%(total)s publications were found; %(listed)s of them are listed.")
    yield _paragraph(words % {"total": number(result.total), "listed": number(len(listed))})
    if listed:
        head = ["", _("Publication"), _("Title"), _("Applicant"), _("Dates"), _("Legal status"), _("Remark")]
        rows = [_row(place, one, draft.notes.get(one.pk, "")) for place, one in enumerate(listed, start=1)]
        yield {"kind": "table", "head": head, "rows": rows, "widths": [2, 12, 14, 10, 9, 6, 8]}


def _row(place: int, one: Publication, remark: str) -> list[str]:
    dates = (
        (_("priority %(date)s"), one.priority_date),
        (_("filed %(date)s"), one.filing_date),
        (_("published %(date)s"), one.publication_date),
    )
    known = "\n".join(words % {"date": iso_date(date)} for words, date in dates if date)
    known_standing = "" if one.status_group == StatusGroup.UNKNOWN else one.get_status_group_display()
    standing = one.status[:40] or known_standing or _("not obtained")
    applicants = one.applicants[:80] or _("not obtained")
    return [str(place), one.number, one.title[:160], applicants, known or _("not obtained"), standing, remark[:400]]


def _remarks(draft: Draft) -> Iterator[Block]:
    yield _heading(_("5 Result and remarks"))
    yield _paragraph(draft.remarks.strip() or _("No remarks were written."))
    yield {
        "kind": "note",
        "text": _(
            "Not found here does not mean that there is none. The order of the hits is made by the search and is no"
            " judgement. Legal status as the source said on its day."
        ),
    }


def _seal(actor: Actor) -> Iterator[Block]:
    yield _heading(_("6 Signature and seal"))
    yield _facts(
        (_("Searched by"), f"{actor.label}{ROOM}"),
        (_("Checked by"), ROOM),
        (_("Office (seal)"), f"{actor.organisation}{ROOM}{ROOM}"),
        (_("Date"), ROOM),
    )
