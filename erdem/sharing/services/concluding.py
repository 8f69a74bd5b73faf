"""From the last signature to signed terms: the agreement is in force, and its request waits for the permit."""

from __future__ import annotations

from django.db import transaction

from erdem.base.actor import Actor
from erdem.base.workflow import take_step
from erdem.sharing.choices import AgreementStatus, RequestStatus
from erdem.sharing.models import AccessRequest, Envelope
from erdem.sharing.services.agreements import mark_signed
from erdem.sharing.services.faults import broken
from erdem.sharing.services.trace import moved
from erdem.sharing.signing_choices import EnvelopeStatus
from erdem.sharing.workflow import REQUEST


@transaction.atomic
def conclude_terms(*, actor: Actor, envelope_id: int) -> AccessRequest | None:
    """Note that the terms of a completed envelope are signed, and move the request on; for the system, any number of times.

    The entry in the trail is that of the agreement. Return the request, or None when there was nothing to do.

    Raises:
        PermissionRefused: not the system.
    """
    found = Envelope.objects.select_related("version__agreement").filter(
        pk=envelope_id, status=EnvelopeStatus.COMPLETED
    )
    envelope = found.first()
    if envelope is None or envelope.version.agreement.status != AgreementStatus.SETTLED:
        return None
    if envelope.version.agreement.settled_id != envelope.version_id:
        return None
    asked = AccessRequest.objects.select_for_update().get(pk=envelope.request_id)
    mark_signed(actor=actor, agreement=envelope.version.agreement)
    if asked.status == RequestStatus.NEGOTIATING:
        with broken():
            take_step(REQUEST, asked, "settle", actor=actor)
        moved(asked)
    return asked
