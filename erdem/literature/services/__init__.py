"""Writes of the literature: bringing documents in, once and without loss."""

from __future__ import annotations

from erdem.literature.services.runs import ImportOutcome, import_file, import_publications
from erdem.literature.services.seeds import SEEDS, import_seeds
from erdem.literature.services.uploads import (
    LARGEST_UPLOAD,
    check_run,
    confirm_run,
    receive_upload,
    save_run,
)

__all__ = [
    "LARGEST_UPLOAD",
    "SEEDS",
    "ImportOutcome",
    "check_run",
    "confirm_run",
    "import_file",
    "import_publications",
    "import_seeds",
    "receive_upload",
    "save_run",
]
