"""What the small world needs of certificates: one of an open record, one of a secret record that was revoked."""

from __future__ import annotations

from dataclasses import dataclass

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import services
from erdem.knowledge.models import Certificate, Record
from erdem.notary.choices import Log
from erdem.notary.services import integrate

NO_SUCH = "DJ-2026-0001-00000000"


@dataclass(frozen=True)
class Certificates:
    """Both certificates with their records."""

    open: Certificate
    secret: Certificate
    open_record: Record
    secret_record: Record


def add_certificates(open_record: Record, secret_record: Record, officer: Actor) -> Certificates:
    """Issue both, once the log holds what they certify; revoke the secret one; let the log take that up too."""
    integrate(actor=SYSTEM, log=Log.REGISTER)
    with acting_as(officer):
        made = services.issue_certificate(actor=officer, record=Record.objects.get(pk=open_record.pk))
    with acting_as(SYSTEM):
        record = Record.objects.get(pk=secret_record.pk)
        secret = services.issue_certificate(actor=SYSTEM, record=record)
        services.revoke_certificate(actor=SYSTEM, record=record, certificate=secret, reason="misused", note="示例")
    integrate(actor=SYSTEM, log=Log.REGISTER)
    return Certificates(made, secret, open_record, record)
