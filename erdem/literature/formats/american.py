"""What every older form of American publication fills in the same way, from what its reader found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from erdem.literature.formats.model import Identity, Party, Priority
from erdem.literature.formats.uspto import earliest
from erdem.literature.formats.uspto_parties import inventor_names, owner_names, owner_place


def shared_fields(
    identity: Identity,
    title: str,
    abstract: str,
    parties: Sequence[Party],
    priorities: Sequence[Priority],
    *,
    inventors_apply: bool = True,
) -> dict[str, Any]:
    """The fields of a `Publication` that follow from numbers, English texts, parties and priorities.

    With ``inventors_apply`` the inventors are the applicants where nobody owns the invention, as the law was before 2012.
    """
    parties, priorities = tuple(parties), tuple(priorities)
    owners, inventors = owner_names(parties), inventor_names(parties)
    return {
        "identifier": identity.identifier,
        "number": identity.number,
        "country": identity.country,
        "kind": identity.kind,
        "application": identity.application,
        "titles": {"en": title} if title else {},
        "abstracts": {"en": abstract} if abstract else {},
        "description_lang": "en",
        "applicants": owners or (inventors if inventors_apply else ()),
        "inventors": inventors,
        "applicant_place": owner_place(parties),
        "parties": parties,
        "priorities": priorities,
        "priority_date": earliest(priorities),
    }
