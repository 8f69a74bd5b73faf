"""The content of a dossier as a Word file, for an office to go on writing in."""

from __future__ import annotations

from typing import Any

from erdem.base import documents
from erdem.overlap.models import Dossier


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
