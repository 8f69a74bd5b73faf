"""Reads lists of watched names and of marks: JSON Lines, a JSON object or list, CSV; each row with what is wrong with others."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path

from erdem.overlap.engine.problems import RecordProblem
from erdem.overlap.engine.readers import read_rows

Row = Mapping[str, object]
_LISTS = ("items", "records", "marks", "names")
MAX_FIELD = 200_000


def read_lists(path: Path) -> tuple[list[Row], list[RecordProblem]]:
    """The rows of a file and its problems. A text line of its own is a row with that name. Raises OSError."""
    lower = path.name.removesuffix(".gz").lower()
    if lower.endswith(".csv"):
        return _csv(path)
    if lower.endswith(".json"):
        return _json(path)
    rows: list[Row] = []
    problems: list[RecordProblem] = []
    for line, row in read_rows(path):
        _sort(row, line, rows, problems)
    return rows, problems


def _sort(row: object, line: int, rows: list[Row], problems: list[RecordProblem]) -> None:
    if isinstance(row, RecordProblem):
        problems.append(row)
    elif isinstance(row, Mapping):
        rows.append(row)
    elif isinstance(row, str):
        rows.append({"name": row})
    else:
        problems.append(RecordProblem(line, "", f"expected an object, found {type(row).__name__}"))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    return raw.decode("utf-8-sig", errors="replace")


def _csv(path: Path) -> tuple[list[Row], list[RecordProblem]]:
    csv.field_size_limit(MAX_FIELD)
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(_text(path)))], []
    except (csv.Error, EOFError, gzip.BadGzipFile) as error:
        return [], [RecordProblem(0, "", str(error))]


def _json(path: Path) -> tuple[list[Row], list[RecordProblem]]:
    try:
        read = json.loads(_text(path))
    except (ValueError, EOFError, gzip.BadGzipFile, RecursionError) as error:
        return [], [RecordProblem(0, "", f"no JSON: {error}")]
    if isinstance(read, dict):
        read = next((read[key] for key in _LISTS if isinstance(read.get(key), list)), [read])
    rows: list[Row] = []
    problems: list[RecordProblem] = []
    for line, row in enumerate(read if isinstance(read, list) else [read]):
        _sort(row, line, rows, problems)
    return rows, problems
