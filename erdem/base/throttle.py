"""Counting requests of those who send no key: so many a minute from one address, in the memory of one process, nothing kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Throttle:
    """A fixed window of a minute for each address. The oldest addresses are forgotten when there are too many.

    Attributes:
        limit: requests a minute.
        most: addresses that are remembered at once.
        clock: seconds that only grow.
    """

    limit: int
    most: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, tuple[int, int]] = field(default_factory=OrderedDict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def seconds_to_wait(self, address: str) -> int:
        """Count one request; return 0 when it may go on, else in how many seconds it may come again."""
        now = int(self.clock())
        window = now // 60
        with self._lock:
            counted_in, count = self._seen.pop(address, (window, 0))
            count = count + 1 if counted_in == window else 1
            self._seen[address] = (window, count)
            while len(self._seen) > self.most:
                self._seen.popitem(last=False)
        return 0 if count <= self.limit else 60 - now % 60
