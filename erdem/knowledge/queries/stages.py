"""Which stages of the way into the register a record went through."""

from __future__ import annotations

from erdem.base.actor import Actor
from erdem.knowledge.choices import Status
from erdem.knowledge.models import Record, RegisterStep
from erdem.knowledge.policies.register import kept

WAY = (
    Status.SUBMITTED,
    Status.CLASSIFICATION,
    Status.KIN_CHECK,
    Status.EXPERT_REVIEW,
    Status.PUBLIC_NOTICE,
    Status.REGISTERED,
)
"""The stages in their order. An objection is dealt with within the public notice."""


def passed_stages(actor: Actor, record: Record) -> frozenset[str]:
    """Return the stages that the record left forwards. What was imported at once went through none."""
    order = {str(status): place for place, status in enumerate(WAY)} | {str(Status.OBJECTION): 4}
    steps = RegisterStep.objects.filter(kept(actor), record=record).exclude(target="")
    left = steps.values_list("source", "target")
    return frozenset(source for source, target in left if order.get(source, 9) < order.get(target, -1))
