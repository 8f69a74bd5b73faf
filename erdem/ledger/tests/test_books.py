"""Books balance, keep what was entered, and show each party its own accounts and nobody else's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, BalanceCheckpoint, Entry, Payee, Posting
from erdem.ledger.pages import books as pages
from erdem.ledger.services import Document, Line, Party
from erdem.ledger.tests.books import Books, open_books
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def test_an_entry_moves_money_and_leaves_one_trace(books: Books) -> None:
    entry = books.royalty()
    assert (entry.number, books.balance(books.due), books.balance(books.owed)) == (1, 10001, -9001)
    assert books.royalty().number == 2
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="ledger.post").count() == 2
        assert sum(amount for _account, amount in queries.trial_balance(SYSTEM, books.book)) == 0


@pytest.mark.parametrize(
    ("amounts", "word"),
    [((100, -99), "balance"), ((100,), "balance"), ((), "balance"), ((0, 0), "nothing"), ((10**16, -(10**16)), "slip")],
    ids=["unbalanced", "one line", "no line", "nothing", "too much"],
)
def test_what_does_not_balance_is_not_entered(
    books: Books, amounts: tuple[int, ...], word: str, in_english: None
) -> None:
    accounts = (books.due, books.owed)
    with pytest.raises(RuleBroken, match=word):
        books.post(*(Line(account, amount) for account, amount in zip(accounts, amounts, strict=False)))
    with acting_as(SYSTEM):
        assert not Entry.objects.exists()


def test_units_are_never_netted(books: Books, in_english: None) -> None:
    with acting_as(books.keeper):
        dollars = services.account_of(books.book, AccountKind.OWED, Unit.USD, books.first)
        promised = services.account_of(books.book, AccountKind.PROMISED, Unit.TRAINING_DAY, books.firm)
        delivered = services.account_of(books.book, AccountKind.DELIVERED, Unit.TRAINING_DAY, books.first)
    with pytest.raises(RuleBroken, match="balance"):
        books.post(Line(books.due, 100), Line(dollars, -100))
    books.post(Line(delivered, 5), Line(promised, -5))
    assert books.balance(delivered) == 5
    with acting_as(books.keeper), pytest.raises(RuleBroken, match="never counted as money"):
        services.account_of(books.book, AccountKind.PROMISED, Unit.CNY, books.firm)
    with acting_as(books.keeper), pytest.raises(RuleBroken, match="never counted as money"):
        services.account_of(books.book, AccountKind.OWED, Unit.PLANT, books.first)


def test_a_reversal_takes_all_back_once(books: Books, in_english: None) -> None:
    entry = books.royalty()
    with acting_as(books.keeper):
        back = services.reverse(actor=books.keeper, entry=entry, memo="示例：报告有误")
        assert books.balance(books.due) == 0
        with pytest.raises(RuleBroken, match="already"):
            services.reverse(actor=books.keeper, entry=entry, memo="示例：再来")
        with pytest.raises(RuleBroken, match="nothing back itself"):
            services.reverse(actor=books.keeper, entry=back, memo="示例：再来")
        with pytest.raises(RuleBroken, match="reason"):
            services.reverse(actor=books.keeper, entry=books.royalty(), memo=" ")


def test_a_document_is_entered_once(books: Books, in_english: None) -> None:
    report = Document("sharing.usereport", "7")
    books.post(Line(books.due, 5), Line(books.owed, -5), document=report)
    with pytest.raises(RuleBroken, match="already"):
        books.post(Line(books.due, 5), Line(books.owed, -5), document=report)
    assert books.balance(books.due) == 5


def test_a_closed_period_takes_nothing_and_keeps_its_balances(books: Books, in_english: None) -> None:
    today = timezone.localdate()
    past = today - dt.timedelta(days=40)
    books.royalty(10001, past)
    with acting_as(books.keeper):
        services.close_period(actor=books.keeper, book=books.book, until=today - dt.timedelta(days=30))
        with pytest.raises(RuleBroken, match="follow each other"):
            services.close_period(actor=books.keeper, book=books.book, until=today - dt.timedelta(days=31))
        with pytest.raises(RuleBroken, match="follow each other"):
            services.close_period(actor=books.keeper, book=books.book, until=today)
    for day in (past, today - dt.timedelta(days=30)):
        with pytest.raises(RuleBroken, match="closed"):
            books.royalty(1001, day)
    with pytest.raises(RuleBroken, match="lies ahead"):
        books.royalty(1001, today + dt.timedelta(days=1))
    books.royalty(1001)
    assert books.balance(books.due) == 11002
    assert books.balance(books.due, past) == 10001
    assert books.balance(books.due, past - dt.timedelta(days=1)) == 0
    with acting_as(SYSTEM):
        assert BalanceCheckpoint.objects.get(account=books.due).amount == 10001


def test_a_statement_runs_from_balance_to_balance(books: Books, people: People) -> None:
    today = timezone.localdate()
    books.royalty(10001, today - dt.timedelta(days=40))
    books.royalty(1002)
    with acting_as(people.holder):
        before, lines = queries.statement(people.holder, books.owed, today - dt.timedelta(days=7), today)
    assert before == -9001
    assert [(line.amount, line.balance) for line in lines] == [(-2, -9003)]


def test_tables_to_take_away_hold_amounts_that_can_be_added_up(books: Books) -> None:
    today = timezone.localdate()
    books.royalty(10001)
    with acting_as(books.keeper):
        rows = list(pages.journal_rows(books.keeper, books.book, today, today))
        before, line, after = pages.statement_rows(books.keeper, books.owed, today, today)
    assert sorted(row[6] for row in rows) == [Decimal("-90.01"), Decimal("-10.00"), Decimal("100.01")]
    assert (before[7], line[6], line[7], after[7]) == (0, Decimal("-90.01"), Decimal("-90.01"), Decimal("-90.01"))


def test_each_party_sees_its_own_accounts_and_nobody_elses(books: Books, people: People) -> None:
    entry = books.royalty()
    for person, own in ((people.holder, books.owed), (people.stranger, books.other), (people.applicant, books.due)):
        with acting_as(person):
            assert list(Account.objects.values_list("pk", flat=True)) == [own.pk]
            assert list(Entry.objects.values_list("pk", flat=True)) == [entry.pk]
            assert set(Posting.objects.values_list("account_id", flat=True)) == {own.pk}
            assert list(Payee.objects.values_list("pk", flat=True)) == [own.payee_id]
            assert queries.balance(books.bank) == 0
            hidden = books.other if own is books.owed else books.owed
            assert queries.balance(hidden) == 0
            with pytest.raises(PermissionRefused):
                services.post(actor=person, book=books.book, day=entry.day, memo="示例", lines=())
    other_office = make_actor(OrganisationKind.OFFICE, "示例邻旗局", Role.COUNTY_OFFICER, "150621")
    for nobody in (PUBLIC, other_office):
        with acting_as(nobody):
            assert not Account.objects.exists()
            assert not Posting.objects.exists()
            assert not Entry.objects.exists()


def attempt(actor: Actor, sql: str, *values: int) -> int:
    """Do something in raw SQL as the application role; return how many rows it touched, -1 when it was refused."""
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            touched = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return int(touched)
    except (DatabaseError, IntegrityError):
        return -1


ATTACKS = {
    "one leg": "INSERT INTO ledger_posting (entry_id, account_id, amount, note, day) VALUES ({entry}, {owed}, -1, '', now())",
    "two legs later": "INSERT INTO ledger_posting (entry_id, account_id, amount, note, day)"
    " VALUES ({entry}, {owed}, -1, '', now()), ({entry}, {due}, 1, '', now())",
    "more": "UPDATE ledger_posting SET amount = amount * 2",
    "to another": "UPDATE ledger_posting SET account_id = {other}",
    "away": "DELETE FROM ledger_posting",
    "entry away": "DELETE FROM ledger_entry",
    "entry of another day": "UPDATE ledger_entry SET day = '2020-01-01'",
    "all away": "TRUNCATE ledger_posting, ledger_entry CASCADE",
    "account of another": "UPDATE ledger_account SET payee_id = {second}",
    "party of another": "UPDATE ledger_payee SET organisation_id = NULL",
    "payee away": "DELETE FROM ledger_payee",
    "period open again": "DELETE FROM ledger_closedperiod",
    "balance made up": "INSERT INTO ledger_balancecheckpoint (account_id, until, amount) VALUES ({owed}, '2020-01-01', -999)",
    "balance changed": "UPDATE ledger_balancecheckpoint SET amount = 0",
    "empty entry": "INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_at, transaction_id)"
    " VALUES ({book}, 1, '2026-01-01', 'x', '', '', now(), 0)",
    "book of another": "UPDATE ledger_book SET keeper_id = keeper_id",
    "lock off": "ALTER TABLE ledger_posting DISABLE ROW LEVEL SECURITY",
    "trigger off": "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    "constraints off": "SET session_replication_role = replica",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["keeper", "holder", "applicant", "system"])
def test_raw_sql_neither_unbalances_nor_rewrites(books: Books, people: People, who: str) -> None:
    entry = books.royalty()
    numbers = {
        "entry": entry.pk,
        "owed": books.owed.pk,
        "due": books.due.pk,
        "other": books.other.pk,
        "second": books.second.pk,
        "book": books.book.pk,
    }
    actor = {"keeper": books.keeper, "holder": people.holder, "applicant": people.applicant, "system": SYSTEM}[who]
    before = [books.balance(account) for account in (books.due, books.owed, books.other)]
    succeeded = [name for name, sql in ATTACKS.items() if attempt(actor, sql.format(**numbers)) > 0]
    assert succeeded == []
    assert [books.balance(account) for account in (books.due, books.owed, books.other)] == before


def test_constraints_that_were_checked_early_are_checked_again(books: Books) -> None:
    """An attacker has the entry checked while it balances, and adds a posting in the same transaction."""
    with acting_as(books.keeper):
        entry = services.post(
            actor=books.keeper,
            book=books.book,
            day=timezone.localdate(),
            memo="示例",
            lines=[Line(books.due, 5), Line(books.owed, -5)],
        )
        assert (
            attempt(
                books.keeper,
                "INSERT INTO ledger_posting (entry_id, account_id, amount, note, day) VALUES (%s, %s, -1, '', now())",
                entry.pk,
                books.owed.pk,
            )
            == -1
        )


def test_heirs_take_the_place_of_who_has_died_and_payees_need_no_account(books: Books, in_english: None) -> None:
    with acting_as(books.keeper):
        elder = services.add_payee(actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, "示例·老人"))
        heirs = services.add_payee(
            actor=books.keeper,
            book=books.book,
            party=Party(PayeeKind.HEIRS, "示例·老人的继承人", acts_through="示例·长女", heirs_of_id=elder.pk),
        )
        assert heirs.heirs_of == elder
        with pytest.raises(RuleBroken, match="Only heirs"):
            services.add_payee(
                actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, "示例", heirs_of_id=elder.pk)
            )
        with pytest.raises(RuleBroken, match="name"):
            services.add_payee(actor=books.keeper, book=books.book, party=Party(PayeeKind.PERSON, "  "))
