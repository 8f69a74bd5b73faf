"""Reads of the register and the lexicon; each begins from what the actor may see."""

from erdem.knowledge.models import Record, Substance
from erdem.knowledge.queries.figures import (
    counts_by_kind,
    counts_by_place,
    monthly_counts,
    new_this_month,
    registered_count,
    waiting_count,
)
from erdem.knowledge.queries.lexicon import (
    get_substance,
    lexicon_names,
    lexicon_rows,
    lexicon_stamp,
    lexicon_version,
    substances,
    substances_by_name,
)
from erdem.knowledge.queries.lexicon_unknown import NearName, UnknownName, near_names, offer_proposer, unknown_names
from erdem.knowledge.queries.records import (
    RecordFilter,
    books,
    get_record,
    record_list,
    records,
    records_by_id,
    same_names,
    screening_row,
    screening_rows,
)

__all__ = [
    "NearName",
    "Record",
    "RecordFilter",
    "Substance",
    "UnknownName",
    "books",
    "counts_by_kind",
    "counts_by_place",
    "get_record",
    "get_substance",
    "lexicon_names",
    "lexicon_rows",
    "lexicon_stamp",
    "lexicon_version",
    "monthly_counts",
    "near_names",
    "new_this_month",
    "offer_proposer",
    "record_list",
    "records",
    "records_by_id",
    "registered_count",
    "same_names",
    "screening_row",
    "screening_rows",
    "substances",
    "substances_by_name",
    "unknown_names",
    "waiting_count",
]
