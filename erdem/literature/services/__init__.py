"""Writes of the literature: bringing documents in, once and without loss."""

from __future__ import annotations

from erdem.literature.services.runs import ImportOutcome, import_file, import_publications

__all__ = ["ImportOutcome", "import_file", "import_publications"]
