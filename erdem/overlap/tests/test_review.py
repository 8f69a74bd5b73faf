"""What people decide: steps of the workflow, refused jumps, one entry in the trail, one winner of two."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.literature.models import Publication
from erdem.overlap import services
from erdem.overlap.choices import SHAPES, FindingStatus
from erdem.overlap.models import Finding, Review
from erdem.overlap.workflow import WORKFLOW
from erdem.people.tests.factories import make_actor, user_of

from .factories import a_finding, community_of, finding_of, make_publication, make_record, screened, with_facts

pytestmark = pytest.mark.django_db

OPINION = "示例意见：三味相同，炮制待核。"


def take(actor: Actor, finding: Finding, step: str, text: str = "", seen: str = "") -> Finding:
    with acting_as(actor):
        return services.take_review_step(actor=actor, finding=finding, step=step, opinion=text, reason=text, seen=seen)


def test_every_state_has_a_shape_and_a_way_out() -> None:
    assert set(SHAPES) == set(FindingStatus.values) == WORKFLOW.states()
    leaving = {source for step in WORKFLOW.steps for source in step.sources}
    assert leaving == set(FindingStatus.values) - {FindingStatus.CLOSED}


def test_an_officer_checks_confirms_and_closes(people: People) -> None:
    finding = a_finding()
    for step, status in (("start_checking", "checking"), ("confirm", "confirmed"), ("close", "closed")):
        take(people.officer, finding, step, OPINION)
        assert finding.status == status
    with acting_as(people.officer):
        assert [review.step for review in Review.objects.filter(finding=finding)] == [
            "close",
            "confirm",
            "start_checking",
        ]


def test_an_expert_is_asked_and_answers(people: People) -> None:
    finding = a_finding()
    expert = make_actor("institution", "示例研究所", "expert", "150102")
    take(people.officer, finding, "start_checking")
    take(people.officer, finding, "ask_expert", "示例问题：芍药是否即白芍？")
    take(expert, finding, "advise", "示例答复：按白芍认。")
    assert finding.status == "checking"
    with acting_as(people.officer):
        assert Review.objects.filter(finding=finding)[0].signed == expert.label


@pytest.mark.parametrize(("step", "before"), [("confirm", ("start_checking",)), ("dismiss", ())])
def test_it_refuses_a_decision_without_words(people: People, step: str, before: tuple[str, ...]) -> None:
    finding = a_finding()
    for earlier in before:
        take(people.officer, finding, earlier)
    with pytest.raises(RuleBroken):
        take(people.officer, finding, step, "   ")


@pytest.mark.parametrize("who", ["holder", "applicant", "stranger"])
def test_it_refuses_everybody_but_the_office(people: People, who: str) -> None:
    finding = a_finding(community_id=community_of(people.holder))
    with pytest.raises(PermissionRefused):
        take(getattr(people, who), finding, "start_checking")


def test_a_machine_does_not_decide() -> None:
    finding = a_finding()
    with pytest.raises(PermissionRefused):
        take(SYSTEM, finding, "dismiss", OPINION)


def test_an_unknown_step_is_refused_in_plain_words(people: People) -> None:
    with pytest.raises(RuleBroken):
        take(people.officer, a_finding(), "publish", OPINION)


def test_the_database_refuses_a_jump_even_in_bulk(people: People) -> None:
    finding = a_finding()
    for actor in (people.officer, SYSTEM):
        with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE overlap_finding SET status = 'confirmed', opinion = 'x'")
    with acting_as(SYSTEM):
        finding.refresh_from_db()
    assert finding.status == FindingStatus.NEW


def test_the_database_refuses_to_put_a_finding_aside_without_a_reason(people: People) -> None:
    a_finding()
    with acting_as(people.officer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE overlap_finding SET status = 'dismissed'")


def test_each_step_leaves_one_entry_without_the_text(people: People) -> None:
    finding = a_finding()
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    take(people.officer, finding, "dismiss", OPINION)
    with acting_as(SYSTEM):
        entries = list(AuditEntry.objects.all()[: AuditEntry.objects.count() - before])
    assert [entry.action for entry in entries] == ["overlap.take_review_step"]
    assert OPINION not in str(entries[0].detail)


def test_a_reader_of_an_old_page_changes_nothing(people: People) -> None:
    finding = a_finding()
    take(people.officer, finding, "start_checking")
    with pytest.raises(RuleBroken):
        take(people.officer, finding, "confirm", OPINION, seen="new")
    assert finding.status == "checking"


def test_a_refused_page_keeps_what_was_written(people: People, client: Client) -> None:
    finding = a_finding()
    client.force_login(user_of(people.officer))
    answer = client.post(f"/findings/{finding.number}/step/", {"step": "confirm", "text": OPINION, "seen": "new"})
    assert answer.status_code == 409
    assert OPINION in answer.content.decode()


def test_the_buttons_are_those_of_the_table(people: People, client: Client) -> None:
    finding = a_finding(community_id=community_of(people.holder))
    client.force_login(user_of(people.officer))
    page = client.get(f"/findings/{finding.number}/").content.decode()
    assert 'value="start_checking"' in page
    assert 'value="confirm"' not in page
    client.force_login(user_of(people.holder))
    assert 'name="step"' not in client.get(f"/findings/{finding.number}/").content.decode()


def test_reading_a_finding_of_narrow_knowledge_is_written_down_once(people: People, client: Client) -> None:
    finding = a_finding(diffusion_tier="D2", community_id=community_of(people.holder))
    client.force_login(user_of(people.officer))
    client.get(f"/findings/{finding.number}/")
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="overlap.read_finding", target_id=str(finding.pk)).count() == 1


def test_newer_evidence_waits_until_a_person_takes_it_over(people: People) -> None:
    record = make_record()
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    screened()
    finding = finding_of(record)
    take(people.officer, finding, "start_checking")
    with acting_as(SYSTEM):
        finding.publication.ingredients.filter(name="川楝子").update(amount_low=4, amount_high=6)
        Publication.objects.filter(pk=finding.publication_id).update(grant_date="2010-01-06")
    screened()
    finding = finding_of(record, people.officer)
    assert finding.is_outdated
    assert finding.evidence["match"]["shared"][2]["claim_dose"] == "2份"
    with acting_as(people.officer):
        finding = services.accept_newer_evidence(actor=people.officer, finding=finding)
    assert (finding.is_outdated, finding.pending_evidence) == (False, None)
    assert finding.evidence["match"]["shared"][2]["claim_dose"] == "4–6份"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins() -> None:
    officers = [make_actor("office", "示例旗市场监督管理局", "county_officer") for _ in range(2)]
    finding = a_finding()
    take(officers[0], finding, "start_checking")
    ready, outcomes = threading.Barrier(2), []

    def confirm(actor: Actor) -> None:
        try:
            with acting_as(actor):
                mine = Finding.objects.select_related("record").get(pk=finding.pk)
                ready.wait(10)
                services.take_review_step(actor=actor, finding=mine, step="confirm", opinion=OPINION, seen="checking")
            outcomes.append("won")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(actor,)) for actor in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["refused", "won"]
    with acting_as(SYSTEM):
        assert Review.objects.filter(finding_id=finding.pk, step="confirm").count() == 1
