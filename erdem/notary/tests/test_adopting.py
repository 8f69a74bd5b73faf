"""After an older backup was restored the log goes on from what others have seen: it takes over what was published."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction

from erdem.base.actor import SYSTEM, acting_as
from erdem.notary import services
from erdem.notary.choices import Log
from erdem.notary.log_files import folder_of, storage_of
from erdem.notary.models import Leaf, PublishedCheckpoint
from erdem.notary.tests.test_log import enter, integrate, positions
from erdem.notary.tlog import CHECKPOINT, HistoryConflict, TileReader
from erdem.notary.watching import check_log

pytestmark = pytest.mark.django_db


def adopt() -> int:
    with acting_as(SYSTEM):
        return services.adopt_published(actor=SYSTEM, log=Log.REGISTER)


def published_and_lost(kept: int, waiting: int, lost: int) -> None:
    """Publish entries of which the database then has some with a position, some that wait, and some not at all."""
    enter(kept)
    integrate()
    enter(waiting, first=kept)
    with transaction.atomic():
        enter(lost, first=kept + waiting)
        integrate()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("kept", "waiting", "lost"), [(300, 5, 700), (256, 1, 1), (3, 0, 600)])
def test_the_log_goes_on_from_what_was_published(kept: int, waiting: int, lost: int) -> None:
    published_and_lost(kept, waiting, lost)
    size = kept + waiting + lost
    with pytest.raises(services.LogAhead, match="erdem log adopt"):
        integrate()
    assert adopt() == size - kept
    assert sorted(each for each in positions() if each is not None) == list(range(size))
    with acting_as(SYSTEM):
        assert check_log(SYSTEM, Log.REGISTER) == []
    enter(2, first=size)
    assert integrate() == 2
    with acting_as(SYSTEM):
        assert check_log(SYSTEM, Log.REGISTER) == []
        entries = [bytes(entry) for entry in Leaf.objects.order_by("position").values_list("entry", flat=True)]
        assert list(PublishedCheckpoint.objects.order_by("size").values_list("size", flat=True)) == [
            kept,
            size,
            size + 2,
        ]
    reader = TileReader(storage_of(Log.REGISTER).get, size + 2)
    assert [entry for bundle in range(-(-(size + 2) // 256)) for entry in reader.entries(bundle)] == entries


def test_nothing_is_taken_over_where_nothing_is_lost() -> None:
    assert adopt() == 0
    enter(3)
    integrate()
    enter(1, first=3)
    assert adopt() == 0
    assert positions() == [0, 1, 2, None]


def test_nothing_is_taken_over_from_a_log_of_another_history_or_a_damaged_one(settings: Any) -> None:
    published_and_lost(3, 0, 300)
    before = storage_of(Log.REGISTER).get(CHECKPOINT)
    path = folder_of(Log.REGISTER) / "tile" / "entries" / "000"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!")
    with pytest.raises(HistoryConflict, match="Nothing was taken over"):
        adopt()
    path.write_bytes(content)
    enter(2, first=900)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notary_leaf SET position = n FROM (SELECT id, 2 + row_number() OVER (ORDER BY id) AS n"
            " FROM notary_leaf WHERE position IS NULL) AS o WHERE o.id = notary_leaf.id"
        )
    with pytest.raises(HistoryConflict, match="Entry 3 of the database is not the one in the log"):
        adopt()
    assert positions() == [0, 1, 2, 3, 4]
    assert storage_of(Log.REGISTER).get(CHECKPOINT) == before
