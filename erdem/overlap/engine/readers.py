"""Readers of JSON Lines files (plain or gzip): one object a line, bad lines reported and passed over."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from erdem.lib.collector import collector_paused
from erdem.overlap.engine.problems import RecordProblem
from erdem.overlap.engine.records import Patent, TkRecord, patent, tk_record

T = TypeVar("T")

MAX_LINE = 16 * 1024 * 1024


def read_rows(path: str | Path) -> Iterator[tuple[int, object | RecordProblem]]:
    """(0-based line, parsed JSON or problem) of each non-empty line. Raises OSError when the file cannot be opened."""
    with Path(path).open("rb") as raw:
        packed = raw.peek(2)[:2] == b"\x1f\x8b"
        if packed:
            yield from _rows(gzip.GzipFile(fileobj=raw))
        else:
            yield from _rows(raw)


class _LineStream(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


def _rows(stream: _LineStream) -> Iterator[tuple[int, object | RecordProblem]]:
    line = -1
    while True:
        try:
            data = stream.readline(MAX_LINE + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            yield line + 1, RecordProblem(line + 1, "", f"the compressed file is damaged here: {error}")
            return
        if not data:
            return
        line += 1
        if len(data) > MAX_LINE:
            yield line, RecordProblem(line, "", f"the line is longer than {MAX_LINE} bytes")
            while data and not data.endswith(b"\n"):
                data = stream.readline(MAX_LINE)
            continue
        if data.strip():
            yield line, _parse(data, line)


def _parse(data: bytes, line: int) -> object | RecordProblem:
    try:
        parsed: object = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return RecordProblem(line, "", "the line is not UTF-8")
    except (json.JSONDecodeError, RecursionError) as error:
        return RecordProblem(line, "", f"not JSON: {error}")
    return parsed


def _read(
    rows: Iterable[tuple[int, object | RecordProblem]],
    make: Callable[[object, int], tuple[T | None, list[RecordProblem]]],
) -> tuple[list[T], list[RecordProblem]]:
    kept: list[T] = []
    problems: list[RecordProblem] = []
    for line, row in rows:
        if isinstance(row, RecordProblem):
            problems.append(row)
            continue
        item, found = make(row, line)
        problems.extend(found)
        if item is not None:
            kept.append(item)
    return kept, problems


def read_tk(path: str | Path) -> tuple[list[TkRecord], list[RecordProblem]]:
    """TK records of a JSON Lines file and what was wrong with it. `id` defaults to the 0-based line."""
    with collector_paused():
        return _read(read_rows(path), tk_record)


def read_literature(path: str | Path) -> tuple[list[Patent], list[RecordProblem]]:
    """Patents of a JSON Lines file, the literature shape or facts rows, and what was wrong with it."""
    return _read(read_rows(path), patent)
