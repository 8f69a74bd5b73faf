"""Every door, as inside readers: holder,steward,woman,kin,named,both."""

from __future__ import annotations

from tests.leak.asking import search_doors
from tests.leak.ledger import Ledger
from tests.leak.scene import Scene

READERS = ("holder", "steward", "woman", "kin", "named", "both")


def test_no_restricted_word_leaves_through_any_door(scene: Scene) -> None:
    ledger = Ledger("leak doors, inside")
    search_doors(scene, READERS, ledger)
    ledger.close(len(READERS) * 100)
