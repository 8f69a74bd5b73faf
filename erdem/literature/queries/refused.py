"""Reads of refused records: which wait, why, and all of them as a table or as files to correct in bulk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet

from erdem.base.actor import Actor
from erdem.lib.reading import FAULTS
from erdem.literature.choices import QuarantineState
from erdem.literature.models import ImportRun, QuarantinedRecord
from erdem.literature.policies import visible_runs
from erdem.literature.queries.runs import problem_words

SORTS: Final = {
    "line": ("line", "id"),
    "-line": ("-line", "-id"),
    "code": ("code", "line", "id"),
    "-code": ("-code", "line", "id"),
    "state": ("state", "line", "id"),
    "-state": ("-state", "line", "id"),
}
ENDINGS: Final = {"csv": "csv", "jsonl": "jsonl", "xml": "xml", "json": "json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which refused records are wanted: of one kind of problem, in one state, in an order."""

    code: str = ""
    state: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many refused records share a problem or a state."""

    value: str
    count: int


def wanted(code: str, state: str, sort: str) -> Wanted:
    """What is asked for; what makes no sense is left out."""
    return Wanted(
        code if code in FAULTS else "",
        state if state in QuarantineState.values else "",
        sort if sort in SORTS else "",
    )


def refused(actor: Actor, run: ImportRun, asked: Wanted | None = None) -> QuerySet[QuarantinedRecord]:
    """Return the refused records of a run."""
    asked = asked or Wanted()
    found = QuarantinedRecord.objects.filter(visible_runs(actor), run=run).select_related("publication")
    if asked.code:
        found = found.filter(code=asked.code)
    if asked.state:
        found = found.filter(state=asked.state)
    return found.order_by(*SORTS.get(asked.sort, ("id",)))


def get_refused(actor: Actor, number: int) -> QuarantinedRecord | None:
    """Return one refused record, or None."""
    found = QuarantinedRecord.objects.filter(visible_runs(actor), pk=number)
    return found.select_related("run", "publication").first()


def codes(actor: Actor, run: ImportRun) -> list[Counted]:
    """Return the kinds of problems of a run with how many records each cost."""
    rows = refused(actor, run).order_by().values("code").annotate(count=Count("pk")).order_by("-count", "code")
    return [Counted(row["code"], row["count"]) for row in rows]


def states(actor: Actor, run: ImportRun) -> dict[str, int]:
    """Return how many records are in each state."""
    rows = refused(actor, run).order_by().values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}


def refused_rows(actor: Actor, run: ImportRun, asked: Wanted) -> Iterator[list[Any]]:
    """Yield rows for the download: file, line, field, what happened, kind, state, the record."""
    for one in refused(actor, run, asked).iterator(chunk_size=500):
        words = problem_words(one)
        yield [one.file, one.line, one.field, words, one.code, str(one.get_state_display()), one.raw[:32_000]]


def raw_files(actor: Actor, run: ImportRun, asked: Wanted) -> tuple[str, bytes]:
    """The records as they came, to be corrected in bulk: one file, or a ZIP when they are of several formats.

    Tables keep one header. Returns the ending of the name and the content.
    """
    by_format: dict[str, list[str]] = {}
    for one in refused(actor, run, asked).iterator(chunk_size=500):
        by_format.setdefault(one.format or "auto", []).append(one.raw)
    files = {name: _joined(records) for name, records in sorted(by_format.items())}
    if len(files) == 1:
        content = next(iter(files.values()))
        return _ending(content), content.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.{_ending(content)}", content)
    return "zip", packed.getvalue()


def _joined(records: list[str]) -> str:
    """The records under each other; a first line that all share is a header and stands once."""
    split = [record.rstrip("\r\n").split("\n", 1) for record in records]
    is_table = len(split) > 1 and all(len(parts) == 2 for parts in split) and len({parts[0] for parts in split}) == 1
    if is_table and not split[0][0].lstrip().startswith(("<", "{", "[")):
        return "\n".join([split[0][0], *(parts[1] for parts in split)]) + "\n"
    return "\n".join(record.rstrip("\r\n") for record in records) + "\n"


def _ending(content: str) -> str:
    start = content.lstrip()[:1]
    return ENDINGS["xml"] if start == "<" else ENDINGS["jsonl"] if start in ("{", "[") else ENDINGS["csv"]
