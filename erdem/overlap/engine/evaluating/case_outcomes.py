"""What the engine does with each acceptance case: ranks, relation, band, and the reason where it falls short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from erdem.lib.folding import fold_name
from erdem.overlap.engine.bands import UPPER, band_of
from erdem.overlap.engine.evaluating.acceptance import NEGATIVE, NO_SOURCE, POSITIVE, Case, CaseBook, Row
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.match import Match
from erdem.overlap.engine.pool import Pool, prepare
from erdem.overlap.engine.records import Patent, TkRecord, tk_record
from erdem.overlap.engine.records import patent as read_patent
from erdem.overlap.engine.screening import screen

DEPTH = 100
WITHIN = 10
RECORDED = ("kind", "met", "ranks", "text_rank", "relation", "band", "alarm")


def case_pool(classical: Iterable[TkRecord], region: Iterable[TkRecord], cases: CaseBook, lexicon: Lexicon) -> Pool:
    """One pool of everything: classical formulas under their numbers, the region's records as `region:N`, the cases' own."""
    records = [*classical, *(replace(record, id=f"region:{record.id}") for record in region)]
    for line, row in enumerate(cases.records):
        record, problems = tk_record(row, line)
        if record is None:
            raise ValueError("; ".join(map(str, problems)))
        records.append(record)
    return prepare(records, lexicon)


def case_table(pool: Pool, cases: Iterable[Case]) -> list[dict[str, object]]:
    """One line a case, in order, failures included."""
    return [case_outcome(pool, case) for case in cases]


def case_outcome(pool: Pool, case: Case) -> dict[str, object]:
    """Outcome of one case; `met` says whether what is expected of it came true, null where nothing can be expected."""
    patent = _patent(case.patent)
    own = own_keys(pool, case)
    if patent is None or case.kind not in (POSITIVE, NEGATIVE, NO_SOURCE):
        return _line(case, met=None, why=case.note)
    matches = screen(pool, patent, DEPTH, chosen=own)
    mine = [match for match in matches if str(match.tk) in own or _holds(pool, match, own)]
    best = mine[0] if mine else None
    shown = best or (matches[0] if matches and case.kind != POSITIVE else None)
    line = _line(
        case,
        met=_met(case, matches, mine),
        ranks=sorted({match.rank for match in mine}),
        first=matches[0].tk_name if matches else None,
        unknown=_unknown(pool, patent),
        why=_why(case, matches, best) if best or case.kind != POSITIVE else _missed(pool, patent, own),
        text_rank=_text_rank(pool, patent, own) if case.kind == POSITIVE else None,
    )
    return line | (_figures(shown) if shown else {})


def _line(case: Case, *, met: bool | None, why: str, **more: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "ranks": [],
        "text_rank": None,
        "relation": None,
        "band": None,
        "alarm": None,
        "score": None,
        "shared": 0,
        "partners": [],
        "first": None,
        "unknown": [],
    }
    return (
        {"case": case.id, "group": case.group, "kind": case.kind, "met": met}
        | empty
        | more
        | {
            "note": case.note,
            "why": why,
        }
    )


def _figures(match: Match) -> dict[str, object]:
    return {
        "relation": match.relation.value,
        "band": band_of(match),
        "alarm": match.alarm,
        "score": round(match.score, 3),
        "shared": len(match.shared),
        "partners": [str(key) for key in match.partners],
    }


def _patent(row: Row | None) -> Patent | None:
    return read_patent(row, 0)[0] if row is not None else None


def own_keys(pool: Pool, case: Case) -> frozenset[str]:
    """Keys of the case's own records: those it lists, those of the same composition, those of the name."""
    own = set(case.own)
    if case.composition:
        wanted = {pool.canonicalise(name).id for name in case.composition}
        own |= {
            str(record.id)
            for record, items in zip(pool.records, pool.compositions, strict=True)
            if {item.id for item in items} == wanted
        }
    if case.name:
        folded = fold_name(case.name)
        own |= {
            str(record.id)
            for record in pool.records
            if str(record.id).startswith("region:") and folded in fold_name(record.name)
        }
    return frozenset(own)


