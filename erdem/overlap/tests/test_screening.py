"""Screening: what becomes a finding, and what a second run changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from erdem.base import events
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry, JobProgress
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine
from erdem.literature.models import Publication
from erdem.overlap import services
from erdem.overlap.events import FindingRaised
from erdem.overlap.models import Finding, Review, ScreeningRun
from erdem.overlap.queries.order import reading_band

from .factories import (
    SCREENER,
    a_finding,
    a_formula,
    a_process,
    finding_of,
    make_publication,
    make_record,
    many_findings,
    screened,
    with_claim,
    with_facts,
    with_steps,
)

pytestmark = pytest.mark.django_db


def rows() -> list[Any]:
    with acting_as(SYSTEM):
        return list(Finding.objects.order_by("pk").values())


def test_it_finds_the_formula_in_the_claim_with_places_in_the_text() -> None:
    finding = a_finding()
    assert finding.relation == "identical"
    assert finding.number.startswith("XS-")
    text = "1. 一种药物组合物，其特征在于由下列重量份的原料制成：诃子3份、栀子2份、川楝子2份。"
    for row in finding.evidence["match"]["shared"]:
        begin, end = row["claim_span"]
        assert text[begin:end] == row["claim_name"]
    assert set(finding.evidence["read"]["texts"]) == {"title", "claim:1"}


def test_screening_again_changes_nothing() -> None:
    many_findings(4)
    before = rows()
    outcome = screened()
    assert (outcome.raised, outcome.refreshed, outcome.outdated) == (0, 0, 0)
    assert rows() == before


def test_an_untouched_finding_is_brought_up_to_date() -> None:
    record = make_record()
    publication = with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    with acting_as(SYSTEM):
        publication.ingredients.filter(name="栀子").update(amount_low=5, amount_high=5)
    outcome = screened()
    assert (outcome.raised, outcome.refreshed) == (0, 1)
    assert finding_of(record).evidence["match"]["shared"][1]["claim_dose"] == "5份"


def test_a_reviewed_finding_keeps_its_evidence_and_is_marked(people: People) -> None:
    record = make_record()
    publication = with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    with acting_as(people.officer):
        services.take_review_step(
            actor=people.officer, finding=finding_of(record, people.officer), step="dismiss", reason="示例理由"
        )
    with acting_as(SYSTEM):
        publication.ingredients.filter(name="栀子").update(amount_low=5, amount_high=5)
        Publication.objects.filter(pk=publication.pk).update(grant_date="2010-01-06")
    assert screened().outdated == 1
    finding = finding_of(record)
    assert finding.is_outdated
    assert finding.evidence["match"]["shared"][1]["claim_dose"] == "2份"
    assert screened().outdated == 0


def test_a_finding_that_is_no_longer_made_is_marked_not_removed() -> None:
    record = make_record()
    publication = with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    with acting_as(SYSTEM):
        publication.ingredients.exclude(name="诃子").delete()
    assert screened().outdated == 1
    finding = finding_of(record)
    assert (finding.is_outdated, finding.pending_evidence) == (True, {"gone": True})


def test_a_finding_that_comes_back_is_no_longer_marked() -> None:
    record = make_record()
    publication = with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    with acting_as(SYSTEM):
        publication.ingredients.filter(name="川楝子").update(name="某示例物")
        publication.ingredients.filter(name="栀子").update(name="另一示例物")
    screened()
    with acting_as(SYSTEM):
        publication.ingredients.filter(name="某示例物").update(name="川楝子")
        publication.ingredients.filter(name="另一示例物").update(name="栀子")
    screened()
    finding = finding_of(record)
    assert (finding.is_outdated, finding.pending_evidence) == (False, None)


def test_one_common_plant_raises_nothing() -> None:
    """A plain sea-buckthorn juice is no finding on a formula with sea-buckthorn in it."""
    herbs = ("沙棘", "木香", "葡萄干", "甘草", "栀子")
    make_record(a_formula(name="示例五味沙棘散", ingredients=tuple(IngredientLine(herb, "二两") for herb in herbs)))
    with_facts(make_publication("CN110916025A", title="沙棘复合果汁饮料及其制备方法"), "沙棘", "白砂糖", "水")
    assert screened().raised == 0


def test_each_record_that_somebody_looks_after_gets_its_own_finding() -> None:
    first, second = make_record(a_formula(name="示例甲方")), make_record(a_formula(name="示例乙方"))
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    assert finding_of(first).rank == finding_of(second).rank == 1


def test_it_compares_steps_of_a_process() -> None:
    record = make_record(a_process("示例奶豆腐"))
    with_steps(make_publication("CN215455113U", title="一种奶豆腐的制作方法"), "静置发酵", "压制成型")
    screened()
    steps = finding_of(record).evidence["match"]["steps"]
    assert [row["grade"] for row in steps] == ["same", "same"]


def test_a_draft_is_not_compared() -> None:
    make_record(status="draft")
    with_claim(make_publication())
    assert screened().raised == 0


def test_one_record_or_one_publication_can_be_compared_alone() -> None:
    others = ("示例甲物", "示例乙物", "示例丙物")
    first = make_record(a_formula(name="示例甲方"))
    other = make_record(a_formula(name="示例乙方", ingredients=tuple(IngredientLine(n, "一两") for n in others)))
    with_facts(make_publication("CN100000001A"), "诃子", "栀子", "川楝子")
    later = with_facts(make_publication("CN100000002A"), *others)
    assert services.screen_record(actor=SCREENER, record_id=first.pk).raised == 1
    assert services.screen_publication(actor=SCREENER, publication_id=later.pk).raised == 1
    assert finding_of(first).publication.number == "CN100000001A"
    assert finding_of(other).publication.number == "CN100000002A"


def test_it_tells_how_far_it_is_and_leaves_one_entry() -> None:
    many_findings(3)
    heard: list[tuple[int, int]] = []
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    services.screen_collection(actor=SCREENER, on_progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (3, 3)
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 1
        run = ScreeningRun.objects.first()
        assert run is not None
        assert run.finished_at is not None
        assert (run.records, run.publications) == (3, 3)


@pytest.mark.parametrize("who", ["holder", "applicant", "officer", "stranger"])
def test_the_comparison_does_not_run_in_the_name_of_a_person(people: People, who: str) -> None:
    with pytest.raises(PermissionRefused):
        services.screen_collection(actor=getattr(people, who))


def test_an_officer_asks_for_a_comparison_once(people: People) -> None:
    with acting_as(people.officer):
        assert services.request_screening(actor=people.officer) is not None
        assert services.request_screening(actor=people.officer) is None
        assert JobProgress.objects.count() == 1
    with acting_as(people.stranger), pytest.raises(PermissionRefused):
        services.request_screening(actor=people.stranger)


def test_who_listens_hears_of_each_new_finding_after_commit(django_capture_on_commit_callbacks: object) -> None:
    heard: list[FindingRaised] = []
    events.on(FindingRaised, heard.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[operator]  # a fixture
        many_findings(2)
        assert heard == []
    assert len(heard) == 2


def test_the_regions_own_knowledge_is_read_first() -> None:
    own, other = {"place": "152530"}, {"place": None}
    by_steps, by_name = {"relation": "similar_process"}, {"relation": "name_only"}
    assert reading_band(own, by_steps) < reading_band(own, by_name) < reading_band(other, by_steps)


def test_nobody_has_reviewed_a_new_finding() -> None:
    a_finding()
    with acting_as(SYSTEM):
        assert Review.objects.count() == 0
