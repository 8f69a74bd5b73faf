"""Every door, as outside readers: public,third,stranger,applicant,expert."""

from __future__ import annotations

from tests.leak.asking import search_doors
from tests.leak.ledger import Ledger
from tests.leak.scene import Scene

READERS = ("public", "third", "stranger", "applicant", "expert")


def test_no_restricted_word_leaves_through_any_door(scene: Scene) -> None:
    ledger = Ledger("leak doors, outside")
    search_doors(scene, READERS, ledger)
    ledger.close(len(READERS) * 100)
