"""Two issue, stop, change or decide at the same moment: one permit, one posting, and whoever comes second is told plainly."""

from __future__ import annotations

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.models import AccessGrant
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Entry
from erdem.people.choices import Role
from erdem.sharing import services
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import Permit, UseReport
from erdem.sharing.permit_choices import AmendmentIntent, PermitStatus
from erdem.sharing.report_choices import ReportStatus
from erdem.sharing.services import permits
from erdem.sharing.tests.at_once import at_once, by, colleague, refusals, while_waiting
from erdem.sharing.tests.permitted import Granted, grant, sold
from erdem.sharing.tests.permitting import TERM, agreed, fresh, issued

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
ROYALTY = 300_000
"""Three per cent of the sales of the report, in fen."""


@pytest.fixture
def granted(people: People) -> Granted:
    """A permit with one report that waits for the office."""
    made = grant(people)
    made.hand_in("2026Q1", sold(10_000_000))
    return made


def acts(action: str) -> int:
    with acting_as(SYSTEM):
        return AuditEntry.objects.filter(action=action).count()


def posted(granted: Granted) -> int:
    """What the firm owes for reports; there is one entry for it, or none."""
    with acting_as(SYSTEM):
        entries = Entry.objects.filter(document_type="sharing.usereport").count()
    owed = granted.balance(AccountKind.DUE, granted.firm)
    assert owed == entries * ROYALTY
    return entries


def test_two_officers_issue_one_permit(people: People) -> None:
    case = agreed(people)
    officers = (people.officer, colleague(people.officer, Role.COUNTY_OFFICER))
    given = {"access_request": fresh(case.request), "term": TERM}
    first, second = at_once(*(by(each, permits.issue_permit, **given) for each in officers))
    assert isinstance(first, Permit)
    assert first == second
    with acting_as(SYSTEM):
        assert Permit.objects.count() == 1
        assert AccessGrant.objects.count() == 1
    assert acts("sharing.issue_permit") == 1


def test_a_permit_is_issued_or_the_holder_stops_the_request(people: People) -> None:
    case = agreed(people)
    request = fresh(case.request)
    results = at_once(
        by(people.officer, permits.issue_permit, access_request=request, term=TERM),
        by(case.steward, services.veto_request, access_request=fresh(case.request), reason="示例"),
    )
    (said,) = refusals(results)
    assert "moved this on" in said or "condition is not met" in said or "permit" in said
    with acting_as(SYSTEM):
        permits_now, grants = Permit.objects.count(), AccessGrant.objects.filter(revoked_at=None).count()
    assert (permits_now, grants) == ((1, 1) if fresh(case.request).status == RequestStatus.PERMITTED else (0, 0))
    assert fresh(case.request).status in (RequestStatus.PERMITTED, RequestStatus.VETOED)


def test_two_who_revoke_at_once_revoke_once(people: People) -> None:
    _case, permit = issued(people)
    officers = (people.officer, colleague(people.officer, Role.COUNTY_OFFICER))
    given = {"permit": permit, "step": "revoke", "reason": "示例"}
    (said,) = refusals(at_once(*(by(each, permits.move_permit, **given) for each in officers)))
    assert "moved this on" in said
    assert acts("sharing.revoke_permit") == 1


def test_a_permit_is_revoked_or_amended(people: People) -> None:
    _case, permit = issued(people)
    officers = (people.officer, colleague(people.officer, Role.COUNTY_OFFICER))
    amended = {"permit": permit, "term": TERM, "intent": AmendmentIntent.CORRECTION, "because": "示例更正"}
    results = at_once(
        by(officers[0], permits.move_permit, permit=permit, step="revoke", reason="示例"),
        by(officers[1], permits.amend_permit, **amended),
    )
    assert len(refusals(results)) == 1
    with acting_as(SYSTEM):
        states = sorted(Permit.objects.values_list("status", flat=True))
        open_grants = AccessGrant.objects.filter(revoked_at=None).count()
    assert (states, open_grants) in (
        ([PermitStatus.REVOKED], 0),
        ([PermitStatus.AMENDED, PermitStatus.ISSUED], 1),
    )


def test_two_officers_accept_one_report_and_it_is_posted_once(granted: Granted) -> None:
    officers = (granted.officer, colleague(granted.officer, Role.COUNTY_OFFICER))
    acting = [
        by(each, services.accept_report, report=granted.report("2026Q1"), day=timezone.localdate()) for each in officers
    ]
    (said,) = refusals(at_once(*acting))
    assert "moved this on" in said
    assert posted(granted) == 1
    assert acts("sharing.accept_report") == 1


def test_a_report_is_accepted_or_returned(granted: Granted) -> None:
    officers = (granted.officer, colleague(granted.officer, Role.COUNTY_OFFICER))
    results = at_once(
        by(officers[0], services.accept_report, report=granted.report("2026Q1")),
        by(officers[1], services.return_report, report=granted.report("2026Q1"), reason="示例"),
    )
    (said,) = refusals(results)
    assert "moved this on" in said
    is_accepted = granted.report("2026Q1").status == ReportStatus.ACCEPTED
    assert posted(granted) == (1 if is_accepted else 0)


def test_who_waited_for_a_report_that_went_back_is_told_so(granted: Granted) -> None:
    other = colleague(granted.officer, Role.COUNTY_OFFICER)
    said = while_waiting(
        by(other, services.return_report, report=granted.report("2026Q1"), reason="示例"),
        by(granted.officer, services.accept_report, report=granted.report("2026Q1")),
    )
    assert isinstance(said, RuleBroken)
    assert "moved this on" in str(said)
    assert posted(granted) == 0


@pytest.mark.parametrize("step", ["revoke", "suspend", "amend"])
def test_what_was_reported_is_posted_once_whatever_happens_to_the_permit(granted: Granted, step: str) -> None:
    officer, permit = colleague(granted.officer, Role.COUNTY_OFFICER), granted.permit
    term = permits.Term(permit.valid_from, permit.expires_on)
    moving = (
        by(officer, permits.amend_permit, permit=permit, term=term, intent=AmendmentIntent.CORRECTION, because="示例")
        if step == "amend"
        else by(officer, permits.move_permit, permit=permit, step=step, reason="示例")
    )
    results = at_once(by(granted.officer, services.accept_report, report=granted.report("2026Q1")), moving)
    assert refusals(results) == []
    assert posted(granted) == 1
    with acting_as(SYSTEM):
        permit.refresh_from_db()
        assert UseReport.objects.filter(period="2026Q1").count() == 1
    assert permit.status != PermitStatus.ISSUED


def test_a_report_handed_in_by_a_double_click_is_handed_in_once(granted: Granted) -> None:
    firm = granted.firm
    with acting_as(firm):
        draft = services.begin_report(actor=firm, report=granted.report("2026Q2"))
        services.add_line(actor=firm, report=draft, content=sold(100))
    before = acts("sharing.submit_report")
    handed_in = [by(firm, services.submit_report, report=granted.report("2026Q2")) for _click in range(2)]
    assert refusals(at_once(*handed_in)) == []
    assert acts("sharing.submit_report") == before + 1


def test_two_corrections_of_one_report_are_one(granted: Granted) -> None:
    granted.accept(granted.report("2026Q1"))
    firms = (granted.firm, colleague(granted.firm, Role.APPLICANT))
    correct = [
        by(each, services.correct_report, report=granted.report("2026Q1"), reason="示例：漏报") for each in firms
    ]
    assert len(refusals(at_once(*correct))) == 1
    with acting_as(SYSTEM):
        assert UseReport.objects.filter(period="2026Q1").count() == 2
    assert posted(granted) == 1
