"""From the wording of a paper and the facts of a case to a sheet, which the documents of the kit write as PDF or DOCX."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from erdem.base.documents import Facts, Heading, Note, Paragraph, Reasons, Sheet, Table

BLANK: Final = "（未填写）"
GROUP: Final = 16
Rows = Sequence[Sequence[str]]


@cache
def wordings() -> dict[str, Any]:
    """Return the wording of every paper of P4–P8, by its slug."""
    text = resources.files("erdem.cases").joinpath("seeds/papers_rights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def in_groups(digest: str) -> str:
    """Return a digest in groups of sixteen, so that a line of paper holds it."""
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))


def title_of(slug: str) -> str:
    """Return the title of a paper."""
    return str(wordings()[slug]["title"])


def sheet_of(slug: str, facts: Mapping[str, str], rows: Mapping[str, Rows] | None = None, *, notice: str = "") -> Sheet:
    """Fill the wording of a paper; what the case does not say is shown as not filled in, never left out.

    Args:
        slug: which paper (``seeds/papers_rights.json``).
        facts: words by the name of their place.
        rows: lines of tables by the name of their place.
        notice: what stands at the foot, such as that it is a draft.
    """
    words: dict[str, str] = defaultdict(lambda: BLANK, {name: text for name, text in facts.items() if text.strip()})
    blocks = [_block(one, words, rows or {}) for one in wordings()[slug]["blocks"]]
    return Sheet(
        title_of(slug), blocks, words.get("number", ""), words.get("office", ""), words.get("today", ""), notice
    )


def _block(one: dict[str, Any], words: dict[str, str], rows: Mapping[str, Rows]) -> Any:
    kind = one["kind"]
    if kind == "facts":
        return Facts([(term, value.format_map(words) if value else "") for term, value in one["items"]])
    if kind == "table":
        lines = rows.get(one["rows"], ()) or [("—",) * len(one["head"])]
        return Table(one["head"], lines, widths=one["widths"])
    if kind == "reasons":
        return Reasons([item.format_map(words) for item in one["items"]])
    makers = {"heading": Heading, "paragraph": Paragraph, "note": Note}
    return makers[kind](one["text"].format_map(words))
