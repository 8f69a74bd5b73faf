"""Typed access to the fields of one decoded record; what has the wrong type becomes a problem, not an
exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from erdem.lib.reading import Fault, Problem

WRONG_FIELD = Fault(
    "wrong-field",
    "The field holds %(what)s where %(expected)s is expected. The record is kept without this field.",
)


def unique(values: Sequence[str]) -> tuple[str, ...]:
    """The values without blanks and repetitions, in their order."""
    return tuple(dict.fromkeys(value for value in values if value))


def split_list(text: str, mark: str) -> tuple[str, ...]:
    """Parts of a list written in one cell."""
    return unique([part.strip() for part in text.split(mark)])


def squeeze(text: str) -> str:
    """White space made single."""
    return " ".join(text.split())


KINDS = {str: "text", list: "a list", dict: "an object", bool: "yes or no", int: "a number", float: "a number"}


class Record:
    """One JSON object (or row as mapping) with the place it came from. `problems` collects what was left
    out.
    """

    def __init__(self, values: Mapping[str, Any], file: str, line: int) -> None:
        self.values = values
        self.file = file
        self.line = line
        self.problems: list[Problem] = []

    def first(self, *names: str) -> tuple[str, Any]:
        """Name and value of the first of these fields that is filled in, else an empty name and None."""
        for name in names:
            value = self.values.get(name)
            if value is not None and value != "" and value != []:
                return name, value
        return "", None

    def wrong(self, name: str, value: object, expected: str) -> None:
        what = KINDS.get(type(value), "something else")
        self.problems.append(WRONG_FIELD.at(self.file, self.line, name, kept=True, what=what, expected=expected))

    def text(self, *names: str) -> str:
        """The first filled field as one text; a list of one counts as its only member."""
        for name in names:
            value = self.values.get(name)
            if type(value) is str and value:
                return squeeze(value)
            if value is not None and value != "" and value != []:
                return self._as_text(name, value)
        return ""

    def _as_text(self, name: str, value: object) -> str:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str):
            return squeeze(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        self.wrong(name, value, "text")
        return ""

    def long_text(self, *names: str) -> str:
        """As `text`, with the line breaks kept."""
        name, value = self.first(*names)
        if isinstance(value, str):
            return "\n".join(filter(None, (squeeze(line) for line in value.splitlines())))
        if value is not None:
            self.wrong(name, value, "text")
        return ""

    def texts(self, *names: str, mark: str = ";") -> tuple[str, ...]:
        """The first filled field as a list; a text is split at `mark`."""
        name, value = self.first(*names)
        if isinstance(value, str):
            return split_list(value, mark)
        if isinstance(value, list):
            if any(not isinstance(part, str) for part in value):
                self.wrong(name, next(part for part in value if not isinstance(part, str)), "a list of texts")
            return unique([squeeze(part) for part in value if isinstance(part, str)])
        if value is not None:
            self.wrong(name, value, "a list of texts")
        return ()

    def by_language(self, lang: str, *names: str) -> dict[str, str]:
        """A text under its language; an object `{language: text}` is taken as it is."""
        name, value = self.first(*names)
        if isinstance(value, dict):
            found = {str(key): squeeze(part) for key, part in value.items() if isinstance(part, str)}
            return {key: part for key, part in found.items() if part}
        text = self.text(name) if name else ""
        return {lang: text} if text else {}

    def objects(self, *names: str) -> list[Self]:
        """The first filled field as a list of objects; problems of a member name it as `field[2]`."""
        name, value = self.first(*names)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, value, "a list of objects")
            return []
        members: list[Self] = []
        for index, part in enumerate(value):
            if isinstance(part, dict):
                members.append(type(self)(part, self.file, self.line))
            else:
                self.wrong(f"{name}[{index}]", part, "an object")
        return members

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                self.wrong(name, value, "a number")
                return None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value) if abs(value) < 1e12 else None
        if value is not None:
            self.wrong(name, value, "a number")
        return None
