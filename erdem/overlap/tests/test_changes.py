"""What counts as a material change of a finding, and what becomes of one that a person had decided."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.core import mail
from django.utils import translation

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.models import Record, Source
from erdem.literature.models import Publication
from erdem.overlap import engine, services
from erdem.overlap.models import Finding
from erdem.overlap.queries import findings as lists
from erdem.overlap.queries.changes import differences, in_words
from erdem.people.models import User

from .factories import SCREENER, a_formula, finding_of, make_publication, make_record, screened, with_claim, with_facts

Evidence = dict[str, Any]


def shared(name: str, **given: Any) -> dict[str, Any]:
    row = {"substance": name, "substance_id": name, "grade": 1.0, "tk_name": name, "claim_name": name}
    return {**row, "claim": 1, "claim_unit": "claim", "claim_span": [3, 5], **given}


def evidence(**match: Any) -> Evidence:
    base = {
        "relation": "modified",
        "score": 0.7,
        "rank": 2,
        "band": "middle",
        "shared": [shared("甘草"), shared("芍药")],
        "dose": {"ratio": "3:2", "tk_ratio": "3:2", "agreement": 0.9},
        "steps": [],
    }
    return {"match": {**base, **match}, "state": {"stage": "pending", "year": 1200}, "read": {}}


def slugs(before: Evidence, after: Evidence) -> list[str]:
    return [change["slug"] for change in differences(before, after)]


MATERIAL: dict[str, tuple[Evidence, list[str]]] = {
    "a substance more": (evidence(shared=[shared("甘草"), shared("芍药"), shared("黄芪")]), ["gained"]),
    "a substance less": (evidence(shared=[shared("甘草")]), ["lost"]),
    "another word in the claim": (evidence(shared=[shared("甘草"), shared("芍药", claim_name="白芍")]), ["wording"]),
    "another relation": (evidence(relation="identical"), ["relation"]),
    "another band": (evidence(band="upper"), ["band"]),
    "doses of another ratio": (evidence(dose={"ratio": "9:1", "tk_ratio": "3:2", "agreement": 0.3}), ["doses"]),
    "the grant": ({**evidence(), "state": {"stage": "granted", "year": 1200}}, ["stage"]),
    "the end of the right": ({**evidence(), "state": {"stage": "refused", "year": 1200}}, ["stage"]),
    "an earlier source": ({**evidence(), "state": {"stage": "pending", "year": 800}}, ["earlier_source"]),
    "no finding any more": ({"gone": True}, ["gone"]),
}
IMMATERIAL: dict[str, Evidence] = {
    "nothing": evidence(),
    "the score": evidence(score=0.66),
    "the rank": evidence(rank=9),
    "the place of a word": evidence(shared=[shared("甘草", claim_span=[40, 42]), shared("芍药")]),
    "the grade": evidence(shared=[shared("甘草", grade=0.95), shared("芍药")]),
    "the order": evidence(shared=[shared("芍药"), shared("甘草")]),
    "the key in the lexicon": evidence(shared=[shared("甘草", substance_id="gan-cao"), shared("芍药")]),
    "a new way to reckon doses": evidence(dose={"ratio": "3:2", "tk_ratio": "3:2", "agreement": 0.4}),
    "doses a little nearer": evidence(dose={"ratio": "5:3", "tk_ratio": "3:2", "agreement": 0.97}),
    "a later source": {**evidence(), "state": {"stage": "pending", "year": 1500}},
    "still undecided": {**evidence(), "state": {"stage": "unknown", "year": 1200}},
    "what was not kept then": {**evidence(), "state": {}},
}


@pytest.mark.parametrize("what", MATERIAL)
def test_it_is_material(what: str) -> None:
    after, expected = MATERIAL[what]
    assert slugs(evidence(), after) == expected


@pytest.mark.parametrize("what", IMMATERIAL)
def test_it_is_not_material(what: str) -> None:
    assert slugs(evidence(), IMMATERIAL[what]) == []


def test_steps_of_a_process_are_compared_by_what_corresponds() -> None:
    def row(operation: str, *, joined: bool = True) -> dict[str, Any]:
        return {"grade": "same", "patent": {"operation": operation} if joined else None, "tk": {"operation": operation}}

    before = evidence(steps=[row("发酵"), row("压制", joined=False)])
    after = evidence(steps=[row("发酵"), row("压制")])
    assert differences(before, after) == [{"slug": "steps", "came": ["压制"], "went": []}]
    assert slugs(before, copy.deepcopy(before)) == []


def test_what_vanished_and_was_seen_is_news_only_when_it_comes_back() -> None:
    gone = {**evidence(), "gone": True}
    assert slugs(gone, {"gone": True}) == []
    assert slugs(gone, evidence()) == ["back"]


def test_the_words_say_what_is_different() -> None:
    after = evidence(relation="identical", shared=[shared("甘草"), shared("芍药"), shared("黄芪")])
    with translation.override("zh-hans"):
        assert in_words(differences(evidence(), after)) == "权利要求1新增黄芪；关系由加减变化变为组成相同"


def four() -> Record:
    """A formula of four and a claim on all of it."""
    names = ("诃子", "栀子", "川楝子", "木香")
    with_claim(make_publication(), "1. 一种药物组合物，由下列重量份的原料制成：诃子3份、栀子2份、川楝子2份、木香2份。")
    return make_record(a_formula(ingredients=tuple(IngredientLine(name, "二两") for name in names)))


def decided(people: People, step: str = "dismiss") -> Finding:
    """A finding on four shared substances that an officer has decided."""
    record = four()
    screened()
    officer = people.officer
    finding = finding_of(record, officer)
    steps = {"dismiss": ("dismiss",), "confirm": ("start_checking", "confirm"), "close": ("dismiss", "close")}[step]
    for name in steps:
        with acting_as(officer):
            services.take_review_step(actor=officer, finding=finding, step=name, reason="示例理由", opinion="示例意见")
    return finding_of(record)


def rewrite(finding: Finding, old: str, new: str) -> None:
    with acting_as(SYSTEM):
        unit = finding.publication.texts.get(unit="claim")
        unit.text = unit.text.replace(old, new)
        unit.save()
        finding.publication.save()


def again(finding: Finding) -> Finding:
    services.watch(actor=SCREENER)
    return finding_of(finding.record)


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["dismiss", "confirm", "close"])
def test_a_decided_finding_comes_back_with_what_is_different(people: People, step: str) -> None:
    finding = decided(people, step)
    rewrite(finding, "木香2份", "茯苓2份")
    later = again(finding)
    assert later.has_news
    assert later.status == finding.status
    assert {"lost", "relation"} <= {change["slug"] for change in later.news}
    assert later.evidence == finding.evidence


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["dismiss", "confirm", "close"])
def test_a_decided_finding_does_not_come_back_for_another_version(
    people: People, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    finding = decided(people, step)
    monkeypatch.setattr(engine, "ENGINE_VERSION", "示例版本")
    rewrite(finding, "1. 一种", "1. 一种新的")
    later = again(finding)
    assert (later.has_news, later.is_outdated, later.news) == (False, False, [])
    assert later.engine_version == "示例版本"
    assert later.evidence["match"]["shared"][0]["claim_span"] != finding.evidence["match"]["shared"][0]["claim_span"]


@pytest.mark.django_db
def test_a_grant_is_news_also_when_it_comes_as_a_document_of_its_own(people: People) -> None:
    finding = decided(people)
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=finding.publication_id).update(number_stem="CN101098705")
    with_facts(make_publication("CN101098705B", number_stem="CN101098705", stage="granted"), "水")
    later = again(finding)
    assert [change["slug"] for change in later.news] == ["stage"]


@pytest.mark.django_db
def test_an_earlier_source_is_news(people: People) -> None:
    finding = decided(people)
    with acting_as(SYSTEM):
        Source.objects.create(record=finding.record, title="示例古书", year=-100)
    later = again(finding)
    assert [change["slug"] for change in later.news] == ["earlier_source"]


@pytest.mark.django_db
def test_news_that_go_away_again_leave_nothing_behind(people: People) -> None:
    finding = decided(people)
    rewrite(finding, "木香2份", "茯苓2份")
    assert again(finding).has_news
    rewrite(finding, "茯苓2份", "木香2份")
    later = again(finding)
    assert (later.has_news, later.is_outdated, later.pending_evidence) == (False, False, None)


@pytest.mark.django_db
def test_a_finding_decided_between_two_batches_is_decided_not_overwritten(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer decides while the comparison is at work on another publication."""
    monkeypatch.setattr("erdem.overlap.services.screening.BATCH", 1)
    record, officer = four(), people.officer
    screened()
    finding = finding_of(record)
    with_facts(make_publication("CN199999999A", publication_date="2026-01-01"), "水")
    rewrite(finding, "木香2份", "茯苓2份")

    def decide(done: int, _total: int) -> None:
        if done == 1:
            with acting_as(officer):
                mine = finding_of(record, officer)
                services.take_review_step(actor=officer, finding=mine, step="dismiss", reason="示例理由")

    services.watch(actor=SCREENER, on_progress=decide)
    later = finding_of(record)
    assert later.status == "dismissed"
    assert later.evidence == finding.evidence
    assert later.has_news


