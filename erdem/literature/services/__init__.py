"""Writes of the literature: bringing documents in, once and without loss."""

from __future__ import annotations

from erdem.literature.queries.searching_expansion import offer_expander, offer_words
from erdem.literature.services.columns import columns_of, remembered
from erdem.literature.services.files import Watch, import_file, import_publications
from erdem.literature.services.indexing import (
    INDEX_QUEUE,
    LINGER,
    PATIENCE,
    IndexUpdate,
    Visit,
    rebuild_index,
    refresh_index,
    request_index_update,
    update_index,
)
from erdem.literature.services.outcome import ImportOutcome
from erdem.literature.services.pace import Pace
from erdem.literature.services.quarantine import (
    READ_AT_ONCE,
    correct_record,
    dismiss_record,
    reopen_record,
    request_rerun,
    rerun_waiting,
)
from erdem.literature.services.reports import ReportDraft, write_report
from erdem.literature.services.reports import word_file_of as report_word_file
from erdem.literature.services.runs import RunTaken
from erdem.literature.services.seeds import SEEDS, import_seeds
from erdem.literature.services.uploads import (
    can_go_on,
    check_run,
    confirm_run,
    largest_upload,
    pause_run,
    receive_upload,
    resume_run,
    save_run,
    set_columns,
    stands_still,
)

__all__ = [
    "INDEX_QUEUE",
    "LINGER",
    "PATIENCE",
    "READ_AT_ONCE",
    "SEEDS",
    "ImportOutcome",
    "IndexUpdate",
    "Pace",
    "ReportDraft",
    "RunTaken",
    "Visit",
    "Watch",
    "can_go_on",
    "check_run",
    "columns_of",
    "confirm_run",
    "correct_record",
    "dismiss_record",
    "import_file",
    "import_publications",
    "import_seeds",
    "largest_upload",
    "offer_expander",
    "offer_words",
    "pause_run",
    "rebuild_index",
    "receive_upload",
    "refresh_index",
    "remembered",
    "reopen_record",
    "report_word_file",
    "request_index_update",
    "request_rerun",
    "rerun_waiting",
    "resume_run",
    "save_run",
    "set_columns",
    "stands_still",
    "update_index",
    "write_report",
]
