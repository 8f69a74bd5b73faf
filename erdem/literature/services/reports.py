"""Search reports (检索报告): question, strategy, corpus and hits of one day, numbered and never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import audit, blobs, documents, numbering
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.literature.models import SearchReport
from erdem.literature.policies import can_keep_work
from erdem.literature.queries.report_content import HITS_AT_MOST, report_content
from erdem.literature.queries.searching_shapes import SearchRequest

SERIES: Final = "JS"
LANGUAGE: Final = "zh-hans"


@dataclass(frozen=True)
class ReportDraft:
    """What a person adds to a search: the question, the remarks, which hits to list and a word on each.

    ``chosen`` are publication ids in the order of the list; empty means the first hits. ``notes`` maps ids to words.
    """

    question: str
    remarks: str = ""
    chosen: Sequence[int] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    share: bool = True


@transaction.atomic
def write_report(*, actor: Actor, asked: SearchRequest, draft: ReportDraft) -> SearchReport:
    """Write a search report in Chinese, the language of the offices it is handed to.

    Raises:
        PermissionRefused: nobody is logged in.
        RuleBroken: the question is blank or too many hits were chosen.
        QueryError: the search line cannot be understood.
    """
    require(can_keep_work(actor))
    if not draft.question.strip():
        raise RuleBroken(_("Write the question that the search is to answer."), field="question")
    if len(draft.chosen) > HITS_AT_MOST:
        words = _("A report lists at most %(most)s hits. Take some out, or narrow the search.")
        raise RuleBroken(words % {"most": HITS_AT_MOST})
    with translation.override(LANGUAGE):
        number = numbering.document_number(SERIES, timezone.localdate().year)
        content = report_content(actor, asked, draft, number)
        pdf = documents.sheet_pdf(sheet_of(content), issued_at=timezone.now())
    report = SearchReport(
        number=number,
        user_id=actor.user_id,
        organisation_id=min(actor.organisation_ids, default=None) if draft.share else None,
        question=draft.question.strip(),
        remarks=draft.remarks.strip(),
        query=asked.query,
        chosen={facet: list(values) for facet, values in asked.chosen.items()},
        content=content,
        blob=blobs.keep(pdf, media_type="application/pdf"),
        made_by=actor.label[:200],
    )
    report.save(force_insert=True)
    audit.record(actor, action="literature.write_report", target=report, detail={"number": number})
    return report


def word_file_of(report: SearchReport) -> bytes:
    """The same content as a Word file, for an office to go on writing in."""
    return documents.sheet_docx(sheet_of(report.content))


Block = documents.Heading | documents.Paragraph | documents.Note | documents.Facts | documents.Table
_BLOCKS: Final[dict[str, Callable[[Mapping[str, Any]], Block]]] = {
    "heading": lambda block: documents.Heading(block["text"]),
    "paragraph": lambda block: documents.Paragraph(block["text"]),
    "note": lambda block: documents.Note(block["text"]),
    "facts": lambda block: documents.Facts([(term, value) for term, value in block["items"]]),
    "table": lambda block: documents.Table(block["head"], block["rows"], (), block["widths"]),
}


def sheet_of(content: Mapping[str, Any]) -> documents.Sheet:
    """The stored content of a report as a sheet to print."""
    return documents.Sheet(
        title=content["title"],
        blocks=[_BLOCKS[block["kind"]](block) for block in content["blocks"]],
        number=content["number"],
        office=content["office"],
        date=content["date"],
        notice=content["notice"],
    )
