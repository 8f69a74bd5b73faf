"""How well processes are found: rank of the source of a labelled patent, false alarms, and retold processes.

A labelled pair names a patent, the records it comes from (`source`), stands near (`near`) or that it has none (`none`).
A retold process is a record written again as a method that names neither the record nor its product: its operations in other
words of the same class, with steps of a machine before, between and after. It is made from the register, is no real patent,
and shows whether steps and materials alone lead back to the record.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.chance import repeatable
from erdem.lib.folding import fold
from erdem.overlap.engine.match import Match
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.process.operations import CLASSES, classes_of
from erdem.overlap.engine.records import Patent, Step, TkRecord
from erdem.overlap.engine.screening import screen

LEAST_STEPS = 3
_SEED = 20260
_LABELS = {"positive": "source", "negative": "none"}
_BEFORE = (Step("除杂"), Step("自动输送"))
_BETWEEN = Step("金属检测")
_AFTER = (Step("灭菌"), Step("包装"), Step("检验"))


@dataclass(frozen=True, slots=True)
class ProcessPair:
    """One label: patent by number or title, names of the records, `source`, `near` or `none`, and why."""

    patent: str
    label: str
    records: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair with what was found: rank of the first wanted record (None when it is not in the list) and the alarms."""

    pair: ProcessPair
    rank: int | None
    first: str
    relation: str
    alarms: tuple[str, ...]


def read_pairs(rows: Iterable[Mapping[str, object]]) -> list[ProcessPair]:
    """Pairs from JSON objects `{"patent", "tk", "label", "reason"}`; `tk` is a name, a list of names or null."""
    pairs = []
    for row in rows:
        names = row.get("tk")
        listed = [names] if isinstance(names, str) else names if isinstance(names, list) else []
        label = str(row.get("label") or "none")
        pairs.append(
            ProcessPair(
                patent=str(row.get("patent") or ""),
                label=_LABELS.get(label, label),
                records=tuple(str(name) for name in listed),
                reason=str(row.get("reason") or row.get("why") or ""),
            )
        )
    return pairs


def judge(pool: Pool, pairs: Iterable[ProcessPair], patents: Mapping[str, Patent], top: int = 10) -> Iterator[Judged]:
    """Screens the patent of each pair; a pair whose patent is not at hand is passed over."""
    for pair in pairs:
        patent = patents.get(pair.patent) or patents.get(pair.patent.split(" ")[0])
        if patent is not None:
            yield _judged(pair, screen(pool, patent, top))


def _judged(pair: ProcessPair, matches: Sequence[Match]) -> Judged:
    wanted = [name for name in pair.records if name]
    rank = next((match.rank for match in matches if any(name in match.tk_name for name in wanted)), None)
    return Judged(
        pair,
        rank,
        matches[0].tk_name if matches else "",
        matches[0].relation.value if matches else "",
        tuple(match.tk_name for match in matches if match.alarm),
    )


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Recall of sources and near records, alarms where there is no counterpart, and their numbers."""
    result: dict[str, float] = {}
    for label in ("source", "near"):
        mine = [one for one in judged if one.pair.label == label]
        result[label] = len(mine)
        for limit in (1, 3):
            found = sum(one.rank is not None and one.rank <= limit for one in mine)
            result[f"{label} R@{limit}"] = found / len(mine) if mine else 0.0
    none = [one for one in judged if one.pair.label == "none"]
    result["none"] = len(none)
    result["false alarms"] = sum(bool(one.alarms) for one in none)
    return result


def retold(record: TkRecord) -> Patent | None:
    """The record written again as a nameless method, marked synthetic; None for one of too few steps."""
    if len(record.steps) < LEAST_STEPS:
        return None
    chance = repeatable(f"{_SEED}:{record.name}")
    kept = list(record.steps)
    if len(kept) > LEAST_STEPS:
        del kept[chance.randrange(len(kept))]
    steps = [replace(step, operation=_in_other_words(step.operation, chance), tool="", other="") for step in kept]
    steps.insert(chance.randrange(1, len(steps)), _BETWEEN)
    return Patent(
        publication=f"SYNTHETIC-{record.id}",
        title="一种加工方法",
        steps=(*_BEFORE, *steps, *_AFTER),
    )


def _in_other_words(operation: str, chance: random.Random) -> str:
    slugs = classes_of(operation)
    if not slugs:
        return "处理"
    words = [word for word in CLASSES[slugs[0]] if classes_of(word) == slugs[:1] and word not in fold(operation)]
    return chance.choice(words) if words else operation


def judge_retold(pool: Pool, top: int = 10) -> list[Judged]:
    """Every process of the pool, retold and looked for again."""
    found = []
    for position in pool.processes:
        record = pool.records[position]
        patent = retold(record)
        if patent is not None:
            pair = ProcessPair(patent.publication, "source", (record.name,), "retold")
            found.append(_judged(pair, screen(pool, patent, top)))
    return found
