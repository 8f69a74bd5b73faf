"""What the stages of the register ask about consent before a record of a community goes on."""

from __future__ import annotations

from erdem.knowledge.consent_choices import Phase
from erdem.knowledge.models import Record
from erdem.knowledge.policies import holders_of
from erdem.knowledge.queries.consent import missing_consents
from erdem.knowledge.queries.disclosure import checklist_gaps, undecided


def what_consent_lacks(record: Record) -> list[str]:
    """Return in sentences which consents, which decision and which points of the checklist are missing.

    Empty for a record that no community holds: there is nobody to ask, and it was written from sources. The points after
    recording are for the yearly review, not for the way into the register.
    """
    if not holders_of(record):
        return []
    decision = undecided(record)
    return [
        *map(str, missing_consents(record)),
        *([decision] if decision else []),
        *checklist_gaps(record, Phase.BEFORE),
        *checklist_gaps(record, Phase.DURING),
    ]
