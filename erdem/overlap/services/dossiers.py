"""Dossiers: a file of evidence as it stood on one day."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from erdem.base import audit, blobs, documents, events, numbering
from erdem.base.actor import Actor
from erdem.base.policy import require
from erdem.overlap.events import DossierMade
from erdem.overlap.models import Dossier, Finding
from erdem.overlap.policies import can_make_dossier
from erdem.overlap.queries.dossier import checklist_of, dossier_content
from erdem.overlap.queries.finding_page import finding_page

SERIES = "ZJ"
TEMPLATE = "overlap/dossier.typ"
LANGUAGE = "zh-hans"


@transaction.atomic
def make_dossier(*, actor: Actor, finding: Finding) -> Dossier:
    """Write the dossier of a finding as it stands today. It is in Chinese, the language of the office it is filed with.

    Raises:
        PermissionRefused: the actor may not, or the record is secret or narrowly shared.
    """
    decision = can_make_dossier(actor, finding)
    require(decision)
    with translation.override(LANGUAGE):
        page = finding_page(actor, finding, steps=(), dossier=decision)
        number = numbering.document_number(SERIES, timezone.localdate().year)
        content = dossier_content(actor, finding, page, number)
        pdf = documents.render_pdf(TEMPLATE, content, issued_at=timezone.now())
    dossier = Dossier.objects.create(
        number=number,
        finding=finding,
        blob=blobs.keep(pdf, media_type="application/pdf"),
        checklist=checklist_of(content),
        content=content,
        made_by=actor.label[:200],
    )
    audit.record(
        actor,
        action="overlap.make_dossier",
        target=finding,
        place_code=finding.record.place_id or "",
        organisation_id=finding.record.community_id,
        detail={"dossier": number},
    )
    events.publish(DossierMade(dossier.pk, finding.pk))
    return dossier


def word_file_of(dossier: Dossier) -> bytes:
    """Return the same content as a Word file, for an office to go on writing in."""
    content = dossier.content
    blocks: list[Any] = [documents.Note(content["caveat"])]
    overview = content["overview"]
    blocks += [documents.Heading(overview["heading"]), documents.Table(overview["head"], overview["rows"])]
    for part in content["parts"]:
        blocks.append(documents.Heading(f"{part['number']} {part['heading']}"))
        blocks += [_WORD_BLOCKS[block["kind"]](block) for block in part["blocks"]]
        if part["missing"]:
            blocks.append(documents.Note(content["missing_word"] + part["missing_text"]))
    sheet = documents.Sheet(
        title=content["title"],
        blocks=blocks,
        number=content["number"],
        office=content["office"],
        date=content["date"],
        notice=content["notice"],
        language=content["language"],
    )
    return documents.sheet_docx(sheet)


def _quoted(block: dict[str, Any]) -> documents.Paragraph:
    text = "".join(
        part["text"] if part["number"] is None else f"{part['text']}[{part['number']}]" for part in block["segments"]
    )
    return documents.Paragraph(f"{block['label']}\n{text}" if block["label"] else text)


def _chart(block: dict[str, Any]) -> documents.Table:
    rows = [[str(row["number"]), *row["cells"]] for row in block["rows"]]
    return documents.Table(block["head"], rows)


_WORD_BLOCKS = {
    "paragraph": lambda block: documents.Paragraph(block["text"]),
    "note": lambda block: documents.Note(block["text"]),
    "reasons": lambda block: documents.Reasons(block["items"]),
    "facts": lambda block: documents.Facts([(term, value) for term, value in block["items"]]),
    "table": lambda block: documents.Table(block["head"], block["rows"]),
    "quote": _quoted,
    "chart": _chart,
}
