"""What is done under consents, and what the system itself tends: running out and reminding."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.knowledge.consent_choices import ConsentStatus, ConsentUse
from erdem.knowledge.events import ConsentEnded
from erdem.knowledge.models import Consent, ConsentAct, Record
from erdem.knowledge.policies import can_tend_consent
from erdem.knowledge.queries.consent import in_force
from erdem.knowledge.services.consent_faults import broken
from erdem.knowledge.workflow import CONSENT


def require_consent(record: Record, use: str) -> None:
    """Go on only when every holding community's consent covers the use today. Call it at saving, not at showing.

    Raises:
        RuleBroken: one has ended, or never covered it.
    """
    if not in_force(record, use):
        raise RuleBroken(
            _(
                "The consent for “%(use)s” has ended or was never given. Nothing was done. What was done before stays valid."
                " Ask the community, then try again."
            )
            % {"use": ConsentUse(use).label}
        )


def write_act(record: Record, use: str, what: str, reference: str = "") -> int:
    """Do as `note_act` within a service that leaves its own audit entry.

    Raises:
        RuleBroken: no consent in force covers it.
    """
    require_consent(record, use)
    with broken(), connection.cursor() as cursor:
        cursor.execute("SELECT knowledge_note_act(%s, %s, %s, %s)", [record.pk, str(use), what[:300], reference[:100]])
        return int(cursor.fetchone()[0])


@transaction.atomic
def note_act(*, actor: Actor, record: Record, use: str, what: str, reference: str = "") -> int:
    """Note that something is done under the consents of all holding communities, today; return how many notes were written.

    The database looks at the moment of writing and holds the consents meanwhile: one taken back between the loading of a
    page and its saving refuses the act. Call it in the transaction of what is done, so that both stand or neither.

    Raises:
        RuleBroken: no consent in force covers it.
    """
    written = write_act(record, use, what, reference)
    audit.record(
        actor,
        action="knowledge.note_act",
        target=record,
        organisation_id=record.community_id,
        detail={"use": str(use), "consents": written},
    )
    return written


@transaction.atomic
def note_personal_act(*, actor: Actor, consent: Consent, record: Record, use: str, what: str) -> ConsentAct:
    """Note that something is done with a person's data under that person's own consent, today.

    Raises:
        RuleBroken: the consent has ended or does not cover it.
    """
    act = ConsentAct(
        consent=consent,
        record=record,
        use=use,
        acted_on=timezone.localdate(),
        what=what[:300],
        user_id=actor.user_id,
    )
    with broken():
        act.save(force_insert=True)
    audit.record(actor, action="knowledge.note_personal_act", target=consent, detail={"use": str(use)})
    return act


@transaction.atomic
def expire_consents(*, actor: Actor, day: dt.date | None = None) -> int:
    """Let consents run out whose last day has passed; return how many. For machines; repeating it is harmless."""
    require(can_tend_consent(actor))
    day = day or timezone.localdate()
    gone = Consent.objects.filter(status=ConsentStatus.GIVEN, expires_on__lt=day).order_by("id")
    count = 0
    for consent in gone:
        take_step(CONSENT, consent, "expire", actor=actor)
        ids = tuple(consent.links.values_list("record_id", flat=True))
        events.publish(ConsentEnded(consent.pk, ids))
        count += 1
    if count:
        audit.record(actor, action="knowledge.expire_consents", detail={"consents": count})
    return count
