"""Two cases about the same matter become one: linked, ended with an outcome, and whoever filed is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import services
from erdem.cases.choices import CaseKind
from erdem.cases.models import Case, CaseLink, CaseMessage
from erdem.cases.queries import filings as reads
from erdem.cases.services import StepGiven
from erdem.cases.tests.factories import make_case
from erdem.cases.tests.filing import NAMED_REPORT, hand_in, with_receipt
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import User
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")


def opened(officer: Actor, form: str = "F11", answers: Any = None) -> Case:
    """Return the case of a filing, handled by the officer."""
    filing = hand_in(form=form, answers=answers).filing
    with acting_as(officer):
        (case,) = services.open_filing(actor=officer, filing=filing, kinds=filing.kinds)
        return services.assign_case(actor=officer, case=case, handler_id=officer.user_id)


def merge(officer: Actor, case: Case, into: str) -> Case:
    with acting_as(officer):
        services.take_case_step(
            actor=officer, case=case, step="merge", given=StepGiven(reason="示例：同一事项", into=into)
        )
        return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(("form", "state"), [("F10", "merged"), ("F11", "archived")])
def test_a_merged_case_ends_and_its_filer_follows_the_other(people: People, form: str, state: str) -> None:
    officer = people.officer
    first, case = opened(officer, form), opened(officer, form)
    merged = merge(officer, case, first.number)
    assert (merged.status, merged.outcome, merged.is_open) == (state, "merged", False)
    with acting_as(SYSTEM):
        link = CaseLink.objects.get(case=case)
        filing = case.filing
        assert filing is not None
        assert CaseMessage.objects.get(filing=filing).side == "office"
    assert (link.source_id, link.kind) == (first.pk, "duplicate")
    with acting_as(with_receipt(filing)):
        assert {progress.status for progress in reads.progress_of(filing)} == {state, first.status}
    with acting_as(PUBLIC):
        assert reads.progress_of(filing) == []


def test_a_report_under_a_name_stays_until_its_reporter_was_told(people: People) -> None:
    officer = people.officer
    first, case = opened(officer), opened(officer, answers=NAMED_REPORT)
    merged = merge(officer, case, first.number)
    assert merged.is_open
    assert merged.outcome == "merged"


def test_nothing_is_merged_into_itself_a_closed_case_another_kind_or_another_office(people: People) -> None:
    officer = people.officer
    case, other, report = opened(officer, "F10"), opened(officer, "F10"), opened(officer)
    closed = opened(officer, "F10")
    merge(officer, closed, other.number)
    for number in (case.number, closed.number, report.number, "", "示例"):
        with pytest.raises(RuleBroken):
            merge(officer, case, number)
    elsewhere = make_actor(OrganisationKind.OFFICE, "示例另一局", Role.COUNTY_OFFICER)
    with pytest.raises((RuleBroken, PermissionRefused)):
        merge(officer, case, make_case(elsewhere, CaseKind.COMPLAINT, place_code="152531").number)
    with acting_as(officer):
        assert Case.objects.get(pk=case.pk).status == "received"


def test_the_page_offers_what_looks_alike_first_with_its_reason(people: People) -> None:
    officer = people.officer
    first, case, other = opened(officer), opened(officer), make_case(officer, CaseKind.REPORT, title="示例另一件")
    client = Client()
    with acting_as(SYSTEM):
        client.force_login(User.objects.get(pk=officer.user_id or 0))
    page = client.get(f"/cases/{case.number}/step/merge/").content.decode()
    options = page[page.index('name="into"') : page.index("</select>")]
    assert options.index(first.number) < options.index(other.number)
    assert "对方相同" in options
    answer = client.post(f"/cases/{case.number}/step/merge/", {"reason": "示例", "seen_version": case.version})
    assert answer.status_code == 422
