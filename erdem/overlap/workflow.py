"""The steps of a finding: a person looks, then says what it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erdem.base.workflow import Step, Workflow
from erdem.overlap.choices import SHAPES, FindingStatus
from erdem.overlap.policies import can_advise, can_decide, can_review

NEW, CHECKING, EXPERT = FindingStatus.NEW.value, FindingStatus.CHECKING.value, FindingStatus.NEEDS_EXPERT.value
CONFIRMED, DISMISSED, CLOSED = (
    FindingStatus.CONFIRMED.value,
    FindingStatus.DISMISSED.value,
    FindingStatus.CLOSED.value,
)

WORKFLOW = Workflow(
    document_type="overlap.finding",
    initial=(NEW,),
    final=(CLOSED,),
    shapes=SHAPES,
    steps=(
        Step("start_checking", (NEW,), CHECKING, _("Start checking"), can_review, emphasis="main"),
        Step("confirm", (CHECKING,), CONFIRMED, _("Confirm the overlap"), can_decide, ("opinion",), emphasis="main"),
        Step("ask_expert", (CHECKING,), EXPERT, _("Ask an expert"), can_review, ("opinion",)),
        Step("advise", (EXPERT,), CHECKING, _("Give an expert opinion"), can_advise, ("opinion",), emphasis="main"),
        Step(
            "dismiss", (NEW, CHECKING, EXPERT), DISMISSED, _("Do not pursue"), can_decide, ("reason",), emphasis="stop"
        ),
        Step("reopen", (CONFIRMED, DISMISSED), CHECKING, _("Check again"), can_review, ("reason",)),
        Step("close", (CONFIRMED, DISMISSED), CLOSED, _("Close the finding"), can_decide, ("reason",), emphasis="stop"),
    ),
)
