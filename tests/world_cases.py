"""What the small world holds of cases: a complaint with its parties, an outside expert taking part, a linked case."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Case, CaseClock, CaseParty, ClockAlarm, OfficialDocument, Party
from erdem.cases.services import NewCase, add_member, ask_extension, link_cases, open_case, start_case_clock
from erdem.people.models import Organisation
from tests.world_cases_campaigns import Campaigns, add_campaigns
from tests.world_cases_details import add_penalty
from tests.world_cases_intake import Intake, add_intake
from tests.world_cases_papers import add_papers
from tests.world_cases_rights import RightsCases, add_rights_cases
from tests.world_cases_work import add_work


@dataclass
class Cases:
    """The cases of the world."""

    complaint: Case
    other: Case
    document: OfficialDocument
    intake: Intake
    rights: RightsCases

    penalty: Case
    campaigns: Campaigns


def add_cases(people: People, expert: Actor) -> Cases:
    """Open two cases of the county office, one with an expert from outside."""
    officer = people.officer
    (own,) = officer.organisation_ids
    with acting_as(officer):
        office = Organisation.objects.get(pk=own)
        new = NewCase(
            kind="complaint",
            title="示例投诉",
            office=office,
            received_on=timezone.localdate(),
            subject="consumer",
            facts="示例事实",
        )
        complaint, other = (open_case(actor=officer, new=new) for _ in range(2))
        add_member(actor=officer, case=complaint, user_id=expert.user_id or 0, role="expert")
        link_cases(actor=officer, source=complaint, case=other)
        party = Party.objects.create(office=office, kind="enterprise", name="示例商行")
        CaseParty.objects.create(case=complaint, party=party, role="respondent")
        Party.objects.create(office=office, kind="person", name="示例当事人")
        ask_extension(actor=officer, clock=add_clock(officer, complaint), reason="示例理由")
    add_work(officer, complaint)
    rights = add_rights_cases(people, expert, complaint)
    document = add_papers(officer, complaint)
    penalty = add_penalty(officer, complaint)
    campaigns = add_campaigns(people, expert)
    return Cases(complaint, other, document, add_intake(people), rights, penalty, campaigns)


def add_clock(officer: Actor, case: Case) -> CaseClock:
    """Start a clock that can be extended, with an alarm."""
    clock = start_case_clock(actor=officer, case=case, step="check_clue_found")
    with acting_as(SYSTEM):
        ClockAlarm.objects.create(clock=clock, level="amber", noted_on=timezone.localdate())
    return clock
