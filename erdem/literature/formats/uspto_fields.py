"""Records of tagged lines, as the American office kept its full texts before SGML (Green Book) and in its search
system (BRS): a code of two to four capitals, then the text, which may go on in indented lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from erdem.lib.reading import Line, Problem, Source, read_lines
from erdem.literature.formats.faults import RECORD_TOO_LONG

LONGEST: Final = 16 << 20
TAGGED: Final = re.compile(r"([A-Z][A-Z0-9]{1,3})(?: +(.*))?")


@dataclass
class FieldRecord:
    """One record: the line it begins on, its lines as written, and its fields in their order."""

    line: int
    raw: list[str] = field(default_factory=list)
    lines: list[tuple[str, list[str]]] = field(default_factory=list)
    damaged: bool = False
    size: int = 0

    def take(self, line: Line) -> None:
        """The next line: a field of its own, or more text of the last one. A record too long is no longer held."""
        self.size += len(line.text) + 1
        if self.size > LONGEST:
            return
        self.raw.append(line.text)
        self.damaged = self.damaged or line.damaged
        match = TAGGED.fullmatch(line.text.rstrip())
        if match:
            self.lines.append((match[1], [match[2] or ""]))
        elif self.lines and line.text.strip():
            self.lines[-1][1].append(line.text.strip())

    def finished(self, file: str) -> FieldRecord | Problem:
        return self if self.size <= LONGEST else RECORD_TOO_LONG.at(file, self.line, limit=LONGEST)

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """Code and text of each field, the lines of a text kept apart."""
        return [(tag, "\n".join(lines)) for tag, lines in self.lines]

    def text(self) -> str:
        return "\n".join(self.raw) + "\n"

    def first(self, *tags: str) -> str:
        """The first of these fields that is filled in."""
        return next((text for tag in tags for one, text in self.fields if one == tag and text), "")

    def all(self, *tags: str) -> list[str]:
        return [text for tag, text in self.fields if tag in tags and text]

    def groups(self, start: str) -> Iterator[dict[str, str]]:
        """The fields from each `start` to the next one, under their tags; the first of those that repeat."""
        group: dict[str, str] = {}
        for tag, text in self.fields:
            if tag == start:
                if group:
                    yield group
                group = {tag: text}
            elif group:
                group.setdefault(tag, text)
        if group:
            yield group

    def sections(self, names: frozenset[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """The parts of a record that begin with a line holding nothing but one of these names."""
        name, held = "", list[tuple[str, str]]()
        for tag, text in self.fields:
            if tag in names and not text:
                yield name, held
                name, held = tag, []
            else:
                held.append((tag, text))
        yield name, held


def read_field_records(
    source: Source, name: str, begins: Callable[[str], bool], ends: Callable[[str], bool] = lambda line: False
) -> Iterator[FieldRecord | Problem]:
    """Every record of a file: from a line that `begins` one to the next such line or one that `ends` it. What stands
    between records is passed over.
    """
    record: FieldRecord | None = None
    for item in read_lines(source, name=name, keep_damaged=True):
        if isinstance(item, Problem):
            yield item
            continue
        started = begins(item.text)
        if record and (started or ends(item.text)):
            yield record.finished(name)
            record = None
        if started:
            record = FieldRecord(item.number)
        if record:
            record.take(item)
    if record:
        yield record.finished(name)
