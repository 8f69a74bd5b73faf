"""Reads of sharing."""

from erdem.sharing.queries.agreements import (
    agreed_records,
    agreements,
    assents_to,
    comments_on,
    get_agreement,
    library,
    newest_version,
    party_names,
    subject_of,
    versions_of,
)

__all__ = [
    "agreed_records",
    "agreements",
    "assents_to",
    "comments_on",
    "get_agreement",
    "library",
    "newest_version",
    "party_names",
    "subject_of",
    "versions_of",
]
