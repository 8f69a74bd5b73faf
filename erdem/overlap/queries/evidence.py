"""The stored evidence of a finding, read into typed values. Plain Python: the page, the dossier and exports share it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from erdem.overlap.queries.bands import band_of


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a JSON value in canonical form: the snapshot hash of what the engine was given."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return the SHA-256 of one text as it was read."""
    return hashlib.sha256(text.encode()).hexdigest()


def unit_key(unit: str, number: int | None) -> str:
    """Name a text of a publication: title, abstract, claim:1."""
    return f"{unit}:{number}" if number else unit


def texts_of(patent_row: dict[str, Any]) -> dict[str, str]:
    """Return the texts of a publication that the engine reads, by their names."""
    claims = {unit_key("claim", place): str(text) for place, text in enumerate(patent_row.get("claims") or (), 1)}
    heads = {name: str(patent_row.get(name) or "") for name in ("title", "abstract")}
    return {name: text for name, text in {**heads, **claims}.items() if text}


def compose(
    match: dict[str, Any],
    record_row: dict[str, Any],
    patent_row: dict[str, Any],
    state: dict[str, Any] | None = None,
    alternatives: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Return what is stored with a finding: the engine's answer and the hashes of everything it read.

    ``state`` is what else a decision rests on: the stage of the right and the year of the earliest dated source.
    ``alternatives`` are the other clusters near this publication, without the words of their records.
    """
    return {
        "match": match,
        "state": dict(state or {}),
        "alternatives": list(alternatives),
        "read": {
            "record": fingerprint(record_row),
            "publication": fingerprint(patent_row),
            "texts": {name: text_hash(text) for name, text in texts_of(patent_row).items()},
        },
    }


@dataclass(frozen=True)
class Shared:
    """One thing that both sides name. Spans are half-open offsets of characters in the text of their unit.

    ``recovered`` says that the record's list lacks it and the text of the book names it.
    """

    number: int
    substance: str
    grade: float
    reason: str
    patent_name: str
    record_name: str
    patent_dose: str
    record_dose: str
    record_processing: str
    unit: str
    span: tuple[int, int] | None
    recovered: bool = False


@dataclass(frozen=True)
class StepRow:
    """One row of two processes side by side; ``number`` joins the steps that correspond."""

    number: int | None
    grade: str
    patent: dict[str, str] | None
    record: dict[str, str] | None
    record_place: int | None


@dataclass(frozen=True)
class Evidence:
    """The evidence of a finding as typed values."""

    relation: str
    shared: tuple[Shared, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    steps: tuple[StepRow, ...]
    reasons: tuple[tuple[str, dict[str, Any]], ...]
    ratio: str
    record_ratio: str
    agreement: float | None
    compared: int
    variants: int
    named: bool
    is_process: bool
    text_hashes: dict[str, str]

    @property
    def has_both_steps(self) -> bool:
        """True when steps of both sides were read; without them nothing can be said to be added or left out."""
        return any(row.patent is not None for row in self.steps) and any(row.record is not None for row in self.steps)

    @property
    def matched_steps(self) -> int:
        """Number of steps that correspond."""
        return sum(row.number is not None for row in self.steps)


def read_evidence(stored: dict[str, Any], kind: str) -> Evidence:
    """Read stored evidence. ``kind`` is the kind of the record, which decides how the page is laid out."""
    match = stored["match"]
    dose = match.get("dose") or {}
    return Evidence(
        relation=match["relation"],
        shared=tuple(_shared(number, row) for number, row in enumerate(match.get("shared") or (), 1)),
        missing=tuple(match.get("missing") or ()),
        added=tuple(match.get("added") or ()),
        steps=_step_rows(match.get("steps") or ()),
        reasons=tuple((reason["slug"], dict(reason.get("params") or {})) for reason in match.get("reasons") or ()),
        ratio=_ratio(dose.get("ratio")),
        record_ratio=_ratio(dose.get("tk_ratio")),
        agreement=dose.get("agreement"),
        compared=int(dose.get("compared") or 0),
        variants=int(match.get("cluster_size") or 1),
        named=bool(match.get("named")),
        is_process=kind != "formula",
        text_hashes=dict(stored.get("read", {}).get("texts") or {}),
    )


def _ratio(text: str | None) -> str:
    return (text or "").replace(":", "∶").replace("-", "–")


def _shared(number: int, row: dict[str, Any]) -> Shared:
    span = row.get("claim_span")
    unit = row.get("claim_unit") or ""
    return Shared(
        number=number,
        substance=row["substance"],
        grade=float(row["grade"]),
        reason=row["reason"],
        patent_name=row["claim_name"],
        record_name=row["tk_name"],
        patent_dose=row.get("claim_dose") or "",
        record_dose=row.get("tk_dose") or "",
        record_processing=row.get("tk_processing") or "",
        unit=unit_key(unit, row.get("claim")) if unit else "",
        span=(int(span[0]), int(span[1])) if span else None,
        recovered=bool(row.get("recovered")),
    )


def _step_rows(rows: Iterable[dict[str, Any]]) -> tuple[StepRow, ...]:
    found: list[StepRow] = []
    number = 0
    for row in rows:
        joined = row.get("patent") is not None and row.get("tk") is not None
        number += joined
        found.append(
            StepRow(number if joined else None, row["grade"], row.get("patent"), row.get("tk"), row.get("tk_index"))
        )
    return tuple(found)


def facts_of(evidence: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a finding that are copies of its evidence, kept for sorting and filtering."""
    match = evidence["match"]
    return {
        "relation": match["relation"],
        "score": min(1.0, max(0.0, float(match["score"]))),
        "rank": max(1, int(match["rank"])),
        "is_alarm": bool(match.get("alarm")),
        "strength": band_of(match),
        "pool_size": int(evidence.get("pool") or 1),
        "engine_version": str(evidence.get("engine_version", "")),
        "lexicon_version": str(evidence.get("lexicon_version", "")),
    }


def same_evidence(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Say whether two runs found the same thing in the same texts. Versions alone make no difference to a reader."""
    parts = ("match", "read", "state", "gone")
    return all(fingerprint(first.get(part)) == fingerprint(second.get(part)) for part in parts)
