"""Consents for tests; every name of a person or community is obviously invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import services
from erdem.knowledge.consent_choices import Explained
from erdem.knowledge.consent_content import ConsentAnswer, ConsentContent
from erdem.knowledge.models import ChecklistItem, Consent, DisclosureDecision, Record
from erdem.knowledge.tests.factories import community_of
from erdem.people import services as people
from erdem.people.models import Organisation
from erdem.people.queries import actor_of
from erdem.people.tests.factories import make_user

PDF = b"%PDF-1.4 " + "示例扫描件".encode()
SOUND = b"OggS" + bytes(64)


def a_question(community: int | None, **given: Any) -> ConsentContent:
    """A whole question to a community."""
    values: dict[str, Any] = {
        "subject": "tk_collective",
        "community_id": community,
        "holder_type": "C",
        "authority_basis": "members",
        "purpose": "示例：把做法记下来，登记在册",
        "explained": tuple(Explained.values),
        "languages": ("zh", "mn_oral"),
        "uses": ("documentation", "registration", "research"),
        "territory": "region",
        "withdrawal_way": "打电话或在本页收回",
        "contact_name": "示例·联系人",
        "contact_phone": "0479-0000000",
    }
    return ConsentContent(**{**values, **given})


def a_personal_question(**given: Any) -> ConsentContent:
    """A whole question to a person."""
    values: dict[str, Any] = {
        "subject": "pi_separate",
        "person_name": "示例·讲述人",
        "authority_basis": "",
        "holder_type": "",
        "uses": ("personal_storage",),
    }
    return a_question(None, **{**values, **given})


def an_answer(**given: Any) -> ConsentAnswer:
    """An answer signed by hand."""
    return ConsentAnswer(
        **{"signing": "handwritten", "signed_name": "示例·签字人", "present": 12, "agreeing": 11, **given}
    )


def asked(actor: Actor, record: Record, **given: Any) -> Consent:
    """A question that was put to the actor's community."""
    with acting_as(actor):
        content = a_question(community_of(actor), **given)
        consent = services.draft_consent(actor=actor, records=[record], content=content)
        return services.ask_consent(actor=actor, consent=consent)


def given(actor: Actor, record: Record, *, effective_on: dt.date | None = None, **content: Any) -> Consent:
    """A consent given by the actor's community."""
    consent = asked(actor, record, **content)
    with acting_as(actor):
        return services.give_consent(actor=actor, consent=consent, answer=an_answer(effective_on=effective_on))


def to_disclose(actor: Actor, record: Record, **content: Any) -> Consent:
    """A consent to publish."""
    return given(actor, record, subject="disclosure", uses=("public_notice", "publication"), **content)


def in_days(days: int) -> dt.date:
    """Return a day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def steward_of(actor: Actor) -> Actor:
    """Make a steward of the actor's community."""
    with acting_as(SYSTEM):
        user = make_user("示例·管护人")
        organisation = Organisation.objects.get(pk=community_of(actor))
        people.add_member(actor=SYSTEM, organisation=organisation, user=user, role="steward")
        return actor_of(user)


def consent_until(record: Record, community: int, day: dt.date) -> None:
    """Give the collective consent of a community that ends on a day, past or to come; as the system."""
    consent = services.draft_consent(actor=SYSTEM, records=[record], content=a_question(community))
    services.ask_consent(actor=SYSTEM, consent=consent)
    Consent.objects.filter(pk=consent.pk).update(
        status="given",
        signing="handwritten",
        signed_name="示例",
        effective_on=day - dt.timedelta(days=10),
        expires_on=day,
        answered_at=timezone.now(),
    )


def agreed(record: Record) -> Record:
    """Have every holding community agree to keeping, registering and announcing a record, and the checklist answered."""
    with acting_as(SYSTEM):
        record = Record.objects.get(pk=record.pk)
        for community in record.holders:
            for content in (
                a_question(community),
                a_question(community, subject="disclosure", uses=("public_notice", "publication")),
            ):
                consent = services.draft_consent(actor=SYSTEM, records=[record], content=content)
                consent = services.ask_consent(actor=SYSTEM, consent=consent)
                consent = services.give_consent(actor=SYSTEM, consent=consent, answer=an_answer())
            DisclosureDecision.objects.create(
                record=record,
                community_id=community,
                choice="restrict",
                notice_level=3,
                consent=consent,
                decided_on=timezone.localdate(),
                signed_name="示例",
                understood=True,
                explanation="示例",
            )
        codes = ChecklistItem.objects.values_list("code", flat=True) if record.holders else ()
        services.answer_checklist(actor=SYSTEM, record=record, answers=dict.fromkeys(codes, (True, "")))
    return record
