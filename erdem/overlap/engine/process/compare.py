"""Comparison of one TK process with one patent: name, steps in order, materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.folding import fold
from erdem.overlap.engine.formula.compare import Relation
from erdem.overlap.engine.grades import Grade, GradeTable
from erdem.overlap.engine.process.align import Alignment, StepGrade, align
from erdem.overlap.engine.process.information import counts
from erdem.overlap.engine.process.terms import concepts_in, is_everyday, name_cores
from erdem.overlap.engine.records import Step
from erdem.overlap.engine.weights import PROCESS, TELLING_MATERIAL


@dataclass(frozen=True, slots=True)
class ProcessSide:
    """What is compared of either side. `headline` is title, product or name; `body` further text."""

    headline: str
    body: str
    concepts: Mapping[str, bool]
    body_concepts: Mapping[str, bool]
    cores: tuple[str, ...]
    steps: tuple[Step, ...]
    materials: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """`term` is the word or concept both sides name; `value` 0..1; `generic` when it is an everyday word.

    `reason` says how the names are near when they are not written alike (`erdem.overlap.engine.names`).
    """

    value: float = 0.0
    term: str = ""
    generic: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MaterialMatch:
    """One shared material: ids and names as written on both sides."""

    tk: str
    tk_name: str
    claim: str
    claim_name: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class ProcessComparison:
    """Result of comparing one process."""

    score: float
    relation: Relation
    name: NameMatch
    alignment: Alignment
    materials: tuple[MaterialMatch, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]


def side(
    headline: str, body: str, steps: Sequence[Step], materials: Mapping[str, str], *, names: Sequence[str] = ()
) -> ProcessSide:
    """Prepares one side; `names` are the record's own names (for the TK side)."""
    cores = tuple(dict.fromkeys(core for name in names for core in name_cores(name)))
    return ProcessSide(
        fold(headline), fold(body), concepts_in(headline), concepts_in(body), cores, tuple(steps), materials
    )


def compare_process(
    patent: ProcessSide, tk: ProcessSide, grades: GradeTable, heard: NameMatch | None = None
) -> ProcessComparison:
    """Compares a patent with a TK process or craft. The score is 0..1.

    `heard` is a name of the record that the patent has in another spelling, sound or script.
    """
    name = max(match_names(patent, tk), heard or NameMatch(), key=lambda match: match.value)
    alignment = align(patent.steps, tk.steps)
    materials = match_materials(patent.materials, tk.materials, grades)
    tellings = {key: counts().of_material(key) for key in tk.materials}
    met_information = sum(match.grade.value * tellings[match.tk] for match in materials)
    share = met_information / max(sum(tellings.values()), PROCESS.least_materials)
    score = PROCESS.name * name.value + PROCESS.steps * alignment.agreement + PROCESS.materials * min(share, 1.0)
    used = {match.claim for match in materials}
    met = {match.tk for match in materials}
    return ProcessComparison(
        min(score, 1.0),
        _relation(name, alignment, len(tk.steps), telling=met_information >= TELLING_MATERIAL),
        name,
        alignment,
        materials,
        tuple(word for key, word in tk.materials.items() if key not in met),
        tuple(word for key, word in patent.materials.items() if key not in used),
    )


def match_names(patent: ProcessSide, tk: ProcessSide) -> NameMatch:
    """Best correspondence of names: a shared concept, or the record's own name inside the patent's text."""
    found = [_concept_match(patent.concepts, tk.concepts, 1.0)]
    found.append(_concept_match(patent.body_concepts, tk.concepts, PROCESS.name_in_text))
    for core in tk.cores:
        factor = 1.0 if core in patent.headline else PROCESS.name_in_text if core in patent.body else 0.0
        everyday = is_everyday(core) or len(core) < 3
        found.append(NameMatch(factor * (PROCESS.generic_name if everyday else 1.0), core, everyday))
    return max(found, key=lambda match: match.value)


def _concept_match(mine: Mapping[str, bool], theirs: Mapping[str, bool], factor: float) -> NameMatch:
    best = NameMatch()
    for slug in sorted(mine.keys() & theirs.keys()):
        generic = mine[slug] or theirs[slug]
        value = factor * (PROCESS.generic_name if generic else 1.0)
        if value > best.value:
            best = NameMatch(value, slug, generic)
    return best


def match_materials(patent: Mapping[str, str], tk: Mapping[str, str], grades: GradeTable) -> tuple[MaterialMatch, ...]:
    """One-to-one correspondence of materials, closest first."""
    pairs = [
        (grade.value, key, other, grade)
        for key in tk
        for other in patent
        if (grade := grades.between(key, other)).value > 0
    ]
    taken: set[tuple[str, str]] = set()
    matches: list[MaterialMatch] = []
    for _, key, other, grade in sorted(pairs, key=lambda row: (-row[0], row[1], row[2])):
        if ("tk", key) in taken or ("claim", other) in taken:
            continue
        taken |= {("tk", key), ("claim", other)}
        matches.append(MaterialMatch(key, tk[key], other, patent[other], grade))
    return tuple(matches)


def _relation(name: NameMatch, alignment: Alignment, tk_steps: int, *, telling: bool) -> Relation:
    same = sum(row.grade is StepGrade.SAME for row in alignment.rows)
    if tk_steps >= 2 and same == tk_steps:
        return Relation.SAME_PROCESS
    named = name.value > 0 and not name.generic
    if alignment.matched and (named or (telling and alignment.matched >= 2)):
        return Relation.SIMILAR_PROCESS
    if alignment.matched >= 2 and alignment.core >= PROCESS.process_only:
        return Relation.PROCESS_ONLY
    return Relation.NAME_ONLY if named else Relation.NEIGHBOURING
