"""Counts that other apps offer for the pages of places. They are above this app and register at start (`web/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from erdem.base.actor import Actor, significant_digits

Counts = Mapping[str, int]


@dataclass(frozen=True)
class PlaceFigure:
    """A count per division.

    ``label`` heads a column, ``unit`` stands over the key of the tile gram. ``counts`` gives division code to count, only of what
    the actor sees; ``address`` gives the page that lists what was counted in a division, or nothing. ``concerns`` says whether
    the figure is for this person at all: a column of zeros would say something that is not so.
    """

    slug: str
    label: Any
    unit: Any
    counts: Callable[[Actor], Counts]
    address: Callable[[str], str]
    concerns: Callable[[Actor], bool] = lambda _actor: True


_offered: dict[str, PlaceFigure] = {}


def offer(figure: PlaceFigure) -> None:
    """Offer a figure; offering the same slug again replaces it."""
    _offered[figure.slug] = figure


def offered(actor: Actor) -> tuple[PlaceFigure, ...]:
    """Return the figures for a person, in the order in which they were offered."""
    return tuple(figure for figure in _offered.values() if figure.concerns(actor))


def within(counts: Counts, code: str) -> int:
    """Return the sum of the counts of a division and of everything inside it."""
    prefix = significant_digits(code)
    return sum(count for place, count in counts.items() if place.startswith(prefix))
