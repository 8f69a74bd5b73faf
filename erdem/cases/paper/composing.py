"""From a template, the facts of a case and what was filled in to the content of a document: plain data, kept as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from erdem.cases.paper.registry import PLACE, VERIFIED, Template
from erdem.lib.capital_amounts import in_capitals

BLANK = "＿＿＿＿＿＿"
"""Stands where nothing is known yet; to be filled in before approval, or by hand."""
UNVERIFIED = "（待核）"

Facts = Mapping[str, str]
PeriodWords = Callable[[str], str]


def compose(template: Template, facts: Facts, given: Mapping[str, Any], period: PeriodWords) -> dict[str, Any]:
    """Return the content of a document.

    Args:
        template: what it is made from.
        facts: what is known of the case; an empty value is a blank.
        given: what somebody filled in, by the name of the field; rows are lists of lists.
        period: gives the words of a rule ``process.step``, marked when unverified.
    """
    words = {**facts, **{name: _spoken(value) for name, value in given.items() if not isinstance(value, list)}}
    words["fine_words"] = fine_words(given.get("fine_fen") or facts.get("fine_fen"))

    def fill(text: str) -> str:
        return PLACE.sub(lambda found: _word(found[1], found[2]), text).strip()

    def _word(kind: str | None, name: str) -> str:
        if kind:
            return period(name)
        return words.get(name) or ("" if name == "fine_words" else BLANK)

    blocks = [_block(block, fill, given) for block in template.blocks]
    return {
        "title": template.title,
        "office": facts.get("office", ""),
        "addressee": fill(template.addressee),
        "blocks": [block for block in blocks if block.get("text", "x")],
        "basis": [fill(text) + ("" if confidence == VERIFIED else UNVERIFIED) for text, confidence in template.basis],
        "has_seal": template.has_seal,
        "case_number": facts.get("case_number", ""),
    }


def blanks(content: Mapping[str, Any]) -> int:
    """Return how many places of a content are still empty."""
    return repr(content).count(BLANK)


def fine_words(fen: Any) -> str:
    """Return an amount in figures and in capitals; empty when there is none."""
    if isinstance(fen, str) and fen.isdecimal():
        fen = int(fen)
    if not isinstance(fen, int) or fen <= 0:
        return ""
    return f"罚款金额：{fen // 100:,}.{fen % 100:02d}元（大写：人民币{in_capitals(fen)}）。"


def _spoken(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _block(block: Any, fill: Callable[[str], str], given: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(block, str):
        return {"kind": "paragraph", "text": fill(block)}
    if "h" in block:
        return {"kind": "heading", "text": fill(block["h"])}
    if "facts" in block:
        return {"kind": "facts", "items": [[fill(term), fill(value)] for term, value in block["facts"]]}
    if "sign" in block:
        return {"kind": "sign", "who": list(block["sign"])}
    rows = [[_spoken(cell) for cell in row] for row in given.get(block["rows"]) or [] if any(row)]
    return {"kind": "table", "head": list(block["table"]), "rows": _numbered(rows, len(block["table"]))}


def _numbered(rows: list[list[str]], width: int) -> list[list[str]]:
    """Return the rows with their number in front, as wide as the head; blank rows to write in when there are none."""
    rows = rows or [[], [], []]
    return [[str(at), *row, *[""] * width][:width] for at, row in enumerate(rows, 1)]
