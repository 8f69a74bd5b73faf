"""How many different documents a file speaks of, in eight bytes each.

Two different identifiers of a file of ten million share a hash with a chance of 3 in a million; then the count is one short.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

LOOSE: Final = 1 << 17


class Distinct:
    """A count of different words: a small set while it grows, sorted hashes of 64 bits once it is large."""

    def __init__(self) -> None:
        self._loose: set[int] = set()
        self._sorted: Hashes | None = None

    def add(self, word: str) -> None:
        """Count a word that was not met before."""
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._loose.add(int.from_bytes(digest, "little"))
        if len(self._loose) >= LOOSE:
            self._settle()

    def update(self, other: Distinct) -> None:
        """Count the words of another count too."""
        if other._sorted is not None:
            self._sorted = _union(self._sorted, other._sorted)
        self._loose |= other._loose
        self._settle()

    def _settle(self) -> None:
        if self._loose and (self._sorted is not None or len(self._loose) >= LOOSE):
            import numpy as np

            loose = np.fromiter(self._loose, dtype=np.uint64, count=len(self._loose))
            self._sorted = _union(self._sorted, loose)
            self._loose = set()

    def __len__(self) -> int:
        if self._sorted is None:
            return len(self._loose)
        self._settle()
        return len(self._sorted)


def _union(one: Hashes | None, other: Hashes) -> Any:
    import numpy as np

    return np.unique(other) if one is None else np.union1d(one, other)
