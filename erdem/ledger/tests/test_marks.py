"""Balances that are kept of open periods say the same as the sum of all postings, whatever comes later for earlier days."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db.models import Sum
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.ledger import jobs, services
from erdem.ledger.models import Account, BalanceMark, Posting
from erdem.ledger.services import Line
from erdem.ledger.services.marks import LEAST
from erdem.ledger.tests.books import Books, open_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def _mark(books: Books, least: int = 1) -> int:
    with acting_as(SYSTEM):
        return services.mark_balances(actor=SYSTEM, book=books.book, least=least)


def _sum(account: Account, day: dt.date) -> int:
    with acting_as(SYSTEM):
        found = Posting.objects.filter(account=account, day__lte=day).aggregate(sum=Sum("amount"))
    return int(found["sum"] or 0)


def _agree(books: Books, days: range) -> None:
    today = timezone.localdate()
    for account in (books.due, books.owed, books.other):
        for back in days:
            day = today - dt.timedelta(days=back)
            assert books.balance(account, day) == _sum(account, day), (account, back)


def test_kept_balances_agree_with_the_sum_of_all_postings_whatever_comes_later(books: Books) -> None:
    today, chance = timezone.localdate(), random.Random(20261126)
    for turn in range(4):
        for _number in range(12):
            books.royalty(chance.randint(1001, 9999), today - dt.timedelta(days=chance.randint(0, 130)))
        if turn == 2:
            with acting_as(books.keeper):
                services.close_period(actor=books.keeper, book=books.book, until=today - dt.timedelta(days=131))
        _mark(books)
        _agree(books, range(0, 135, 9))
    with acting_as(SYSTEM):
        assert BalanceMark.objects.filter(account=books.due).count() >= 4


def test_a_reversal_of_an_earlier_day_is_added_to_what_was_kept(books: Books) -> None:
    past = timezone.localdate() - dt.timedelta(days=20)
    entry = books.royalty(5000, past)
    _mark(books)
    with acting_as(books.keeper):
        services.reverse(actor=books.keeper, entry=entry, memo="示例：有误", day=past + dt.timedelta(days=1))
    _agree(books, range(25))


def test_a_balance_is_kept_once_and_only_where_many_postings_came(books: Books) -> None:
    for back in (3, 4, 5):
        books.royalty(2000, timezone.localdate() - dt.timedelta(days=back))
    assert _mark(books, least=4) == 0
    made = _mark(books, least=3)
    assert made >= 3  # the two communities and the enterprise
    assert _mark(books, least=3) == 0
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="ledger.mark_balances").count() == 1


def test_nobody_but_a_job_keeps_balances(books: Books) -> None:
    with acting_as(books.keeper), pytest.raises(PermissionRefused):
        services.mark_balances(actor=books.keeper, book=books.book)


def test_the_nightly_job_keeps_balances_of_accounts_with_many_postings(books: Books) -> None:
    past = timezone.localdate() - dt.timedelta(days=2)
    books.post(*[Line(books.due, 1)] * LEAST, Line(books.owed, -LEAST), day=past)
    jobs.mark_balances()
    with acting_as(SYSTEM):
        kept = BalanceMark.objects.get()
    assert (kept.account_id, kept.amount, kept.until) == (books.due.pk, 1000, past + dt.timedelta(days=1))


def test_each_party_reads_the_kept_balances_of_its_own_accounts(books: Books, people: People) -> None:
    books.royalty(2000, timezone.localdate() - dt.timedelta(days=2))
    _mark(books)
    with acting_as(people.holder):
        assert set(BalanceMark.objects.values_list("account_id", flat=True)) == {books.owed.pk}
