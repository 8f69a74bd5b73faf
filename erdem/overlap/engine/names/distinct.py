"""How much a name tells: a bare place or an everyday word stands in many texts that have nothing to do with the record."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib import resources

import rjieba

from erdem.overlap.engine.process.terms import is_everyday
from erdem.overlap.engine.weights import NAMES

TITLES = 22_472  # titles behind `title_words.tsv`
# The region and its people as such: in the names of hundreds of firms and things.
_REGION = frozenset(
    {"内蒙古", "内蒙", "蒙古", "蒙古族", "蒙古国", "草原", "大草原", "塞北", "塞外", "中国", "传统", "民族"}
    | {"mongolia", "mongolian", "innermongolia"}
)
_PLACE_ENDINGS = (
    "自治区",
    "自治旗",
    "左旗",
    "右旗",
    "前旗",
    "中旗",
    "后旗",
    "联合旗",
    "矿区",
    "旗",
    "盟",
    "市",
    "县",
    "区",
)


@lru_cache(maxsize=1)
def _title_words() -> dict[str, int]:
    text = (resources.files("erdem.overlap.engine.names") / "title_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: int(count) for word, count in rows}


def bare_place(name: str) -> str:
    """A division's name without its rank: 敖汉旗 -> 敖汉; the name itself where less than two characters would be left."""
    for ending in _PLACE_ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


@lru_cache(maxsize=65536)
def distinctiveness(name: str, *, is_place: bool = False) -> float:
    """0..1 for a folded name: what it tells by its rarest word in Chinese patent titles, less for short and everyday ones."""
    if is_place or name in _REGION:
        return NAMES.place
    if is_everyday(name) or name in _title_words():
        return NAMES.everyday
    pieces = rjieba.cut(name)
    words = [word for word in pieces if len(word) > 1] or [name]
    rare = max(map(_information, words))
    if len(words) < len(pieces):  # 蒙古刀: a further character makes another word of it
        rare = max(rare, NAMES.compound)
    return rare * (NAMES.short if len(name) < NAMES.short_below else 1.0)


def _information(word: str) -> float:
    if word in _REGION:
        return NAMES.place
    count = _title_words().get(word, 1)
    return math.log(1 + TITLES / count) / math.log(1 + TITLES)
