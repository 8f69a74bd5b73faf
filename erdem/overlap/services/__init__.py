"""Writes of the overlap app."""

from erdem.overlap.services.dossiers import make_dossier, word_file_of
from erdem.overlap.services.review import accept_newer_evidence, note_reading, take_review_step
from erdem.overlap.services.screening import (
    Outcome,
    Progress,
    request_screening,
    screen_collection,
    screen_publication,
    screen_record,
)

__all__ = [
    "Outcome",
    "Progress",
    "accept_newer_evidence",
    "make_dossier",
    "note_reading",
    "request_screening",
    "screen_collection",
    "screen_publication",
    "screen_record",
    "take_review_step",
    "word_file_of",
]
