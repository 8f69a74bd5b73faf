"""One question on several processors: a part of an answer that the rest does not need is worked out beside it.

The index works without the lock of the interpreter, so a thread helps. Handing work to it takes a tenth of a millisecond:
a small index is asked part by part, and so is a large one when every processor has work already.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from threading import BoundedSemaphore
from typing import Final, TypeVar

LARGE: Final = 100_000
"""Documents from which on it is worth it."""

Given = TypeVar("Given")


def beside(work: Callable[[], Given], documents: int) -> Callable[[], Given]:
    """Begin work for an index of so many documents; what is returned gives its outcome, or raises what it raised.

    The work must not begin other work in turn. Without a free helper it is done when its outcome is asked for.
    """
    helpers = _helpers(os.getpid())
    if documents < LARGE or not helpers.free.acquire(blocking=False):
        return cache(work)
    return helpers.threads.submit(helpers.finish, work).result


class _Helpers:
    def __init__(self) -> None:
        count = os.cpu_count() or 1
        self.free: Final = BoundedSemaphore(count)
        self.threads: Final = ThreadPoolExecutor(count, "search")

    def finish(self, work: Callable[[], Given]) -> Given:
        """Do the work, then be free for other."""
        try:
            return work()
        finally:
            self.free.release()


@lru_cache(maxsize=1)
def _helpers(_process: int) -> _Helpers:
    """The helpers of this process; one that was forked has none of its parent's."""
    return _Helpers()
