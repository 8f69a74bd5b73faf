"""Many guesses at one receipt at the same moment, over connections of their own as separate processes have them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Filing, ReceiptGuess
from erdem.cases.services import ReceiptLocked, ReceiptWrong, open_receipt
from erdem.cases.services.receipts import FREE_OF_RECEIPT
from erdem.cases.tests.filing import hand_in

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 16


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")


def in_threads(act: Any) -> list[str]:
    """Do the same in threads that begin together; return the name of what each was refused with."""
    begin = threading.Barrier(AT_ONCE)

    def do(number: int) -> str:
        begin.wait(timeout=60)
        try:
            act(number)
        except (ReceiptLocked, ReceiptWrong) as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return "opened"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, range(AT_ONCE)))


def test_guesses_from_many_machines_at_once_are_counted_together(people: People) -> None:
    made = hand_in()
    ends = in_threads(lambda number: open_receipt(code=made.code, phrase=f"beda-{number}", source=f"192.0.2.{number}"))
    assert ends.count("ReceiptWrong") == FREE_OF_RECEIPT
    assert ends.count("opened") == 0
    with pytest.raises(ReceiptLocked):  # the right one too, while it is locked
        open_receipt(code=made.code, phrase=made.phrase, source="192.0.2.200")
    with acting_as(SYSTEM):
        assert max(ReceiptGuess.objects.values_list("failures", flat=True)) == FREE_OF_RECEIPT


def test_one_form_sent_many_times_at_once_is_one_filing_with_one_receipt(people: People) -> None:
    receipts: list[tuple[str, str]] = []

    def send(_number: int) -> None:
        made = hand_in(token="示例同一张表")
        receipts.append((made.code, made.phrase))

    assert in_threads(send) == ["opened"] * AT_ONCE
    assert len(set(receipts)) == 1
    with acting_as(SYSTEM):
        assert Filing.objects.count() == 1
