"""What the literature tells others after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LiteratureImported:
    """An import has been saved: so many publications are new, so many got something new.

    Which ones is not said: a file may hold millions.
    """

    run_id: int
    source_name: str
    created: int
    merged: int

    @property
    def changed(self) -> int:
        """How many publications are new or got something new."""
        return self.created + self.merged
