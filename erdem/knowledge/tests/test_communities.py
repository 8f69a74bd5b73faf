"""Communities: proposed, recognised, presenting themselves, acting by their papers, never closed away from under a record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import AuthorityPaper, CommunityContact, CommunityProfile, Holding, Record
from erdem.knowledge.policies import can_act_for
from erdem.knowledge.protocol import Protocol
from erdem.knowledge.tests.community_world import (
    PAPER,
    a_profile,
    a_resolution,
    a_steward,
    again,
    community_id,
    hold,
    profile_of,
)
from erdem.knowledge.tests.factories import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def proposed(people: People) -> CommunityProfile:
    with acting_as(people.applicant):
        return services.propose_community(actor=people.applicant, content=a_profile())


def test_the_founder_becomes_steward_when_the_office_recognises(people: People) -> None:
    profile = proposed(people)
    with acting_as(people.officer):
        services.recognise_community(actor=people.officer, profile=profile)
    assert profile.organisation_id in again(people.applicant).speaks_for


def test_a_founder_does_not_recognise_the_own_community(people: People) -> None:
    profile = proposed(people)
    with acting_as(people.applicant), pytest.raises(PermissionRefused):
        services.recognise_community(actor=people.applicant, profile=profile)
    with acting_as(people.applicant), pytest.raises(DatabaseError), transaction.atomic():
        CommunityProfile.objects.filter(pk=profile.pk).update(status="recognised")


def test_an_office_does_not_recognise_what_nobody_would_speak_for(people: People) -> None:
    with acting_as(people.officer):
        profile = services.propose_community(actor=people.officer, content=a_profile())
        with pytest.raises(RuleBroken, match="Nobody would speak"):
            services.recognise_community(actor=people.officer, profile=profile)


def test_a_proposed_community_is_not_public(people: People) -> None:
    profile = proposed(people)
    for actor, seen in ((PUBLIC, False), (people.stranger, False), (people.officer, True), (people.applicant, True)):
        with acting_as(actor):
            assert (queries.get_community(actor, profile.pk) is not None) is seen
            assert CommunityProfile.objects.filter(pk=profile.pk).exists() is seen


def test_a_name_is_taken_once(people: People) -> None:
    proposed(people)
    with acting_as(people.stranger), pytest.raises(RuleBroken, match="of this name already"):
        services.propose_community(actor=people.stranger, content=a_profile())


def test_two_stewards_who_save_at_once_do_not_overwrite_each_other(people: People) -> None:
    steward = a_steward()
    with acting_as(steward):
        profile = profile_of(steward)
        services.change_community(actor=steward, profile=profile, content=a_profile(description="示例一"), version=1)
        with pytest.raises(RuleBroken, match="Nothing was overwritten"):
            services.change_community(
                actor=steward, profile=profile, content=a_profile(description="示例二"), version=1
            )
    assert profile_of(steward).description == "示例一"


def test_an_office_does_not_write_what_a_recognised_community_says_of_itself(people: People) -> None:
    steward = a_steward()
    with acting_as(people.officer):
        profile = queries.community_of(people.officer, community_id(steward))
        assert profile is not None
        with pytest.raises(PermissionRefused):
            services.change_community(actor=people.officer, profile=profile, content=a_profile(), version=1)
        with pytest.raises(IntegrityError, match="says who it is"), transaction.atomic():
            CommunityProfile.objects.filter(pk=profile.pk).update(description="示例改动")


SHOWN = {
    "members": {"holder"},
    "office": {"holder", "officer"},
    "signed_in": {"holder", "officer", "stranger"},
    "public": {"holder", "officer", "stranger", "public"},
}


@pytest.mark.parametrize(("shown_to", "readers"), SHOWN.items(), ids=SHOWN)
def test_a_telephone_is_shown_to_whom_the_community_says(people: People, shown_to: str, readers: set[str]) -> None:
    steward = a_steward()
    content = a_profile(contacts=(services.ContactLine("示例·联系人", "示例电话", shown_to),))
    with acting_as(steward):
        services.change_community(actor=steward, profile=profile_of(steward), content=content, version=1)
    actors = {"holder": people.holder, "officer": people.officer, "stranger": people.stranger, "public": PUBLIC}
    for who, actor in actors.items():
        with acting_as(actor):
            assert CommunityContact.objects.exists() is (who in readers), who


def test_a_village_acts_only_with_a_resolution_in_force(people: People) -> None:
    steward = a_steward("示例嘎查", holder_type="V")
    record = make_record(name="示例共有散", diffusion_tier="D4")
    with acting_as(steward):
        assert not can_act_for(steward, community_id(steward))
        with pytest.raises(PermissionRefused, match="resolution"):
            services.claim_record(actor=steward, number=record.number, community_id=community_id(steward))
        with pytest.raises(IntegrityError, match="resolution"), transaction.atomic():
            Holding.objects.create(record=record, community_id=community_id(steward), state="claimed")
    a_resolution(steward)
    with acting_as(steward):
        assert can_act_for(steward, community_id(steward))
        services.claim_record(actor=steward, number=record.number, community_id=community_id(steward))


def test_a_village_without_a_resolution_may_close_but_not_open(people: People) -> None:
    steward = a_steward("示例嘎查", holder_type="V")
    record = make_record(diffusion_tier="D3", community_id=community_id(steward))
    with acting_as(steward):
        own = Holding.objects.get(record=record)
        services.change_protocol(actor=steward, holding=own, protocol=Protocol(to_signed_in=0), version=1)
        own = Holding.objects.get(record=record)
        with pytest.raises(PermissionRefused, match="resolution"):
            services.change_protocol(
                actor=steward, holding=own, protocol=Protocol(), version=own.version, opening_confirmed=True
            )
        with pytest.raises(IntegrityError, match="resolution"), transaction.atomic():
            Holding.objects.filter(pk=own.pk).update(to_signed_in=3)


RESOLUTIONS_THAT_DO_NOT_COUNT = {
    "run out": {"valid_until": dt.date(2026, 6, 30)},
    "not in force yet": {"valid_from": dt.date(2027, 1, 1)},
    "a charter": {"kind": "charter"},
}


@pytest.mark.parametrize("given", RESOLUTIONS_THAT_DO_NOT_COUNT.values(), ids=RESOLUTIONS_THAT_DO_NOT_COUNT)
def test_a_paper_that_does_not_hold_lets_no_village_act(people: People, given: dict[str, object]) -> None:
    steward = a_steward("示例嘎查", holder_type="V")
    a_resolution(steward, **given)
    with acting_as(steward):
        assert not can_act_for(steward, community_id(steward))
        assert not queries.has_authority(community_id(steward))


def test_a_paper_that_was_taken_back_lets_nobody_act_and_stays_as_history(people: People) -> None:
    steward = a_steward("示例嘎查", holder_type="V")
    paper = a_resolution(steward)
    with acting_as(steward):
        services.withdraw_paper(actor=steward, paper=paper, reason="示例：人数写错")
        assert not queries.has_authority(community_id(steward))
        assert queries.papers(steward).count() == 1
        with pytest.raises(RuleBroken, match="already"):
            services.withdraw_paper(actor=steward, paper=paper, reason="示例")
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            AuthorityPaper.objects.filter(pk=paper.pk).update(agreeing=40)


WRONG_PAPERS = {
    "more agreed than were present": {"agreeing": 41},
    "a resolution without votes": {"present": None, "agreeing": None},
    "ends before it begins": {"valid_until": dt.date(2025, 1, 1)},
    "decided in the future": {"decided_on": dt.date(2999, 1, 1)},
    "no title": {"title": "  "},
}


@pytest.mark.parametrize("given", WRONG_PAPERS.values(), ids=WRONG_PAPERS)
def test_a_paper_that_contradicts_itself_is_refused(people: People, given: dict[str, object]) -> None:
    steward = a_steward()
    with pytest.raises(RuleBroken):
        a_resolution(steward, **given)


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"MZ\x90\x00", b"PK\x03\x04"], ids=["svg", "exe", "zip"])
def test_a_file_is_known_by_how_it_begins(people: People, content: bytes) -> None:
    steward = a_steward()
    with acting_as(steward), pytest.raises(RuleBroken, match="Only PDF, JPEG and PNG"):
        services.keep_paper(
            actor=steward,
            profile=profile_of(steward),
            content=services.PaperContent("charter", "示例章程", dt.date(2026, 1, 5), dt.date(2026, 1, 5)),
            file=content,
            file_name="章程.pdf",
        )


def test_papers_are_seen_by_members_and_the_office_of_the_place(people: People) -> None:
    paper = a_resolution(a_steward())
    assert paper.blob is not None
    assert paper.blob.size == len(PAPER)
    actors = {"holder": people.holder, "officer": people.officer, "stranger": people.stranger, "public": PUBLIC}
    seen = set()
    for who, actor in actors.items():
        with acting_as(actor):
            seen |= {who} if AuthorityPaper.objects.exists() else set()
    assert seen == {"holder", "officer"}


def test_a_community_that_records_name_is_not_closed(people: People) -> None:
    steward = a_steward()
    make_record(name="示例秘方", diffusion_tier="D1", community_id=community_id(steward), status="draft")
    with acting_as(people.officer):
        profile = profile_of(steward)
        with pytest.raises(RuleBroken, match="nothing is lost"):
            services.close_community(actor=people.officer, profile=profile, reason="示例")
        with pytest.raises(IntegrityError, match="custodian"), transaction.atomic():
            CommunityProfile.objects.filter(pk=profile.pk).update(status="closed", status_reason="示例")


def test_a_community_that_records_name_is_not_deleted_by_anybody(people: People) -> None:
    steward = a_steward()
    make_record(community_id=community_id(steward))
    profile = profile_of(steward)
    with acting_as(SYSTEM), pytest.raises(ProtectedError):
        profile.organisation.delete()
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM people_organisation WHERE id = {profile.organisation_id}"
        )


def test_records_go_to_a_custodian_on_the_communitys_own_terms_and_then_it_closes(people: People) -> None:
    steward, trustee = a_steward(), a_steward("示例旗人民政府", holder_type="G")
    secret = make_record(name="示例秘方", diffusion_tier="D1", community_id=community_id(steward), status="draft")
    wide = make_record(name="示例奶酒", diffusion_tier="D3", community_id=community_id(steward))
    with acting_as(steward):
        Holding.objects.filter(record=wide).update(to_signed_in=1, content_warning="示例提示")
        count = services.hand_to_custodian(
            actor=steward,
            profile=profile_of(steward),
            custodian=profile_of(trustee).organisation,
            reason="示例：嘎查合并",
        )
    assert count == 2
    with acting_as(SYSTEM):
        secret.refresh_from_db()
        wide.refresh_from_db()
    assert secret.community_id == wide.community_id == community_id(trustee)
    assert wide.holders == [community_id(trustee)]
    assert wide.level_signed_in == 1
    with acting_as(trustee):
        assert Record.objects.filter(pk=secret.pk).exists()
        assert Holding.objects.get(record=wide, community_id=community_id(trustee)).content_warning == "示例提示"
    with acting_as(steward):
        services.close_community(actor=steward, profile=profile_of(steward), reason="示例：嘎查合并")
    assert profile_of(steward).custodian_id == community_id(trustee)


def test_an_office_hands_no_records_on_while_a_steward_is_there(people: People) -> None:
    steward, trustee = a_steward(), a_steward("示例旗人民政府", holder_type="G")
    with acting_as(people.officer), pytest.raises(RuleBroken, match="has stewards"):
        services.hand_to_custodian(
            actor=people.officer,
            profile=profile_of(steward),
            custodian=profile_of(trustee).organisation,
            reason="示例",
        )


def test_a_custodian_that_held_a_record_already_keeps_the_stricter_terms(people: People) -> None:
    steward, other = a_steward(), a_steward("示例合作社")
    record = make_record(name="示例奶酒", diffusion_tier="D4", community_id=community_id(steward))
    hold(record, other)
    with acting_as(other):
        Holding.objects.filter(record=record, community_id=community_id(other)).update(to_public=2)
    with acting_as(steward):
        Holding.objects.filter(record=record, community_id=community_id(steward)).update(to_public=1, to_office=3)
        services.hand_to_custodian(
            actor=steward, profile=profile_of(steward), custodian=profile_of(other).organisation, reason="示例"
        )
    with acting_as(SYSTEM):
        record.refresh_from_db()
    assert (record.level_public, record.level_office) == (1, 3)
