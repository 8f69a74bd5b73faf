"""One contract from its first day to its last fen, done with the services of the product; the document tells what comes out.

All names are invented. ``walk`` returns the blocks of ``docs/explanation/benefit.md`` by name; ``written`` puts them in.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import override

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.formatting import money_from_fen
from erdem.base.testing.actors import People
from erdem.ledger import services as ledger
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, Entry, Payee, Posting
from erdem.ledger.tests.paying import Desk, second_officer
from erdem.sharing import services
from erdem.sharing.models import ReportCalculation, TermsPayee
from erdem.sharing.queries.fairness import Span, delivered_against_due, holders_share_of_income
from erdem.sharing.report_words import step_sentences
from erdem.sharing.services.benefit_tending import tend_benefits
from erdem.sharing.services.reporting import LineContent, Rate
from erdem.sharing.terms.choices import PayeeKind
from erdem.sharing.terms.model import Payee as Named
from erdem.sharing.terms.model import Share, Split, Terms
from erdem.sharing.tests.negotiating import Table, make_table, table_terms
from erdem.sharing.tests.permitted import BEGINS, ENDS, Granted, grant

JOB = job_actor("sharing.tend_benefits")
NAMES = {"first": "community A", "second": "community B", "bearer": "the bearer", "firm": "the dairy"}


@dataclass
class Contract:
    """The contract while it is walked through."""

    granted: Granted
    people: dict[str, Payee]

    def account(self, who: str, kind: AccountKind, unit: Unit = Unit.CNY) -> Account:
        """Return an account of somebody."""
        with acting_as(SYSTEM):
            return ledger.account_of(self.granted.book, kind, unit, self.people[who])

    def balance(self, who: str, kind: AccountKind, unit: Unit = Unit.CNY) -> int:
        """Return what an account of somebody holds."""
        with acting_as(SYSTEM):
            return sum(Posting.objects.filter(account=self.account(who, kind, unit)).values_list("amount", flat=True))


def walk(people: People) -> dict[str, str]:
    """Do all of it and return what came out, block by block, in English."""
    with override("en"):
        table = make_table(people)
        contract = _begin(people, table)
        blocks = {"fee": _fee(contract)}
        blocks |= _first_quarter(contract)
        blocks |= _second_quarter(contract)
        blocks |= _correction(contract)
        blocks |= _kind(contract)
        blocks |= _payment(contract)
        blocks |= _figures(contract)
        return blocks


def written(text: str, blocks: dict[str, str]) -> str:
    """Return the document with these blocks in it, each below its mark ``<!-- computed: name -->``."""

    def put(found: re.Match[str]) -> str:
        return f"<!-- computed: {found[1]} -->\n```text\n{blocks[found[1]]}\n```"

    return re.sub(r"<!-- computed: (\w+) -->\n```text\n.*?\n```", put, text, flags=re.DOTALL)


def _begin(people: People, table: Table) -> Contract:
    terms = _terms(table)
    granted = grant(people, table=table, terms=terms)
    with acting_as(SYSTEM):
        tied = {
            each.key: each.payee for each in TermsPayee.objects.filter(permit=granted.permit).select_related("payee")
        }
    (first,), (second,) = table.first.speaks_for, table.second.speaks_for
    named = {
        "first": f"community:{first}",
        "second": f"community:{second}",
        "bearer": "person:0:示例传承人",
        "firm": "user",
    }
    return Contract(granted, {who: tied[key] for who, key in named.items()})


def _terms(table: Table) -> Terms:
    """The example's terms; 70 parts for one community, 20 for the other, 10 for a bearer without an account here."""
    terms = table_terms(table, begins=BEGINS, ends=ENDS)
    (one, other) = terms.money[0].split.shares
    bearer = Share(Named(PayeeKind.PERSON, 0, "示例传承人"), 10)
    split = Split(100, (replace(one, part=70), replace(other, part=20), bearer))
    kind = tuple(
        replace(line, split=Split(10, (replace(one, part=7), replace(other, part=3)))) for line in terms.in_kind
    )
    return replace(terms, money=tuple(replace(line, split=split) for line in terms.money), in_kind=kind)


