"""The way in the browser: a firm reports, the office accepts, the community reads what came back; figures of fairness add up."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.base.testing.actors import People
from erdem.ledger import services as ledger
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import BankAccount, Payee
from erdem.ledger.queries.statements import standing_of
from erdem.ledger.services import Line, Party
from erdem.ledger.tests.paying import Desk, second_officer
from erdem.people.tests.factories import user_of
from erdem.sharing.models import Delivery, TermsPayee
from erdem.sharing.queries.community_benefit import community_benefit
from erdem.sharing.queries.fairness import Span, decided_on_time, delivered_against_due, holders_share_of_income
from erdem.sharing.queries.firm_benefit import firm_benefit
from erdem.sharing.services.benefit_tending import tend_benefits
from erdem.sharing.tests.permitted import Granted, grant, sold

pytestmark = pytest.mark.django_db
JOB = job_actor("sharing.tend_benefits")
YEAR = Span(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def granted(people: People) -> Granted:
    return grant(people)


def browser(actor: Actor) -> Client:
    client = Client()
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def said(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def pay_out(granted: Granted, to: Payee, fen: int) -> None:
    """Pay a payee out: one officer proposes the order, another one approves it, the bank carries it out."""
    (office,) = granted.officer.organisation_ids
    with acting_as(granted.officer):
        book = granted.book
        account = ledger.account_of(book, AccountKind.OWED, Unit.CNY, to)
        bank = BankAccount.objects.filter(book=book).first() or ledger.open_bank_account(
            actor=granted.officer, book=book, name="示例专户", bank="示例银行", number="62220000", unit=Unit.CNY
        )
    desk = Desk(granted.officer, second_officer(office), book, bank, to, account, [to], [account])
    ledger.run_order(actor=desk.one, order_id=desk.sent(fen).pk)


def tied(granted: Granted, actor: Actor) -> TermsPayee:
    with acting_as(SYSTEM):
        return TermsPayee.objects.select_related("payee").get(
            permit=granted.permit, organisation_id__in=actor.organisation_ids
        )


def test_from_the_report_to_what_came_back_in_the_browser(granted: Granted) -> None:
    firm, officer, steward = browser(granted.firm), browser(granted.officer), browser(granted.first)
    key = granted.report("2026Q1").pk
    line = {
        "position": "1",
        "terms_line": "r1",
        "product": "示例酸奶",
        "currency": "CNY",
        "gross": "1,000,000.33",
        "tax": "0.33",
    }
    for _click in range(2):
        assert firm.post(f"/sharing/reports/{key}/lines/", line).status_code in (302, 422)
    page = said(firm.get(f"/sharing/reports/{key}/"))
    assert page.count("1. 示例酸奶") == 1
    assert "预计算下来" in page
    file = SimpleUploadedFile("示例.csv", b"1", "text/csv")
    assert firm.post(f"/sharing/reports/{key}/files/", {"file": file}).status_code == 302
    assert firm.post(f"/sharing/reports/{key}/submit/", {"note": "示例"}).status_code == 302
    assert "接受报告" in said(officer.get(f"/sharing/reports/{key}/"))
    for _click in range(2):
        assert officer.post(f"/sharing/reports/{key}/accept/").status_code == 302
    (community,) = granted.first.organisation_ids
    page = said(steward.get(f"/sharing/community/{community}/"))
    assert "示例酸奶" in page
    assert "24,000.00" in page  # 80 parts in 100 of 3 % of a million yuan
    pdf = steward.get(f"/sharing/community/{community}/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert steward.get(f"/sharing/community/{community}/xlsx").content.startswith(b"PK")
    for other in (firm, officer, browser(granted.second)):
        assert other.get(f"/sharing/community/{community}/").status_code == 404
    assert "30,000.00" in said(firm.get("/sharing/firm/"))
    assert firm.get("/sharing/firm/pdf").content.startswith(b"%PDF")


def test_a_wrong_line_is_explained_and_nothing_is_lost(granted: Granted) -> None:
    firm = browser(granted.firm)
    key = granted.report("2026Q1").pk
    answer = firm.post(
        f"/sharing/reports/{key}/lines/", {"terms_line": "r1", "product": "示例奶", "currency": "CNY", "gross": "-5"}
    )
    assert answer.status_code == 422
    assert "负的销售额是更正" in said(answer)
    assert "示例奶" in said(answer)


def test_a_delivery_is_answered_on_the_page_of_the_community(granted: Granted) -> None:
    firm, steward = browser(granted.firm), browser(granted.first)
    to, key = tied(granted, granted.first), granted.obligation("n1/1").pk
    sent = {"payee": str(to.pk), "day": "2026-06-01", "amount": "8", "evidence": "示例签到表"}
    assert firm.post(f"/sharing/due/{key}/deliveries/", sent).status_code == 302
    (community,) = granted.first.organisation_ids
    assert "收到了吗" in said(steward.get(f"/sharing/community/{community}/"))
    with acting_as(SYSTEM):
        delivery = Delivery.objects.get()
    assert steward.post(f"/sharing/deliveries/{delivery.pk}/answer/", {"answer": "confirm"}).status_code == 302
    with acting_as(granted.first):
        found = community_benefit(granted.first, community)
    assert found is not None
    assert [(each.promised, each.delivered, each.open) for each in found.in_kind] == [(16, 8, 8)]


def test_a_payment_settles_the_oldest_obligation_first(granted: Granted) -> None:
    tend_benefits(actor=JOB)
    granted.accept(granted.hand_in("2026Q1", sold(100_000_000)))
    with acting_as(granted.officer):
        book = granted.book
        with acting_as(SYSTEM):
            debtor = TermsPayee.objects.get(permit=granted.permit, key="user").payee
        due = ledger.account_of(book, AccountKind.DUE, Unit.CNY, debtor)
        bank = ledger.account_of(book, AccountKind.BANK, Unit.CNY)
        lines = [Line(bank, 2_500_000), Line(due, -2_500_000)]
        ledger.post(actor=granted.officer, book=book, day=dt.date(2026, 11, 1), memo="示例到账", lines=lines)
    with acting_as(granted.firm):
        found = firm_benefit(granted.firm)
    standings = {each.obligation.key: (each.owed, each.settled) for each in found.standings if each.owed}
    assert standings["fee/1"] == (2_000_000, 2_000_000)
    assert standings["r1/2026Q1"] == (3_000_000, 500_000)


def test_a_community_reads_the_same_sums_in_its_view_and_in_its_statement(granted: Granted) -> None:
    tend_benefits(actor=JOB)
    payee, book, today = tied(granted, granted.first).payee, granted.book, timezone.localdate()
    pay_out(granted, payee, 1_000)
    with acting_as(granted.officer):
        debtor = ledger.account_of(book, AccountKind.DUE, Unit.CNY, tied(granted, granted.firm).payee)
        owed = ledger.account_of(book, AccountKind.OWED, Unit.CNY, payee)
        bank = ledger.account_of(book, AccountKind.BANK, Unit.CNY)
        ledger.post_shared(  # entered by hand: no document of an agreement stands behind it
            actor=granted.officer, book=book, day=today, memo="示例", debtor=debtor, amount=10_000, unit=Unit.CNY,
            shares=[(payee, Fraction(1))], calculation=["示例"],
        )  # fmt: skip
        fee = ledger.account_of(book, AccountKind.FEE, Unit.CNY)
        for taken, where in ((4_000, bank), (700, fee)):
            lines = [Line(owed, taken), Line(where, -taken)]
            ledger.post(actor=granted.officer, book=book, day=today, memo="示例", lines=lines)
    with acting_as(granted.first):
        found = community_benefit(granted.first, min(granted.first.speaks_for))
        statement = standing_of(granted.first, payee).money[Unit.CNY]
    assert found is not None
    (money,) = (each for each in found.money if each.unit == Unit.CNY)
    assert (money.arrived, money.fees) == (5_000, 700)
    assert (money.due, money.arrived, money.fees, money.waits, money.escrow) == (
        statement.due, statement.arrived, statement.fees, statement.waits, statement.in_escrow,
    )  # fmt: skip


def test_what_reached_holders_is_set_against_what_was_due(granted: Granted) -> None:
    tend_benefits(actor=JOB)
    pay_out(granted, tied(granted, granted.first).payee, 1_000_000)
    with acting_as(granted.officer):
        figures = {each.unit: each for each in delivered_against_due(granted.officer, YEAR)}
    assert (figures["CNY"].due, figures["CNY"].delivered, figures["CNY"].reconciled) == (2_000_000, 1_000_000, 0)
    assert (figures["training_day"].due, figures["training_day"].delivered) == (10, 0)
    assert [each.key for each in figures["CNY"].obligations] == ["fee/1"]


def test_currencies_and_units_are_never_netted(granted: Granted) -> None:
    tend_benefits(actor=JOB)
    with acting_as(granted.officer):
        assert len({(each.unit, each.in_kind) for each in delivered_against_due(granted.officer, YEAR)}) == 2


def test_what_goes_to_the_enterprise_itself_is_no_share_of_holders(granted: Granted) -> None:
    granted.accept(granted.hand_in("2026Q1", sold(100_000_000)))
    pay_out(granted, tied(granted, granted.first).payee, 2_000_000)
    with acting_as(granted.officer):
        own = ledger.add_payee(
            actor=granted.officer, book=granted.book,
            party=Party(PayeeKind.PERSON, "示例企业主", user_id=granted.firm.user_id),
        )  # fmt: skip
    with acting_as(SYSTEM):
        TermsPayee(permit=granted.permit, key="person:owner", name="示例企业主", payee=own).save(force_insert=True)
        lines = [Line(ledger.account_of(granted.book, AccountKind.BANK, Unit.CNY), 900_000)]
        lines.append(Line(ledger.account_of(granted.book, AccountKind.OWED, Unit.CNY, own), -900_000))
        ledger.post(actor=SYSTEM, book=granted.book, day=dt.date(2026, 11, 1), memo="示例", lines=lines)
    pay_out(granted, own, 900_000)
    with acting_as(granted.officer):
        (figure,) = holders_share_of_income(granted.officer, YEAR)
    assert (figure.to_holders, figure.income) == (2_000_000, 100_000_000)
    assert [each.amount for each in figure.left_out] == [900_000]


def test_requests_decided_on_time_are_counted_with_their_records(granted: Granted) -> None:
    with acting_as(granted.officer):
        found = decided_on_time(granted.officer, Span(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
    assert found.on_time <= len(found.requests)
    for person in (granted.firm, granted.first):
        assert browser(person).get("/sharing/figures/").status_code == 403
    page = said(browser(granted.officer).get("/sharing/figures/?since=2026-01-01&until=2026-12-31"))
    assert "I51" in page
    assert browser(granted.officer).get("/sharing/figures/fairness.xlsx").content.startswith(b"PK")


def test_the_desk_names_missing_reports(granted: Granted) -> None:
    assert "缺交" in said(browser(granted.officer).get("/"))
    assert "缺交" in said(browser(granted.firm).get("/"))
    (community,) = granted.first.organisation_ids
    assert f"/sharing/community/{community}/" in said(browser(granted.first).get("/"))
