"""Gates of the register that rest on consents: who is told what is missing, and what ends in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import Consent, ConsentAct, Record
from erdem.knowledge.tests.consenting import agreed
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.registering import run_out, some_experts, taken_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are told apart by their words; the sources are English."""
    with translation.override(None):
        yield


def test_a_record_of_a_community_waits_for_its_consents(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)), status="submitted")
    with acting_as(people.officer), pytest.raises(RuleBroken, match="has not agreed"):
        services.confirm_consent(actor=people.officer, record=record)
    record = agreed(record)
    with acting_as(people.officer):
        assert services.confirm_consent(actor=people.officer, record=record).status == "classification"


def test_what_is_missing_is_not_told_to_who_may_not_go_on(people: People) -> None:
    secret = make_record(a_formula(diffusion_tier="D1", community_id=community_of(people.holder)), status="submitted")
    with acting_as(people.holder):
        for step in (services.confirm_consent, services.deposit_record):
            with pytest.raises(PermissionRefused):
                step(actor=people.holder, record=secret)


def test_a_consent_taken_back_keeps_the_record_out_of_the_register(people: People) -> None:
    content = a_formula(community_id=community_of(people.holder), diffusion_tier="D3")
    record = taken_to("public_notice", people.officer, content, some_experts())
    run_out(record)
    with acting_as(SYSTEM):
        for consent in Consent.objects.filter(subject="tk_collective"):
            services.withdraw_consent(actor=SYSTEM, consent=consent)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="has not agreed"):
        services.end_public_notice(actor=people.officer, record=record)
    with acting_as(job := job_actor("示例")):
        assert services.end_due_public_notices(actor=job) == 0
        assert Record.objects.get(pk=record.pk).status == "public_notice"


def test_registering_is_noted_under_the_consent_of_each_community(people: People) -> None:
    held = a_formula(diffusion_tier="D2", community_id=community_of(people.holder))
    record = taken_to("public_notice", people.officer, held, some_experts())
    run_out(record)
    with acting_as(people.officer):
        services.end_public_notice(actor=people.officer, record=record)
    with acting_as(people.holder):
        acts = ConsentAct.objects.filter(record=record).values_list("use", "reference", "acted_on")
        assert list(acts) == [("registration", record.number, timezone.localdate())]


def test_a_record_of_nobody_is_registered_without_a_note(people: People) -> None:
    record = taken_to("public_notice", people.officer, None, some_experts())
    run_out(record)
    with acting_as(people.officer):
        assert services.end_public_notice(actor=people.officer, record=record).status == "registered"
    with acting_as(SYSTEM):
        assert not ConsentAct.objects.exists()
