"""Drawing the pairs of an annotation set: by bands of the score, by common substances only, and blindly."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.knowledge import queries as knowledge
from erdem.knowledge.models import Record
from erdem.lib.chance import repeatable
from erdem.literature import queries as literature
from erdem.literature.models import Publication
from erdem.overlap import engine
from erdem.overlap.choices import Stratum
from erdem.overlap.engine.bands import LOWER, band_of
from erdem.overlap.models import AnnotationPair, AnnotationPrediction, AnnotationSet
from erdem.overlap.policies import can_run_screening
from erdem.overlap.queries.annotators import records_for
from erdem.overlap.queries.evidence import compose
from erdem.overlap.services.comparing import BATCH
from erdem.overlap.services.screening import Progress

Row = dict[str, Any]
SHARES = {Stratum.UPPER: 25, Stratum.MIDDLE: 25, Stratum.LOWER: 15, Stratum.HARD: 20, Stratum.RANDOM: 15}
"""Percent of the pairs wanted from each stratum."""
DEPTH = 30
MOST_PUBLICATIONS = 2000
HARD_SHARED = 2
"""A pair of the lower band is a hard negative when it shares so many substances."""


@dataclass(frozen=True)
class Drawn:
    """A pair with what the engine said of it."""

    record_id: int
    publication_id: int
    stratum: str
    evidence: Row

    @property
    def match(self) -> Row:
        """The engine's answer, empty for a pair drawn blindly that it does not name."""
        found: Row = self.evidence.get("match") or {}
        return found


@dataclass
class Urn:
    """What has been found so far in each stratum. A pair is taken once, a publication once in each stratum."""

    wanted: dict[str, int]
    chance: random.Random
    found: dict[str, list[Drawn]] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)

    def is_full(self) -> bool:
        """Say whether every stratum has what was wanted of it."""
        return all(len(self.found.get(name, ())) >= count for name, count in self.wanted.items())

    def put(self, candidates: list[Drawn]) -> None:
        """Take at most one of each stratum from the candidates of one publication."""
        by_stratum: dict[str, list[Drawn]] = {}
        for one in candidates:
            by_stratum.setdefault(one.stratum, []).append(one)
        for name, ones in by_stratum.items():
            self.met[name] = self.met.get(name, 0) + len(ones)
            free = [one for one in ones if (one.record_id, one.publication_id) not in self.taken]
            if free and len(self.found.get(name, ())) < self.wanted.get(name, 0):
                chosen = self.chance.choice(free)
                self.taken.add((chosen.record_id, chosen.publication_id))
                self.found.setdefault(name, []).append(chosen)

    def drawn(self) -> list[Drawn]:
        """Return everything taken, in an order that says nothing."""
        every = [one for name in self.wanted for one in self.found.get(name, ())]
        self.chance.shuffle(every)
        return every


def quotas(size: int) -> dict[str, int]:
    """Divide a number of pairs over the strata in proportion, by largest remainder."""
    exact = {stratum.value: size * share / 100 for stratum, share in SHARES.items()}
    counts = {name: int(value) for name, value in exact.items()}
    rest = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in rest[: size - sum(counts.values())]:
        counts[name] += 1
    return counts


def stratum_of(match: engine.Match) -> str:
    """Return the stratum of a match of the engine: its band, or the hard negatives."""
    band = band_of(match)
    return Stratum.HARD.value if band == LOWER and len(match.shared) >= HARD_SHARED else Stratum(band).value


def draw_pairs(*, actor: Actor, set_id: int, on_progress: Progress | None = None) -> int:
    """Draw the pairs of a set and return their number. A set that has been drawn is left alone.

    Only registered records of the tiers D3 and D4 that lead and both annotators see and look after take part; the engine
    compares publications in an order given by the seed until every stratum is full, or `MOST_PUBLICATIONS` were read. Another
    run with the same seed over the same collection draws the same pairs.

    Raises:
        PermissionRefused: drawing runs in the name of a machine.
    """
    require(can_run_screening(actor))
    with acting_as(actor):
        opened = AnnotationSet.objects.get(pk=set_id)
        if opened.drawn_at is not None:
            return 0
        allowed = Record.objects.filter(records_for(opened)).order_by("pk").values_list("pk", flat=True)
        rows = {int(row["id"]): dict(row) for row in knowledge.screening_rows(actor, ids=allowed)}
        lexicon = engine.Lexicon.from_rows(knowledge.lexicon_rows())
        keys = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
    chance = repeatable(opened.seed)
    chance.shuffle(keys)
    urn = Urn(quotas(opened.size), chance)
    pool = engine.prepare(rows.values(), lexicon)
    read = 0
    for batch in _batches(keys[:MOST_PUBLICATIONS] if rows else []):
        with acting_as(actor):
            _look_at(actor, pool, rows, batch, urn)
        read += len(batch)
        if on_progress is not None:
            on_progress(len(urn.taken), opened.size)
        if urn.is_full():
            break
    opened.pool_size, opened.publications = len(rows), read
    opened.engine_version, opened.lexicon_version = engine.ENGINE_VERSION, lexicon.version
    with acting_as(actor):
        return _keep(actor, opened, urn)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _look_at(actor: Actor, pool: engine.Pool, rows: dict[int, Row], keys: list[int], urn: Urn) -> None:
    order = {key: place for place, key in enumerate(keys)}
    read = sorted(literature.screening_rows(actor, ids=keys), key=lambda row: order[int(row["id"])])
    records = sorted(rows)
    for row in read:
        matches = {int(found.tk): found for found in engine.screen(pool, row, DEPTH)}
        blind = urn.chance.choice(records)
        candidates = [_drawn(rows[key], row, stratum_of(match), match) for key, match in matches.items()]
        urn.put([*candidates, _drawn(rows[blind], row, Stratum.RANDOM.value, matches.get(blind))])
        if urn.is_full():
            return


def _drawn(record: Row, publication: Row, stratum: str, match: engine.Match | None) -> Drawn:
    evidence = compose(match.as_json(), record, publication) if match else {}
    return Drawn(int(record["id"]), int(publication["id"]), stratum, evidence)


@transaction.atomic
def _keep(actor: Actor, opened: AnnotationSet, urn: Urn) -> int:
    drawn = urn.drawn()
    for position, one in enumerate(drawn, 1):
        pair = AnnotationPair.objects.create(
            set=opened, position=position, record_id=one.record_id, publication_id=one.publication_id
        )
        AnnotationPrediction.objects.create(
            pair=pair,
            stratum=one.stratum,
            score=min(1.0, max(0.0, float(one.match["score"]))) if one.match else None,
            relation=one.match.get("relation", ""),
            evidence=one.evidence,
        )
    opened.strata = {
        name: {"wanted": count, "met": urn.met.get(name, 0), "taken": len(urn.found.get(name, ()))}
        for name, count in urn.wanted.items()
    }
    opened.drawn_at = timezone.now()
    opened.save(update_fields=["strata", "pool_size", "publications", "engine_version", "lexicon_version", "drawn_at"])
    audit.record(actor, action="overlap.draw_pairs", target=opened, detail={"pairs": len(drawn)})
    return len(drawn)
