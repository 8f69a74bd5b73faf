"""Writes a scored comparison out as a `Match`: rows, spans, variants, reasons, alarm."""

from __future__ import annotations

from dataclasses import replace

from erdem.overlap.engine.bands import LOWER, formula_band, process_band
from erdem.overlap.engine.claims.parse import ParsedPatent
from erdem.overlap.engine.formula.compare import Comparison, Relation, SharedItem
from erdem.overlap.engine.match import Match, SharedRow, StepRow, Variant
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.process.align import StepPair
from erdem.overlap.engine.process.compare import MaterialMatch, ProcessComparison
from erdem.overlap.engine.reasons import formula_reasons, process_reasons
from erdem.overlap.engine.records import Span, Step, TkRecord
from erdem.overlap.engine.version import ENGINE_VERSION
from erdem.overlap.engine.weights import CLUSTER_LIMIT


def formula_match(
    pool: Pool,
    parsed: ParsedPatent,
    position: int,
    rank: int,
    score: float,
    found: Comparison,
    signals: tuple[str, ...] = (),
    parts: tuple[tuple[str, float], ...] = (),
) -> Match:
    """A match of compositions."""
    record = pool.records[position]
    name_of = pool.lexicon.name_of
    band = formula_band(score, found, signals)
    return replace(
        _frame(pool, parsed, position, rank, score),
        relation=found.relation,
        alarm=band != LOWER,
        band=band,
        shared=tuple(_row(pair, record, parsed, name_of(pair.tk.id)) for pair in found.shared),
        missing=tuple(name_of(item.id) for item in found.missing),
        added=tuple(name_of(item.id) for item in found.added),
        coverage=found.coverage,
        doses=found.doses,
        named="formula_named" in signals,
        signals=signals,
        strength=found.strength,
        parts=(*found.parts, *parts),
        reasons=tuple(formula_reasons(found, record, parsed, pool.lexicon, _year(pool, position))),
    )


def process_match(
    pool: Pool, parsed: ParsedPatent, position: int, rank: int, score: float, found: ProcessComparison
) -> Match:
    """A match of processes."""
    record = pool.records[position]
    band = process_band(score, found)
    steps = tuple(_step_row(row, record, parsed) for row in found.alignment.rows)
    return replace(
        _frame(pool, parsed, position, rank, score),
        relation=found.relation,
        alarm=band != LOWER,
        band=band,
        shared=tuple(_material_row(match, pool.lexicon.name_of(match.tk)) for match in found.materials),
        missing=found.missing,
        added=found.added,
        coverage=found.alignment.agreement,
        steps=steps,
        name_term=found.name.term,
        name_reason=found.name.reason,
        named=found.name.value > 0,
        parts=(
            ("name", found.name.value),
            ("steps", found.alignment.agreement),
            ("materials", len(found.materials) / max(1, len(found.materials) + len(found.missing))),
        ),
        reasons=tuple(process_reasons(found, record, parsed, _year(pool, position))),
    )


def _met(found: ProcessComparison) -> float:
    """Share of the record's materials that the patent names."""
    return len(found.materials) / max(1, len(found.materials) + len(found.missing))


def _frame(pool: Pool, parsed: ParsedPatent, position: int, rank: int, score: float) -> Match:
    record = pool.records[position]
    cluster = pool.clusters[pool.cluster_of[position]]
    return Match(
        publication=parsed.patent.publication,
        tk=record.id,
        tk_name=record.name,
        tk_book=record.book,
        tk_year=_year(pool, position),
        rank=rank,
        score=score,
        relation=Relation.NEIGHBOURING,
        alarm=False,
        band=LOWER,
        cluster=cluster.id,
        cluster_size=len(cluster.members),
        variants=tuple(_variant(pool, member) for member in cluster.members[:CLUSTER_LIMIT]),
        engine_version=ENGINE_VERSION,
        lexicon_version=pool.lexicon.version,
    )


def _year(pool: Pool, position: int) -> int | None:
    date = pool.dates[position]
    return date.year if date else None


def _variant(pool: Pool, position: int) -> Variant:
    record = pool.records[position]
    return Variant(record.id, record.name, record.book, _year(pool, position))


def _row(pair: SharedItem, record: TkRecord, parsed: ParsedPatent, name: str) -> SharedRow:
    tk, claim = pair.tk.source, pair.claim.source
    number, unit = _place(claim.name, claim.span, claim.claim, parsed)
    return SharedRow(
        substance=name,
        substance_id=pair.tk.id,
        grade=pair.grade.value,
        reason=pair.grade.reason.value if tk.name == claim.name or pair.grade.reason.value != "same" else "alias",
        tk_name=tk.name,
        claim_name=claim.name,
        tk_span=tk.span or _find(record.text, tk.name),
        claim=number,
        claim_unit=unit,
        claim_span=claim.span if unit else None,
        tk_dose=tk.dose or tk.quantity.text,
        claim_dose=claim.dose,
        tk_processing=tk.processing,
        recovered=tk.recovered,
    )


def _place(name: str, span: Span | None, claim: int | None, parsed: ParsedPatent) -> tuple[int | None, str | None]:
    """Claim number and unit in which `name` stands at `span`."""
    if span is None:
        return None, None
    for unit in parsed.units:
        if unit.number == (claim or 0) and unit.text[span[0] : span[1]] == name:
            return (unit.number or None), unit.unit
    return None, None


def _find(text: str, name: str) -> Span | None:
    at = text.find(name) if name else -1
    return (at, at + len(name)) if at >= 0 else None


def _material_row(match: MaterialMatch, name: str) -> SharedRow:
    return SharedRow(
        substance=name,
        substance_id=match.tk,
        grade=match.grade.value,
        reason=match.grade.reason.value,
        tk_name=match.tk_name,
        claim_name=match.claim_name,
        tk_span=None,
        claim=None,
        claim_unit=None,
        claim_span=None,
        tk_dose="",
        claim_dose="",
    )


def _step_row(row: StepPair, record: TkRecord, parsed: ParsedPatent) -> StepRow:
    mine = parsed.steps[row.patent] if row.patent is not None else None
    theirs = record.steps[row.tk] if row.tk is not None else None
    return StepRow(
        grade=row.grade.value,
        patent_index=row.patent,
        tk_index=row.tk,
        patent=_step(mine) if mine else None,
        tk=_step(theirs) if theirs else None,
        claim=mine.claim if mine else None,
        claim_span=mine.span if mine else None,
        tk_span=(theirs.span or _find(record.text, theirs.operation)) if theirs else None,
        information=row.information,
        parameters=tuple(
            {"kind": one.kind.value, "patent": one.patent, "tk": one.tk, "agreement": round(one.agreement, 4)}
            for one in row.parameters
        ),
    )


def _step(step: Step) -> dict[str, str]:
    written = {
        "operation": step.operation,
        "material": step.material,
        "tool": step.tool,
        "temperature": step.temperature,
        "time": step.time,
        "other": step.other,
    }
    return {key: value for key, value in written.items() if value}
