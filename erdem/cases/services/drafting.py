"""The step of a case that names a document begins its draft, so that nobody has to remember it."""

from __future__ import annotations

from erdem.base.actor import Actor
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.models import Case, OfficialDocument
from erdem.cases.models.papers import UNFINISHED
from erdem.cases.paper.registry import TEMPLATES
from erdem.cases.policies import can_work
from erdem.cases.services.papers import draft_document
from erdem.cases.services.steps import Following, StepGiven, follows
from erdem.cases.workflow import PROCESSES

BY_OUTCOME: dict[tuple[str, str], str] = {
    ("penalty_decision", Outcome.NOT_PENALISED): "no_penalty_decision",
    ("penalty_decision", Outcome.TRANSFERRED): "case_transfer",
    ("penalty_decision", Outcome.CRIMINAL): "case_transfer",
    ("penalty_decision", Outcome.DISMISSED): "closing_approval",
}
"""Another document than the one the step names, when this came of the case."""


def document_of(case: Case, named: str) -> str:
    """Return the key of the document that a step produces in a case such as this one."""
    return BY_OUTCOME.get((named, case.outcome), named)


def drafts(named: str) -> Following:
    """Return what begins the draft of a document after its step; the system drafts nothing, and nothing is drafted twice."""

    def draft(actor: Actor, case: Case, _given: StepGiven) -> None:
        key = document_of(case, named)
        if actor.user_id is None or not can_work(actor, case) or case.kind not in TEMPLATES[key].kinds:
            return
        if not OfficialDocument.objects.filter(case=case, template=key, status__in=UNFINISHED).exists():
            draft_document(actor=actor, case=case, template=key)

    return draft


def register_drafts() -> None:
    """Have every step that names a document of the registry begin its draft."""
    for kind, process in PROCESSES.items():
        for step in process.workflow.steps:
            if step.document in TEMPLATES:
                follows(CaseKind(kind), step.name)(drafts(step.document))
