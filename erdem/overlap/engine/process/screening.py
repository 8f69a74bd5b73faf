"""Candidates among the processes of a pool, and their comparison with one patent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from erdem.overlap.engine.claims.parse import ParsedPatent
from erdem.overlap.engine.pool import MAX_NAME, Pool
from erdem.overlap.engine.process.compare import ProcessComparison, ProcessSide, compare_process, side
from erdem.overlap.engine.process.materials import materials_in
from erdem.overlap.engine.process.tokens import process_tokens, token_information
from erdem.overlap.engine.weights import PROCESS_CANDIDATES

MAX_SCANNED = 20_000


def screen_processes(pool: Pool, parsed: ParsedPatent) -> Iterator[tuple[int, ProcessComparison]]:
    """Positions of the pool's processes with their comparison, of those that have anything in common with the patent.

    At most `PROCESS_CANDIDATES` are compared: those that share the most telling names, materials and operations.
    """
    if not pool.processes:
        return
    mine = patent_side(pool, parsed)
    for position in _candidates(pool, mine):
        found = compare_process(mine, pool.processes[position], pool.grades)
        if found.score > 0:
            yield position, found


def patent_side(pool: Pool, parsed: ParsedPatent) -> ProcessSide:
    """What is compared of a patent."""
    patent = parsed.patent
    body = " ".join((patent.declared_source, *(unit.text for unit in parsed.units if unit.unit != "title")))
    written = [*(item.name for item in parsed.ingredients), *(step.material for step in parsed.steps)]
    written.extend(mention.name for unit in parsed.units for mention in unit.mentions)
    materials = materials_in(written, pool.canonicalise)
    return side(f"{patent.title} {patent.product}", body[:MAX_SCANNED], parsed.steps, materials)


def _candidates(pool: Pool, mine: ProcessSide) -> list[int]:
    tokens = process_tokens(mine)
    text = f"{mine.headline} {mine.body}"
    names = {text[i : i + n] for i in range(len(text)) for n in range(2, MAX_NAME + 1)}
    tokens.update(f"n:{name}" for name in names)
    weights: dict[int, float] = defaultdict(float)
    for token in tokens:
        positions = pool.process_tokens.get(token, ())
        if positions:
            told = token_information(token)
            for position in positions:
                weights[position] += told
    return sorted(weights, key=lambda position: (-weights[position], position))[:PROCESS_CANDIDATES]
