"""What tests and measurements of payments begin with: a book that owes, two officers, a bank account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, BankAccount, BankLine, Book, Entry, Payee, PaymentLine, PaymentOrder
from erdem.ledger.services import Line, Party, Wanted
from erdem.people import queries as people
from erdem.people import services as people_services
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_actor, make_user

STATEMENT_HEAD = "交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,流水号\n"


@dataclass
class Desk:
    """An office with two officers, its book, what it owes to whom and who owes it."""

    one: Actor
    two: Actor
    book: Book
    bank: BankAccount
    firm: Payee
    due: Account
    payees: list[Payee]
    owed: list[Account]

    def owe(self, account: Account, fen: int, day: dt.date | None = None) -> Entry:
        """Enter what the firm pays for a payee."""
        with acting_as(self.one):
            return services.post(
                actor=self.one,
                book=self.book,
                day=day or timezone.localdate(),
                memo="示例：分成",
                lines=[Line(self.due, fen), Line(account, -fen)],
            )

    def draft(
        self, *amounts: int, accounts: Sequence[Account] | None = None, actor: Actor | None = None
    ) -> PaymentOrder:
        """Begin an order that pays these amounts to the first payees."""
        actor = actor or self.one
        wanted = [
            Wanted(account.pk, amount, bank_name="示例银行", bank_number=f"62220000{account.pk:08}")
            for account, amount in zip(accounts or self.owed, amounts, strict=False)
        ]
        with acting_as(actor):
            return services.draft_order(
                actor=actor, bank_account=self.bank, day=timezone.localdate(), memo="示例：第三季度", wanted=wanted
            )

    def move(self, order: PaymentOrder, *steps: str, reason: str = "示例原因") -> PaymentOrder:
        """Take steps; approving is done by the second officer."""
        for step in steps:
            actor = self.two if step == "approve" else self.one
            with acting_as(actor):
                order = services.move_order(actor=actor, order=order, step=step, reason=reason)
        return order

    def sent(self, *amounts: int) -> PaymentOrder:
        """Return an order that is with the bank."""
        return self.move(self.draft(*amounts), "propose", "approve", "send")

    def lines(self, order: PaymentOrder) -> list[PaymentLine]:
        """Return the lines of an order as they stand."""
        with acting_as(SYSTEM):
            return list(PaymentLine.objects.filter(order=order).select_related("order", "entry").order_by("ordinal"))

    def balance(self, account: Account) -> int:
        """Return the balance of an account."""
        with acting_as(SYSTEM):
            return queries.balance(account)

    def statement(self, *rows: str, actor: Actor | None = None, name: str = "示例.csv") -> list[BankLine]:
        """Hand a statement in, import it, and return all lines of the account."""
        actor = actor or self.one
        with acting_as(actor):
            file = services.receive_statement(
                actor=actor,
                bank_account=self.bank,
                content=(STATEMENT_HEAD + "\n".join(rows) + "\n").encode(),
                file_name=name,
            )
            if file.counts.get("new"):
                services.confirm_statement(actor=actor, file=file)
        with acting_as(SYSTEM):
            found = BankLine.objects.filter(bank_account=self.bank).select_related("bank_account__book__keeper")
            return list(found.order_by("id"))


def make_desk(payees: int = 3, fen: int = 10_000, days: int = 0, office: str = "示例旗市场监督管理局") -> Desk:
    """Open a book in which some payees are owed as much each; the first is owed longest."""
    one = make_actor(OrganisationKind.OFFICE, office, Role.COUNTY_OFFICER)
    (key,) = one.organisation_ids
    two = second_officer(key)
    with acting_as(one):
        book = services.open_book(actor=one, keeper=Organisation.objects.get(pk=key), name="示例惠益账")
        firm = services.add_payee(actor=one, book=book, party=Party(PayeeKind.ENTERPRISE, "示例药业有限公司"))
        due = services.account_of(book, AccountKind.DUE, Unit.CNY, firm)
        bank = services.open_bank_account(
            actor=one, book=book, name="示例旗惠益专户", bank="示例银行", number="6222 0000 1234", unit=Unit.CNY
        )
        people_ = [
            services.add_payee(actor=one, book=book, party=Party(PayeeKind.COMMUNITY, f"示例社区{number}"))
            for number in range(1, payees + 1)
        ]
        owed = [services.account_of(book, AccountKind.OWED, Unit.CNY, payee) for payee in people_]
    desk = Desk(one, two, book, bank, firm, due, people_, owed)
    for number, account in enumerate(owed):
        desk.owe(account, fen, timezone.localdate() - dt.timedelta(days=max(0, days - number)))
    return desk


def second_officer(office: int) -> Actor:
    """Make another officer of an office."""
    with acting_as(SYSTEM):
        user = make_user("示例复核")
        organisation = Organisation.objects.get(pk=office)
        people_services.add_member(actor=SYSTEM, organisation=organisation, user=user, role=Role.COUNTY_OFFICER)
        return people.actor_of(user)