def _fee(contract: Contract) -> str:
    tend_benefits(actor=JOB)
    with acting_as(SYSTEM):
        entry = contract.granted.obligation("fee/1").entry
    assert entry is not None
    return _shares(contract, entry)


def _first_quarter(contract: Contract) -> dict[str, str]:
    rate = Rate(71234, 10000, "中国人民银行中间价（示例）", dt.date(2026, 3, 31))
    lines = (
        LineContent(
            "kefir",
            "CNY",
            gross=40_123_456,
            quantity=9_000,
            quantity_unit="box",
            deductions={"tax": 1_600_938, "freight": 2_500_000},
        ),
        LineContent("cheese", "USD", gross=1_234_567, quantity=800, quantity_unit="box", rate=rate),
    )
    granted = contract.granted
    granted.accept(granted.hand_in("2026Q1", *lines))
    return {"q1": _steps(granted, "2026Q1"), "q1_split": _shares(contract, _entry(granted, "2026Q1"))}


def _second_quarter(contract: Contract) -> dict[str, str]:
    granted = contract.granted
    lines = (
        LineContent("kefir", "CNY", gross=61_000_001, quantity=13_000, quantity_unit="box"),
        LineContent("kefir, returned", "CNY", gross=-1_234_500, quantity=-30, corrects="2026Q1, line 1"),
    )
    granted.accept(granted.hand_in("2026Q2", *lines))
    return {"q2": _steps(granted, "2026Q2"), "q2_split": _shares(contract, _entry(granted, "2026Q2"))}


def _correction(contract: Contract) -> dict[str, str]:
    granted = contract.granted
    firm = granted.firm
    with acting_as(firm):
        new = services.correct_report(actor=firm, report=granted.report("2026Q1"), reason="示例：漏报一笔")
        services.add_line(actor=firm, report=new, content=LineContent("butter", "CNY", gross=7_777_777))
        services.submit_report(actor=firm, report=new)
    granted.accept(new)
    told = []
    with acting_as(SYSTEM):
        for each in ReportCalculation.objects.select_related("report").order_by(
            "report__period", "report__version", "turn"
        ):
            state = "taken back" if each.ended_at else "in force"
            what = f"{each.report.period} version {each.report.version}, turn {each.turn}"
            told.append(f"{what}: due {money_from_fen(each.due)}, {state}")
        owed = contract.balance("firm", AccountKind.DUE)
    return {"correction": "\n".join([*told, f"the dairy owes in all: {money_from_fen(owed)}"])}


def _kind(contract: Contract) -> dict[str, str]:
    granted, unit = contract.granted, Unit.TRAINING_DAY
    promised = {who: -contract.balance(who, AccountKind.PROMISED, unit) for who in ("first", "second")}
    with acting_as(SYSTEM):
        to = TermsPayee.objects.get(permit=granted.permit, payee=contract.people["first"])
    with acting_as(granted.firm):
        delivery = services.report_delivery(
            actor=granted.firm, obligation=granted.obligation("n1/1"), payee=to, day=dt.date(2026, 6, 1), amount=7,
            evidence="示例：签到表",
        )  # fmt: skip
    with acting_as(granted.first):
        services.confirm_delivery(actor=granted.first, delivery=delivery)
    lines = [
        f"{NAMES[who]}: promised {promised[who]} training days, confirmed {contract.balance(who, AccountKind.DELIVERED, unit)}"
        for who in promised
    ]
    return {"kind": "\n".join(lines)}


