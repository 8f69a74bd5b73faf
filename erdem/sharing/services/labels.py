"""What the labels on the records say to the purpose of a request; a community may be asked all the same, with the warning."""

from __future__ import annotations

from django.db import transaction

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import require
from erdem.knowledge.services.grants import forbidding_label
from erdem.sharing.choices import LabelVerdict
from erdem.sharing.models import AccessRequest, RequestedRecord
from erdem.sharing.policies import can_escalate
from erdem.sharing.services.trace import trace


def look_at_labels(access_request: AccessRequest) -> None:
    """Note for each record what its labels say today. For the system, before holders are asked."""
    for requested in access_request.records.all():
        code = forbidding_label(requested.record_id, access_request.purpose)
        verdict = LabelVerdict.CLEAR
        if code:
            escalated = requested.label_verdict == LabelVerdict.ESCALATED
            verdict = LabelVerdict.ESCALATED if escalated else LabelVerdict.REFUSED
        if (verdict, code) != (requested.label_verdict, requested.label_code):
            requested.label_verdict, requested.label_code = verdict, code
            requested.save(update_fields=["label_verdict", "label_code"])


@transaction.atomic
def escalate_record(*, actor: Actor, requested: RequestedRecord) -> RequestedRecord:
    """Have the community asked although a label forbids the purpose; it sees the warning first.

    A second click changes nothing.
    """
    require(can_escalate(actor, requested.request))
    with acting_as(SYSTEM):
        held = RequestedRecord.objects.select_for_update().get(pk=requested.pk)
        if held.label_verdict == LabelVerdict.REFUSED:
            held.label_verdict = LabelVerdict.ESCALATED
            held.save(update_fields=["label_verdict"])
    trace(actor, "escalate_record", requested.request, requested=held.pk, label=held.label_code)
    return held
