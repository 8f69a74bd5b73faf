"""What the page of a bank statement shows, before and after it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from erdem.base.formatting import number
from erdem.base.jobs import progress_of
from erdem.base.models import JobState
from erdem.ledger.forms.bank import ColumnsForm
from erdem.ledger.models import BankAccount, StatementFile
from erdem.ledger.pages.bank import FILE_SHAPES, start
from erdem.ledger.pages.payments import Link, amount
from erdem.ledger.payment_choices import FileState
from erdem.lib.reading import FAULTS

ROW_WORDS: Final = {
    "broken-row": _lazy("The row cannot be split into cells. Check its quotation marks."),
    "too-many-rows": _lazy("The file has more rows than one import takes. Export fewer months at a time."),
    "lost-characters": _lazy("Characters were destroyed before the file came here. Export it again as UTF-8."),
    "no-day": _lazy("This is no day that can be read for certain. Write the year first, such as 2026-11-26."),
    "no-amount": _lazy("This is no amount. Write it such as 1234.50."),
    "parts-of-a-fen": _lazy("The amount has more than two decimals."),
    "too-large": _lazy("The amount is larger than the ledger takes. Look for a slip."),
    "no-direction": _lazy("It is not clear whether this is money in or out."),
    "in-and-out": _lazy("Money in and money out stand in one row."),
    "negative-amount": _lazy("The amount is less than nothing in a column that is money in or out already."),
    "other-currency": _lazy("This is another currency than that of the account."),
    "no-movement": _lazy("No money moved in this row."),
    "day-ahead": _lazy("The day lies ahead."),
}


@dataclass(frozen=True)
class FilePage:
    """One statement: what was found in it, before and after it was imported."""

    file: StatementFile
    title: str
    trail: tuple[Link, ...]
    shape: str
    figures: tuple[dict[str, Any], ...]
    sample: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]
    more_problems: int
    columns: ColumnsForm | None
    may_confirm: bool
    progress: dict[str, Any] | None


def file_page(file: StatementFile, form: ColumnsForm | None = None) -> FilePage:
    """Build the page of one statement."""
    account, counts = file.bank_account, file.counts
    problems = [_problem(*row) for row in file.problems]
    editable = file.state in (FileState.CHECKED, FileState.UNREADABLE) and file.columns.get("headings")
    known = file.columns.get("places") or file.columns.get("found") or {}
    columns = form or (ColumnsForm(headings=file.columns["headings"], known=known) if editable else None)
    return FilePage(
        file=file,
        title=_file_title(file),
        trail=start(account, file.file_name),
        shape=FILE_SHAPES[FileState(file.state)],
        figures=tuple(_file_figures(file)) if file.state not in (FileState.UNREADABLE, FileState.CHECKING) else (),
        sample=tuple(_sample(account, *row) for row in counts.get("sample", []))
        if file.state == FileState.CHECKED
        else (),
        problems=tuple(problems),
        more_problems=max(0, counts.get("wrong", 0) - len(problems)),
        columns=columns if editable else None,
        may_confirm=file.state == FileState.CHECKED and bool(counts.get("new")),
        progress=_progress(file),
    )


def _file_title(file: StatementFile) -> str:
    counts = file.counts
    if file.state == FileState.UNREADABLE:
        return _("This file cannot be read as a bank statement")
    if file.state in (FileState.CHECKING, FileState.IMPORTING):
        return str(file.get_state_display())
    if file.state == FileState.DONE:
        matched = counts.get("matched", {})
        words = {
            "added": number(counts.get("added", 0)),
            "matched": number(matched.get("payment", 0) + matched.get("due", 0)),
        }
        return _("%(added)s lines were added, %(matched)s matched at once") % words
    if not counts.get("new"):
        return _("Nothing in this file is new")
    return _("%(new)s new lines can be added") % {"new": number(counts["new"])}


def _file_figures(file: StatementFile) -> Iterator[dict[str, Any]]:
    counts, unit = file.counts, file.bank_account.unit
    yield {"label": _("Rows read"), "value": number(counts.get("read", 0)), "url": "#rows"}
    yield {"label": _("There already"), "value": number(counts.get("known", 0)), "url": "#rows"}
    yield {"label": _("Money in"), "value": amount(counts.get("in", 0), unit), "url": "#rows"}
    yield {"label": _("Money out"), "value": amount(counts.get("out", 0), unit), "url": "#rows"}


def _sample(account: BankAccount, row: int, day: str, fen: int, name: str, words: str) -> dict[str, Any]:
    return {"row": row, "day": day, "amount": amount(fen, account.unit), "name": name, "words": words}


def _problem(row: int, code: str, text: str, params: dict[str, Any]) -> dict[str, Any]:
    """A row that was left out, in plain words; row 0 is the file as a whole."""
    if code in ROW_WORDS:
        words = str(ROW_WORDS[code])
    elif code in FAULTS:
        words = _(FAULTS[code].template) % params  # sentences of the reader, translated where it is used first
    else:
        words, text = text, ""
    return {"row": row or "–", "words": words, "text": text}


def _progress(file: StatementFile) -> dict[str, Any] | None:
    if file.state not in (FileState.CHECKING, FileState.IMPORTING) or file.progress_id is None:
        return None
    found = progress_of(file.progress_id)
    if found is None or found.state == JobState.FAILED:
        return {"moving": False, "failed": True, "url": "", "percent": 0, "words": ""}
    percent = min(99, found.done * 100 // found.total) if found.total else 0
    words = _("%(done)s rows so far") % {"done": number(found.done)}
    url = reverse("payments:file-progress", args=[file.pk])
    return {"moving": found.state != JobState.DONE, "failed": False, "url": url, "percent": percent, "words": words}
