"""What came of an annotation set: agreement of the two, what is settled, how good the bands were, rows to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from erdem.base.actor import Actor
from erdem.lib.intervals import wilson
from erdem.literature import queries as literature
from erdem.overlap.choices import PairLabel, Relevance, Stratum
from erdem.overlap.engine.evaluating.agreement import Agreement, cohen_kappa, linear_weights
from erdem.overlap.models import Adjudication, Annotation, AnnotationPair, AnnotationSet, SpanReading
from erdem.overlap.policies import revealed_pairs

NOTHING_COUNTED = ("", "")


@dataclass(frozen=True)
class Settled:
    """A pair both have labelled: what each said, what holds, and what the engine had said."""

    pair: AnnotationPair
    first: Annotation
    second: Annotation
    decision: Adjudication | None
    readings: tuple[SpanReading, ...]

    @property
    def differs(self) -> bool:
        """Say whether the two annotators said different things."""
        return (self.first.relation, self.first.relevance) != (self.second.relation, self.second.relevance)

    @property
    def label(self) -> tuple[str, str] | None:
        """Relation and relevance that hold: what both said, else what a third person decided, else None."""
        if not self.differs:
            return self.first.relation, self.first.relevance
        return (self.decision.relation, self.decision.relevance) if self.decision else None

    @property
    def stratum(self) -> str:
        """From where the pair was drawn."""
        return str(self.pair.prediction.stratum)


@dataclass(frozen=True)
class BandRow:
    """How many settled pairs of a stratum hold an overlap, with the 95 % interval of the share."""

    stratum: str
    pairs: int
    relevant: int
    full: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of the settled pairs with an overlap; 0 without any."""
        return self.relevant / self.pairs if self.pairs else 0.0


def settled_pairs(actor: Actor, annotation_set: AnnotationSet) -> list[Settled]:
    """Return the pairs of a set that are open to the actor, in their order, with everything said about them."""
    current = Annotation.objects.filter(replaced_by__isnull=True)
    pairs = (
        AnnotationPair.objects.filter(revealed_pairs(actor), set=annotation_set)
        .select_related("record", "publication", "prediction")
        .prefetch_related(
            Prefetch("annotations", queryset=current.order_by("id"), to_attr="current_labels"),
            Prefetch(
                "adjudications",
                queryset=Adjudication.objects.filter(replaced_by__isnull=True).select_related("adjudicator"),
                to_attr="decisions",
            ),
            Prefetch("readings", queryset=SpanReading.objects.order_by("id"), to_attr="span_readings"),
        )
        .order_by("position")
    )
    return [one for pair in pairs if (one := _settled(annotation_set, pair)) is not None]


def _settled(annotation_set: AnnotationSet, pair: Any) -> Settled | None:
    by_person = {label.annotator_id: label for label in pair.current_labels}
    first, second = by_person.get(annotation_set.first_id), by_person.get(annotation_set.second_id)
    if first is None or second is None:
        return None
    newest = {reading.reader_id: reading for reading in pair.span_readings}
    return Settled(pair, first, second, next(iter(pair.decisions), None), tuple(newest.values()))


def relation_agreement(settled: Iterable[Settled]) -> Agreement:
    """Kappa of the relation, every label its own category, “cannot tell” too."""
    rows = list(settled)
    return cohen_kappa([one.first.relation for one in rows], [one.second.relation for one in rows], PairLabel.values)


def relevance_agreement(settled: Iterable[Settled]) -> Agreement:
    """Linearly weighted kappa of how much overlaps, over the pairs on which both could tell."""
    rows = [one for one in settled if one.first.relevance and one.second.relevance]
    return cohen_kappa(
        [one.first.relevance for one in rows],
        [one.second.relevance for one in rows],
        Relevance.values,
        weights=linear_weights(len(Relevance.values)),
    )


def bands(settled: Iterable[Settled]) -> list[BandRow]:
    """Return the precision of each stratum over the pairs that are settled and could be told."""
    known = [(one.stratum, one.label[1]) for one in settled if one.label and one.label[1]]
    found = []
    for stratum in Stratum.values:
        grades = [grade for drawn_from, grade in known if drawn_from == stratum]
        relevant = sum(grade != Relevance.NONE for grade in grades)
        low, high = wilson(relevant, len(grades))
        found.append(BandRow(stratum, len(grades), relevant, grades.count(Relevance.FULL.value), low, high))
    return found


def spans_accepted(settled: Iterable[Settled]) -> tuple[int, int]:
    """Return how many rows of evidence readers accepted, and how many they were shown."""
    readings = [reading for one in settled for reading in one.readings]
    return sum(len(reading.accepted) for reading in readings), sum(reading.rows for reading in readings)


def table_rows(settled: Iterable[Settled]) -> Iterator[tuple[Any, ...]]:
    """Yield the lines of a spreadsheet, one for each pair."""
    for one in settled:
        relation, relevance = one.label or NOTHING_COUNTED
        prediction = one.pair.prediction
        yield (
            one.pair.position,
            one.pair.publication.number,
            one.pair.publication.title,
            one.pair.record.number,
            one.pair.record.name,
            one.first.relation,
            one.first.relevance,
            one.second.relation,
            one.second.relevance,
            one.decision.relation if one.decision else "",
            one.decision.relevance if one.decision else "",
            relation,
            relevance,
            prediction.stratum,
            None if prediction.score is None else round(prediction.score, 4),
            prediction.relation,
            one.first.note,
            one.second.note,
        )


def pair_rows(actor: Actor, annotation_set: AnnotationSet, settled: Iterable[Settled]) -> Iterator[dict[str, Any]]:
    """Yield one object for each publication in the shape that ``erdem eval overlap --pairs`` reads.

    It carries the publication as the engine reads it. ``relevant`` holds the ids of the records with an overlap in part or in
    full; it is left out, so that the row does not count as a query, when no settled pair of the publication has one.
    ``judged`` holds every settled pair, those without overlap too, for the calibration of the bands.
    """
    by_publication: dict[int, list[Settled]] = {}
    for one in settled:
        if one.label is not None:
            by_publication.setdefault(one.pair.publication_id, []).append(one)
    for row in literature.screening_rows(actor, ids=by_publication):
        ones = by_publication[int(row["id"])]
        relevant = [one for one in ones if one.label and one.label[1] in (Relevance.PARTIAL, Relevance.FULL)]
        shown: dict[str, Any] = {**row, "set": annotation_set.name, "judged": [_judged(one) for one in ones]}
        yield {**shown, **_positive(relevant)} if relevant else shown


def _positive(relevant: list[Settled]) -> dict[str, Any]:
    first = relevant[0]
    return {
        "relevant": [one.pair.record_id for one in relevant],
        "label": "positive",
        "relation": first.label[0] if first.label else "",
        "source": first.pair.record.name,
    }


def _judged(one: Settled) -> dict[str, Any]:
    relation, relevance = one.label or NOTHING_COUNTED
    prediction = one.pair.prediction
    return {
        "tk": one.pair.record_id,
        "number": one.pair.record.number,
        "name": one.pair.record.name,
        "relation": relation,
        "relevance": relevance,
        "label": "positive" if relevance in (Relevance.PARTIAL, Relevance.FULL) else "negative",
        "stratum": prediction.stratum,
        "score": prediction.score,
        "engine_relation": prediction.relation,
        "labels": [[one.first.relation, one.first.relevance], [one.second.relation, one.second.relevance]],
        "adjudicated": one.decision is not None and one.differs,
    }
