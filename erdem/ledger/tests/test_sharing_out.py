"""What is shared out is shared to the last unit, says how, and shows each party the calculation and its own part alone."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, LineKind, Unit
from erdem.ledger.models import CalculationLine, Entry, Posting
from erdem.ledger.services import Document, Fee, Line, Rate
from erdem.ledger.tests.books import Books, open_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def share(books: Books, amount: int, *parts: Fraction, document: str = "", fees: tuple[Fee, ...] = ()) -> Entry:
    payees = (books.first, books.second, books.firm)
    with acting_as(books.keeper):
        return services.post_shared(
            actor=books.keeper,
            book=books.book,
            day=timezone.localdate(),
            memo="示例：第三季度许可费",
            debtor=books.due,
            amount=amount,
            unit=Unit.CNY,
            shares=list(zip(payees, parts, strict=False)),
            calculation=["示例：净销售额 200.02 元", "示例：费率 50 %，得 100.01 元"],
            document=Document("sharing.usereport", document) if document else None,
            fees=fees,
        )


def test_a_royalty_is_shared_to_the_last_fen_and_says_by_which_rule(books: Books) -> None:
    entry = share(books, 10001, Fraction(7, 10), Fraction(3, 10))
    with acting_as(SYSTEM):
        notes = {posting.account_id: (posting.amount, posting.note) for posting in entry.postings.all()}
    assert notes[books.due.pk][0] == 10001
    assert notes[books.owed.pk] == (-7001, "10001 × 7/10 = 7000 7/10 → 7001 (最大余额法，加一个最小单位)")
    assert notes[books.other.pk] == (-3000, "10001 × 3/10 = 3000 3/10 → 3000 (最大余额法，舍去尾数)")


def test_a_party_reads_the_calculation_and_no_part_of_the_others(books: Books, people: People) -> None:
    entry = share(books, 10001, Fraction(7, 10), Fraction(3, 10))
    for person in (people.holder, people.applicant):
        with acting_as(person):
            texts = list(CalculationLine.objects.filter(entry=entry).values_list("text", flat=True))
            assert texts == ["示例：净销售额 200.02 元", "示例：费率 50 %，得 100.01 元"]
            assert Posting.objects.filter(entry=entry).count() == 1
    with acting_as(books.keeper):
        other = books.post(Line(books.due, 5), Line(books.other, -5))
    with acting_as(people.holder):
        assert not Entry.objects.filter(pk=other.pk).exists()


def test_fees_are_lines_of_their_own(books: Books) -> None:
    share(books, 10001, Fraction(1, 2), Fraction(1, 2), fees=(Fee(101, "示例：银行手续费"),))
    assert books.balance(books.account(AccountKind.FEE)) == -101
    assert (books.balance(books.owed), books.balance(books.other), books.balance(books.due)) == (-4950, -4950, 10001)


@pytest.mark.parametrize(
    ("amount", "parts", "word"),
    [
        (100, (Fraction(1, 2), Fraction(1, 3)), "100 %"),
        (100, (Fraction(3, 2), Fraction(-1, 2)), "100 %"),
        (0, (Fraction(1, 2), Fraction(1, 2)), "above nothing"),
        (-5, (Fraction(1, 2), Fraction(1, 2)), "above nothing"),
        (10**16, (Fraction(1, 2), Fraction(1, 2)), "slip"),
    ],
    ids=["not the whole", "below nothing", "nothing", "negative", "a slip"],
)
def test_what_is_no_share_is_refused_and_nothing_is_entered(
    books: Books, amount: int, parts: tuple[Fraction, ...], word: str, in_english: None
) -> None:
    with pytest.raises(RuleBroken, match=word):
        share(books, amount, *parts)
    with acting_as(SYSTEM):
        assert not Entry.objects.exists()


def test_the_same_report_is_shared_out_once(books: Books, in_english: None) -> None:
    share(books, 100, Fraction(1, 1), document="9")
    with pytest.raises(RuleBroken, match="already"):
        share(books, 100, Fraction(1, 1), document="9")
    assert books.balance(books.due) == 100


def test_only_the_keeper_shares_out(books: Books, people: People) -> None:
    with acting_as(people.applicant), pytest.raises(PermissionRefused):
        services.post_shared(
            actor=people.applicant,
            book=books.book,
            day=timezone.localdate(),
            memo="示例",
            debtor=books.due,
            amount=5,
            unit=Unit.CNY,
            shares=[(books.first, Fraction(1))],
        )


def test_what_is_promised_in_kind_is_counted_until_it_is_delivered(books: Books, in_english: None) -> None:
    given: dict[str, Any] = {
        "actor": books.keeper,
        "book": books.book,
        "by": books.firm,
        "to": books.first,
        "unit": Unit.TRAINING_DAY,
    }
    with acting_as(books.keeper):
        services.record_promise(**given, day=timezone.localdate(), memo="示例：奶食培训", amount=10)
        entry = services.record_delivery(
            **given, day=timezone.localdate(), memo="示例：第一次培训", amount=4, evidence="示例：签到表 1 号"
        )
        for amount, evidence in ((1, " "), (0, "示例")):
            with pytest.raises(RuleBroken):
                services.record_delivery(
                    **given, day=timezone.localdate(), memo="示例", amount=amount, evidence=evidence
                )
        with pytest.raises(RuleBroken, match="never counted as money"):
            services.record_promise(**{**given, "unit": Unit.CNY}, day=timezone.localdate(), memo="示例", amount=1)
    promised, delivered = AccountKind.PROMISED, AccountKind.DELIVERED
    assert books.balance(books.account(promised, books.firm, Unit.TRAINING_DAY)) == 6
    assert books.balance(books.account(promised, books.first, Unit.TRAINING_DAY)) == -10
    assert books.balance(books.account(delivered, books.first, Unit.TRAINING_DAY)) == 4
    with acting_as(SYSTEM):
        assert entry.calculation.get().kind == LineKind.EVIDENCE


def test_currencies_meet_only_with_a_rate_and_its_source(books: Books, in_english: None) -> None:
    dollars = books.account(AccountKind.OWED, books.first, Unit.USD)
    given: dict[str, Any] = {
        "actor": books.keeper, "book": books.book, "day": timezone.localdate(), "memo": "示例：折成人民币",
        "from_account": dollars, "to_account": books.owed, "amount": -10_005,
    }  # fmt: skip
    with acting_as(books.keeper):
        for rate in (Rate(Fraction(0), "示例"), Rate(Fraction(7), "  ")):
            with pytest.raises(RuleBroken, match="rate"):
                services.convert(**given, rate=rate)
        with pytest.raises(RuleBroken, match="different currencies"):
            services.convert(**{**given, "from_account": books.due}, rate=Rate(Fraction(7), "示例"))
        entry = services.convert(**given, rate=Rate(Fraction("7.1234"), "示例：中间价 2026-11-25"))
    assert (books.balance(dollars), books.balance(books.owed)) == (10_005, -71_270)
    with acting_as(SYSTEM):
        texts = list(entry.calculation.values_list("kind", "text"))
    assert texts[0] == ("rate", "1 USD = 35617/5000 CNY；来源：示例：中间价 2026-11-25")
    exchange = books.account(AccountKind.EXCHANGE)
    with pytest.raises(RuleBroken, match="rate"):
        books.post(Line(exchange, 5), Line(books.owed, -5))
    with acting_as(books.keeper):
        services.reverse(actor=books.keeper, entry=entry, memo="示例：汇率有误")
    assert (books.balance(dollars), books.balance(books.owed), books.balance(exchange)) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO ledger_calculationline (entry_id, position, kind, text) SELECT id, 9, 'step', '示例' FROM ledger_entry",
        "UPDATE ledger_calculationline SET text = '示例'",
        "DELETE FROM ledger_calculationline",
        "TRUNCATE ledger_calculationline",
    ],
    ids=["add", "change", "remove", "empty"],
)
def test_a_calculation_stays_as_it_was_entered(books: Books, sql: str) -> None:
    share(books, 100, Fraction(1))
    for actor in (books.keeper, SYSTEM):
        with suppress(DatabaseError), acting_as(actor), connection.cursor() as cursor:
            cursor.execute(sql)
    with acting_as(SYSTEM):
        texts = list(CalculationLine.objects.values_list("text", flat=True))
    assert texts == ["示例：净销售额 200.02 元", "示例：费率 50 %，得 100.01 元"]
