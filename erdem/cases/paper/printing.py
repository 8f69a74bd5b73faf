"""A document on paper: one content gives the PDF (Typst) and the Word file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from erdem.base.documents import render_pdf
from erdem.cases.paper.composing import UNVERIFIED
from erdem.cases.paper.word import official_docx

DRAFT = "草稿　未经审批，不具有效力"
VOID = "本文书已作废"
MARKS = "标注“待核”的依据或期限尚未与现行有效文本核对，使用前请核对。"


@dataclass(frozen=True)
class Printed:
    """What is printed: the content, the number and the day once it is issued, and what it says on top while it is not valid."""

    content: Mapping[str, Any]
    number: str = ""
    date: str = ""
    draft: str = ""

    @property
    def marks(self) -> str:
        """What the mark of unverified periods means; empty when there is none."""
        return MARKS if UNVERIFIED in repr(self.content) else ""


def chinese_date(day: dt.date) -> str:
    """Return a day as official documents write it: 2026年11月27日."""
    return f"{day.year}年{day.month}月{day.day}日"


def pdf_of(printed: Printed, *, issued_at: dt.datetime) -> bytes:
    """Return the PDF (PDF/A-2b); the same document gives the same bytes.

    Raises:
        DocumentError: the fonts are not ready.
    """
    data = {**asdict(printed), "marks": printed.marks}
    return render_pdf("cases/official.typ", data, issued_at=issued_at)


def docx_of(printed: Printed, *, issued_at: dt.datetime) -> bytes:
    """Return the Word file with the same words."""
    return official_docx({**asdict(printed), "marks": printed.marks}, made_at=issued_at)
