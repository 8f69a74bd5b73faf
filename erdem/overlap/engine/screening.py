"""Screening: one patent against a prepared pool, candidates by inverted index, ranked by cluster."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from erdem.lib.folding import fold
from erdem.overlap.engine.assemble import formula_match, process_match
from erdem.overlap.engine.bands import LOWER, MIDDLE
from erdem.overlap.engine.claims.parse import ParsedPatent, parse_patent
from erdem.overlap.engine.classes import proximity
from erdem.overlap.engine.combinations import combinations, part_of
from erdem.overlap.engine.formula.compare import Claimed, Comparison, Relation, claimed_items, compare
from erdem.overlap.engine.formula.index import best_candidates
from erdem.overlap.engine.formula.items import items_of
from erdem.overlap.engine.formula.recovery import fold_plain
from erdem.overlap.engine.match import Match, Matches
from erdem.overlap.engine.metrics import Metric, fusion
from erdem.overlap.engine.pool import MAX_NAME, Pool
from erdem.overlap.engine.process.compare import ProcessComparison
from erdem.overlap.engine.process_screening import screen_processes
from erdem.overlap.engine.reasons import indication_similarity
from erdem.overlap.engine.records import Patent, RecordId, tradition_of
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.engine.weights import (
    CANDIDATE_SHARE,
    CANDIDATES,
    CANDIDATES_EACH,
    COMBINED_AMONG,
    DOSE_SHARE,
    FORMULA,
    SAME_USE,
)

MAX_SCANNED = 20_000
MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored record before it is written out."""

    position: int
    score: float
    formula: Comparison | None = None
    process: ProcessComparison | None = None
    signals: tuple[str, ...] = ()
    claimed: Claimed | None = None
    parts: tuple[tuple[str, float], ...] = ()


def screen(
    pool: Pool, patent: Patent | Mapping[str, object], top: int = 10, chosen: Container[RecordId] = ()
) -> Matches:
    """The best `top` clusters of the pool for one patent, rank 1 first; each stands for its best record.

    Records whose id is in `chosen` get a match of their own, with the rank of their cluster, also when another variant stands
    for it: who looks after one record must not lose a finding to a record that somebody else looks after.
    """
    if not isinstance(patent, Patent):
        read, problems = read_patent(patent, 0)
        if read is None:
            raise ValueError("; ".join(map(str, problems)))
        patent = read
    parsed = parse_patent(patent, pool.canonicalise)
    every = _candidates(pool, parsed)
    best = _best_of_clusters(pool, every)
    ranked = best[: max(top, 0)]
    ranks = {pool.cluster_of[candidate.position]: rank for rank, candidate in enumerate(ranked, 1)}
    shown = {candidate.position for candidate in ranked}
    also = [
        candidate
        for candidate in every
        if candidate.position not in shown
        and pool.cluster_of[candidate.position] in ranks
        and pool.records[candidate.position].id in chosen
    ]
    matches = _written(pool, parsed, [*ranked, *also], _combinations(pool, parsed, best[:COMBINED_AMONG]))
    return Matches((replace(match, rank=ranks[match.cluster]) for match in matches), parsed.notes)


def screen_all(pool: Pool, patents: Iterable[Patent], top: int = 10) -> Iterator[tuple[Patent, Matches]]:
    """`screen` for many patents, one after the other."""
    for patent in patents:
        yield patent, screen(pool, patent, top)


def rank_clusters(
    pool: Pool, parsed: ParsedPatent, *, exhaustive: bool = False, measure: Metric = fusion
) -> list[Candidate]:
    """One candidate a cluster, best first; equal scores go to the earlier source.

    With `exhaustive` every formula of the pool is scored exactly instead of the best candidates only: slow, to measure
    what the choice of candidates loses. `measure` is how near two compositions are (`erdem.overlap.engine.metrics`).
    """
    return _best_of_clusters(pool, _candidates(pool, parsed, exhaustive=exhaustive, measure=measure))


def _candidates(
    pool: Pool, parsed: ParsedPatent, *, exhaustive: bool = False, measure: Metric = fusion
) -> list[Candidate]:
    claimed = claimed_items(items_of(parsed.ingredients, pool.canonicalise), pool.lexicon)
    named = _named_formulas(pool, parsed)
    formulas = _formulas(pool, parsed, claimed, named, exhaustive=exhaustive, measure=measure)
    candidates = [*formulas, *_processes(pool, parsed)]
    candidates.sort(key=lambda found: (-round(found.score, 6), pool.year(found.position), found.position))
    return candidates


