"""Bringing back a table of records that was taken out for changing: only what was edited is written, line by line.

A row meets its record by number and version. What a cell says is compared with what the record says now; equal cells are no
edit, a missing column is left alone, an empty cell empties, a row without number begins a draft. Nothing is ever removed
because it is absent. Each changed row goes through `change_record` and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import DataError, IntegrityError, transaction

from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge import faults
from erdem.knowledge.content import RecordContent
from erdem.knowledge.formats import faults as file_faults
from erdem.knowledge.formats.cell_values import TOO_LONG_TO_SHOW, CellError, Register, plain, read_cell, write_cell
from erdem.knowledge.formats.changes import ChangeRow
from erdem.knowledge.formats.layout import BY_FIELD, CONTENT, LONGEST_CELL, Field
from erdem.knowledge.models import Record
from erdem.knowledge.policies import can_change, can_import
from erdem.knowledge.queries.exchange import content_of_record, records_by_number, register_names
from erdem.knowledge.services.importing import Importer, ImportOptions, ImportOutcome
from erdem.knowledge.services.records import change_record
from erdem.lib.cell_guard import restore
from erdem.lib.reading import Fault, Problem

CELL_FAULTS: Final[dict[str, Fault]] = {
    "unknown-word": file_faults.UNREADABLE_CELL,
    "unreadable-line": file_faults.UNREADABLE_LINE,
    "incomplete-line": file_faults.INCOMPLETE_LINE,
    "too-long": file_faults.LONG_CELL,
    "not-whole": file_faults.NOT_WHOLE,
    "out-of-bounds": file_faults.OUT_OF_BOUNDS,
    "empty-required": file_faults.EMPTY_REQUIRED,
    "unknown-community": file_faults.UNKNOWN_COMMUNITY,
}


@dataclass(frozen=True)
class Change:
    """What a row changes in a record."""

    row: ChangeRow
    record: Record
    content: RecordContent
    fields: tuple[str, ...]

    @property
    def heads(self) -> str:
        """The changed columns, for a message."""
        return "、".join(BY_FIELD[name].zh for name in self.fields)


class LineRefused(Exception):
    """A row is left out; carries what there is to say."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class ChangeImporter:
    """Takes a table for changing in batches; carries what has been seen from batch to batch."""

    actor: Actor
    options: ImportOptions
    register: Register = field(default_factory=register_names)
    lines_by_number: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.drafts = Importer(self.actor, replace(self.options, register=False))

    def check(self, rows: Sequence[ChangeRow]) -> ImportOutcome:
        """Say what `write` would do, by doing it and taking it back. Nothing stays written."""
        return self._take(rows, write=False)

    def write(self, rows: Sequence[ChangeRow]) -> ImportOutcome:
        """Write one batch: drafts in one go, each changed record by itself."""
        return self._take(rows, write=True)

    @transaction.atomic
    def _take(self, rows: Sequence[ChangeRow], *, write: bool) -> ImportOutcome:
        require(can_import(self.actor))
        outcome = ImportOutcome(read=len(rows))
        found = records_by_number(self.actor, {row.number for row in rows if row.number})
        fresh: list[RecordContent] = []
        for row in rows:
            try:
                if row.number:
                    self._change(row, found.get(row.number), outcome, write=write)
                else:
                    fresh.append(self._fresh(row))
            except LineRefused as refused:
                outcome.problems.append(refused.problem)
                outcome.rejected += 1
        if fresh:
            taken = self.drafts.write(fresh) if write else self.drafts.check(fresh)[1]
            outcome.add(replace(taken, read=0))
        return outcome

    def _at(
        self, row: ChangeRow, fault: Fault, name: str = "", /, *, kept: bool = False, **params: str | int
    ) -> Problem:
        return fault.at(self.options.file, row.line, row.places.get(name, ""), kept=kept, **params)

    def _change(self, row: ChangeRow, record: Record | None, outcome: ImportOutcome, *, write: bool) -> None:
        if record is None:
            raise LineRefused(self._at(row, faults.NO_SUCH_RECORD, "number", value=row.number[:60]))
        first = self.lines_by_number.setdefault(row.number, row.line)
        if first != row.line:
            raise LineRefused(self._at(row, faults.NUMBER_TWICE, "number", value=row.number, first=first))
        change = self._compare(row, record, outcome)
        if not change.fields:
            outcome.unchanged += 1
            return
        self._refuse(change)
        self._apply(change, write=write)
        outcome.changed += 1
        outcome.record_ids.append(record.pk)

    def _compare(self, row: ChangeRow, record: Record, outcome: ImportOutcome) -> Change:
        """Return what the row says otherwise than its record."""
        content = content_of_record(record)
        edited: dict[str, Any] = {}
        for column in CONTENT:
            if column.field not in row.cells:
                continue
            cell, value = row.cells[column.field], getattr(content, column.field)
            if not cell and not value:  # most cells of most tables
                continue
            told = str(write_cell(column, value, self.register))
            if _same(cell, told):
                continue
            if _is_cut(cell, value):
                outcome.problems.append(self._at(row, faults.CUT_CELL, column.field, kept=True, column=column.zh))
                continue
            new = self._read(row, column)
            if new != value and not _as_good_as(new, value):
                edited[column.field] = new
        return Change(row, record, replace(content, line=row.line, **edited), tuple(edited))

    def _read(self, row: ChangeRow, column: Field) -> Any:
        try:
            return read_cell(column, row.cells.get(column.field, ""), self.register)
        except CellError as error:
            fault, value, known = CELL_FAULTS[error.code], error.value, error.known
            problem = self._at(row, fault, column.field, column=column.zh, value=value, known=known)
            raise LineRefused(problem) from error

    def _refuse(self, change: Change) -> None:
        """Refuse a change of what is not the actor's to change, or from an older version."""
        row, record, heads = change.row, change.record, change.heads
        for name in change.fields:
            if BY_FIELD[name].locked:
                known = str(write_cell(BY_FIELD[name], getattr(content_of_record(record), name), self.register))
                raise LineRefused(
                    self._at(
                        row, faults.LOCKED_COLUMN, name, column=BY_FIELD[name].zh, value=record.number, known=known
                    )
                )
        decision = can_change(self.actor, record)
        if not decision:
            reason = str(getattr(decision, "reason", ""))
            raise LineRefused(self._at(row, faults.MAY_NOT_CHANGE, column=heads, value=record.number, reason=reason))
        then = row.version.removesuffix(".0")
        if not then:
            raise LineRefused(self._at(row, faults.VERSION_MISSING, "version", column=heads, value=record.number))
        if then != str(record.version):
            raise LineRefused(
                self._at(
                    row,
                    faults.VERSION_PASSED,
                    "version",
                    value=record.number,
                    now=record.version,
                    then=then[:20],
                    column=heads,
                )
            )

    def _apply(self, change: Change, *, write: bool) -> None:
        row, record = change.row, change.record
        try:
            with transaction.atomic():
                change_record(actor=self.actor, record=record, content=change.content, version=record.version)
                transaction.set_rollback(not write)
        except (RuleBroken, PermissionRefused) as broken:
            name = getattr(broken, "field", None) or ""
            scope = isinstance(broken, PermissionRefused) or name in ("place", "community", "diffusion_tier")
            fault = faults.OUTSIDE_SCOPE if scope else faults.WRONG_CONTENT
            raise LineRefused(self._at(row, fault, _column(name), reason=str(broken))) from broken
        except (IntegrityError, DataError) as error:
            raise LineRefused(self._at(row, faults.NOT_TAKEN, column=change.heads)) from error

    def _fresh(self, row: ChangeRow) -> RecordContent:
        """Return the content of a row without number; locked columns are not the file's to fill."""
        given: dict[str, Any] = {}
        for column in CONTENT:
            if column.required or (column.field in row.cells and not column.locked):
                given[column.field] = self._read(row, column)
        return RecordContent(**given, line=row.line)


def _same(cell: str, told: str) -> bool:
    return cell in (told, TOO_LONG_TO_SHOW) or plain(restore(plain(cell))) == plain(restore(told))


def _is_cut(cell: str, value: Any) -> bool:
    """Say whether a spreadsheet cut the cell: as long as its longest, and the beginning of what stands there."""
    return len(cell) >= LONGEST_CELL - 8 and isinstance(value, str) and plain(value).startswith(plain(restore(cell)))


def _as_good_as(new: Any, value: Any) -> bool:
    """Say whether two values differ only by what no cell can hold: blanks at the ends, sorts of line breaks."""
    return isinstance(new, str) and isinstance(value, str) and plain(new) == plain(value)


def _column(name: str) -> str:
    return {"place": "places", "other_places": "places", "community": "community_id"}.get(name, name)
