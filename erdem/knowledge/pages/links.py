"""Small parts that several pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """An address with its words; without an address the place where the reader is."""

    label: Any
    url: str = ""


@dataclass(frozen=True)
class Option:
    """A value to choose."""

    value: str
    label: Any


def options(choices: list[tuple[str, Any]], everything: Any) -> tuple[Option, ...]:
    """Return the values of a filter, beginning with the one that filters nothing."""
    return (Option("", everything), *(Option(value, label) for value, label in choices))
