"""What was used is reported once a period by the terms of that period; accepted, it is owed once and split to the last fen."""

from __future__ import annotations

import datetime as dt

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger.choices import AccountKind
from erdem.ledger.models import Entry
from erdem.sharing import services
from erdem.sharing.models import Obligation, ReportCalculation, UseReport
from erdem.sharing.tests.permitted import BEGINS, Granted, grant, sold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def granted(people: People) -> Granted:
    return grant(people)


def test_a_permit_brings_its_calendar(granted: Granted) -> None:
    with acting_as(SYSTEM):
        periods = list(UseReport.objects.filter(permit=granted.permit).values_list("period", "due_on"))
        keys = set(Obligation.objects.filter(permit=granted.permit).values_list("key", flat=True))
    assert periods[0] == ("2026Q1", dt.date(2026, 4, 30))
    assert len(periods) == 8
    assert {"fee/1", "launch/1", "n1/1", "n1/2", "r1/2026Q1", "r1/2027Q4"} <= keys
    with acting_as(SYSTEM):
        assert services.open_calendar(actor=SYSTEM, permit=granted.permit) == 0


def test_an_accepted_report_owes_its_royalty_once_and_splits_it_exactly(granted: Granted) -> None:
    report = granted.accept(granted.hand_in("2026Q1", sold(10_000_033)))
    assert report.status == "accepted"
    with acting_as(SYSTEM):
        (held,) = ReportCalculation.objects.filter(report=report)
        assert held.entry is not None
        said = [line.text for line in held.entry.calculation.all()]
    assert (held.base, held.due) == (10_000_033, 300_001)
    assert granted.balance(AccountKind.DUE, granted.firm) == 300_001
    owed = granted.balance(AccountKind.OWED, granted.first), granted.balance(AccountKind.OWED, granted.second)
    assert sum(owed) == -300_001
    assert said[-1].startswith("应付")
    with pytest.raises(RuleBroken, match="moved this on"):
        granted.accept(report)
    assert granted.balance(AccountKind.DUE, granted.firm) == 300_001
    assert granted.obligation("r1/2026Q1").amount == 300_001


def test_a_correction_replaces_its_report_and_computes_what_follows_again(granted: Granted) -> None:
    first = granted.accept(granted.hand_in("2026Q1", sold(60_000_000)))
    granted.accept(granted.hand_in("2026Q2", sold(60_000_000)))
    before = granted.balance(AccountKind.DUE, granted.firm)
    assert before == 1_800_000 + 1_200_000 + 800_000  # 3 % up to a million yuan in all, 4 % above it
    with acting_as(granted.firm):
        new = services.correct_report(actor=granted.firm, report=first, reason="示例：漏报一笔")
        services.add_line(actor=granted.firm, report=new, content=sold(20_000_000))
        services.submit_report(actor=granted.firm, report=new)
    assert granted.report("2026Q1").version == 2
    granted.accept(granted.report("2026Q1"))
    with acting_as(SYSTEM):
        first.refresh_from_db()
        entries = Entry.objects.filter(document_type="sharing.usereport")
        assert entries.count() == 4
        assert Entry.objects.exclude(reversal_of=None).count() == 2
        assert ReportCalculation.objects.filter(ended_at=None).count() == 2
    assert first.status == "replaced"
    assert granted.balance(AccountKind.DUE, granted.firm) == 2_400_000 + 600_000 + 1_600_000


def test_a_report_goes_back_with_a_reason_and_comes_again(granted: Granted) -> None:
    report = granted.hand_in("2026Q1", sold(100))
    with acting_as(granted.officer), pytest.raises(RuleBroken):
        services.return_report(actor=granted.officer, report=granted.report("2026Q1"), reason=" ")
    with acting_as(granted.officer):
        services.return_report(actor=granted.officer, report=report, reason="示例：缺发票")
    again = granted.hand_in("2026Q1", sold(200))
    assert again.status == "submitted"
    with acting_as(granted.officer):
        assert again.lines.count() == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (sold(-100), "below nothing are a correction"),
        (sold(100, deductions={"tax": 200}), "More is taken off than was sold"),
        (sold(100, currency="USD"), "Name the rate"),
        (sold(100, currency="XXX", rate=services.Rate(1, 1, "示例", BEGINS)), "Choose one of the currencies"),
        (sold(100, currency="USD", rate=services.Rate(0, 1, "示例", BEGINS)), "both numbers, its source"),
        (sold(100, product=" "), "Name the product"),
        (sold(10**16), "Look for a slip"),
        (sold(100, terms_line="fee"), "Choose the line of the terms"),
    ],
    ids=["negative", "over_sold", "no_rate", "no_currency", "rate_of_nothing", "no_product", "slip", "no_royalty"],
)
def test_a_line_that_cannot_stand_is_refused_in_words(granted: Granted, line: services.LineContent, words: str) -> None:
    with acting_as(granted.firm), pytest.raises(RuleBroken, match=words):
        services.add_line(actor=granted.firm, report=granted.report("2026Q1"), content=line)


def test_a_deduction_that_is_not_agreed_is_refused_when_the_report_is_handed_in(granted: Granted) -> None:
    with pytest.raises(RuleBroken, match="not agreed"):
        granted.hand_in("2026Q1", sold(1000, deductions={"discount": 10}))


def test_goods_that_came_back_are_a_named_correction(granted: Granted) -> None:
    granted.accept(granted.hand_in("2026Q1", sold(30_000_000)))
    report = granted.accept(
        granted.hand_in("2026Q2", sold(30_000_000), sold(-10_000_000, corrects="2026Q1 第1行，退货"))
    )
    with acting_as(SYSTEM):
        (held,) = ReportCalculation.objects.filter(report=report)
    assert (held.base, held.due) == (20_000_000, 600_000)


def test_a_period_that_is_not_over_is_not_reported(granted: Granted) -> None:
    with pytest.raises(RuleBroken, match="not over yet"):
        granted.hand_in("2026Q4", sold(100))


def test_only_the_user_writes_and_only_the_office_decides(granted: Granted) -> None:
    report = granted.hand_in("2026Q1", sold(100))
    for actor in (granted.officer, granted.first, granted.people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.add_line(actor=actor, report=report, content=sold(1))
    for actor in (granted.firm, granted.first):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.accept_report(actor=actor, report=report)


def test_in_a_closed_period_nothing_is_entered_and_nothing_changes(granted: Granted) -> None:
    from erdem.ledger.services import close_period

    report = granted.hand_in("2026Q1", sold(100_000_000))
    with acting_as(granted.officer):
        close_period(actor=granted.officer, book=granted.book, until=dt.date(2026, 6, 30))
    with pytest.raises(RuleBroken, match="period of this day is closed"):
        granted.accept(report, day=dt.date(2026, 6, 30))
    assert granted.report("2026Q1").status == "submitted"


def test_what_a_report_says_is_read_by_others_once_it_is_handed_in(granted: Granted) -> None:
    with acting_as(granted.firm):
        report = services.begin_report(actor=granted.firm, report=granted.report("2026Q1"))
        services.add_line(actor=granted.firm, report=report, content=sold(100))
    for actor in (granted.first, granted.officer):
        with acting_as(actor):
            assert UseReport.objects.get(pk=report.pk).lines.count() == 0
    with acting_as(granted.firm):
        services.submit_report(actor=granted.firm, report=report)
    for actor, seen in ((granted.first, 1), (granted.officer, 1), (granted.third, 0)):
        with acting_as(actor):
            assert sum(each.lines.count() for each in UseReport.objects.filter(pk=report.pk)) == seen