@pytest.mark.django_db
def test_taking_the_newer_evidence_over_ends_the_news_and_keeps_the_decision(people: People) -> None:
    finding = decided(people)
    rewrite(finding, "木香2份", "茯苓2份")
    again(finding)
    with acting_as(people.officer):
        mine = finding_of(finding.record, people.officer)
        services.accept_newer_evidence(actor=people.officer, finding=mine)
        with pytest.raises(RuleBroken):
            services.accept_newer_evidence(actor=people.officer, finding=mine)
    later = again(finding)
    assert (later.status, later.has_news, later.relation) == ("dismissed", False, "modified")


@pytest.mark.django_db
def test_whoever_decided_is_told_once_and_by_number_only(people: People) -> None:
    finding = decided(people)
    with acting_as(SYSTEM):
        User.objects.filter(pk=people.officer.user_id or 0).update(email="officer@example.org")
    rewrite(finding, "木香2份", "茯苓2份")
    again(finding)
    assert services.tell_deciders(actor=SCREENER) == 1
    assert services.tell_deciders(actor=SCREENER) == 0
    (letter,) = mail.outbox
    assert letter.to == ["officer@example.org"]
    assert finding.number in letter.body
    assert finding.record.name not in f"{letter.body}{letter.subject}"
    again(finding)
    assert services.tell_deciders(actor=SCREENER) == 0


@pytest.mark.django_db
def test_the_list_can_be_narrowed_to_findings_with_news(people: People) -> None:
    finding = decided(people)
    wanted = lists.Wanted(news=True)
    with acting_as(people.officer):
        assert not lists.search(people.officer, wanted).exists()
    rewrite(finding, "木香2份", "茯苓2份")
    again(finding)
    with acting_as(people.officer):
        assert [one.number for one in lists.search(people.officer, wanted)] == [finding.number]
