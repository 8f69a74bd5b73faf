"""One act leaves one entry in the trail, also when it takes several steps on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.sharing import services
from erdem.sharing.services.sending import send_agreement
from erdem.sharing.services.signing import open_envelope
from erdem.sharing.tests.enveloping import paper_of, parties_of, settled
from erdem.sharing.tests.negotiating import make_table
from erdem.sharing.tests.permitted import Granted, grant, sold

pytestmark = pytest.mark.django_db


def entries(actor: Actor, act: Callable[[], object]) -> list[str]:
    """Do something as somebody; return the actions that it left in the trail."""
    with acting_as(SYSTEM):
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with acting_as(actor):
        act()
    with acting_as(SYSTEM):
        return list(AuditEntry.objects.filter(id__gt=last).order_by("id").values_list("action", flat=True))


@pytest.fixture
def granted(people: People) -> Granted:
    return grant(people)


def test_sending_an_agreement_to_be_signed_leaves_one(people: People) -> None:
    version, officer = settled(make_table(people)), people.officer
    assert entries(officer, lambda: send_agreement(actor=officer, version=version)) == ["sharing.send_agreement"]
    assert entries(officer, lambda: send_agreement(actor=officer, version=version)) == []


def test_an_envelope_that_was_prepared_is_sent_with_one(people: People) -> None:
    table, officer = make_table(people), people.officer
    version = settled(table)
    given: dict[str, Any] = {"title": "示例", "document": paper_of(version), "parties": parties_of(table)}
    opening = entries(officer, lambda: open_envelope(actor=officer, version=version, **given))
    assert opening == ["sharing.open_envelope"]
    assert entries(officer, lambda: send_agreement(actor=officer, version=version)) == ["sharing.send_envelope"]


def test_the_first_line_of_a_report_leaves_one_and_so_does_a_report_of_nothing(granted: Granted) -> None:
    firm, first, second = granted.firm, granted.report("2026Q1"), granted.report("2026Q2")
    third = granted.report("2026Q3")
    assert entries(firm, lambda: services.begin_report(actor=firm, report=third)) == ["sharing.begin_report"]
    added = entries(firm, lambda: services.add_line(actor=firm, report=first, content=sold(100)))
    assert added == ["sharing.add_report_line"]
    handed_in = entries(firm, lambda: services.submit_report(actor=firm, report=second, nothing_used=True))
    assert handed_in == ["sharing.submit_report"]
    again = entries(firm, lambda: services.submit_report(actor=firm, report=granted.report("2026Q2")))
    assert again == []


def test_a_file_of_a_report_that_was_not_begun_leaves_one(granted: Granted) -> None:
    firm, report = granted.firm, granted.report("2026Q1")
    given: dict[str, Any] = {"content": b"%PDF", "file_name": "a.pdf", "media_type": "application/pdf"}
    assert entries(firm, lambda: services.attach_file(actor=firm, report=report, **given)) == [
        "sharing.attach_report_file"
    ]


def test_an_accepted_report_leaves_one_and_each_entry_of_the_books_its_own(granted: Granted) -> None:
    officer = granted.officer
    granted.hand_in("2026Q1", sold(10_000_000))
    report = granted.report("2026Q1")
    accepted = entries(officer, lambda: services.accept_report(actor=officer, report=report))
    assert accepted == ["ledger.post", "sharing.accept_report"]
