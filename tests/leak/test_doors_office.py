"""Every door, as office readers: officer,region,neighbour."""

from __future__ import annotations

from tests.leak.asking import search_doors
from tests.leak.ledger import Ledger
from tests.leak.scene import Scene

READERS = ("officer", "region", "neighbour")


def test_no_restricted_word_leaves_through_any_door(scene: Scene) -> None:
    ledger = Ledger("leak doors, office")
    search_doors(scene, READERS, ledger)
    ledger.close(len(READERS) * 100)
