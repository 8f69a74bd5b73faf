"""What the small world holds of official documents: a draft in a case, and the word of the office."""

from __future__ import annotations

from erdem.base.actor import Actor, acting_as
from erdem.cases.models import Case, OfficialDocument
from erdem.cases.services import draft_document, keep_numbering


def add_papers(officer: Actor, case: Case) -> OfficialDocument:
    """Keep the word of the office and draft a document in the case."""
    with acting_as(officer):
        keep_numbering(actor=officer, office=case.office, word="示例旗市监")
        return draft_document(actor=officer, case=case, template="acceptance", given={"contact": "示例电话"})
