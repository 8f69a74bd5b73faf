"""Writes of the register and the lexicon, and what the installation brings along."""

from erdem.knowledge.content import RecordContent
from erdem.knowledge.entries import SEEDS, content_of, read_contents, seed_contents, seed_substances
from erdem.knowledge.services.importing import Importer, ImportOptions, ImportOutcome, import_entries
from erdem.knowledge.services.lexicon import (
    RelationLine,
    SubstanceContent,
    add_substance,
    change_substance,
    load_lexicon,
    relink_ingredients,
    request_relink,
)
from erdem.knowledge.services.lexicon_names import heed_name, ignore_name, name_substance, unname_substance
from erdem.knowledge.services.places import PlaceReader
from erdem.knowledge.services.records import (
    STEPS,
    change_record,
    draft_record,
    note_reading,
    register_record,
    return_record,
    submit,
    what_is_missing,
    withdraw_record,
)
from erdem.knowledge.services.uploads import check_upload, confirm_upload, import_upload, receive_upload

__all__ = [
    "SEEDS",
    "STEPS",
    "ImportOptions",
    "ImportOutcome",
    "Importer",
    "PlaceReader",
    "RecordContent",
    "RelationLine",
    "SubstanceContent",
    "add_substance",
    "change_record",
    "change_substance",
    "check_upload",
    "confirm_upload",
    "content_of",
    "draft_record",
    "heed_name",
    "ignore_name",
    "import_entries",
    "import_upload",
    "load_lexicon",
    "name_substance",
    "note_reading",
    "read_contents",
    "receive_upload",
    "register_record",
    "relink_ingredients",
    "request_relink",
    "return_record",
    "seed_contents",
    "seed_substances",
    "submit",
    "unname_substance",
    "what_is_missing",
    "withdraw_record",
]
