"""What the page of one pair shows after both labels are in: what was said, the engine's evidence, what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.base.policy import Denied
from erdem.knowledge import queries as knowledge
from erdem.literature import queries as literature
from erdem.overlap.choices import PairLabel, Relevance, Stratum
from erdem.overlap.models import AnnotationPair, AnnotationSet, SpanReading
from erdem.overlap.policies import can_adjudicate
from erdem.overlap.queries import annotation, annotation_results
from erdem.overlap.queries.annotation import Option
from erdem.overlap.queries.annotation_results import Settled
from erdem.overlap.queries.evidence import Evidence, read_evidence
from erdem.overlap.queries.page import Pair, Side
from erdem.overlap.queries.rows import formula_pairs, grade_of, process_pairs, record_name_of
from erdem.overlap.queries.sides import knowledge_side, patent_side


@dataclass(frozen=True)
class SpanRow:
    """A row of the engine's evidence, to be accepted or not."""

    number: int
    patent: str
    record: str
    grade: str
    accepted: bool


@dataclass(frozen=True)
class Said:
    """What one person said of a pair."""

    who: str
    relation: str
    relevance: str
    note: str


@dataclass(frozen=True)
class ComparePage:
    """Everything on the page of one pair after both labels are in."""

    set: AnnotationSet
    path: tuple[dict[str, str], ...]
    position: int
    title: str
    engine: str
    is_process: bool
    patent: Side
    knowledge: Side
    pairs: tuple[Pair, ...]
    said: tuple[Said, ...]
    decision: Said | None
    differs: bool
    refused: str
    relations: tuple[Option, ...]
    relevances: tuple[Option, ...]
    note: str
    spans: tuple[SpanRow, ...]
    spans_read: bool


def compare_page(
    actor: Actor, one: AnnotationSet, pair: AnnotationPair, given: dict[str, str] | None = None
) -> ComparePage | None:
    """Return the page of a pair whose labels the reader may see, or None.

    Args:
        actor: who looks.
        one: the set.
        pair: a visible pair of it.
        given: what a third person chose but could not be kept.
    """
    settled = next((each for each in annotation_results.settled_pairs(actor, one) if each.pair.pk == pair.pk), None)
    if settled is None:
        return None
    record = knowledge.records_by_id(actor, [pair.record_id])[pair.record_id]
    row = next(literature.screening_rows(actor, ids=[pair.publication_id]))
    stored = settled.pair.prediction.evidence or {"match": {"relation": ""}}
    evidence = read_evidence(stored, record.kind)
    decided = settled.decision
    may = can_adjudicate(actor, one)
    chosen = given or {
        "relation": decided.relation if decided else "",
        "relevance": decided.relevance if decided else "",
        "note": decided.note if decided else "",
    }
    return ComparePage(
        set=one,
        path=annotation.path_of(one, _("pair %(position)s") % {"position": pair.position}),
        position=pair.position,
        title=_compare_title(settled),
        engine=_engine_words(settled),
        is_process=evidence.is_process,
        patent=patent_side(pair.publication, evidence, row),
        knowledge=knowledge_side(record, evidence),
        pairs=process_pairs(evidence) if evidence.is_process else formula_pairs(evidence) if evidence.shared else (),
        said=(_said(one.first, settled.first), _said(one.second, settled.second)),
        decision=_said(decided.adjudicator, decided) if decided else None,
        differs=settled.differs,
        refused=may.reason if isinstance(may, Denied) else "",
        relations=annotation.relation_options(record.kind, chosen["relation"], keys=False),
        relevances=annotation.relevance_options(chosen["relevance"], keys=False),
        note=chosen["note"],
        spans=_span_rows(evidence, _own_reading(actor, settled)),
        spans_read=_own_reading(actor, settled) is not None,
    )


def _said(person: Any, label: Any) -> Said:
    overlap = str(Relevance(label.relevance).label) if label.relevance else "–"
    return Said(person.get_full_name(), str(PairLabel(label.relation).label), overlap, label.note)


def _compare_title(settled: Settled) -> str:
    both = {
        "patent": settled.pair.publication.title or settled.pair.publication.number,
        "record": settled.pair.record.name,
    }
    if settled.differs:
        return _("“%(patent)s” and %(record)s: the two annotators differ") % both
    return _("“%(patent)s” and %(record)s: the two annotators agree") % both


def _engine_words(settled: Settled) -> str:
    prediction = settled.pair.prediction
    drawn = Stratum(prediction.stratum).label
    if prediction.score is None:
        return _("Drawn from: %(drawn)s. The engine does not name this record among the nearest.") % {"drawn": drawn}
    relation = PairLabel(prediction.relation).label if prediction.relation in PairLabel.values else prediction.relation
    return _(
        "Drawn from: %(drawn)s. The engine: %(relation)s, score %(score)s. The score only puts them in order. It is not"
        " a conclusion."
    ) % {"drawn": drawn, "relation": relation, "score": number(prediction.score, 2)}


def _own_reading(actor: Actor, settled: Settled) -> SpanReading | None:
    return next((reading for reading in settled.readings if reading.reader_id == actor.user_id), None)


def _span_rows(evidence: Evidence, reading: SpanReading | None) -> tuple[SpanRow, ...]:
    return tuple(
        SpanRow(
            number=row.number,
            patent=row.patent_name,
            record=record_name_of(row),
            grade=grade_of(row.reason),
            accepted=reading is not None and row.number in reading.accepted,
        )
        for row in evidence.shared
    )
