"""The book of the demonstration balances, shows something of everything, and is written once."""

from __future__ import annotations

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.ledger.models import Account, Book, ClosedPeriod
from erdem.ledger.queries import overview, trial_balance
from erdem.web import demonstration, demonstration_ledger

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_one_balanced_book_with_something_of_everything() -> None:
    assert demonstration_ledger.load() == 0
    with acting_as(SYSTEM):
        demonstration._open_accounts()
    written = demonstration_ledger.load()
    assert written > 10
    assert demonstration_ledger.load() == 0
    with acting_as(SYSTEM):
        book = Book.objects.get(name=demonstration_ledger.BOOK)
        assert sum(held for _account, held in trial_balance(SYSTEM, book)) == 0
        assert ClosedPeriod.objects.filter(book=book).count() == 1
        assert {age.amounts[3] > 0 for age in overview.escrow_ages(SYSTEM, book)} == {True, False}
        kinds = set(Account.objects.filter(book=book).values_list("kind", flat=True))
    assert {"bank", "due", "owed", "unclaimed", "disputed", "fee", "promised", "delivered"} <= kinds
