"""Pages of communities as a steward, an elder, an officer and a passer-by use them."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import AuthorityPaper, CommunityProfile, HolderAnswer, HolderCall, Holding, Record
from erdem.knowledge.tests.community_world import PAPER, a_steward, again, community_id, hold, profile_of
from erdem.knowledge.tests.factories import make_record
from erdem.people.models import Group, Membership, MembershipRequest
from erdem.people.tests.factories import user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def browser(actor: Actor | None = None) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if actor is not None:
        client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def said(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]  # a response


def at(name: str, *arguments: object) -> str:
    return reverse(f"knowledge:{name}", args=arguments)


def test_a_founder_proposes_the_office_recognises_and_the_founder_is_steward(people: People) -> None:
    founder, office = browser(people.applicant), browser(people.officer)
    sent = {
        "name": "示例新社区",
        "holder_type": "F",
        "place": "152530",
        "contact_name": "示例",
        "contact_way": "示例电话",
    }
    answer = founder.post(at("community-new"), {**sent, "contact_shown_to": "office"})
    with acting_as(SYSTEM):
        profile = CommunityProfile.objects.get(organisation__name="示例新社区")
    assert answer.headers["Location"] == at("community-detail", profile.pk)
    page = said(office.get(at("community-detail", profile.pk)))
    assert "This community is proposed" in page
    assert "示例电话" in page
    office.post(at("community-step", profile.pk, "recognise"))
    assert "The home of 示例新社区" in said(founder.get(at("community-detail", profile.pk)))


def test_a_form_keeps_what_was_written_and_says_what_is_missing(people: People) -> None:
    answer = browser(people.applicant).post(at("community-new"), {"name": "", "description": "示例介绍文字"})
    assert answer.status_code == 422
    assert "Write the name of the community." in said(answer)
    assert "示例介绍文字" in answer.content.decode()


def test_the_home_shows_records_with_their_levels_and_what_waits(people: People) -> None:
    steward, other = a_steward(), a_steward("示例合作社")
    make_record(name="示例奶酒", diffusion_tier="D3", community_id=community_id(steward))
    theirs = make_record(name="示例毡毯", diffusion_tier="D3", community_id=community_id(other))
    with acting_as(other):
        services.invite_community(actor=other, record=theirs, community=profile_of(steward).organisation)
    page = said(browser(steward).get(at("community-detail", profile_of(steward).pk)))
    assert "示例奶酒" in page
    assert "A2 what it is and where" in page
    assert "Your community is invited to hold “示例毡毯”" in page
    assert "示例毡毯" in said(browser(steward).get(reverse("web:desk")))


def test_the_public_face_shows_nothing_of_the_home(people: People) -> None:
    steward = a_steward()
    make_record(name="示例窄传方", diffusion_tier="D2", community_id=community_id(steward))
    page = said(browser().get(at("community-detail", profile_of(steward).pk)))
    assert "示例介绍" in page
    for word in ("示例窄传方", "Members and groups", "Waiting for you"):
        assert word not in page


def test_an_invitation_is_answered_on_the_first_page(people: People) -> None:
    steward = a_steward()
    key = profile_of(steward).pk
    sent = {"username": user_of(people.applicant).username, "role": "bearer"}
    assert browser(steward).post(at("community-invite", key), sent).status_code == 302
    invited = browser(people.applicant)
    assert "示例持有社区 invites you as bearer of knowledge" in said(invited.get(reverse("web:desk")))
    with acting_as(SYSTEM):
        asked = MembershipRequest.objects.get()
    invited.post(at("invitation-answer", asked.pk), {"do": "accept"})
    assert community_id(steward) in again(people.applicant).organisation_ids
    assert "answered or taken back meanwhile" in said(
        invited.post(at("invitation-answer", asked.pk), {"do": "accept"}, follow=True)
    )


def test_a_wrong_account_name_is_told_at_its_field(people: People) -> None:
    steward = a_steward()
    answer = browser(steward).post(
        at("community-invite", profile_of(steward).pk), {"username": "示例没有", "role": "bearer"}
    )
    assert answer.status_code == 422
    assert "There is no account of this name." in said(answer)


def test_a_person_says_to_belong_to_a_group_and_a_steward_takes_note(people: People) -> None:
    steward = a_steward()
    key, elder, keeper = profile_of(steward).pk, browser(people.holder), browser(steward)
    keeper.post(at("community-group-new", key), {"kind": "women", "name": "示例妇女组"})
    with acting_as(SYSTEM):
        group = Group.objects.get()
    elder.post(at("community-group-place", key, group.pk), {"do": "declare"})
    assert "a steward takes note" in said(elder.get(at("community-members", key)))
    with acting_as(SYSTEM):
        asked = MembershipRequest.objects.get()
    page = said(keeper.get(at("community-members", key)))
    assert "says to belong to “示例妇女组”" in page
    assert "nobody enters another one" in page
    keeper.post(at("community-answer", key, asked.pk), {"do": "accept"})
    assert "You belong to it" in said(elder.get(at("community-members", key)))
    other = said(browser(a_steward("示例合作社")).get(at("community-members", key)))
    assert "示例妇女组" not in other


def test_the_last_steward_sees_no_way_out_but_an_invitation(people: People) -> None:
    steward = a_steward()
    client, key = browser(steward), profile_of(steward).pk
    assert "You are the last steward" in said(client.get(at("community-members", key)))
    assert "at least one steward" in said(client.post(at("community-leave", key), follow=True))
    with acting_as(SYSTEM):
        assert Membership.objects.filter(user_id=steward.user_id or 0).exists()


def test_a_resolution_is_handed_in_with_its_file_and_taken_away_again(people: People) -> None:
    steward = a_steward("示例嘎查", holder_type="V")
    client, key = browser(steward), profile_of(steward).pk
    assert "Your community cannot act at present" in said(client.get(at("community-detail", key)))
    sent = {
        "kind": "assembly", "title": "示例决议", "decided_on": "2026-01-05", "valid_from": "2026-01-05",
        "present": "40", "agreeing": "36",
    }  # fmt: skip
    file = SimpleUploadedFile("示例决议.pdf", PAPER)
    assert client.post(at("community-papers", key), {**sent, "file": file}).status_code == 302
    with acting_as(SYSTEM):
        paper = AuthorityPaper.objects.get()
    answer = browser(people.officer).get(at("community-paper-file", key, paper.pk))
    assert b"".join(answer.streaming_content) == PAPER  # type: ignore[attr-defined]  # a file answer streams
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Your community cannot act" not in said(client.get(at("community-detail", key)))
    assert browser(people.stranger).get(at("community-paper-file", key, paper.pk)).status_code == 404
    client.post(at("community-paper-withdraw", key, paper.pk), {"reason": "示例：人数写错"})
    assert "示例：人数写错" in said(client.get(at("community-papers", key)))


def test_a_page_with_script_is_no_paper(people: People) -> None:
    steward = a_steward()
    sent = {"kind": "charter", "title": "示例章程", "decided_on": "2026-01-05", "valid_from": "2026-01-05"}
    file = SimpleUploadedFile("章程.pdf", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    answer = browser(steward).post(at("community-papers", profile_of(steward).pk), {**sent, "file": file})
    assert answer.status_code == 422
    assert "Only PDF, JPEG and PNG" in said(answer)


def test_who_has_read_is_shown_narrowed_and_taken_away(people: People) -> None:
    steward = a_steward()
    record = make_record(name="示例窄传方", diffusion_tier="D2", community_id=community_id(steward))
    office, key = browser(people.officer), profile_of(steward).pk
    page = said(office.get(at("record-detail", record.number)))
    assert "The holding community can see that you have read it" in page
    client = browser(people.holder)
    page = said(client.get(at("community-readings", key)))
    assert "1 reading from outside" in page
    assert "duty of the office" in page
    assert "示例窄传方" in page
    assert "No reading in this time" in said(client.get(at("community-readings", key), {"until": "2020-01-01"}))
    answer = client.get(at("community-readings-export", key, "csv"))
    assert record.number in answer.content.decode()
    assert browser(people.officer).get(at("community-readings", key)).status_code == 403


@pytest.mark.parametrize("query", ["since=gestern", "until=9999-99-99", "page=abc", "who=%00x", "record='--"])
def test_a_filter_that_makes_no_sense_breaks_nothing(people: People, query: str) -> None:
    steward = a_steward()
    assert browser(steward).get(at("community-readings", profile_of(steward).pk) + f"?{query}").status_code == 200


def test_two_communities_come_together_on_the_page_of_who_holds_a_record(people: People) -> None:
    one, other = a_steward(), a_steward("示例合作社")
    record = make_record(name="示例奶酒", diffusion_tier="D3", community_id=community_id(one))
    first, second = browser(one), browser(other)
    assert first.post(
        at("record-holders-begin", record.number, "invite"), {"invite-community": community_id(other)}
    ).status_code == 302  # fmt: skip
    with acting_as(SYSTEM):
        held = Holding.objects.get(record=record, community_id=community_id(other))
    assert first.post(at("record-holding", record.number, held.pk), {"do": "accept"}).status_code == 403
    second.post(at("record-holding", record.number, held.pk), {"do": "accept"})
    page = said(first.get(at("record-holders", record.number)))
    assert "2 communities hold “示例奶酒” together" in page
    first.post(at("record-holders-begin", record.number, "lead"), {"lead-community": community_id(other)})
    with acting_as(SYSTEM):
        assert Record.objects.get(pk=record.pk).community_id == community_id(other)


def test_a_claim_is_made_from_the_public_line_alone(people: People) -> None:
    one, other = a_steward(), a_steward("示例合作社")
    record = make_record(name="示例奶酒", diffusion_tier="D3", community_id=community_id(one))
    sent = {"claim-community": community_id(other), "claim-holder_type": "C"}
    browser(other).post(at("record-holders-begin", record.number, "claim"), sent)
    page = said(browser(one).get(at("record-holders", record.number)))
    assert "Accept the claim" in page
    assert "Accept the claim" not in said(browser(other).get(at("record-holders", record.number)))


def test_a_record_that_may_not_be_known_has_no_page_of_holders(people: People) -> None:
    record = make_record(diffusion_tier="D1", community_id=community_id(a_steward()), status="draft")
    other = browser(a_steward("示例合作社"))
    hidden = other.get(at("record-holders", record.number))
    nowhere = other.get(at("record-holders", "TK-152530-9999"))
    assert hidden.status_code == nowhere.status_code == 404
    sent = {"claim-community": community_id(a_steward("示例合作社"))}
    assert other.post(at("record-holders-begin", record.number, "claim"), sent).status_code == 404


def test_a_passer_by_answers_a_call_and_the_office_reads_it(people: People) -> None:
    record = make_record(name="示例无主奶酒", diffusion_tier="D3")
    office, anybody = browser(people.officer), browser()
    assert "Call for the holder" in said(office.get(at("record-holders", record.number)))
    office.post(at("call-new", record.number), {"words": "示例：谁家还这样做？"})
    with acting_as(SYSTEM):
        call = HolderCall.objects.get()
    assert "示例无主奶酒" in said(anybody.get(at("call-list")))
    page = said(anybody.get(at("call-detail", call.number)))
    assert "to be confirmed" in page.lower()
    sent = {"holder_name": "示例家族", "grounds": "示例依据", "name": "示例", "contact": "示例电话"}
    answer = anybody.post(at("call-detail", call.number), sent, follow=True)
    with acting_as(SYSTEM):
        kept = HolderAnswer.objects.get()
    assert str(kept.pk)[:8] in said(answer)
    assert "示例依据" not in said(browser(people.stranger).get(at("call-detail", call.number)))
    assert "示例依据" in said(office.get(at("call-detail", call.number)))
    assert "comes too late" in said(office.post(at("call-decide", call.number), {"reasons": "示例"}))


def test_an_answer_that_lacks_something_keeps_what_was_written(people: People) -> None:
    record = make_record(name="示例无主奶酒", diffusion_tier="D3")
    with acting_as(people.officer):
        call = services.open_call(actor=people.officer, record=record, words="示例")
    answer = browser().post(at("call-detail", call.number), {"holder_name": "示例家族", "grounds": "示例很长的依据"})
    assert answer.status_code == 422
    assert "示例很长的依据" in answer.content.decode()


def test_closing_a_community_that_records_name_says_what_to_do(people: People) -> None:
    steward, trustee = a_steward(), a_steward("示例旗人民政府", holder_type="G")
    record = make_record(diffusion_tier="D3", community_id=community_id(steward))
    client, key = browser(steward), profile_of(steward).pk
    answer = client.post(at("community-step", key, "close"), {"reason": "示例"}, follow=True)
    assert "nothing is lost" in said(answer)
    sent = {"custodian": community_id(trustee), "reason": "示例：合并"}
    client.post(at("community-custodian", key), sent)
    with acting_as(SYSTEM):
        assert Record.objects.get(pk=record.pk).community_id == community_id(trustee)
    client.post(at("community-step", key, "close"), {"reason": "示例：合并"})
    assert "Custodian of its records 示例旗人民政府" in said(browser().get(at("community-detail", key)))


def test_a_member_sees_only_the_title_of_what_is_kept_for_all_together(people: People) -> None:
    steward, other = a_steward(), a_steward("示例合作社")
    record = make_record(name="示例奶酒", diffusion_tier="D2", community_id=community_id(steward))
    hold(record, other)
    with acting_as(other):
        Holding.objects.filter(record=record, community_id=community_id(other)).update(together=True)
    page = said(browser(steward).get(at("community-detail", profile_of(steward).pk)))
    assert "示例奶酒" in page
    assert "you see its title only" in page


def test_a_record_held_together_stands_on_the_first_page_of_both(people: People) -> None:
    one, other = a_steward(), a_steward("示例合作社")
    record = make_record(name="示例奶酒", diffusion_tier="D3", community_id=community_id(one))
    hold(record, other)
    for steward in (one, other):
        assert "示例奶酒" in said(browser(steward).get(reverse("web:desk")))
        assert "示例奶酒" in said(browser(steward).get(reverse("knowledge:record-list"), {"mine": "1"}))
