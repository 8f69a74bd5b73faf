"""For every card and reader the product lets known exactly as much as the rules say: rows of the database against the oracle."""

from __future__ import annotations

from collections import defaultdict

from erdem.base.actor import acting_as
from erdem.knowledge.models import Record, RecordFace
from tests.leak.cards import LABELS, generated, sample
from tests.leak.ledger import Ledger
from tests.leak.oracle import FULL
from tests.leak.readers import READERS
from tests.leak.scene import Scene


def test_every_reader_knows_as_much_of_every_card_as_the_rules_say(scene: Scene) -> None:
    ledger = Ledger("leak levels")
    by_record = {record.pk: key for key, record in scene.records.items()}
    for reader, actor in scene.cast.actors.items():
        with acting_as(actor):
            known = defaultdict(int, dict.fromkeys(Record.objects.values_list("pk", flat=True), FULL))
            for pk, level in RecordFace.objects.order_by("level").values_list("record_id", "level"):
                known[pk] = max(known[pk], level)
        for pk, key in by_record.items():
            card, expected = scene.cards[key], scene.level(reader, key)
            ledger.note("rows", reader, kind=card.kind, level=f"A{expected}")
            if known[pk] != expected:
                ledger.fault(f"“{key}” as {reader}: known up to A{known[pk]}, the rules say A{expected}")
    ledger.close(len(scene.cards) * len(scene.cast.actors))


def test_the_readers_are_those_of_the_cast(scene: Scene) -> None:
    assert scene.cast.names() == READERS


def test_the_cards_hold_every_tier_state_level_and_label() -> None:
    cards = generated()
    assert {label.code for card in cards for label in card.labels} == set(LABELS)
    assert len(LABELS) == 30
    assert {card.tier for card in cards} == {"D1", "D2", "D3", "D4"}
    assert {
        getattr(hold, audience)
        for card in cards
        for hold in card.holds
        for audience in ("public", "signed_in", "office")
    } > set(range(6))
    assert {card.kind for card in cards} == {card.kind for card in sample()}
