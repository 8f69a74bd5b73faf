"""What is wrong with one input record, in plain words, instead of a traceback."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """`line` is the 0-based line of the record, `field` its key, `message` says what was found."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line + 1}, {self.field}: {self.message}"
