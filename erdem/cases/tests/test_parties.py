"""The registry of parties: codes, merging, hints, and conflicts of interest."""

from __future__ import annotations

import pytest

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.models import Case, CaseParty, Party
from erdem.cases.queries.parties import conflicts_of, known_elsewhere, may_be_same, party_key
from erdem.cases.services import (
    PartyContent,
    add_case_party,
    add_member,
    merge_parties,
    remove_case_party,
    save_party,
)
from erdem.cases.tests.factories import make_case, office_of
from erdem.cases.tests.test_case_pages import address, client_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db
CODE = "91350100M000100Y43"


def party(officer: Actor, name: str, **given: str) -> Party:
    """Enter a party in the registry of the officer's office."""
    content = PartyContent(given.pop("kind", "enterprise"), name, **given)
    with acting_as(officer):
        return save_party(actor=officer, office_id=office_of(officer).pk, content=content)


def test_a_code_with_a_wrong_check_character_is_refused(people: People) -> None:
    assert party(people.officer, "示例商贸", uscc=" 91350100-m000100y43").uscc == CODE
    for wrong in (CODE[:-1] + "4", CODE[:-1], "1" * 18, "示" * 18):
        with pytest.raises(RuleBroken):
            party(people.officer, "示例另一", uscc=wrong)
    with pytest.raises(RuleBroken, match="已登记"):
        party(people.officer, "示例又一", uscc=CODE)
    with pytest.raises(RuleBroken):
        party(people.officer, "示例某人", kind="person", uscc=CODE)


def test_names_are_compared_without_width_signs_and_legal_form() -> None:
    assert (
        party_key("示例（锡盟）商贸有限公司") == party_key("示例(锡盟)商贸") == party_key(" 示例锡盟商贸有限责任公司 ")
    )
    assert party_key("商行") == "商行"
    assert party_key("示例甲") != party_key("示例乙")


def test_hints_say_why_and_other_offices_are_a_number(people: People) -> None:
    one = party(people.officer, "示例商贸有限公司", contact="0479-0000000", uscc=CODE)
    two = party(people.officer, "示例商贸", contact="0479-0000000")
    party(people.officer, "示例无关")
    neighbour = make_actor(OrganisationKind.OFFICE, "示例邻旗市场监督管理局", Role.COUNTY_OFFICER, "152531")
    party(neighbour, "示例邻旗叫法", uscc=CODE)
    with acting_as(people.officer):
        (same,) = may_be_same(people.officer, one)
        assert (same.party, set(same.why)) == (two, {"contact", "name"})
        assert known_elsewhere(one) == 1
        assert not Party.objects.filter(name="示例邻旗叫法").exists()
    page = client_of(people.officer).get(address("party-detail", one.pk)).content.decode()
    assert "另有1个机关" in page
    assert "示例邻旗" not in page


def test_merging_moves_open_cases_and_keeps_one_entry(people: People) -> None:
    case = make_case(people.officer)
    one, two = party(people.officer, "示例商贸", uscc=CODE), party(people.officer, "示例商贸有限公司")
    with acting_as(people.officer):
        for each in (one, two):
            add_case_party(actor=people.officer, case=case, party=each, role="respondent")
        with pytest.raises(RuleBroken):
            merge_parties(actor=people.officer, party=one, into=one)
        kept = merge_parties(actor=people.officer, party=one, into=two)
        assert kept.uscc == CODE
        assert [each.party_id for each in CaseParty.objects.filter(case=case)] == [two.pk]
        with pytest.raises(RuleBroken):
            merge_parties(actor=people.officer, party=one, into=two)
        with pytest.raises(RuleBroken, match="已并入"):
            add_case_party(actor=people.officer, case=case, party=one, role="third")
        remove_case_party(actor=people.officer, stands=CaseParty.objects.get(case=case))
        assert not CaseParty.objects.filter(case=case).exists()


def test_entries_with_different_codes_stay_two(people: People) -> None:
    one = party(people.officer, "示例商贸", uscc=CODE)
    two = party(people.officer, "示例商贸有限公司", uscc="91110000600037341L")
    with acting_as(people.officer), pytest.raises(RuleBroken, match="两个主体"):
        merge_parties(actor=people.officer, party=one, into=two)


def taking_part(people: People, name: str) -> tuple[Actor, Case]:
    case = make_case(people.officer)
    lawyer = make_actor(OrganisationKind.ENTERPRISE, name, Role.EXPERT)
    with acting_as(people.officer):
        add_member(actor=people.officer, case=case, user_id=lawyer.user_id or 0, role="lawyer")
    return lawyer, case


def test_who_belongs_to_a_party_is_in_conflict(people: People) -> None:
    _lawyer, case = taking_part(people, "示例商贸有限公司")
    respondent = party(people.officer, "示例商贸")
    assert conflicts_of(case) == []
    with acting_as(people.officer):
        add_case_party(actor=people.officer, case=case, party=respondent, role="respondent")
    assert [each.reason for each in conflicts_of(case)] == ["own_body"]
    page = client_of(people.officer).get(address("case-detail", case.number)).content.decode()
    assert "利益冲突" in page


def test_who_takes_part_on_the_other_side_elsewhere_is_in_conflict(people: People) -> None:
    lawyer, case = taking_part(people, "示例律师事务所")
    body, other = party(people.officer, "示例商贸"), make_case(people.officer)
    with acting_as(people.officer):
        add_case_party(actor=people.officer, case=case, party=body, role="respondent")
        add_case_party(actor=people.officer, case=other, party=body, role="right_holder")
        assert conflicts_of(case) == []
        add_member(actor=people.officer, case=other, user_id=lawyer.user_id or 0, role="lawyer")
    assert [each.reason for each in conflicts_of(case)] == ["other_side"]


def test_the_registry_is_searched_and_edited_on_pages(people: People) -> None:
    client = client_of(people.officer)
    given = {"kind": "enterprise", "name": "示例商贸", "uscc": CODE, "place_code": "", "address": "", "contact": ""}
    made = client.post(address("party-new"), given)
    assert made.status_code == 302
    assert client.post(made["Location"] + "edit/", {**given, "name": "示例商贸一店"}).status_code == 302
    assert "示例商贸一店" in client.get(address("party-list"), {"q": "91350100"}).content.decode()
    assert "没有符合的当事人" in client.get(address("party-list"), {"q": "无此"}).content.decode()
    assert client.post(address("party-new"), {**given, "uscc": "1"}).status_code == 422
