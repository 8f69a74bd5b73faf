"""Labelled synthetic claims for calibration. Nothing here is a real patent: every row says `"synthetic": true`.

Positives are written from formulas of a pool, one kind of relation at a time, as Chinese claims of the usual forms; the
truth is the cluster of variants of the source. Negatives look alike and have no source (`synthetic_negatives`). The same
seed over the same pool gives the same rows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.chance import repeatable
from erdem.overlap.engine.evaluating.perturbation import Frequencies, Writer, sample_sources
from erdem.overlap.engine.formula.compare import Relation
from erdem.overlap.engine.pool import MIN_FORMULA_NAME, Pool

Row = dict[str, object]
POSITIVE, NEGATIVE = "positive", "negative"

USES = (
    "咳嗽",
    "胃痛",
    "失眠",
    "头痛",
    "泄泻",
    "便秘",
    "水肿",
    "眩晕",
    "痛经",
    "腰痛",
    "湿疹",
    "感冒",
    "哮喘",
    "痹证",
    "黄疸",
)
_CLOSED = ("由以下重量份的原料制成：{list}。", "由下述重量份的原料药组成：{list}。", "其原料药由{list}组成。")
_OPEN = ("包括以下重量份的原料：{list}。", "含有下列重量份的组分：{list}。", "原料包括{list}。")
_FORMS = ("中药组合物", "药物组合物", "中药制剂", "复方制剂")


@dataclass(frozen=True, slots=True)
class Material:
    """What the generators draw from: the pool, names, foreign substances, sources in a fixed order, one source of chance."""

    pool: Pool
    writer: Writer
    foreign: Frequencies
    sources: Sequence[int]
    chance: random.Random

    def substances(self, position: int) -> list[str]:
        """Ids of a record in their order."""
        return [item.id for item in self.pool.compositions[position]]

    def listed(self, substances: Sequence[str]) -> str:
        """A list of substances with ranges in parts, in any order: 黄芩5~10份、白芍3份."""
        written = [f"{self.writer.name(one, self.chance)}{self.amount()}" for one in substances]
        self.chance.shuffle(written)
        return "、".join(written)

    def amount(self) -> str:
        """An amount in parts, mostly a range."""
        low = self.chance.randint(2, 20)
        return f"{low}份" if self.chance.random() < 0.3 else f"{low}~{low + self.chance.randint(2, 10)}份"

    def records_like(self, position: int) -> list[int | str]:
        """Keys of the records of the same cluster."""
        cluster = self.pool.clusters[self.pool.cluster_of[position]]
        return sorted((self.pool.records[at].id for at in cluster.members), key=str)


def material(pool: Pool, seed: int) -> Material:
    """Material over a pool; formulas of 4 to 20 known substances in an order that the seed settles."""
    chance = repeatable(seed)
    return Material(pool, Writer(pool), Frequencies(pool), sample_sources(pool, len(pool.records), chance), chance)


def claim_row(
    number: str,
    relation: str,
    text: tuple[str, str],
    substances: Sequence[str] = (),
    relevant: Sequence[int | str] = (),
) -> Row:
    """One labelled row in the form that `erdem screen` reads.

    `text` is title and claim, `substances` the ids written into it, `relevant` keys of the pool it was made from; without
    any the row is a negative.
    """
    return {
        "publication": f"SYNTHETIC-{number}",
        "synthetic": True,
        "label": POSITIVE if relevant else NEGATIVE,
        "relation": relation,
        "relevant": list(relevant),
        "title": text[0],
        "claims": [text[1]],
        "substances": sorted(substances),
    }


def _composition(source: Material, substances: Sequence[str], *, closed: bool) -> tuple[str, str]:
    use, form = source.chance.choice(USES), source.chance.choice(_FORMS)
    title = f"一种治疗{use}的{form}"
    body = source.chance.choice(_CLOSED if closed else _OPEN).format(list=source.listed(substances))
    return title, f"{title}，其特征在于，{body}"


def _identical(source: Material, at: int) -> list[str]:
    return source.substances(at)


def _additions(source: Material, at: int) -> list[str]:
    own = source.substances(at)
    return [*own, *source.foreign.draw(source.chance, source.chance.randint(2, 6), set(own))]


def _reduced(source: Material, at: int) -> list[str]:
    own = source.substances(at)
    source.chance.shuffle(own)
    return own[: max(3, round(len(own) * 0.7))]


def _modified(source: Material, at: int) -> list[str]:
    own = _reduced(source, at)
    taken = {*own, *source.substances(at)}
    return [*own, *source.foreign.draw(source.chance, source.chance.randint(2, 4), taken)]


_CHANGES: Mapping[str, tuple[Callable[[Material, int], list[str]], bool]] = {
    Relation.IDENTICAL.value: (_identical, True),
    Relation.TK_PLUS_ADDITIONS.value: (_additions, False),
    Relation.REDUCED.value: (_reduced, True),
    Relation.MODIFIED.value: (_modified, False),
}


def positives(source: Material, each: int) -> Iterator[Row]:
    """Rows with the name of their source, so that keys of another pool are noticed; see `_positives`."""
    names = {str(record.id): record.name for record in source.pool.records}
    for row in _positives(source, each):
        relevant = row["relevant"]
        yield row | {"source": names[str(relevant[0])] if isinstance(relevant, list) and relevant else ""}


def _positives(source: Material, each: int) -> Iterator[Row]:
    """So many rows for each relation: four changes of one formula, two joined, one substance, the name alone."""
    places = iter(source.sources)
    for relation, (change, closed) in _CHANGES.items():
        for number in range(1, each + 1):
            at = next(places)
            held = change(source, at)
            text = _composition(source, held, closed=closed)
            yield claim_row(f"{relation}-{number:03}", relation, text, held, source.records_like(at))
    for number in range(1, each + 1):
        yield _combination(source, number, next(places), next(places))
    yield from _single(source, each)
    yield from _named(source, each)


def _combination(source: Material, number: int, first: int, second: int) -> Row:
    both = dict.fromkeys([*source.substances(first), *source.substances(second)])
    text = _composition(source, list(both), closed=True)
    relevant = [*source.records_like(first), *source.records_like(second)]
    relation = Relation.COMBINATION.value
    return claim_row(f"{relation}-{number:03}", relation, text, list(both), relevant)


def _single(source: Material, each: int) -> Iterator[Row]:
    """Claims of one plant of which the pool holds a record of that plant alone."""
    pool = source.pool
    alone: dict[str, int] = {}
    for position, items in enumerate(pool.compositions):
        if len(items) == 1 and not items[0].is_provisional:
            alone.setdefault(pool.cluster_of[position], position)
    chosen = source.chance.sample(sorted(alone.values()), min(each, len(alone)))
    relation = Relation.SINGLE_SUBSTANCE.value
    for number, at in enumerate(chosen, 1):
        held = source.substances(at)
        name = source.writer.name(held[0], source.chance)
        title = f"{name}在制备治疗{source.chance.choice(USES)}药物中的应用"
        claim = f"{title}，其特征在于，所述药物由{name}制成。"
        yield claim_row(f"{relation}-{number:03}", relation, (title, claim), held, source.records_like(at))


def _named(source: Material, each: int) -> Iterator[Row]:
    """Claims that name a formula and list nothing."""
    names = sorted(
        name for name in source.pool.formula_names if len(name) >= MIN_FORMULA_NAME and not name[-1].isdigit()
    )
    relation = Relation.NAME_ONLY.value
    for number, name in enumerate(source.chance.sample(names, min(each, len(names))), 1):
        title = f"{name}颗粒的质量检测方法"
        claim = f"一种{name}颗粒的质量检测方法，其特征在于，采用高效液相色谱法测定{name}颗粒的有效成分。"
        keys = [source.pool.records[at].id for at in source.pool.formula_names[name]]
        yield claim_row(f"{relation}-{number:03}", relation, (title, claim), (), keys)
