"""Writes of the register and the lexicon."""

from erdem.knowledge.services.importing import Importer, ImportOptions, ImportOutcome, import_entries
from erdem.knowledge.services.lexicon import (
    RelationLine,
    SubstanceContent,
    add_substance,
    change_substance,
    load_lexicon,
    relink_ingredients,
)
from erdem.knowledge.services.records import (
    STEPS,
    change_record,
    draft_record,
    note_reading,
    register_record,
    return_record,
    submit,
    withdraw_record,
)

__all__ = [
    "STEPS",
    "ImportOptions",
    "ImportOutcome",
    "Importer",
    "RelationLine",
    "SubstanceContent",
    "add_substance",
    "change_record",
    "change_substance",
    "draft_record",
    "import_entries",
    "load_lexicon",
    "note_reading",
    "register_record",
    "relink_ingredients",
    "return_record",
    "submit",
    "withdraw_record",
]
