"""What can be wrong with a file, said so that a person knows what happened, what is safe and what to do.

A `Fault` is a kind of trouble with a stable slug and an English sentence; a `Problem` is one case of it at
one place of one file. The sentence is a `%(name)s` template, so an interface can translate
`FAULTS[code].template` and fill in `params` itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Final

LONGEST_RAW: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place.

    `line` counts from 1 (the row number in a spreadsheet); None speaks of the whole file. `field` is the
    name of the field, or `Sheet!B4` in a spreadsheet. `kept` is True when the record was taken all the same
    and only the named field was left out or marked. `raw` is the refused record as a small file of its own in the
    same format, so that a person can correct it and read it again; empty where there is none or it is too long.
    """

    file: str
    line: int | None
    field: str
    code: str
    message: str
    params: Mapping[str, str | int] = dataclass_field(default_factory=dict, hash=False)
    kept: bool = False
    raw: str = dataclass_field(default="", compare=False, repr=False)

    def with_raw(self, raw: str) -> Problem:
        """The same problem with the record it speaks of (dropped when longer than `LONGEST_RAW` characters)."""
        return replace(self, raw=raw if len(raw) <= LONGEST_RAW else "")

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.field:
            place += f", {self.field}"
        return f"{place}: {self.message}"


FAULTS: Final[dict[str, Fault]] = {}


class Fault:
    """A kind of problem: slug and sentence. Creating one enters it in `FAULTS`."""

    def __init__(self, code: str, template: str) -> None:
        if code in FAULTS:
            raise ValueError(f"the problem code {code} is already taken")
        self.code = code
        self.template = template
        FAULTS[code] = self

    def at(
        self, file: str, line: int | None = None, field: str = "", /, *, kept: bool = False, **params: str | int
    ) -> Problem:
        """This fault at a place; `params` fill the sentence."""
        return Problem(file, line, field, self.code, self.template % params, params, kept)


class UnreadableError(Exception):
    """Raised where a file cannot be read further; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


CANNOT_OPEN = Fault(
    "cannot-open",
    "The file cannot be opened (%(reason)s). Nothing was read. Check the path and the permission to read it.",
)
EMPTY_FILE = Fault("empty-file", "The file is empty. Nothing was read. Export it again.")
NOT_TEXT = Fault(
    "not-text",
    "This is %(what)s, not a text file. Nothing was read. Export the records as CSV, XLSX or JSON Lines.",
)
TRUNCATED_GZIP = Fault(
    "truncated-gzip",
    "The compressed file ends before its end mark, so the copy is incomplete. Complete lines before the "
    "break were read. Copy or download the file again and repeat the import.",
)
DAMAGED_GZIP = Fault(
    "damaged-gzip",
    "The compressed data is damaged (%(reason)s). Complete lines before the damage were read. "
    "Copy or download the file again and repeat the import.",
)
UNKNOWN_ENCODING = Fault(
    "unknown-encoding",
    "The text is neither UTF-8 nor GB18030 nor marked UTF-16, so its characters cannot be read for certain. "
    "Nothing was read. Save the file as UTF-8 and import it again.",
)
BROKEN_ENCODING = Fault(
    "broken-encoding",
    "This line holds bytes that are not valid %(encoding)s (first at byte %(byte)d of the line). The other "
    "lines are read. Correct the characters or save the file as UTF-8.",
)
BROKEN_UTF16 = Fault(
    "broken-utf16",
    "The text is UTF-16 but breaks off inside a character. Complete lines before it were read. "
    "Save the file as UTF-8 and import it again.",
)
LINE_TOO_LONG = Fault(
    "line-too-long",
    "This line is longer than %(limit)d bytes and was skipped. The other lines are read. Check whether the "
    "line breaks were lost when the file was exported.",
)
NUL_IN_LINE = Fault(
    "nul-in-line",
    "This line holds zero bytes, which no text contains, and was skipped. The other lines are read. "
    "Export the file again.",
)
