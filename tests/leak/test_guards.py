"""The matrix itself is tested: allowed readers meet their words, and a hole in either lock is found."""

from __future__ import annotations

import sys

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.models import Record
from tests.leak import doors, sql
from tests.leak.asking import Asker
from tests.leak.doors import Question
from tests.leak.ledger import Ledger
from tests.leak.scene import Scene
from tests.leak.unpack import words_of


def page_of(scene: Scene, reader: str, key: str) -> str:
    """Return what the page of a card says to a reader."""
    address = reverse("knowledge:record-detail", args=[scene.records[key].number])
    return words_of(doors.ask(scene.client(reader), Question("record", address)))


@pytest.mark.parametrize("reader", ["holder", "officer", "public"])
def test_allowed_readers_do_meet_their_words(scene: Scene, reader: str) -> None:
    key = next(name for name in scene.cards if scene.level(reader, name) == 4)
    page = page_of(scene, reader, key)
    words = [c.word for c in scene.canaries.values() if c.card == key and c.where == "knowledge_record.text"]
    assert words
    assert all(word in page for word in words)


def found_by(scene: Scene, reader: str) -> list[str]:
    """Return what a short look at the list and the cards finds."""
    ledger = Ledger("guard")
    asker = Asker(scene, reader, ledger)
    asker.ask(Question("list", reverse("knowledge:record-list") + "?sort=number"))
    for key in [*scene.hidden(reader)][:3]:
        asker.ask(Question("record", reverse("knowledge:record-detail", args=[scene.records[key].number])))
    return ledger.found


def test_a_hole_in_the_second_lock_is_found(scene: Scene) -> None:
    """One policy too many, as a mistaken migration might bring it: every row to everybody."""
    reader = "stranger"
    with transaction.atomic():
        said = sql.answer(scene.cast.actors[reader], "SELECT t::text FROM knowledge_record AS t")
        ledger = Ledger("guard")
        assert not ledger.search(said, scene.forbidden(reader), channel="SQL", reader=reader)
        opened(scene, reader, ledger)
        assert ledger.found
        transaction.set_rollback(True)


def opened(scene: Scene, reader: str, ledger: Ledger) -> None:
    """Read as somebody for whom the lock stands open: the database believes that a machine asks."""
    with acting_as(scene.cast.actors[reader]), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('erdem.kind', 'system', true)")
        cursor.execute("SELECT string_agg(t::text, ' ') FROM knowledge_record AS t")
        ledger.search(str(cursor.fetchone()[0]), scene.forbidden(reader), channel="SQL", reader=reader)


def test_a_hole_in_both_locks_is_found_on_the_pages(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that forgets the policy, in a request whose actor the database takes for a machine."""
    assert found_by(scene, "stranger") == []
    monkeypatch.setattr(
        sys.modules["erdem.knowledge.queries.records"], "visible_records", lambda _actor, through="": Q()
    )
    assert found_by(scene, "stranger") == []  # the second lock alone holds
    monkeypatch.setattr("erdem.web.middleware.become", lambda _actor: _as_system())
    assert found_by(scene, "stranger")


def _as_system() -> None:
    from erdem.base.actor import tell_database

    tell_database(SYSTEM)


def test_every_hidden_card_exists_all_the_same(scene: Scene) -> None:
    with acting_as(SYSTEM):
        assert Record.objects.filter(pk__in=[record.pk for record in scene.records.values()]).count() == len(
            scene.cards
        )
