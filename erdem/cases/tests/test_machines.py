"""Reports and penalties move along their machines, and lead from one to the other."""

from __future__ import annotations

import pytest

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Channel, LinkKind
from erdem.cases.models import Case, CaseLink, CaseParty, Party
from erdem.cases.services import StepGiven, assign_case, take_case_step
from erdem.cases.tests.factories import colleague_of, make_case

pytestmark = pytest.mark.django_db
BECAUSE = StepGiven(reason="示例理由")


def step(actor: Actor, case: Case, *names: str, given: StepGiven = BECAUSE) -> Case:
    """Take steps one after the other."""
    with acting_as(actor):
        for name in names:
            case = take_case_step(actor=actor, case=case, step=name, given=given)
    return case


def handled(people: People, kind: str, **given: object) -> Case:
    """Return a case handled by the officer, so that somebody else has to approve."""
    case = make_case(people.officer, kind, **given)
    with acting_as(people.officer):
        return assign_case(actor=people.officer, case=case, handler_id=people.officer.user_id)


def test_a_report_is_filed_by_a_second_person_and_becomes_a_penalty_case(people: People) -> None:
    chief = colleague_of(people.officer)
    report = handled(people, CaseKind.REPORT, is_named=True)
    with acting_as(people.officer):
        for name, role in (("示例商行", "respondent"), ("示例证人", "witness")):
            party = Party.objects.create(office=report.office, kind="unknown", name=name)
            CaseParty.objects.create(case=report, party=party, role=role)
    step(people.officer, report, "begin_check")
    with pytest.raises(PermissionRefused):
        step(people.officer, report, "file")
    report = step(chief, report, "file")
    assert (report.status, report.outcome) == ("filed", "filed")
    with acting_as(people.officer):
        link = CaseLink.objects.select_related("case").get(source=report)
        assert (link.kind, link.case.kind, link.case.status) == (LinkKind.LED_TO, CaseKind.PENALTY, "filed")
        assert link.case.handler_id == people.officer.user_id
        assert not link.case.is_named
        assert [one.party.name for one in link.case.parties.select_related("party")] == ["示例商行"]


def test_a_named_report_is_not_closed_before_the_reporter_was_told(people: People) -> None:
    chief = colleague_of(people.officer)
    report = step(people.officer, handled(people, CaseKind.REPORT, is_named=True), "begin_check")
    report = step(chief, report, "not_file")
    with pytest.raises(RuleBroken):
        step(people.officer, report, "archive")
    report = step(people.officer, report, "tell_reporter", "archive")
    assert (report.status, report.outcome, report.is_open) == ("archived", "not_filed", False)


def test_an_anonymous_report_is_closed_without_an_answer(people: People) -> None:
    report = step(people.officer, make_case(people.officer, CaseKind.REPORT), "begin_check", "not_file", "archive")
    assert not report.is_open


def test_a_report_that_was_transferred_comes_back(people: People) -> None:
    report = step(people.officer, make_case(people.officer, CaseKind.REPORT), "transfer", "take_back", "begin_check")
    assert report.status == "checking"


def test_a_clue_found_in_a_mediation_becomes_a_report_and_the_mediation_goes_on(people: People) -> None:
    case = step(people.officer, make_case(people.officer), "accept", "note_clue")
    assert case.status == "mediating"
    with acting_as(people.officer):
        report = CaseLink.objects.select_related("case").get(source=case).case
        assert (report.kind, report.status, report.channel) == (CaseKind.REPORT, "received", Channel.OWN_MOTION)
        assert report.title == BECAUSE.reason


def test_a_dispute_about_the_power_is_settled_before_the_complaint_goes_on(people: People) -> None:
    case = step(people.officer, make_case(people.officer), "dispute_power")
    with pytest.raises(RuleBroken):
        step(people.officer, case, "accept")
    assert step(people.officer, case, "settle_power", "accept").status == "mediating"
