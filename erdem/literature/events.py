"""What the literature tells others after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LiteratureImported:
    """An import has been saved. ``publication_ids`` are the publications that are new or got something new."""

    run_id: int
    source_name: str
    publication_ids: tuple[int, ...]
