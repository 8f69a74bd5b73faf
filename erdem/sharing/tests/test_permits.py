"""A permit opens what the holders decided, closes it again, stands in the log, and shows what its parties let it show."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.utils import timezone

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, job_actor
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.models import AccessGrant, LabelUse, Record
from erdem.knowledge.policies import visible_records
from erdem.knowledge.tests.factories import community_of
from erdem.notary.checking import Trusted, check
from erdem.notary.choices import LeafKind, Log
from erdem.notary.evidence import Fault
from erdem.notary.log_files import verifier_of
from erdem.notary.models import Leaf
from erdem.notary.services import integrate
from erdem.people.models import User
from erdem.sharing import ircc
from erdem.sharing.models import AccessRequest, Permit, PermitAct, PermitRecord, PublicPermit
from erdem.sharing.pages import permits as pages
from erdem.sharing.permit_choices import Part
from erdem.sharing.queries import permits as reads
from erdem.sharing.services import permit_days, permit_parties, permits
from erdem.sharing.tests.permitting import TERM, Case, agreed, issue, issued, publish

pytestmark = pytest.mark.django_db


def move(case: Case, permit: Permit, step: str, reason: str = "示例理由") -> Permit:
    with acting_as(case.people.officer) as officer:
        return permits.move_permit(actor=officer, permit=permit, step=step, reason=reason)


def amend(case: Case, permit: Permit, **given: Any) -> Permit:
    values: dict[str, Any] = {"term": TERM, "intent": "correction", "because": "示例更正", **given}
    with acting_as(case.people.officer) as officer:
        return permits.amend_permit(actor=officer, permit=permit, **values)


def reads_record(actor: Actor, record: Record) -> bool:
    with acting_as(actor):
        return Record.objects.filter(visible_records(actor), pk=record.pk).exists()


def open_grants() -> list[AccessGrant]:
    with acting_as(SYSTEM):
        return list(AccessGrant.objects.filter(revoked_at__isnull=True).order_by("pk"))


def test_issuing_opens_what_the_holders_agreed_to_and_nothing_before(people: People) -> None:
    case = agreed(people)
    assert not reads_record(people.applicant, case.records[0])
    permit = issue(case)
    assert reads_record(people.applicant, case.records[0])
    assert not reads_record(people.stranger, case.records[0])
    (grant,) = open_grants()
    assert (grant.reference, grant.community_id, grant.level) == (permit.number, case.community, 4)
    assert (grant.valid_from, grant.valid_until, grant.purpose) == (TERM.valid_from, TERM.expires_on, "research")
    assert grant.needs_all


def test_the_grant_is_made_in_the_name_of_the_steward_who_decided(people: People) -> None:
    case, _permit = issued(people)
    with acting_as(SYSTEM):
        entry = AuditEntry.objects.get(action="knowledge.grant_access")
    assert (entry.actor_kind, entry.actor_user_id) == ("system", case.steward.user_id)
    assert entry.detail["basis"].startswith("sharing.holderdecision ")


def test_a_second_click_and_a_second_officer_get_the_same_permit(people: People) -> None:
    case = agreed(people)
    assert issue(case).pk == issue(case).pk
    with acting_as(SYSTEM):
        assert PermitAct.objects.count() == 1
        assert AuditEntry.objects.filter(action="sharing.issue_permit").count() == 1
    assert len(open_grants()) == 1


@pytest.mark.parametrize("who", ["applicant", "holder", "stranger"])
def test_only_the_office_issues(people: People, who: str) -> None:
    case = agreed(people)
    actor = getattr(people, who)
    with acting_as(actor), pytest.raises(PermissionRefused):
        permits.issue_permit(actor=actor, access_request=case.request, term=TERM)


def test_a_label_put_on_after_the_agreement_stops_the_issue_in_words(people: People, in_english: None) -> None:
    case = agreed(people, purpose="commercial")
    with acting_as(case.steward):
        LabelUse.objects.create(record=case.records[0], community_id=case.community, code="tknc")
    with pytest.raises(RuleBroken, match=r"label.*Nothing was issued"):
        issue(case)
    assert open_grants() == []
    with acting_as(SYSTEM):
        assert not Permit.objects.exists()


def test_several_communities_open_together(people: People) -> None:
    case = agreed(people, people.stranger)
    issue(case)
    assert len(open_grants()) == 2
    assert {grant.community_id for grant in open_grants()} == {case.community, community_of(people.stranger)}
    assert not any(grant.waits for grant in open_grants())


def test_suspending_closes_and_putting_in_force_again_opens(people: People) -> None:
    case, permit = issued(people)
    move(case, permit, "suspend")
    assert open_grants() == []
    assert not reads_record(people.applicant, case.records[0])
    move(case, permit, "resume")
    assert reads_record(people.applicant, case.records[0])


def test_a_suspended_permit_stays_so_when_a_label_came_meanwhile(people: People, in_english: None) -> None:
    case, permit = issued(people, purpose="commercial")
    move(case, permit, "suspend")
    with acting_as(case.steward):
        LabelUse.objects.create(record=case.records[0], community_id=case.community, code="tknc")
    with pytest.raises(RuleBroken, match="label was put on"):
        move(case, permit, "resume")
    assert open_grants() == []


@pytest.mark.parametrize("step", ["suspend", "revoke"])
def test_what_stops_a_permit_needs_a_reason(people: People, step: str) -> None:
    case, permit = issued(people)
    with pytest.raises(RuleBroken):
        move(case, permit, step, " ")
    assert len(open_grants()) == 1


def test_a_revoked_permit_is_only_read(people: People) -> None:
    case, permit = issued(people)
    move(case, permit, "revoke")
    assert open_grants() == []
    for step in ("suspend", "resume", "revoke"):
        with pytest.raises(RuleBroken):
            move(case, permit, step)
    with pytest.raises(RuleBroken):
        amend(case, permit)


def test_an_amendment_is_a_new_permit_and_voids_the_old(people: People) -> None:
    case, permit = issued(people)
    made = amend(case, permit)
    with acting_as(SYSTEM):
        old = Permit.objects.get(pk=permit.pk)
        acts = list(PermitAct.objects.order_by("pk").values_list("permit__number", "act"))
        shown = dict(PublicPermit.objects.values_list("number", "replaced_by"))
    assert (old.status, made.status, made.replaces_id) == ("amended", "issued", old.pk)
    assert made.number != old.number
    assert acts == [(old.number, "issue"), (made.number, "amendment"), (old.number, "voided")]
    assert shown == {old.number: made.number, made.number: ""}
    assert [grant.reference for grant in open_grants()] == [made.number]
    assert made.document["amendedPermits"] == [{"identifier": old.number}]
    assert made.document["amendmentDescription"]["zh"] == "示例更正"
    assert "示例更正" not in json.dumps(made.public_document, ensure_ascii=False)


@pytest.mark.parametrize("given", [{"intent": ""}, {"intent": "x"}, {"because": " "}], ids=["none", "unknown", "why"])
def test_an_amendment_needs_intent_and_reason(people: People, given: dict[str, str]) -> None:
    case, permit = issued(people)
    with pytest.raises(RuleBroken):
        amend(case, permit, **given)
    with acting_as(SYSTEM):
        assert Permit.objects.count() == 1


def test_what_was_due_under_the_old_permit_stays_there(people: People) -> None:
    case, permit = issued(people)
    amend(case, permit)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT sharing_permit_takes_reports(%s)", [permit.pk])
        assert cursor.fetchone() == (True,)


def test_a_holder_who_takes_the_consent_back_stops_new_acts_and_keeps_past_ones(people: People) -> None:
    case, permit = issued(people)
    with acting_as(case.steward) as steward:
        permit_parties.withdraw_from_permit(actor=steward, permit=permit, community=case.community)
    with acting_as(SYSTEM):
        now = Permit.objects.get(pk=permit.pk)
        assert (now.status, now.issued_on) == ("suspended", permit.issued_on)
        assert PermitRecord.objects.filter(permit=permit).count() == 1
        (grant,) = AccessGrant.objects.all()
        assert grant.revoked_at is not None
    with pytest.raises(RuleBroken):
        move(case, now, "resume")
    with pytest.raises(RuleBroken):
        amend(case, now)


def test_only_the_community_takes_its_consent_back(people: People) -> None:
    case, permit = issued(people)
    for actor in (people.officer, people.applicant, people.holder):
        with acting_as(actor), pytest.raises(PermissionRefused):
            permit_parties.withdraw_from_permit(actor=actor, permit=permit, community=case.community)


def test_it_runs_out_after_its_last_day_and_not_before(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    case = agreed(people)
    today = timezone.localdate()
    permit = issue(case, term=permits.Term(today, today))
    assert permit_days.expire_permits(actor=SYSTEM) == 0
    with pytest.raises(RuleBroken):
        move(case, permit, "expire")
    with acting_as(SYSTEM):
        shown = PublicPermit.objects.get()
    monkeypatch.setattr(timezone, "localdate", lambda: today + dt.timedelta(days=1))
    assert reads.standing_today(shown) == "expired"


def test_those_concerned_are_told_once_two_months_before(people: People) -> None:
    case = agreed(people)
    today = timezone.localdate()
    issue(case, term=permits.Term(today, today + dt.timedelta(days=50)))
    with acting_as(SYSTEM):
        User.objects.filter(pk=people.applicant.user_id or 0).update(email="示例@example.org")
    job = job_actor("示例")
    assert permit_days.tell_expiring(actor=job) == 1
    assert [letter.to for letter in mail.outbox] == [["示例@example.org"]]
    assert "XK-" in mail.outbox[0].subject
    assert permit_days.tell_expiring(actor=job) == 0


def test_nobody_is_told_long_before(people: People) -> None:
    issued(people)
    assert permit_days.tell_expiring(actor=job_actor("示例")) == 0


def test_each_act_is_in_the_log_and_names_nobody(people: People) -> None:
    case, permit = issued(people)
    move(case, permit, "revoke")
    integrate(actor=SYSTEM, log=Log.REGISTER)
    with acting_as(SYSTEM):
        acts = list(PermitAct.objects.select_related("leaf"))
        assert Leaf.objects.filter(kind=LeafKind.PERMIT, pk__in=[act.leaf_id for act in acts]).count() == 2
    told = "".join(act.document + json.dumps(act.statement, ensure_ascii=False) for act in acts)
    for word in ("示例企业", "示例标的", case.records[0].number, case.records[0].name):
        assert word not in told


def test_the_evidence_names_the_paper_byte_for_byte(people: People) -> None:
    _case, permit = issued(people)
    integrate(actor=SYSTEM, log=Log.REGISTER)
    evidence = reads.permit_evidence(permit.number)
    assert evidence is not None
    found = check(evidence, Trusted((verifier_of(Log.REGISTER),)))
    paper = reads.public_file(permit.number)
    assert paper is not None
    digest = hashlib.sha256(paper).hexdigest()
    assert (found.holds, found.key_is_known, found.detail["kind"]) == (True, True, "permit")
    assert digest in found.digests
    assert (
        check(paper, Trusted()).fault == Fault.NO_EVIDENCE
    )  # so that the evidence beside it is asked about the whole file
    assert reads.number_of_file(digest) == permit.number


def test_the_register_shows_nothing_that_a_party_keeps(people: People) -> None:
    case = agreed(people)
    permit = issue(case)
    with acting_as(PUBLIC):
        shown = reads.get_public(PUBLIC, permit.number)
    assert shown is not None
    text = json.dumps(shown.document, ensure_ascii=False) + shown.holder_name + shown.subject
    for word in ("示例企业", "示例标的", "示例关键词", "research"):
        assert word not in text
    assert ircc.read(shown.document).confidential == ircc.Confidential(
        providers=True, entities=True, subject_matter=True, usages=True
    )


@pytest.mark.parametrize("part", Part.values)
def test_the_register_shows_a_part_once_every_party_lets_it(people: People, part: str) -> None:
    case = agreed(people)
    publish(case, part)
    permit = issue(case)
    hidden = {name for name in Part.values if getattr(permit, f"hides_{name}")}
    assert hidden == set(Part.values) - {part}


def test_one_party_that_says_nothing_keeps_it_all(people: People) -> None:
    case = agreed(people)
    with acting_as(people.applicant) as applicant:
        request = AccessRequest.objects.get(pk=case.request.pk)
        permit_parties.choose_publication(
            actor=applicant, access_request=request, community=None, parts=[Part.ENTITIES]
        )
    assert issue(case).hides_entities


def test_the_papers_of_parties_and_public_are_kept_and_differ(people: People) -> None:
    _case, permit = issued(people)
    whole, public = reads.whole_file(permit), reads.public_file(permit.number)
    assert whole is not None
    assert public is not None
    assert whole[:4] == public[:4] == b"%PDF"
    assert whole != public
    with acting_as(SYSTEM):
        stored = Permit.objects.select_related("blob").get().blob
        assert stored is not None
        assert blobs.read_verified(stored) == whole


def test_a_damaged_rule_leaves_no_half_permit(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    case = agreed(people)

    def fail(*_given: object, **_named: object) -> None:
        raise DatabaseError("示例")

    monkeypatch.setattr(permits, "_open_access", fail)
    with pytest.raises(DatabaseError):
        issue(case)
    with acting_as(SYSTEM):
        assert not Permit.objects.exists()
        assert not PublicPermit.objects.exists()
        assert AccessRequest.objects.get(pk=case.request.pk).status == "agreed"


def test_the_page_names_an_open_record_and_not_one_that_the_reader_may_not_know(people: People) -> None:
    case, permit = issued(people)
    with acting_as(people.applicant) as applicant:
        page = pages.request_page(applicant, AccessRequest.objects.get(pk=case.request.pk))
        (line,) = page.permits[0].records
    assert line["name"] == case.records[0].name
    move(case, permit, "revoke")
    with acting_as(SYSTEM):
        Record.objects.filter(pk=case.records[0].pk).update(diffusion_tier="D1")
    with acting_as(people.applicant) as applicant:
        page = pages.request_page(applicant, AccessRequest.objects.get(pk=case.request.pk))
        (line,) = page.permits[0].records
    assert (line["number"], line["url"]) == ("", "")
    assert case.records[0].name not in line["name"]
