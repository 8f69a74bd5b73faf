"""Hard negatives: synthetic claims that look like a traditional formula and come from none.

The same disease and the same commonest substances but another formula; herbicides and pesticides, which word filters
catch first; plain mixtures of common substances; foods with one shared plant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from erdem.overlap.engine.evaluating.synthetic import USES, Material, Row, claim_row

Written: TypeAlias = tuple[tuple[str, str], Sequence[str]]

COMMONEST = 30
_HERBICIDES = ("草甘膦", "百草枯", "莠去津", "乙草胺", "二甲戊灵", "草铵膦", "烟嘧磺隆", "氰氟草酯")
_PESTICIDES = ("吡虫啉", "阿维菌素", "高效氯氰菊酯", "啶虫脒", "噻虫嗪", "印楝素", "除虫菊素", "鱼藤酮")
_CARRIERS = ("木质素磺酸钠", "十二烷基苯磺酸钠", "白炭黑", "高岭土", "乙二醇", "黄原胶", "水")
_FOODS = ("饮料", "酸奶", "饼干", "果冻", "面包", "果酱", "冰淇淋", "糖果")
_FOOD_PARTS = ("白砂糖", "全脂奶粉", "小麦粉", "鸡蛋", "黄油", "柠檬酸", "果胶", "食用盐", "乳酸菌", "玉米淀粉", "水")


def negatives(source: Material, each: int) -> Iterator[Row]:
    """So many rows for each kind."""
    commonest = _commonest(source)
    for kind, make in _KINDS.items():
        for number in range(1, each + 1):
            text, held = make(source, commonest)
            yield claim_row(f"{kind}-{number:03}", kind, text, held)


def _commonest(source: Material) -> list[str]:
    holders = source.pool.index.postings
    known = (key for key in holders if source.pool.lexicon.get(key))
    return sorted(known, key=lambda key: (-len(holders[key][0]), key))[:COMMONEST]


def _composition(source: Material, substances: Sequence[str], use: str) -> Written:
    title = f"一种治疗{use}的中药组合物"
    return (title, f"{title}，其特征在于，由以下重量份的原料制成：{source.listed(substances)}。"), substances


def _same_commonest(source: Material, commonest: Sequence[str]) -> Written:
    """The use of a real formula and its two or three commonest substances; the rest is foreign to it."""
    holders = source.pool.index.postings
    at = source.chance.choice(source.sources)
    own = sorted(source.substances(at), key=lambda key: (-len(holders[key][0]), key))
    kept = own[: source.chance.randint(2, 3)]
    rest = source.foreign.draw(source.chance, source.chance.randint(5, 8), {*own, *commonest[:5]})
    indication = source.pool.records[at].indication
    use = next((word for word in USES if word in indication), source.chance.choice(USES))
    return _composition(source, [*kept, *rest], use)


def _common_mixture(source: Material, commonest: Sequence[str]) -> Written:
    chosen = source.chance.sample(list(commonest), source.chance.randint(4, 8))
    return _composition(source, chosen, source.chance.choice(USES))


def _agricultural(source: Material, commonest: Sequence[str]) -> Written:
    weeds = source.chance.random() < 0.5
    active = source.chance.sample(_HERBICIDES if weeds else _PESTICIDES, 2)
    parts = [*active, *source.chance.sample(_CARRIERS, 3)]
    held = source.chance.sample(list(commonest), source.chance.randint(0, 1))
    parts += [source.writer.name(one, source.chance) + "提取物" for one in held]
    title = "一种除草剂组合物" if weeds else "一种杀虫剂组合物"
    crop = source.chance.choice(("玉米", "水稻", "小麦", "棉花", "大豆"))
    written = "、".join(f"{name}{source.chance.randint(1, 30)}%" for name in parts)
    return (title, f"{title}，用于{crop}田，其特征在于，由以下重量百分比的组分组成：{written}。"), held


def _food(source: Material, _commonest: Sequence[str]) -> Written:
    held = source.foreign.draw(source.chance, 1, set())
    plant = source.writer.name(held[0], source.chance)
    title = f"一种{plant}{source.chance.choice(_FOODS)}"
    parts = [plant, *source.chance.sample(_FOOD_PARTS, source.chance.randint(3, 5))]
    written = "、".join(f"{name}{source.amount()}" for name in parts)
    return (title, f"{title}，其特征在于，由以下重量份的原料制成：{written}。"), held


_KINDS: Mapping[str, Callable[[Material, Sequence[str]], Written]] = {
    "same_use_and_commonest": _same_commonest,
    "common_mixture": _common_mixture,
    "agricultural": _agricultural,
    "food_with_one_plant": _food,
}
