"""Every door, as each reader. One test a reader: the workers share them out."""

from __future__ import annotations

import pytest

from tests.leak.asking import Asker
from tests.leak.ledger import Ledger
from tests.leak.readers import READERS
from tests.leak.scene import Scene


@pytest.mark.parametrize("reader", READERS)
def test_no_restricted_word_leaves_through_any_door(scene: Scene, reader: str) -> None:
    ledger = Ledger(f"leak doors, {reader}")
    Asker(scene, reader, ledger).everything()
    ledger.close(100)
