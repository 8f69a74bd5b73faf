"""One act on the books leaves one entry in the trail, which names what it entered."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, PayeeKind
from erdem.ledger.models import BankMatch, Entry
from erdem.ledger.services import Line, Party
from erdem.ledger.tests.books import open_books
from erdem.ledger.tests.paying import make_desk

pytestmark = pytest.mark.django_db


def entries(actor: Actor, act: Callable[[], object]) -> list[AuditEntry]:
    """Do something as somebody; return what it left in the trail."""
    with acting_as(SYSTEM):
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with acting_as(actor):
        act()
    with acting_as(SYSTEM):
        return list(AuditEntry.objects.filter(id__gt=last).order_by("id"))


def test_parking_money_and_undoing_that_leave_one_each() -> None:
    desk = make_desk()
    (line,) = desk.statement(f"{timezone.localdate().isoformat()},,12.00,,示例来款人,,不明,")
    parked = entries(desk.one, lambda: services.park_line(actor=desk.one, line=line))
    assert [each.action for each in parked] == ["ledger.post"]
    with acting_as(SYSTEM):
        match = BankMatch.objects.get(line=line)
    (undone,) = entries(desk.one, lambda: services.undo_match(actor=desk.one, match=match, reason="示例"))
    assert undone.action == "ledger.undo_match"
    with acting_as(SYSTEM):
        assert undone.detail["entry"] == Entry.objects.get(reversal_of=match.entry).number


def test_settling_an_estate_leaves_one_that_names_its_entry(people: People) -> None:
    books = open_books(people)
    keeper = books.keeper
    with acting_as(keeper):
        elder = services.add_payee(actor=keeper, book=books.book, party=Party(PayeeKind.PERSON, "示例·老人"))
        party = Party(PayeeKind.HEIRS, "示例·子女", heirs_of_id=elder.pk)
        heir = services.add_payee(actor=keeper, book=books.book, party=party)
    books.post(Line(books.due, 1000), Line(books.account(AccountKind.OWED, elder), -1000))
    given: dict[str, Any] = {"payee": elder, "heirs": [(heir, Fraction(1))], "document": "示例：公证书"}
    (left,) = entries(keeper, lambda: services.settle_estate(actor=keeper, **given))
    assert left.action == "ledger.settle_estate"
    with acting_as(SYSTEM):
        assert left.detail["entry"] == Entry.objects.order_by("-id")[0].number


def test_taking_an_entry_back_leaves_one(people: People) -> None:
    books = open_books(people)
    entry = books.post(Line(books.due, 5), Line(books.owed, -5))
    (left,) = entries(books.keeper, lambda: services.reverse(actor=books.keeper, entry=entry, memo="示例"))
    assert left.action == "ledger.reverse"
