"""Payees close, have guardians and heirs; money that nobody claims or that several claim waits in escrow and grows old."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger import queries, services
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, Guardianship, HeirShare, Payee, Posting
from erdem.ledger.services import Guardian, Line, Party
from erdem.ledger.tests.books import Books, open_books

pytestmark = pytest.mark.django_db
THIRDS = (Fraction(1, 3), Fraction(2, 3))


@pytest.fixture
def books(people: People) -> Books:
    return open_books(people)


def person(books: Books, name: str, kind: PayeeKind = PayeeKind.PERSON, of: Payee | None = None) -> Payee:
    party = Party(kind, name, heirs_of_id=of.pk if of else None)
    with acting_as(books.keeper):
        return services.add_payee(actor=books.keeper, book=books.book, party=party)


def owe(books: Books, payee: Payee, fen: int, day: dt.date | None = None) -> Account:
    owed = books.account(AccountKind.OWED, payee)
    books.post(Line(books.due, fen), Line(owed, -fen), day=day)
    return owed


def test_what_was_owed_to_the_dead_moves_to_the_heirs_to_the_last_fen(books: Books, in_english: None) -> None:
    elder = person(books, "示例·老人")
    heirs = [person(books, f"示例·子女{number}", PayeeKind.HEIRS, elder) for number in (1, 2)]
    owed = owe(books, elder, 1000)
    with acting_as(books.keeper):
        for bad in ([(heirs[0], Fraction(1, 3)), (heirs[1], Fraction(1, 3))], [(elder, Fraction(1))]):
            with pytest.raises(RuleBroken):
                services.settle_estate(actor=books.keeper, payee=elder, heirs=bad, document="示例：公证书")
        services.settle_estate(
            actor=books.keeper, payee=elder, heirs=list(zip(heirs, THIRDS, strict=True)), document="示例：公证书"
        )
    accounts = [books.account(AccountKind.OWED, heir) for heir in heirs]
    assert [books.balance(each) for each in (owed, *accounts)] == [0, -333, -667]
    with pytest.raises(RuleBroken, match="closed"):
        owe(books, elder, 5)
    with acting_as(books.keeper):
        with pytest.raises(RuleBroken, match="stays closed"):
            services.reopen_payee(actor=books.keeper, payee=elder)
        services.post_shared(
            actor=books.keeper, book=books.book, day=timezone.localdate(), memo="示例", debtor=books.due, amount=300,
            unit=Unit.CNY, shares=[(elder, Fraction(1, 2)), (books.first, Fraction(1, 2))],
        )  # fmt: skip
    assert [books.balance(each) for each in (*accounts, books.owed)] == [-383, -767, -150]


def test_heirs_of_heirs_take_their_part_and_nobody_inherits_from_himself(books: Books) -> None:
    elder, child, grandchild = (person(books, f"示例·{name}") for name in ("祖", "父", "孙"))
    with acting_as(books.keeper):
        for dead, heir in ((elder, child), (child, grandchild)):
            services.settle_estate(actor=books.keeper, payee=dead, heirs=[(heir, Fraction(1))], document="示例")
        with pytest.raises(RuleBroken):
            services.settle_estate(actor=books.keeper, payee=grandchild, heirs=[(elder, Fraction(1))], document="示例")
        parts = services.shared_out(7, [(elder, Fraction(1, 2)), (grandchild, Fraction(1, 2))])
    assert [(payee.pk, part) for payee, part, _note in parts] == [(grandchild.pk, 7)]
    with acting_as(SYSTEM):
        assert HeirShare.objects.count() == 2


def test_a_payee_closes_when_nothing_is_owed_and_only_a_reversal_touches_it_then(
    books: Books, in_english: None
) -> None:
    payee = person(books, "示例·外迁户")
    owed = owe(books, payee, 10)
    with acting_as(books.keeper):
        with pytest.raises(RuleBroken, match="still owed"):
            services.close_payee(actor=books.keeper, payee=payee, reason="示例")
        payment = books.post(Line(owed, 10), Line(books.bank, -10))
        for reason, word in ((" ", "reason"),):
            with pytest.raises(RuleBroken, match=word):
                services.close_payee(actor=books.keeper, payee=payee, reason=reason)
        services.close_payee(actor=books.keeper, payee=payee, reason="示例：已迁出")
    with pytest.raises(RuleBroken, match="closed"):
        owe(books, payee, 5)
    with acting_as(books.keeper):
        services.reverse(actor=books.keeper, entry=payment, memo="示例：退票")
        assert books.balance(owed) == -10
        services.reopen_payee(actor=books.keeper, payee=payee)
    books.post(Line(owed, 10), Line(books.bank, -10))
    assert books.balance(owed) == 0


def test_a_guardian_sees_the_statement_as_long_as_it_acts(books: Books, people: People, in_english: None) -> None:
    today = timezone.localdate()
    child = person(books, "示例·未成年人")
    owed = owe(books, child, 10)
    with acting_as(books.keeper):
        with pytest.raises(RuleBroken, match="document"):
            services.name_guardian(actor=books.keeper, payee=child, guardian=Guardian("示例·监护人", " ", today))
        held = services.name_guardian(
            actor=books.keeper,
            payee=child,
            guardian=Guardian(
                "示例·监护人", "示例：监护证明", today - dt.timedelta(days=9), user_id=people.holder.user_id
            ),
        )
    with acting_as(people.holder):
        assert owed in Account.objects.all()
        assert queries.balance(owed) == -10
        assert Guardianship.objects.get() == held
        with pytest.raises(PermissionRefused):
            services.end_guardianship(actor=people.holder, guardianship=held, until=today)
    with acting_as(books.keeper):
        services.end_guardianship(actor=books.keeper, guardianship=held, until=today - dt.timedelta(days=1))
        with pytest.raises(RuleBroken, match="only the end"):
            services.end_guardianship(actor=books.keeper, guardianship=held, until=today)
    with acting_as(people.holder):
        assert owed not in Account.objects.all()


def test_the_same_party_is_no_two_payees(books: Books, people: People) -> None:
    (community,) = people.holder.organisation_ids
    with acting_as(books.keeper):
        again = services.add_payee(
            actor=books.keeper,
            book=books.book,
            party=Party(PayeeKind.COMMUNITY, "示例又名", organisation_id=community),
        )
    assert again.pk == books.first.pk


def test_unclaimed_money_waits_and_is_claimed_by_who_turns_up(books: Books, in_english: None) -> None:
    unknown = person(books, "示例·不详")
    owed = owe(books, unknown, 100)
    given: dict[str, Any] = {"actor": books.keeper, "payee": unknown, "unit": Unit.CNY}
    with acting_as(books.keeper):
        for amount, reason, word in ((101, "示例", "less"), (0, "示例", "above nothing"), (5, " ", "reason")):
            with pytest.raises(RuleBroken, match=word):
                services.park_unclaimed(**given, amount=amount, reason=reason)
        services.park_unclaimed(**given, amount=100, reason="示例：查无此人")
        with pytest.raises(RuleBroken, match="less"):
            services.park_unclaimed(**given, amount=1, reason="示例：再来")
        services.claim(**given, amount=40, reason="示例：找到本人", to=books.first)
        with pytest.raises(RuleBroken, match="less"):
            services.claim(**given, amount=61, reason="示例")
    escrow = books.account(AccountKind.UNCLAIMED, unknown)
    assert [books.balance(each) for each in (owed, escrow, books.owed)] == [0, -60, -40]
    with pytest.raises(RuleBroken, match="does not hold"):
        books.post(Line(escrow, 61), Line(books.owed, -61))


def test_disputed_money_is_shared_out_by_the_settlement(books: Books) -> None:
    books.royalty()
    given: dict[str, Any] = {"actor": books.keeper, "payee": books.first, "unit": Unit.CNY}
    with acting_as(books.keeper):
        services.dispute(**given, amount=1000, reason="示例：两社区均主张")
        services.settle_dispute(
            **given,
            amount=1000,
            reason="示例：调解书",
            shares=list(zip((books.first, books.second), THIRDS, strict=True)),
        )
    disputed = books.account(AccountKind.DISPUTED, books.first)
    assert [books.balance(each) for each in (disputed, books.owed, books.other)] == [0, -8334, -1667]


def test_a_fee_is_an_entry_that_the_payee_sees(books: Books, people: People) -> None:
    books.royalty()
    with acting_as(books.keeper):
        entry = services.charge_fee(
            actor=books.keeper,
            payee=books.first,
            unit=Unit.CNY,
            amount=50,
            what_for="示例：转账费",
            day=timezone.localdate(),
        )
    assert (books.balance(books.owed), books.balance(books.account(AccountKind.FEE))) == (-8951, -50)
    with acting_as(people.holder):
        assert Posting.objects.get(entry=entry).note == "示例：转账费"