def _payment(contract: Contract) -> dict[str, str]:
    """The dairy pays all of it, the office pays all of it out; two officers sign, the bank's statement shows each line."""
    granted, day = contract.granted, timezone.localdate().isoformat()
    (office,) = granted.officer.organisation_ids
    total = contract.balance("firm", AccountKind.DUE)
    owed = {who: -contract.balance(who, AccountKind.OWED) for who in ("first", "second", "bearer")}
    with acting_as(granted.officer):
        bank = ledger.open_bank_account(
            actor=granted.officer,
            book=granted.book,
            name="示例惠益专户",
            bank="示例银行",
            number="6222 0000 1234",
            unit=Unit.CNY,
        )
    accounts = [contract.account(who, AccountKind.OWED) for who in owed]
    desk = Desk(
        granted.officer, second_officer(office), granted.book, bank, contract.people["firm"],
        contract.account("firm", AccountKind.DUE), [contract.people[who] for who in owed], accounts,
    )  # fmt: skip
    desk.statement(f"{day},,{total / 100:.2f},{total / 100:.2f},示例企业,62229999,示例,S1")
    order = desk.sent(*owed.values())
    ledger.run_order(actor=desk.one, order_id=order.pk)
    rows, left = [], total
    names = {contract.people[who].pk: contract.people[who].name for who in owed}
    for number, line in enumerate(desk.lines(order), 2):
        left -= line.amount
        rows.append(
            f"{day},{line.amount / 100:.2f},,{left / 100:.2f},{names[line.payee_id]},6222,{line.reference},S{number}"
        )
    desk.statement(*rows, name="示例二.csv")  # what the bank says is matched with the order by its references
    lines = [f"paid in by the dairy: {money_from_fen(total)}"]
    lines += [f"paid out to {NAMES[who]}: {money_from_fen(amount)}" for who, amount in owed.items()]
    lines.append(f"left at the bank: {money_from_fen(left)}")
    lines += [f"still owed to {NAMES[who]}: {money_from_fen(-contract.balance(who, AccountKind.OWED))}" for who in owed]
    lines.append(f"still owed by the dairy: {money_from_fen(contract.balance('firm', AccountKind.DUE))}")
    return {"payment": "\n".join(lines)}


def _figures(contract: Contract) -> dict[str, str]:
    officer = contract.granted.officer
    with acting_as(officer):
        span = Span(dt.date(2026, 1, 1), timezone.localdate())
        due = [
            f"I51 {each.unit}: {each.delivered} of {each.due}, on a bank statement or confirmed {each.reconciled}"
            for each in delivered_against_due(officer, span)
        ]
        shares = [
            f"I18 {each.unit}: {each.to_holders} of {each.income} in smallest units"
            for each in holders_share_of_income(officer, span)
        ]
    return {"figures": "\n".join([*due, *shares])}


def _steps(granted: Granted, period: str) -> str:
    with acting_as(SYSTEM):
        held = ReportCalculation.objects.get(report=granted.report(period), ended_at=None)
    return "\n".join(step_sentences(held.steps, held.currency))


def _entry(granted: Granted, period: str) -> Entry:
    with acting_as(SYSTEM):
        held = ReportCalculation.objects.select_related("entry").get(report=granted.report(period), ended_at=None)
    assert held.entry is not None
    return held.entry


def _shares(contract: Contract, entry: Entry) -> str:
    """Who owes and who is owed by an entry, and how each part came about."""
    names = {contract.people[who].pk: name for who, name in NAMES.items()}
    lines = []
    with acting_as(SYSTEM):
        for posting in entry.postings.select_related("account").order_by("pk"):
            name, amount = names[posting.account.payee_id or 0], money_from_fen(abs(posting.amount))
            verb = "owes" if posting.amount > 0 else "is owed"
            lines.append(f"{name} {verb} {amount}" + (f"    {_plain(posting.note)}" if posting.note else ""))
    return "\n".join(lines)


def _plain(note: str) -> str:
    """The note of a posting, which the books keep in Chinese, in the words of this document."""
    return note.replace("(最大余额法，加一个最小单位)", "(largest remainder, one fen more)").replace(
        "(最大余额法，舍去尾数)", "(largest remainder, cut)"
    )
