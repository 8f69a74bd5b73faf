"""What came of the demonstration's permit: reports, a royalty, benefits in kind, an audit, payments, a bank statement."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.jobs import JobRun
from erdem.ledger import services as ledger
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, BankAccount, BankLine, Book, PaymentOrder
from erdem.ledger.queries.balances import balance
from erdem.people.models import Organisation
from erdem.sharing import services as sharing
from erdem.sharing.models import Obligation, Permit, TermsPayee, UseReport
from erdem.sharing.services import LineContent, Rate
from erdem.web.demonstration_agreements import Cast, cast, office_of
from erdem.web.demonstration_terms import EQUIPMENT, PARTS, TRAINING

BANK, NUMBER = "示例银行正蓝旗支行", "1505 0000 0000 0001"
HEAD = "交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,流水号"
FROM_FIRM = 20_000_00
Row = tuple[dt.date, int, int, str, str, str]
"""Day, money out and money in (fen), other side, its account, text."""


def load(run: JobRun) -> int:
    """Go on from the permit once; return how many reports were handed in. Without a permit nothing is done."""
    people = cast()
    with acting_as(run.actor):
        permit = Permit.objects.select_related("request", "office").order_by("pk").first()
        is_begun = UseReport.objects.exclude(submitted_at=None).exists()
    if people is None or permit is None or is_begun:
        return 0
    sharing.tend_benefits(actor=run.actor)
    handed_in = _report(people, permit)
    _deliver(people, permit)
    _draw(people)
    _pay(people, permit)
    return handed_in


def _report(people: Cast, permit: Permit) -> int:
    """The first quarter is accepted, the second is missing, the third waits for the office."""
    with acting_as(SYSTEM):
        first, _missing, third = UseReport.objects.filter(permit=permit).order_by("period_from")[:3]
    day = first.period_until
    rate = Rate(71_234, 10_000, "示例：中国人民银行中间价", day)
    _hand_in(
        people,
        first,
        LineContent("示例酸奶", "CNY", gross=40_123_456, quantity=9_000, quantity_unit="箱",
                    deductions={"tax": 1_600_938, "freight": 2_500_000}),
        LineContent("示例奶酪（出口）", "USD", gross=1_234_567, quantity=800, quantity_unit="箱", rate=rate),
    )  # fmt: skip
    _hand_in(people, third, LineContent("示例酸奶", "CNY", gross=61_000_001, quantity=13_000, quantity_unit="箱"))
    with acting_as(people.officer):
        found = _report_again(first)
        sharing.accept_report(actor=people.officer, report=found)
    return 2


def _report_again(report: UseReport) -> UseReport:
    related = ("permit__request", "permit__office", "agreement", "terms_version", "replaces")
    return UseReport.objects.select_related(*related).get(pk=report.pk)


def _hand_in(people: Cast, report: UseReport, *lines: LineContent) -> None:
    with acting_as(people.firm):
        begun = sharing.begin_report(actor=people.firm, report=_report_again(report))
        for line in lines:
            sharing.add_line(actor=people.firm, report=begun, content=line)
        sharing.attach_file(
            actor=people.firm,
            report=begun,
            content="示例：发票汇总，内容是编造的\n".encode(),
            file_name="示例发票汇总.txt",
            media_type="text/plain",
            note="示例：发票汇总",
        )
        sharing.submit_report(actor=people.firm, report=begun, note="示例：按季度报告")


def _deliver(people: Cast, permit: Permit) -> None:
    """The training was given and each community said so; of the equipment one piece is said to have come, the rest is late."""
    with acting_as(SYSTEM):
        training = _obligation(permit, TRAINING)
        equipment = _obligation(permit, EQUIPMENT)
        payees = {
            each.organisation_id: each for each in TermsPayee.objects.filter(permit=permit).select_related("payee")
        }
    for steward, days in zip(people.stewards, (5, 3, 2), strict=True):
        with acting_as(people.firm):
            delivery = sharing.report_delivery(
                actor=people.firm,
                obligation=training,
                payee=payees[min(steward.speaks_for)],
                day=training.due_on or timezone.localdate(),
                amount=days,
                evidence="示例：培训签到表",
            )
        with acting_as(steward):
            sharing.confirm_delivery(actor=steward, delivery=delivery)
    with acting_as(people.firm):
        sharing.report_delivery(
            actor=people.firm,
            obligation=equipment,
            payee=payees[min(people.dairy.speaks_for)],
            day=timezone.localdate(),
            amount=1,
            evidence="示例：送货单",
        )


def _obligation(permit: Permit, line: str) -> Obligation:
    found = Obligation.objects.select_related("permit__request", "permit__office", "agreement")
    return found.filter(permit=permit, line=line).order_by("due_on")[0]


def _draw(people: Cast) -> None:
    office = office_of(people.officer)
    if office is not None:
        with acting_as(people.officer):
            reports = list(UseReport.objects.filter(status="accepted").select_related("permit__request", "agreement"))
            sharing.draw_audits(actor=people.officer, office=office, reports=reports, wanted=1)


def _pay(people: Cast, permit: Permit) -> None:
    """The firm's fee came, it was paid out and the bank shows it; what the first report brought waits for the second officer."""
    firm = permit.request.applicant
    if firm is None:
        return
    with acting_as(people.officer):
        book = Book.objects.filter(keeper=permit.office).order_by("pk")[0]
        bank = ledger.open_bank_account(
            actor=people.officer, book=book, name="惠益专户（示例）", bank=BANK, number=NUMBER, unit=Unit.CNY
        )
        owed = _owed(permit, book, firm)
        due = Account.objects.get(book=book, kind=AccountKind.DUE, unit=Unit.CNY, payee__organisation=firm)
    fee = [FROM_FIRM * part // sum(PARTS) for part in PARTS]
    paid = _order(people, bank, owed, fee, "示例：获取费", "propose", "approve", "send")
    _statement(people, bank, _rows(firm, paid), due)
    with acting_as(people.officer):
        left = [-balance(account) for account in owed]
    _order(people, bank, owed[1:], left[1:], "示例：第一季度销售提成", "propose")


def _owed(permit: Permit, book: Book, firm: Organisation) -> list[Account]:
    """What is owed to the communities of the terms, in the order of the terms."""
    tied = TermsPayee.objects.filter(permit=permit).exclude(organisation=None).exclude(organisation=firm)
    payees = [each.payee for each in tied.select_related("payee").order_by("pk")]
    return [ledger.account_of(book, AccountKind.OWED, Unit.CNY, payee) for payee in payees]


def _order(
    people: Cast, bank: BankAccount, owed: list[Account], amounts: list[int], memo: str, *steps: str
) -> PaymentOrder:
    with acting_as(people.officer):
        wanted = [
            ledger.Wanted(account.pk, amount, bank_name=BANK, bank_number=f"6222000000{account.pk:06}")
            for account, amount in zip(owed, amounts, strict=True)
        ]
        order = ledger.draft_order(
            actor=people.officer, bank_account=bank, day=timezone.localdate(), memo=memo, wanted=wanted
        )
    for step in steps:
        actor = people.second if step == "approve" else people.officer
        with acting_as(actor):
            order = ledger.move_order(actor=actor, order=order, step=step)
    return order


def _rows(firm: Organisation, order: PaymentOrder) -> list[Row]:
    """What the bank tells: the firm's fee, what was paid out, a fee of its own, and money from somebody unknown."""
    today = timezone.localdate()
    with acting_as(SYSTEM):
        lines = list(order.lines.order_by("ordinal"))
    return [
        (today, 0, FROM_FIRM, firm.name, "62229999000001", "示例：获取费"),
        *((today, line.amount, 0, line.holder_name, line.bank_number, line.reference) for line in lines),
        (today, 12_50, 0, BANK, "", "手续费"),
        (today, 0, 1_280_00, "示例·周转（来款人不明）", "6222888800", "货款"),
    ]


def _statement(people: Cast, bank: BankAccount, rows: list[Row], due: Account) -> None:
    """Hand in the statement; payments are found by their references, the firm's fee is said to be part of what it owes."""
    with acting_as(people.officer):
        opening = balance(bank.account)
        file = ledger.receive_statement(
            actor=people.officer, bank_account=bank, content=_csv(rows, opening), file_name="示例银行流水.csv"
        )
        ledger.confirm_statement(actor=people.officer, file=file)
        came = BankLine.objects.select_related("bank_account__book").get(bank_account=bank, amount=FROM_FIRM)
        ledger.match_due(actor=people.officer, line=came, account=due)


def _csv(rows: list[Row], left: int) -> bytes:
    told = [HEAD]
    for serial, (day, out, came, name, number, said) in enumerate(rows, 1):
        left += came - out
        amounts = ",".join(f"{fen // 100}.{fen % 100:02}" if fen else "" for fen in (out, came))
        told.append(f"{day.isoformat()},{amounts},{left // 100}.{left % 100:02},{name},{number},{said},S{serial:06}")
    return ("\n".join(told) + "\n").encode()
