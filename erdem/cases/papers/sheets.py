"""From the wording of a paper and the facts of a case to what is printed, in the layout of official documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from erdem.cases.paper.printing import Printed

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


def paper_of(
    slug: str, facts: Mapping[str, str], rows: Mapping[str, Rows] | None = None, *, draft: str = ""
) -> Printed:
    """Fill the wording of a paper; what the case does not say is shown as not filled in, never left out.

    Args:
        slug: which paper (``seeds/papers_rights.json``).
        facts: words by the name of their place.
        rows: lines of tables by the name of their place.
        draft: what stands on top, such as that it is a draft.
    """
    wording = wordings()[slug]
    words: dict[str, str] = defaultdict(lambda: BLANK, {name: text for name, text in facts.items() if text.strip()})
    content = {
        "title": title_of(slug),
        "office": words.get("office", "") if wording.get("issuer", True) else "",
        "addressee": str(wording.get("addressee", "")).format_map(words),
        "blocks": [_block(one, words, rows or {}) for one in wording["blocks"]],
        "basis": [],
        "has_seal": bool(wording.get("seal")),
        "case_number": words.get("number", ""),
    }
    return Printed(content, date=words.get("today", ""), draft=draft)


def _block(one: dict[str, Any], words: dict[str, str], rows: Mapping[str, Rows]) -> dict[str, Any]:
    kind = one["kind"]
    if kind == "facts":
        return {
            "kind": kind,
            "items": [[term, value.format_map(words) if value else ""] for term, value in one["items"]],
        }
    if kind == "table":
        lines = [list(row) for row in rows.get(one["rows"], ())] or [["—"] * len(one["head"])]
        return {"kind": kind, "head": one["head"], "rows": lines, "widths": one["widths"]}
    if kind == "sign":
        return {"kind": kind, "who": one["who"]}
    return {"kind": kind, "text": one["text"].format_map(words)}
