"""How long a consent holds: the last day on the record, renewal, running out."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import Consent, Holding, Record
from erdem.knowledge.tests.consenting import a_question, an_answer, given, in_days
from erdem.knowledge.tests.factories import community_of, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of the holder's community, known within it."""
    return make_record(diffusion_tier="D2", community_id=community_of(people.holder))


def fresh(record: Record) -> Record:
    with acting_as(SYSTEM):
        return Record.objects.get(pk=record.pk)


def test_the_record_carries_the_last_day_of_consent(people: People, record: Record) -> None:
    assert fresh(record).consent_until is None
    first = given(people.holder, record, expires_on=in_days(100))
    assert fresh(record).consent_until == in_days(100)
    with acting_as(people.holder):
        services.withdraw_consent(actor=people.holder, consent=first)
    assert fresh(record).consent_until == in_days(-1)
    given(people.holder, record)
    assert fresh(record).consent_until is None


def test_the_last_day_is_that_of_the_community_whose_consent_ends_first(people: People, record: Record) -> None:
    given(people.holder, record, expires_on=in_days(90))
    with acting_as(SYSTEM):
        Holding.objects.create(
            record=record, community_id=community_of(people.stranger), state="active", holder_type="C"
        )
    given(people.stranger, fresh(record), expires_on=in_days(30))
    assert fresh(record).consent_until == in_days(30)
    with acting_as(SYSTEM):
        Holding.objects.filter(record=record, community_id=community_of(people.stranger)).update(state="left")
    assert fresh(record).consent_until == in_days(90)


def test_nobody_writes_the_last_day_by_hand(people: People, record: Record) -> None:
    given(people.holder, record, expires_on=in_days(10))
    for actor in (people.holder, people.officer):
        with acting_as(actor), transaction.atomic(), pytest.raises(IntegrityError, match="follows from the consents"):
            Record.objects.filter(pk=record.pk).update(consent_until=None)
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(consent_until=None)
    assert fresh(record).consent_until == in_days(10)


def test_a_renewal_replaces_the_old_consent_when_it_is_given(people: People, record: Record) -> None:
    old = given(people.holder, record, expires_on=in_days(20))
    with acting_as(people.holder):
        assert [each.kind for each in queries.reminders(people.holder)] == ["renew"]
        new = services.renew_consent(actor=people.holder, consent=old)
        with pytest.raises(RuleBroken, match="已有一份续签"):
            services.renew_consent(actor=people.holder, consent=old)
        assert queries.in_force(record, "research")
        content = a_question(community_of(people.holder), purpose="示例：新的用途", expires_on=in_days(400))
        services.change_consent(actor=people.holder, consent=new, content=content)
        services.ask_consent(actor=people.holder, consent=new)
        services.give_consent(actor=people.holder, consent=new, answer=an_answer())
        assert Consent.objects.get(pk=old.pk).status == "superseded"
        assert queries.in_force(record, "research")
    assert fresh(record).consent_until == in_days(400)


def test_consents_run_out_by_themselves(people: People, record: Record) -> None:
    consent = given(people.holder, record, expires_on=in_days(1))
    with acting_as(SYSTEM):
        assert services.expire_consents(actor=SYSTEM) == 0
        assert services.expire_consents(actor=SYSTEM, day=in_days(2)) == 1
        assert Consent.objects.get(pk=consent.pk).status == "expired"
        assert services.expire_consents(actor=SYSTEM, day=in_days(2)) == 0
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.expire_consents(actor=people.officer)


def test_days_are_those_of_shanghai(people: People, record: Record) -> None:
    consent = given(people.holder, record)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT erdem_today(), knowledge_consent_last_day(c) = 'infinity' FROM knowledge_consent AS c WHERE id = %s",
            [consent.pk],
        )
        assert cursor.fetchone() == (timezone.localdate(), True)
