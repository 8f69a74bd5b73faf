"""Writes of the overlap app."""

from erdem.overlap.services.annotation import (
    DRAW,
    Label,
    Plan,
    accept_spans,
    adjudicate,
    ask_for_set,
    assign_annotators,
    close_set,
    label_pair,
)
from erdem.overlap.services.comparing import Outcome
from erdem.overlap.services.dossiers import make_dossier
from erdem.overlap.services.drawing import draw_pairs
from erdem.overlap.services.news import tell_deciders
from erdem.overlap.services.review import accept_newer_evidence, note_reading, take_review_step
from erdem.overlap.services.screening import (
    SCREEN,
    Progress,
    request_screening,
    screen_collection,
    screen_publication,
    screen_record,
)
from erdem.overlap.services.sealing import SEAL, request_seal, seal_dossier, seal_in_background, take_bundle
from erdem.overlap.services.watch import WATCH, request_watch, watch
from erdem.overlap.services.word_files import word_file_of

__all__ = [
    "DRAW",
    "SCREEN",
    "SEAL",
    "WATCH",
    "Label",
    "Outcome",
    "Plan",
    "Progress",
    "accept_newer_evidence",
    "accept_spans",
    "adjudicate",
    "ask_for_set",
    "assign_annotators",
    "close_set",
    "draw_pairs",
    "label_pair",
    "make_dossier",
    "note_reading",
    "request_screening",
    "request_seal",
    "request_watch",
    "screen_collection",
    "screen_publication",
    "screen_record",
    "seal_dossier",
    "seal_in_background",
    "take_bundle",
    "take_review_step",
    "tell_deciders",
    "watch",
    "word_file_of",
]
