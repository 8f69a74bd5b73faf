"""Exact comparison of one TK formula with one claimed composition: pairs, grades, doses, score, relation."""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.folding import fold_name
from erdem.lib.quantity import Quantity
from erdem.overlap.engine.formula.doses import DoseAgreement, DosePair, compare_doses
from erdem.overlap.engine.formula.index import FormulaIndex, item_weight
from erdem.overlap.engine.formula.items import Item
from erdem.overlap.engine.grades import Grade, GradeTable, with_treatments
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.metrics import Compared, Metric, fusion, jaccard, linear, tversky
from erdem.overlap.engine.weights import COMPLETE_FROM, FORMULA, SAME_GRADE, SHARED_GRADE


class Relation(enum.StrEnum):
    """Name of how a patent stands to a TK record. Slugs are stable."""

    IDENTICAL = "identical"
    TK_PLUS_ADDITIONS = "tk_plus_additions"
    REDUCED = "reduced"
    MODIFIED = "modified"
    COMBINATION = "combination"
    SINGLE_SUBSTANCE = "single_substance"
    SAME_PROCESS = "same_process"
    SIMILAR_PROCESS = "similar_process"
    PROCESS_ONLY = "process_only"
    NAME_ONLY = "name_only"
    NEIGHBOURING = "neighbouring"


_PARTS: dict[str, Metric] = {"linear": linear, "tversky": tversky, "jaccard": jaccard}


@dataclass(frozen=True, slots=True)
class SharedItem:
    """One pair of corresponding ingredients."""

    tk: Item
    claim: Item
    grade: Grade


@dataclass(frozen=True, slots=True)
class Comparison:
    """Result of comparing one formula: `coverage` is the share of the TK's information that was matched.

    `strength` is the information that both sides share with the evidence of the doses, 1 being what singles out one record
    of the pool. `parts` are what the score was made of. `in_text` are those of `added` that the TK record's text names
    although its list of ingredients does not.
    """

    shared: tuple[SharedItem, ...]
    missing: tuple[Item, ...]
    added: tuple[Item, ...]
    score: float
    coverage: float
    claim_coverage: float
    relation: Relation
    doses: DoseAgreement
    in_text: tuple[Item, ...] = ()
    strength: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claimed items with the words by which each may stand in a text."""

    items: tuple[Item, ...]
    words: Mapping[str, tuple[str, ...]]


def claimed_items(items: tuple[Item, ...], lexicon: Lexicon) -> Claimed:
    """Prepares the claimed side once for many comparisons. Alternatives share the weight of one ingredient."""
    sizes = Counter(item.source.group for item in items)
    shared = tuple(
        item if item.source.group is None else replace(item, weight=item.weight / sizes[item.source.group])
        for item in items
    )
    return Claimed(shared, {item.id: _words(item, lexicon) for item in shared})


def _words(item: Item, lexicon: Lexicon) -> tuple[str, ...]:
    substance = lexicon.get(item.id)
    names = [item.source.name, *((substance.name_zh, *substance.aliases) if substance else ())]
    return tuple(dict.fromkeys(word for name in names if len(word := fold_name(name)) > 1))


def pair_items(
    tk_items: Sequence[Item], claim_items: Sequence[Item], index: FormulaIndex, grades: GradeTable
) -> list[SharedItem]:
    """One-to-one correspondence: same ids first, then the closest, the most telling first."""
    claimed = {item.id: item for item in claim_items}
    shared: list[SharedItem] = []
    open_tk: list[Item] = []
    for item in tk_items:
        other = claimed.pop(item.id, None)
        if other is None:
            open_tk.append(item)
        else:
            grade = with_treatments(grades.between(item.id, other.id), item.treatments, other.treatments)
            shared.append(SharedItem(item, other, grade))
    near = [
        (grade.value * index.weight_of(item.id), item, claimed[other], grade)
        for item in open_tk
        for other, grade in near_of(item, claimed, grades).items()
        if other in claimed
    ]
    if not near:
        return shared
    taken: set[str] = set()
    for _, item, other, grade in sorted(near, key=lambda row: (-row[0], row[1].id, row[2].id)):
        if item.id not in taken and other.id in claimed:
            taken.add(item.id)
            shared.append(SharedItem(item, claimed.pop(other.id), grade))
    return shared


def near_of(item: Item, claimed: Mapping[str, Item], grades: GradeTable) -> Mapping[str, Grade]:
    """Ids close to a TK item: by the lexicon, and by what its name or the claim's meant in their time, the higher first."""
    near = grades.neighbours(item.id)
    meant = [*item.meant]
    meant += [(other.id, grade) for other in claimed.values() for key, grade in other.meant if key == item.id]
    if not meant:
        return near
    found = dict(near)
    for key, grade in meant:
        if key not in found or grade.value > found[key].value:
            found[key] = grade
    return found


