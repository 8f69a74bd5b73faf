"""Writes of the literature: bringing documents in, once and without loss."""

from __future__ import annotations

from erdem.literature.queries.searching_expansion import offer_expander, offer_words
from erdem.literature.services.indexing import request_index_update
from erdem.literature.services.reports import ReportDraft, write_report
from erdem.literature.services.reports import word_file_of as report_word_file
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
    "ReportDraft",
    "check_run",
    "confirm_run",
    "import_file",
    "import_publications",
    "import_seeds",
    "offer_expander",
    "offer_words",
    "receive_upload",
    "report_word_file",
    "request_index_update",
    "save_run",
    "write_report",
]
