"""Public notices of the register, and the objections to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from erdem.base.actor import PUBLIC, SYSTEM, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import (
    Objection,
    Objector,
    PublicNotice,
    Record,
)
from erdem.knowledge.tests.factories import a_formula, community_of
from erdem.knowledge.tests.registering import run_out, some_experts, taken_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are told apart by their words; the sources are English."""
    with translation.override(None):
        yield


COMPLAINT = services.Complaint(text="示例：此方早有刊载", name="示例·某人", contact="示例电话")


def test_the_notice_follows_what_the_record_lets_the_public_know(people: People) -> None:
    content = a_formula(community_id=community_of(people.holder), summary="示例一句话")
    record = taken_to("public_notice", people.officer, content, some_experts())
    with acting_as(PUBLIC):
        assert PublicNotice.objects.get().summary == "示例一句话"
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(diffusion_tier="D3")
    with acting_as(PUBLIC):
        notice = PublicNotice.objects.get()
        assert (notice.level, notice.summary, notice.name) == (2, "", record.name)
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(diffusion_tier="D2")
    with acting_as(PUBLIC):
        assert not PublicNotice.objects.exists()
    with acting_as(people.holder):
        assert PublicNotice.objects.get().name == ""


def test_anybody_objects_and_is_kept_from_the_public_eye(people: People) -> None:
    record = taken_to("public_notice", people.officer, None, some_experts())
    for actor in (PUBLIC, people.applicant):
        with acting_as(actor):
            notice = PublicNotice.objects.get()
            complaint = services.Complaint(f"示例{actor.label}", "示例·某人", "示例电话")
            first = services.file_objection(actor=actor, notice=notice, complaint=complaint)
            assert services.file_objection(actor=actor, notice=notice, complaint=complaint).pk == first.pk
            with pytest.raises(RuleBroken):
                services.file_objection(actor=actor, notice=notice, complaint=services.Complaint("x", "示例", " "))
    seen = {PUBLIC: (0, 0), people.applicant: (1, 1), people.stranger: (0, 0), people.officer: (2, 2)}
    for actor, expected in seen.items():
        with acting_as(actor):
            assert (Objection.objects.count(), Objector.objects.count()) == expected, actor.label
    run_out(record)
    with acting_as(PUBLIC), pytest.raises(PermissionRefused):
        services.file_objection(actor=PUBLIC, notice=PublicNotice.objects.get(), complaint=COMPLAINT)


def objected(people: People) -> tuple[Record, Objection]:
    record = taken_to("public_notice", people.officer, None, some_experts())
    with acting_as(PUBLIC):
        objection = services.file_objection(actor=PUBLIC, notice=PublicNotice.objects.get(), complaint=COMPLAINT)
    return record, objection


@pytest.mark.parametrize(("back", "status"), [("classification", "classification"), ("review", "expert_review")])
def test_an_objection_upheld_sends_the_record_back(people: People, back: str, status: str) -> None:
    record, objection = objected(people)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            services.answer_objection(actor=people.officer, objection=objection, outcome="upheld", answer=" ")
        services.answer_objection(
            actor=people.officer, objection=objection, outcome="upheld", answer="示例：属实", back_to=back
        )
        assert Record.objects.get(pk=record.pk).status == status
        assert PublicNotice.objects.get().outcome == "upheld"
        with pytest.raises(RuleBroken):
            services.answer_objection(actor=people.officer, objection=objection, outcome="dismissed", answer="示例")
    with acting_as(PUBLIC):
        assert not PublicNotice.objects.exists()


def test_the_record_is_registered_when_the_last_objection_is_dismissed(people: People) -> None:
    record, objection = objected(people)
    run_out(record)
    with acting_as(job := job_actor("示例")):
        assert services.end_due_public_notices(actor=job) == 1
        assert services.end_due_public_notices(actor=job) == 0
        assert Record.objects.get(pk=record.pk).status == "objection"
    with acting_as(people.officer):
        services.answer_objection(actor=people.officer, objection=objection, outcome="dismissed", answer="示例：不成立")
        assert Record.objects.get(pk=record.pk).status == "registered"
    with acting_as(people.holder), pytest.raises(PermissionRefused):
        services.answer_objection(actor=people.holder, objection=objection, outcome="dismissed", answer="示例")
