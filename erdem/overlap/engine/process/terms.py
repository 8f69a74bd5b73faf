"""Names of crafts, foods, instruments and dwellings: which words name the same thing.

A specific name in a patent's title is strong evidence. An everyday word (奶茶, 酸奶) is not: it is marked generic.
"""

from __future__ import annotations

import re
from functools import lru_cache

from erdem.lib.folding import fold, fold_name

# Concept slug -> words.
_SPECIFIC: dict[str, tuple[str, ...]] = {
    "ger": ("蒙古包", "毡房", "穹庐", "毡包", "yurt", "mongolian ger"),
    "sihu": ("四胡", "胡兀尔"),
    "morin_khuur": ("马头琴", "潮尔琴", "morin khuur", "horsehead fiddle"),
    "yatga": ("雅托噶", "蒙古筝"),
    "long_song": ("长调", "乌日图道"),
    "khoomei": ("呼麦",),
    "lele_cart": ("勒勒车",),
    "saddle": ("马鞍", "鞍具", "马具"),
    "hobble": ("马绊", "绊马"),
    "dried_meat": (
        "风干肉",
        "宝日茨",
        "风干牛肉",
        "风干牦牛肉",
        "牛肉干",
        "牦牛肉干",
        "风干羊肉",
        "borts",
        "borcha",
        "air-dried meat",
        "dried meat",
        "dried beef",
    ),
    "dried_curd": ("阿如勒", "奶干", "酸奶渣", "曲拉", "奶渣", "奶疙瘩", "aaruul", "qurut"),
    "milk_curd": ("奶豆腐", "呼日德", "胡乳达"),
    "clotted_cream": ("奶皮子", "乌如木", "奶皮", "clotted cream"),
    "koumiss": ("酸马奶", "策格", "马奶酒", "koumiss", "kumiss"),
    "milk_liquor": ("奶酒", "阿日哈", "arkhi", "milk liquor"),
    "felt": ("擀毡", "毛毡", "羊毛毡", "毡子", "wool felt", "felt making"),
    "birch_bark": ("桦树皮", "桦皮", "birch bark"),
    "roe_skin": ("狍皮", "狍子皮"),
    "milk_tanning": ("酸奶鞣", "奶鞣", "熟皮子"),
    "roasted_millet": ("炒米", "roasted millet", "parched millet"),
    "whole_lamb": ("烤全羊",),
    "oat_flour": ("莜面",),
    "shagai": ("沙嘎", "羊拐", "嘎拉哈"),
    "leather_carving": ("皮雕画", "皮雕", "皮艺"),
    "warm_needle": ("温针", "火针"),
    "bone_setting": ("正骨",),
    "sand_therapy": ("沙疗", "热沙"),
    "ulaa_moxa": ("乌拉灸",),
    "herbal_bath": ("五味甘露",),
    "mongolian_script": ("蒙古文", "回鹘式蒙古", "mongolian script"),
    "bull_silver": ("铜银器", "银器", "蒙古刀"),
    "camel_milk": ("驼奶", "驼乳", "camel milk"),
    "mongolian_robe": ("蒙古袍", "蒙古族服饰"),
}
_GENERIC: dict[str, tuple[str, ...]] = {
    "milk_tea": ("奶茶", "milk tea"),
    "yogurt": ("酸奶", "发酵乳", "酸牛奶", "yogurt", "yoghurt", "fermented milk"),
    "butter": ("黄油", "奶油", "酥油"),
    "cheese": ("奶酪", "干酪"),
    "tanning": ("鞣制", "制革"),
    "mutton_soup": ("羊肉汤",),
    "moxibustion": ("艾灸", "灸"),
    "tent": ("帐篷",),
    "bath": ("药浴",),
}
_CONCEPT = {
    fold(word): (slug, generic)
    for table, generic in ((_GENERIC, True), (_SPECIFIC, False))
    for slug, words in table.items()
    for word in words
}
_TERM = re.compile("|".join(sorted(map(re.escape, _CONCEPT), key=lambda word: (-len(word), word))))
_ENDINGS = (
    "制作技艺", "传统制作", "营造技艺", "制作工艺", "传统技艺", "制作方法", "技艺", "制作", "营造", "工艺", "疗法",
    "蒸馏", "方法", "习俗", "传说", "游戏", "器皿",
)  # fmt: skip
_STARTS = ("传统", "蒙古族", "蒙医", "手工", "民间")
_LISTED = re.compile(r"[（(]([^（）()]*)[）)]")
_SPLIT = re.compile(r"[、，,/;；与和]")


@lru_cache(maxsize=8192)
def concepts_in(text: str) -> dict[str, bool]:
    """Concepts a text names: slug -> whether only everyday words name it."""
    found: dict[str, bool] = {}
    for word in _TERM.findall(fold(text)):
        slug, generic = _CONCEPT[word]
        found[slug] = found.get(slug, True) and generic
    return found


@lru_cache(maxsize=8192)
def name_cores(name: str) -> tuple[str, ...]:
    """Distinctive words of a record's name: 风干肉（宝日茨） -> 风干肉, 宝日茨; endings like 制作技艺 taken off."""
    folded = fold(name)
    pieces = [_LISTED.sub("", folded), *(part for inner in _LISTED.findall(folded) for part in _SPLIT.split(inner))]
    cores = [_bare(fold_name(piece)) for whole in pieces for piece in _SPLIT.split(whole)]
    return tuple(dict.fromkeys(core for core in cores if len(core) >= 2))


def _bare(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            name = name[: -len(ending)]
            break
    for start in _STARTS:
        if name.startswith(start) and len(name) - len(start) >= 2:
            return name[len(start) :]
    return name


def is_everyday(core: str) -> bool:
    """True for a word that names no particular tradition."""
    concept = _CONCEPT.get(core)
    return concept is not None and concept[1]
