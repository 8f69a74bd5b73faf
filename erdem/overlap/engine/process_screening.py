"""Candidates among the processes of a pool, and their comparison with one patent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from erdem.overlap.engine.claims.parse import ParsedPatent
from erdem.overlap.engine.names import TextKind
from erdem.overlap.engine.pool import MAX_NAME, Pool
from erdem.overlap.engine.process.compare import NameMatch, ProcessComparison, ProcessSide, compare_process, side
from erdem.overlap.engine.process.materials import materials_in
from erdem.overlap.engine.process.tokens import process_tokens, token_information
from erdem.overlap.engine.weights import NAMES, PROCESS, PROCESS_CANDIDATES

MAX_SCANNED = 20_000


def screen_processes(pool: Pool, parsed: ParsedPatent) -> Iterator[tuple[int, ProcessComparison]]:
    """Positions of the pool's processes with their comparison, of those that have anything in common with the patent.

    At most `PROCESS_CANDIDATES` are compared: those that share the most telling names, materials and operations.
    """
    if not pool.processes:
        return
    mine = patent_side(pool, parsed)
    heard = _names(pool, parsed)
    for position in _candidates(pool, mine, heard):
        found = compare_process(mine, pool.processes[position], pool.grades, heard.get(position))
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


def _names(pool: Pool, parsed: ParsedPatent) -> dict[int, NameMatch]:
    """Records whose name stands in title, product or claims as another spelling, sound or script; the best of each."""
    patent = parsed.patent
    claims = " ".join((patent.declared_source, *(unit.text for unit in parsed.units if unit.unit != "title")))
    texts = ((patent.title, TextKind.TITLE, 1.0), (patent.product, TextKind.TITLE, 1.0))
    found: dict[int, NameMatch] = {}
    for text, kind, factor in (*texts, (claims[:MAX_SCANNED], TextKind.CLAIM, PROCESS.name_in_text)):
        for hit in pool.names.search(text, kind):
            generic = hit.distinctiveness <= NAMES.everyday
            match = NameMatch(factor * hit.score, hit.text, generic, hit.reason.value)
            position = int(hit.watched.record)
            if match.value > found.get(position, NameMatch()).value:
                found[position] = match
    return found


def _candidates(pool: Pool, mine: ProcessSide, heard: Mapping[int, NameMatch]) -> list[int]:
    tokens = process_tokens(mine)
    text = f"{mine.headline} {mine.body}"
    names = {text[i : i + n] for i in range(len(text)) for n in range(2, MAX_NAME + 1)}
    tokens.update(f"n:{name}" for name in names)
    weights: dict[int, float] = defaultdict(float, {position: 3 * match.value for position, match in heard.items()})
    for token in tokens:
        positions = pool.process_tokens.get(token, ())
        if positions:
            told = token_information(token)
            for position in positions:
                weights[position] += told
    return sorted(weights, key=lambda position: (-weights[position], position))[:PROCESS_CANDIDATES]
