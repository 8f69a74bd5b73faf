"""How far a file is, on a terminal in one line that moves, elsewhere as a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from erdem.literature.services.pace import Pace, seconds_left

EVERY_TERMINAL, EVERY_LINE = 0.2, 5.0
MEGABYTE: Final = 1_000_000


class Meter:
    """Rate and remaining time of one file. ``size`` is its length in bytes, 0 when that is not known."""

    def __init__(
        self, label: str, size: int = 0, *, terminal: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.label = label
        self.size = size
        self.terminal = terminal
        self.clock = clock
        self.pace, self.byte_pace = Pace(clock), Pace(clock)
        self.done_bytes = 0
        self.byte_rate = 0.0
        self.shown_at = clock()

    def bytes_read(self, done: int) -> None:
        """Note how much of the file is behind; call it before `records`."""
        self.done_bytes = done
        self.byte_rate = self.byte_pace.mark(done)

    def records(self, read: int) -> None:
        """Note how many records were read, and show it when it is time."""
        rate = self.pace.mark(read)
        now = self.clock()
        if now - self.shown_at < (EVERY_TERMINAL if self.terminal else EVERY_LINE):
            return
        self.shown_at = now
        words = self.words(read, rate)
        click.echo(f"\r\x1b[K{words}" if self.terminal else words, err=True, nl=not self.terminal)

    def words(self, read: int, rate: float) -> str:
        """One line: records, records and megabytes a second, share, time left."""
        parts = [f"{self.label}: {read:,} records"]
        if rate:
            parts.append(f"{rate:,.0f} a second")
        if self.byte_rate:
            parts.append(f"{self.byte_rate / MEGABYTE:,.1f} MB/s")
        if self.size and self.done_bytes:
            parts.append(f"{min(100, self.done_bytes * 100 // self.size)} %")
            left = seconds_left(self.size - self.done_bytes, self.byte_rate)
            if left is not None:
                parts.append(f"{duration(left)} left")
        return ", ".join(parts)


def duration(seconds: int) -> str:
    """Seconds in the largest units that say something: 40 s, 12 min, 3 h 05 min."""
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


@contextmanager
def metered(label: str, size: int = 0, *, quiet: bool) -> Iterator[Meter | None]:
    """Give a meter that shows itself, or None where nothing is to be shown."""
    if quiet:
        yield None
        return
    terminal = sys.stderr.isatty()
    meter = Meter(label, size, terminal=terminal)
    try:
        yield meter
    finally:
        if terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
