"""What the last questions came to, for those who ask the same again: the next page, another order."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

MOST: Final = 64

Outcome = TypeVar("Outcome")


class Recent(Generic[Outcome]):
    """Outcomes by question; the ones that were not asked for the longest are dropped. Safe for many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most: Final = most
        self._lock: Final = Lock()
        self._held: Final[OrderedDict[Hashable, Outcome]] = OrderedDict()

    def get(self, question: Hashable, work: Callable[[], Outcome]) -> Outcome:
        """The outcome of a question, worked out when it is not there. Two who ask at once both work it out."""
        with self._lock:
            if question in self._held:
                self._held.move_to_end(question)
                return self._held[question]
        outcome = work()
        with self._lock:
            self._held[question] = outcome
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return outcome
