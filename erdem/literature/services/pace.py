"""How fast an import goes: over the last half minute, so that a pause or a resumed run does not bend the figure."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

WINDOW: Final = 30.0


class Pace:
    """Records (or bytes) a second. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.marks: deque[tuple[float, int]] = deque()

    def mark(self, done: int) -> float:
        """Note how much is done; return how much a second, nought while that is not known."""
        now = self.clock()
        self.marks.append((now, done))
        while len(self.marks) > 2 and now - self.marks[0][0] > WINDOW:
            self.marks.popleft()
        since, before = self.marks[0]
        return (done - before) / (now - since) if now > since and done > before else 0.0

    def words(self, done: int) -> str:
        """The rate as the message of a progress row: a plain number, blank while it is not known."""
        rate = self.mark(done)
        return f"{rate:.1f}" if rate else ""


def seconds_left(left: float, rate: float) -> int | None:
    """Whole seconds that so much takes at a rate, or None when that cannot be said."""
    return round(left / rate) if rate > 0 and left >= 0 else None