def compare(
    tk_items: Sequence[Item],
    tk_quantities: Sequence[Quantity],
    tk_text: str,
    claimed: Claimed,
    index: FormulaIndex,
    grades: GradeTable,
    least: float = 0.0,
    measure: Metric = fusion,
) -> Comparison:
    """Compares a formula with a composition. The score is 0..1, by `measure`.

    `tk_text` is the folded text of the record: lists of damaged sources are often cut, their text is not. Doses are
    compared only when the score without them reaches `least`.
    """
    shared, missing, added = _sorted_out(tk_items, claimed, index, grades)
    in_text = tuple(item for item in added if any(word in tk_text for word in claimed.words[item.id]))
    weighed = _weigh(shared, missing, added, in_text, index)
    relation = relation_of(shared, missing, added)
    worth = measure(weighed.compared) >= least
    doses = compare_doses(_dose_pairs(shared), tk_quantities) if worth else DoseAgreement()
    dose = doses.evidence / math.log(1 + max(index.size, 1))
    compared = replace(weighed.compared, dose=dose)
    base = float(measure(compared))
    if relation is Relation.TK_PLUS_ADDITIONS and len(shared) >= COMPLETE_FROM:
        base += FORMULA.complete * (1 - base)
    return Comparison(
        shared,
        missing,
        added,
        _with_doses(base, doses),
        weighed.coverage,
        weighed.claim_coverage,
        relation,
        doses,
        in_text,
        weighed.information + dose,
        tuple((name, float(part(compared))) for name, part in _PARTS.items()),
    )


def _sorted_out(
    tk_items: Sequence[Item], claimed: Claimed, index: FormulaIndex, grades: GradeTable
) -> tuple[tuple[SharedItem, ...], tuple[Item, ...], tuple[Item, ...]]:
    """What both sides hold in the order of the claim, what only the record holds, and what only the claim holds.

    Of alternatives of a claim the others are not added when one is met.
    """
    shared = pair_items(tk_items, claimed.items, index, grades)
    order = {item.id: place for place, item in enumerate(claimed.items)}
    shared.sort(key=lambda pair: order[pair.claim.id])
    tk_used = {pair.tk.id for pair in shared}
    claim_used = {pair.claim.id for pair in shared}
    met = {pair.claim.source.group for pair in shared} - {None}
    return (
        tuple(shared),
        tuple(item for item in tk_items if item.id not in tk_used),
        tuple(item for item in claimed.items if item.id not in claim_used and item.source.group not in met),
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the measure reads, doses not yet looked at, and the shares of both sides' information that were matched."""

    compared: Compared
    information: float
    coverage: float
    claim_coverage: float


def _weigh(
    shared: Sequence[SharedItem],
    missing: Sequence[Item],
    added: Sequence[Item],
    in_text: Sequence[Item],
    index: FormulaIndex,
) -> _Weighed:
    matched = sum(_information(pair.tk, index) * pair.grade.value for pair in shared)
    lost = sum(_information(item, index) for item in missing)
    extra = sum(index.weight_of(item.id) * item_weight(item) for item in added)
    asked = extra + sum(index.weight_of(pair.claim.id) * item_weight(pair.claim) for pair in shared)
    total = lost + sum(_information(pair.tk, index) for pair in shared)
    named = sum(index.weight_of(item.id) * item_weight(item) for item in in_text)
    named = min(named, FORMULA.in_text_limit * matched)
    found, open_part = FORMULA.in_text * named, (1 - FORMULA.in_text_added) * named
    return _Weighed(
        Compared(matched + found, lost, extra - open_part, asked - open_part + found),
        matched,
        matched / total if total else 0.0,
        (asked - extra) / asked if asked else 0.0,
    )


def _dose_pairs(shared: Sequence[SharedItem]) -> list[DosePair]:
    return [DosePair(pair.tk.id, pair.tk.source.quantity, pair.claim.source.quantity) for pair in shared]


def _information(item: Item, index: FormulaIndex) -> float:
    return index.weight_of(item.id) * item.weight


def _with_doses(base: float, doses: DoseAgreement) -> float:
    neutral = FORMULA.dose_neutral
    if doses.agreement is None:
        level = neutral
    else:
        level = neutral + (doses.agreement - neutral) * doses.weight
        level = level if doses.agreement < 1 or doses.weight < 0.5 else 1.0
    return base * (1 - FORMULA.dose + FORMULA.dose * level)


def relation_of(shared: Sequence[SharedItem], missing: Sequence[Item], added: Sequence[Item]) -> Relation:
    """Names the relation from what is shared, missing and added. Fragments of running text do not count as missing."""
    close = [pair for pair in shared if pair.grade.value >= SHARED_GRADE]
    same = [pair for pair in close if pair.grade.value >= SAME_GRADE]
    lost = [item for item in missing if item.weight > FORMULA.prose]
    lost_count = len(lost) + len(shared) - len(close)
    extra = [item for item in added if not item.source.optional]
    if not close:
        return Relation.NEIGHBOURING
    if len(close) == 1:
        alone = lost_count == 0 or not extra
        return Relation.SINGLE_SUBSTANCE if alone else Relation.NEIGHBOURING
    if not lost_count and len(same) == len(close):
        return Relation.TK_PLUS_ADDITIONS if extra else Relation.IDENTICAL
    if not extra and len(close) >= lost_count:
        return Relation.REDUCED if lost_count else Relation.MODIFIED
    enough = len(close) >= 3 or (len(close) > lost_count and len(close) >= len(extra))
    return Relation.MODIFIED if enough and len(close) >= lost_count else Relation.NEIGHBOURING
