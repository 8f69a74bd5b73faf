"""A clock that a test sets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass
class SetClock:
    """Says the same time until it is set anew."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.now


def utc(year: int, month: int = 1, day: int = 1) -> dt.datetime:
    """Return noon of a day, UTC."""
    return dt.datetime(year, month, day, 12, tzinfo=dt.UTC)