def _best_of_clusters(pool: Pool, candidates: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(pool.cluster_of[candidate.position], candidate)
    return list(best.values())


def _formulas(
    pool: Pool, parsed: ParsedPatent, claimed: Claimed, named: set[int], *, exhaustive: bool, measure: Metric
) -> Iterator[Candidate]:
    if not pool.index.size:
        return
    positions = set(named)
    least = 0.0
    if claimed.items:
        wanted = CANDIDATES + CANDIDATES_EACH * max(0, len(claimed.items) - 10)
        best, scores = best_candidates(pool.index, claimed.items, pool.grades, wanted, exhaustive=exhaustive)
        highest = float(scores[0]) if scores.size else 0.0
        floor = 0.0 if exhaustive else max(0.01, CANDIDATE_SHARE * highest)
        positions.update(best[scores >= floor].tolist())
        least = DOSE_SHARE * highest
    for position in sorted(positions):
        if pool.compositions[position]:
            found = _compared(pool, position, claimed, least, measure)
            yield _formula(pool, parsed, claimed, position, found, named=position in named)


def _compared(pool: Pool, position: int, claimed: Claimed, least: float = 0.0, measure: Metric = fusion) -> Comparison:
    record = pool.records[position]
    quantities = [item.quantity for item in record.ingredients]
    text = _folded(record.text[:MAX_TEXT])
    return compare(pool.compositions[position], quantities, text, claimed, pool.index, pool.grades, least, measure)


def _formula(
    pool: Pool, parsed: ParsedPatent, claimed: Claimed, position: int, found: Comparison, *, named: bool
) -> Candidate:
    record = pool.records[position]
    parts = _circumstances(pool, parsed, position)
    score = _with_circumstances(found.score, parts, bool(parsed.indication))
    if named:
        score = max(score + FORMULA.named * (1 - score), 0.0 if claimed.items else FORMULA.named_only)
        if not found.shared:
            found = replace(found, relation=Relation.NAME_ONLY)
    signals = ("formula_named",) if named else ()
    if found.shared and record.tradition and record.tradition == _tradition(parsed):
        score += FORMULA.tradition * (1 - score)
        signals = (*signals, "tradition_named")
    if found.relation is Relation.SINGLE_SUBSTANCE:
        score *= 1 - FORMULA.single
    return Candidate(
        position, min(score, 1.0), formula=found, signals=signals, claimed=claimed, parts=tuple(parts.items())
    )


def _circumstances(pool: Pool, parsed: ParsedPatent, position: int) -> dict[str, float]:
    """What speaks for a record beside its composition, each 0..1; what is not known is left out."""
    record = pool.records[position]
    known = {
        "transmission": pool.transmission[position],
        "indication": indication_similarity(record.indication, parsed.indication),
        "class": proximity(parsed.patent.classes),
        "text": indication_similarity(record.text[:MAX_TEXT], parsed.patent.abstract or parsed.patent.title),
    }
    return {name: value for name, value in known.items() if value is not None}


def _with_circumstances(score: float, parts: Mapping[str, float], stated: bool) -> float:
    """The score less what the circumstances take off; what is not known takes nothing, an unanswered use as a different one."""
    score *= 1 - FORMULA.transmission * (1 - parts["transmission"])
    score *= 1 - FORMULA.classes * (1 - parts.get("class", 1.0))
    score *= 1 - FORMULA.text * (1 - parts.get("text", 0.0))
    return score * (1 - FORMULA.indication * (1 - parts.get("indication", 0.0))) if stated else score


def _tradition(parsed: ParsedPatent) -> str:
    """Tradition the patent names in title, abstract, claims or declared source."""
    return tradition_of(" ".join((parsed.patent.declared_source, *(unit.text for unit in parsed.units)))[:MAX_SCANNED])


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return fold_plain(text)


def _named_formulas(pool: Pool, parsed: ParsedPatent) -> set[int]:
    """Positions of formulas whose name stands in the patent's text."""
    text = fold(" ".join((parsed.patent.declared_source, *(unit.text for unit in parsed.units))))[:MAX_SCANNED]
    return {position for name in _names_in(text, pool.formula_names) for position in pool.formula_names[name]}


def _names_in(text: str, names: Mapping[str, object], shortest: int = 3) -> set[str]:
    if not names:
        return set()
    return {
        text[start : start + size]
        for start in range(len(text))
        for size in range(shortest, MAX_NAME + 1)
        if text[start : start + size] in names
    }


def _processes(pool: Pool, parsed: ParsedPatent) -> Iterator[Candidate]:
    for position, found in screen_processes(pool, parsed):
        yield Candidate(position, found.score, process=found)


def _written(
    pool: Pool, parsed: ParsedPatent, ranked: list[Candidate], partners: Mapping[int, tuple[RecordId, ...]]
) -> list[Match]:
    matches: list[Match] = []
    for rank, candidate in enumerate(ranked, 1):
        if candidate.process is not None:
            matches.append(process_match(pool, parsed, candidate.position, rank, candidate.score, candidate.process))
        elif candidate.formula is not None:
            compared = _with_doses(pool, candidate, candidate.formula)
            match = formula_match(
                pool, parsed, candidate.position, rank, candidate.score, compared, candidate.signals, candidate.parts
            )
            found = partners.get(candidate.position)
            matches.append(_combined(match, found) if found else match)
    return matches


def _combined(match: Match, partners: tuple[RecordId, ...]) -> Match:
    """A part of a combination: each record alone may be background, together they make up the claim."""
    band = MIDDLE if match.band == LOWER else match.band
    return replace(match, relation=Relation.COMBINATION, partners=partners, band=band, alarm=True)


def _with_doses(pool: Pool, candidate: Candidate, found: Comparison) -> Comparison:
    """The comparison with its doses, for a candidate whose score was too low for them to be looked at."""
    if found.doses.substances or candidate.claimed is None or not found.shared:
        return found
    return replace(found, doses=_compared(pool, candidate.position, candidate.claimed).doses)


def _combinations(pool: Pool, parsed: ParsedPatent, ranked: list[Candidate]) -> dict[int, tuple[RecordId, ...]]:
    """Records that together make up the claim, as ids of the partners of each."""
    parts = [
        part
        for found in ranked
        if found.formula is not None
        and (part := part_of(found.position, found.formula, fits=_fits(pool, parsed, found.position))) is not None
    ]
    return {
        position: tuple(pool.records[other].id for other in others) for position, others in combinations(parts).items()
    }


def _fits(pool: Pool, parsed: ParsedPatent, position: int) -> bool:
    """Whether both sides state uses that are alike."""
    alike = indication_similarity(pool.records[position].indication, parsed.indication)
    return alike is not None and alike >= SAME_USE
