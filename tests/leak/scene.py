"""The world of the matrix: the small world of all checks, the readers, and the planted cards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge import services as knowledge
from erdem.knowledge.content import IngredientLine, PlaceLine, RecordContent, SourceLine
from erdem.knowledge.models import AccessGrant, CommunityLabel, Holding, LabelUse, Record
from erdem.knowledge.tests.consenting import consent_until
from erdem.knowledge.views.faces import SEEN
from erdem.people.tests.factories import four_people
from tests.leak.canary import Canary
from tests.leak.cards import Card, Grant, Hold, Label, generated, sample
from tests.leak.ledger import WHOLE
from tests.leak.oracle import level, may_meet
from tests.leak.planting import Planter
from tests.leak.readers import Cast, cast_of
from tests.test_access import client_of
from tests.world import SHARED_WORD, World, build


@dataclass
class Scene:
    """Everything that the tests of the matrix look at."""

    world: World
    cast: Cast
    cards: dict[str, Card]
    records: dict[str, Record]
    planter: Planter
    _clients: dict[str, Client] = field(default_factory=dict)
    _forbidden: dict[str, dict[str, Canary]] = field(default_factory=dict)

    @property
    def canaries(self) -> dict[str, Canary]:
        """Every planted word."""
        return self.planter.canaries

    def may_meet(self, reader: str, canary: Canary) -> bool:
        """Say whether the oracle lets a reader meet a word."""
        return may_meet(canary.rule, self.cast.facts[reader], self.cards[canary.card])

    def forbidden(self, reader: str) -> dict[str, Canary]:
        """Return the words that a reader must never meet."""
        if reader not in self._forbidden:
            self._forbidden[reader] = {
                word: canary for word, canary in self.canaries.items() if not self.may_meet(reader, canary)
            } | self._of_the_world(reader)
        return self._forbidden[reader]

    def _of_the_world(self, reader: str) -> dict[str, Canary]:
        """Words that parts of the small world planted beside records: contacts, papers, requests."""
        found: dict[str, Canary] = {}
        actor = self.cast.actors[reader]
        with acting_as(SYSTEM):
            for part in vars(self.world).values():
                for secret in getattr(part, "secrets", ()):
                    if not secret.is_seen_by(actor):
                        found[secret.word] = Canary(secret.word, "the world", "its own", secret.row._meta.db_table)
        return found

    def level(self, reader: str, card: str) -> int:
        """Return how much of a card a reader may know."""
        return level(self.cast.facts[reader], self.cards[card])

    def client(self, reader: str) -> Client:
        """Return the browser of a reader, who has gone on after the warning before each record."""
        if reader not in self._clients:
            client = client_of(self.cast.actors[reader])
            session = client.session
            session[SEEN] = [record.number for record in self.records.values()]
            session.save()
            self._clients[reader] = client
        return self._clients[reader]

    def hidden(self, reader: str) -> list[str]:
        """Return the cards of which a reader may know nothing."""
        return [key for key in self.cards if self.level(reader, key) == 0]


def make_scene() -> Scene:
    """Build it; the caller holds an open transaction."""
    world = build(four_people())
    cast = cast_of(world)
    cards = {card.key: card for card in (generated() if WHOLE else sample())}
    planter = Planter(cast.actors)
    with acting_as(SYSTEM):
        records = {card.key: _record(card, cast) for card in cards.values()}
        planter.plant(list(cards.values()), records)
        decisions = Decisions(cast, planter)
        for card in cards.values():
            decisions.write(card, records[card.key])
        for record in records.values():
            record.refresh_from_db()
    scene = Scene(world, cast, cards, records, planter)
    for reader in cast.names():
        scene.client(reader)  # now: what a test undoes would take the session of a later one with it
    return scene


def _record(card: Card, cast: Cast) -> Record:
    content = RecordContent(
        kind="formula",
        name=f"{SHARED_WORD}{card.key}",
        tk_class="2",
        tk_type="2.5",
        diffusion_tier=card.tier,
        community_id=cast.communities[card.holds[0].community] if card.holds else None,
        places=(PlaceLine(card.place),),
        ingredients=(IngredientLine("诃子", "三两"),),
        sources=(SourceLine("示例方书", kind="classic", year=1330),),
        source_key=f"leak {card.key}",
    )
    record = knowledge.draft_record(actor=SYSTEM, content=content)
    if card.status in ("submitted", "registered"):
        knowledge.submit(actor=SYSTEM, record=record)
    if card.status == "registered":
        knowledge.register_record(actor=SYSTEM, record=record)
    if card.status == "withdrawn":
        knowledge.withdraw_record(actor=SYSTEM, record=record, reason="示例原因")
    return record


class Decisions:
    """Writes down what communities, law and permits say of a card, with a word in each text of theirs."""

    def __init__(self, cast: Cast, planter: Planter) -> None:
        self.cast, self.planter = cast, planter
        self.today = timezone.localdate()

    def write(self, card: Card, record: Record) -> None:
        """Write down everything that a card says."""
        for hold in card.holds:
            self._hold(hold, card, record)
        for label in card.labels:
            self._label(label, card, record)
        for grant in card.grants:
            self._grant(grant, card, record)
        if card.legal_cap < 5:
            Record.objects.filter(pk=record.pk).update(legal_cap=card.legal_cap)
        if card.consent != "none":
            days = 30 if card.consent == "running" else -1
            consent_until(record, self.cast.communities[card.holds[0].community], self.today + dt.timedelta(days))

    def _hold(self, hold: Hold, card: Card, record: Record) -> None:
        community = self.cast.communities[hold.community]
        row = Holding.objects.filter(record=record, community_id=community).first()
        row = row or Holding(record=record, community_id=community)
        row.state, row.together = hold.state, hold.together
        row.to_public, row.to_signed_in, row.to_office = hold.public, hold.signed_in, hold.office
        self.planter.fill(row, card.key, f"holding of {hold.community}")
        row.save()

    def _label(self, label: Label, card: Card, record: Record) -> None:
        row = LabelUse(record=record, community_id=self.cast.communities[label.community], code=label.code)
        row.group_id = self.cast.groups[label.group] if label.group else None
        if label.code == "tks":
            start = self.today + dt.timedelta(-1 if label.is_open else 30)
            row.open_dates = ((start, start + dt.timedelta(3)),)
        row.removed_at = timezone.now() if label.removed else None
        if not label.removed and card.kind == "label":
            row.wording = self._wording(label, card)
        row.season = {"示例": "示例季节"}
        self.planter.fill(row, card.key, f"label of {label.community}")
        row.save(force_insert=True)

    def _wording(self, label: Label, card: Card) -> CommunityLabel:
        community = self.cast.communities[label.community]
        row = CommunityLabel(community_id=community, code=label.code, version=90, approved_at=timezone.now())
        self.planter.fill(row, card.key, f"label of {label.community}")
        row.save(force_insert=True)
        return row

    def _grant(self, grant: Grant, card: Card, record: Record) -> None:
        start = self.today + dt.timedelta({"past": -60, "future": 30}.get(grant.when, -10))
        row = AccessGrant(record=record, community_id=self.cast.communities["own"], level=grant.level)
        row.user_id = self.cast.actors["applicant"].user_id
        row.purpose, row.valid_from, row.valid_until = grant.purpose, start, start + dt.timedelta(30)
        row.revoked_at = timezone.now() if grant.when == "revoked" else None
        self.planter.fill(row, card.key, "permit of own")
        row.save(force_insert=True)