def _holds(pool: Pool, match: Match, own: frozenset[str]) -> bool:
    return any(str(pool.records[at].id) in own for at in pool.clusters[match.cluster].members)


def _met(case: Case, matches: Sequence[Match], mine: Sequence[Match]) -> bool | None:
    if case.kind == NO_SOURCE:
        return None
    if case.kind == NEGATIVE:
        return not any(band_of(match) == UPPER for match in matches)
    if case.every:
        found = {str(match.tk) for match in mine if match.rank <= WITHIN}
        return set(case.own) <= found
    wanted = WITHIN if case.group == "hidden" else 1
    return any(match.rank <= wanted for match in mine)


def _unknown(pool: Pool, patent: Patent) -> list[str]:
    return [item.name for item in patent.ingredients if pool.canonicalise(item.name).is_provisional]


def _text_rank(pool: Pool, patent: Patent, own: frozenset[str]) -> int | None:
    """Rank of the own record when only the texts are given, without the list of substances."""
    if not patent.claims:
        return None
    matches = screen(pool, replace(patent, ingredients=(), steps=()), DEPTH)
    return next((match.rank for match in matches if _holds(pool, match, own)), None)


def _missed(pool: Pool, patent: Patent, own: frozenset[str]) -> str:
    """Why no record of its own is among the first hundred: what the nearest of them shares."""
    claimed = {pool.canonicalise(item.name).id for item in patent.ingredients}
    mine = [at for at, record in enumerate(pool.records) if str(record.id) in own]
    sets = {at: {item.id for item in pool.compositions[at]} for at in mine}
    nearest = max(mine, key=lambda at: (len(sets[at] & claimed), -len(sets[at]), -at), default=None)
    if nearest is None:
        return "none of its own records is in the pool"
    shared = sets[nearest] & claimed
    name, size = pool.records[nearest].name, len(sets[nearest])
    return (
        f"none of its own among the first hundred: the nearest, {name}, shares {len(shared)} of its {size} substances"
        f" with {len(claimed)} claimed"
    )


def _why(case: Case, matches: Sequence[Match], best: Match | None) -> str:
    """What a reader has to know of the outcome, in a sentence; empty when it is as good as it can be."""
    parts: list[str] = []
    if best is None or case.kind != POSITIVE:
        highest = next((match for match in matches if band_of(match) == UPPER), None)
        return f"{highest.tk_name} is in the upper band ({highest.relation.value})" if highest else ""
    if best.rank > 1:
        above = matches[0]
        parts.append(f"above it {above.tk_name} ({above.relation.value}, {len(above.shared)} shared)")
        parts.extend(_difference(best))
    if band_of(best) != UPPER:
        parts.append(_not_upper(best))
    return "; ".join(parts)


def _difference(match: Match) -> list[str]:
    found = [f"shares {len(match.shared)}"]
    if match.missing:
        found.append("missing " + "、".join(match.missing[:6]))
    if match.added:
        found.append(f"{len(match.added)} added")
    return found


def _not_upper(match: Match) -> str:
    if len(match.shared) == 1 and not match.named:
        return "one shared substance never reaches the upper band"
    return f"score {match.score:.2f}, {match.relation.value}"


def differences(recorded: Mapping[str, Mapping[str, object]], now: Iterable[Mapping[str, object]]) -> list[str]:
    """What changed since the outcomes were recorded: one sentence for each case and field."""
    found: list[str] = []
    seen: set[str] = set()
    for line in now:
        key = f"{line['group']}:{line['case']}"
        seen.add(key)
        before = recorded.get(key)
        if before is None:
            found.append(f"{key}: not recorded")
            continue
        found += [
            f"{key}: {name} was {before.get(name)!r}, is {line.get(name)!r}"
            for name in RECORDED
            if before.get(name) != line.get(name)
        ]
    return found + [f"{key}: recorded, no longer there" for key in recorded if key not in seen]
