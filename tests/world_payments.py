"""What the small world holds of payments: an order with the bank, a paid one, a statement with a match, a stop of payments."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import BankAccount, BankLine, Book, Payee, PaymentOrder, StatementFile
from erdem.ledger.payment_choices import HoldKind
from erdem.ledger.services import Line, Party, Wanted
from erdem.ledger.tests.paying import second_officer

STATEMENT = """交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,流水号
{day},0.40,,99.60,示例持有社区,62220001,{reference} 分成,A1
{day},,5.00,104.60,示例来款人,62220009,不明,A2
"""


@dataclass(frozen=True)
class Payments:
    """The keys that addresses need."""

    book: Book
    bank: BankAccount
    draft: PaymentOrder
    paid: PaymentOrder
    file: StatementFile
    line: BankLine
    matched: BankLine
    second: Actor


def add_payments(people: People) -> Payments:
    """Pay the community of the book of `add_ledger` part of what it is owed; begin another order for the rest."""
    keeper = people.officer
    (office,) = keeper.organisation_ids
    second = second_officer(office)
    with acting_as(SYSTEM):
        book = Book.objects.get(keeper_id=office, name="示例惠益账")
        payee = Payee.objects.get(book=book, name="示例持有社区")
    with acting_as(keeper):
        owed = services.account_of(book, AccountKind.OWED, Unit.CNY, payee)
        due = services.account_of(book, AccountKind.DUE, Unit.CNY, Payee.objects.get(book=book, name="示例企业"))
        lines = [Line(due, 50), Line(owed, -50)]
        services.post(actor=keeper, book=book, day=timezone.localdate(), memo="示例分成", lines=lines)
        bank = services.open_bank_account(
            actor=keeper, book=book, name="示例惠益专户", bank="示例银行", number="622200001234", unit=Unit.CNY
        )
        draft, paid = _order(keeper, bank, owed.pk, 30), _order(keeper, bank, owed.pk, 40)
        services.move_order(actor=keeper, order=paid, step="propose")
    with acting_as(second):
        services.move_order(actor=second, order=paid, step="approve")
        services.move_order(actor=second, order=paid, step="send")
    services.run_order(actor=keeper, order_id=paid.pk)
    with acting_as(keeper):
        stopped = services.add_payee(actor=keeper, book=book, party=Party(PayeeKind.PERSON, "示例·待核实"))
        services.hold_payee(actor=keeper, payee=stopped, kind=HoldKind.DISPUTED, reason="示例：待核实")
        content = STATEMENT.format(day=timezone.localdate().isoformat(), reference=f"{paid.number}/1").encode()
        file = services.receive_statement(actor=keeper, bank_account=bank, content=content, file_name="示例对账单.csv")
        services.confirm_statement(actor=keeper, file=file)
        matched, line = BankLine.objects.filter(bank_account=bank).order_by("row")
        paid.refresh_from_db()
    return Payments(book, bank, draft, paid, file, line, matched, second)


def _order(keeper: Actor, bank: BankAccount, account: int, amount: int) -> PaymentOrder:
    wanted = [Wanted(account, amount, bank_name="示例银行", bank_number="62220001")]
    return services.draft_order(
        actor=keeper, bank_account=bank, day=timezone.localdate(), memo="示例第三季度", wanted=wanted
    )
