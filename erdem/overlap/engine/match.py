"""One candidate finding: a patent beside a cluster of TK variants, with its evidence, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from erdem.overlap.engine.formula.compare import Relation
from erdem.overlap.engine.formula.doses import DoseAgreement
from erdem.overlap.engine.reasons import WhyNot
from erdem.overlap.engine.records import RecordId, Span


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One shared substance. Spans are half-open character offsets in the TK record's text and in the claim's text."""

    substance: str
    substance_id: str
    grade: float
    reason: str
    tk_name: str
    claim_name: str
    tk_span: Span | None
    claim: int | None
    claim_unit: str | None
    claim_span: Span | None
    tk_dose: str
    claim_dose: str
    tk_processing: str = ""
    recovered: bool = False

    def as_json(self) -> dict[str, object]:
        """Plain mapping."""
        return {
            "substance": self.substance,
            "substance_id": self.substance_id,
            "grade": self.grade,
            "reason": self.reason,
            "tk_name": self.tk_name,
            "claim_name": self.claim_name,
            "tk_span": list(self.tk_span) if self.tk_span else None,
            "claim": self.claim,
            "claim_unit": self.claim_unit,
            "claim_span": list(self.claim_span) if self.claim_span else None,
            "tk_dose": self.tk_dose or None,
            "claim_dose": self.claim_dose or None,
            "tk_processing": self.tk_processing or None,
            "recovered": self.recovered,
        }


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of a process alignment: operation and circumstances as written on both sides, None for a void.

    `information` is how telling the step is; `parameters` are the figures both sides state, with their agreement.
    """

    grade: str
    patent_index: int | None
    tk_index: int | None
    patent: Mapping[str, str] | None
    tk: Mapping[str, str] | None
    claim: int | None = None
    claim_span: Span | None = None
    tk_span: Span | None = None
    information: float = 0.0
    parameters: tuple[Mapping[str, object], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain mapping."""
        return {
            "grade": self.grade,
            "patent_index": self.patent_index,
            "tk_index": self.tk_index,
            "patent": dict(self.patent) if self.patent else None,
            "tk": dict(self.tk) if self.tk else None,
            "claim": self.claim,
            "claim_span": list(self.claim_span) if self.claim_span else None,
            "tk_span": list(self.tk_span) if self.tk_span else None,
            "information": round(self.information, 4),
            "parameters": [dict(row) for row in self.parameters],
        }


@dataclass(frozen=True, slots=True)
class Variant:
    """One member of the cluster."""

    tk: RecordId
    name: str
    book: str
    year: int | None

    def as_json(self) -> dict[str, object]:
        """Plain mapping."""
        return {"tk": self.tk, "name": self.name, "book": self.book or None, "year": self.year}


class Matches(list["Match"]):
    """The matches of one patent in order of rank; `notes` are the slugs that say what of it could not be read or compared."""

    def __init__(self, matches: Iterable[Match] = (), notes: tuple[str, ...] = ()) -> None:
        super().__init__(matches)
        self.notes = notes


@dataclass(frozen=True, slots=True)
class Match:
    """One ranked candidate. `score` orders candidates for a reader and is never a verdict.

    `band` is upper, middle or lower; `alarm` is true for the first two. `strength` is the information shared, 1 being what
    singles out one record of the pool. `parts` are the pieces the score was made of, each 0..1.
    """

    publication: str
    tk: RecordId
    tk_name: str
    tk_book: str
    tk_year: int | None
    rank: int
    score: float
    relation: Relation
    alarm: bool
    cluster: str
    cluster_size: int
    variants: tuple[Variant, ...] = ()
    shared: tuple[SharedRow, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    coverage: float = 0.0
    doses: DoseAgreement = field(default_factory=DoseAgreement)
    steps: tuple[StepRow, ...] = ()
    name_term: str = ""
    name_reason: str = ""
    named: bool = False
    band: str = "lower"
    signals: tuple[str, ...] = ()
    strength: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()
    partners: tuple[RecordId, ...] = ()
    reasons: tuple[WhyNot, ...] = ()
    engine_version: str = ""
    lexicon_version: str = ""

    def as_json(self) -> dict[str, object]:
        """The stable form of the command line; keys beyond it are additions."""
        return {
            "tk": self.tk,
            "rank": self.rank,
            "score": round(self.score, 4),
            "relation": self.relation.value,
            "cluster": self.cluster,
            "shared": [row.as_json() for row in self.shared],
            "missing": list(self.missing),
            "added": list(self.added),
            "alarm": self.alarm,
            "band": self.band,
            "tk_name": self.tk_name,
            "tk_book": self.tk_book or None,
            "tk_year": self.tk_year,
            "cluster_size": self.cluster_size,
            "variants": [variant.as_json() for variant in self.variants],
            "coverage": round(self.coverage, 4),
            "strength": round(self.strength, 4),
            "parts": {name: round(value, 4) for name, value in self.parts},
            "dose": self._dose_json(),
            "steps": [row.as_json() for row in self.steps],
            "name_term": self.name_term or None,
            "name_reason": self.name_reason or None,
            "named": self.named,
            "signals": list(self.signals),
            "partners": list(self.partners),
            "reasons": [reason.as_json() for reason in self.reasons],
        }

    def _dose_json(self) -> dict[str, object] | None:
        if not self.doses.substances:
            return None
        agreement = self.doses.agreement
        return {
            "ratio": self.doses.ratio or None,
            "tk_ratio": self.doses.tk_ratio or None,
            "order": [row.substance for row in self.shared],
            "agreement": None if agreement is None else round(agreement, 4),
            "compared": len(self.doses.compared),
            "evidence": round(self.doses.evidence, 4),
        }
