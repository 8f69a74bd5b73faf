"""Classes of craft and food operations: 切, 晾, 发酵, 煮, 搅, 擀, 鞣 … and which classes are near each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from erdem.lib.folding import fold
from erdem.overlap.engine.process.operations_english import english_words, is_ambiguous

# Class slug -> words. A word stands in one class only.
CLASSES: dict[str, tuple[str, ...]] = {
    "select": (
        "选料",
        "选材",
        "选皮",
        "选地",
        "选净",
        "挑选",
        "选取",
        "选主",
        "选寄主",
        "收集",
        "采收",
        "采集",
        "剥皮",
        "取骨",
    ),
    "slaughter": ("屠宰", "宰", "放血", "开膛", "捂杀"),
    "clean": (
        "清洗",
        "漂洗",
        "洗净",
        "洗",
        "刮净",
        "剔",
        "去皮",
        "去毛",
        "燎毛",
        "除杂",
        "净制",
        "整理",
        "刮",
        "脱脂",
        "扬净",
    ),
    "milk": ("挤奶", "挤乳", "劝奶"),
    "filter": ("过滤", "滤渣", "滤", "抽滤", "澄清"),
    "ferment": ("自然发酵", "保温发酵", "发酵", "接种", "加引子", "引子", "酸化", "发面", "焐", "酿"),
    "stand": ("静置", "放置", "陈化"),
    "skim": ("撇取", "撇", "挑取", "提取酥油", "分离稀奶油", "结皮", "脱脂分离"),
    "heat": (
        "熬煮",
        "熬茶",
        "熬汤",
        "熬",
        "煮",
        "加热",
        "文火",
        "预热",
        "炼制",
        "炼油",
        "炼",
        "煎煮",
        "煎",
        "预煮",
        "熔",
        "退火",
    ),
    "steam": ("蒸煮", "蒸", "浸焖"),
    "sterilise": ("灭菌", "杀菌", "消毒", "巴氏"),
    "drain": ("排乳清", "沥乳清", "沥", "排水", "控干", "脱水", "挤干"),
    "press": ("压榨", "压实", "入模", "成型", "成形", "压平", "压块", "模压", "按压", "压花", "压"),
    "knead": ("揉搓", "揉软", "揉", "搓揉", "搓", "和面", "捏"),
    "dry": (
        "风干",
        "晾干",
        "阴干",
        "日晒",
        "晾晒",
        "晾",
        "晒",
        "烘干",
        "干燥",
        "烘烤",
        "自然干",
        "阴晾",
        "慢干",
        "冻干",
    ),
    "hang": ("悬挂", "吊挂", "挂"),
    "freeze": ("自然冷冻", "冷冻", "冻"),
    "cool": ("冷却", "冷藏", "放凉"),
    "cut": ("切块", "切条", "切片", "切长条", "切段", "切", "割", "剪裁", "裁剪", "剪", "分割", "砍", "锯"),
    "salt": ("腌制", "轻腌", "湿腌", "腌味", "腌", "盐渍", "撒盐", "加盐"),
    "soak": ("浸泡", "浸水", "浸", "泡", "润制", "润"),
    "mix": ("混合", "混配", "混匀", "搅拌", "调配", "兑", "配制", "拌", "调膏", "溶解", "加碱", "加"),
    "churn": ("反复搅打", "搅打", "捣", "扬奶", "扬茶"),
    "grind": ("超微粉碎", "粉碎", "捣碎", "磨粉", "研末", "研磨", "磨", "研", "捻碎", "打粉", "碾", "脱壳"),
    "distil": ("蒸馏", "复蒸", "接酒", "罩桶", "冷凝"),
    "fry": ("炒制", "炒熟", "炒", "油炸"),
    "roast": ("悬烤", "烤", "炙"),
    "smoke": ("烟熏", "熏"),
    "tan": ("鞣制", "鞣", "铬鞣", "熟皮", "涂肝浆", "浸酸", "铲软", "硝皮"),
    "smear": ("涂抹", "摊涂", "涂糊", "涂", "抹"),
    "beat_wool": ("弹毛", "弹", "梳毛", "梳理"),
    "lay": ("铺毛", "铺", "平铺"),
    "sprinkle": ("洒热水", "洒", "喷"),
    "roll": ("擀", "卷紧", "滚压", "牵拉", "卷", "碾压"),
    "sew": ("缝制", "缝合", "缝"),
    "carve": ("雕刻", "刻线", "刻压花纹", "錾刻", "雕", "刻", "錾"),
    "colour": ("染色", "漆绘", "上色", "着色", "染", "漆", "涂饰"),
    "inlay": ("镶嵌", "镶饰", "掐丝", "鎏金", "抛光"),
    "weave": ("编", "织", "拧股", "拧"),
    "set_up": ("支架", "支撑", "竖", "立", "搭", "架设"),
    "assemble": ("组装", "连接", "插", "安装", "装", "拼", "榫卯", "组成", "固定"),
    "cover": ("盖", "覆盖", "围护", "围", "罩", "蒙皮", "蒙前口", "蒙", "包皮"),
    "tie": ("系", "勒紧", "绑", "捆", "扣"),
    "string": ("张弦", "张四弦", "装弦", "分弦", "调弦", "弦"),
    "shape_wood": ("制琴箱", "制梯形琴箱", "制琴筒", "制琴杆", "制轮辋", "制轴", "制弓", "置琴马", "刳"),
    "extract": ("提取", "水煎", "浸提", "回流", "萃取"),
    "concentrate": ("浓缩", "收膏"),
    "pill": ("泛丸", "炼蜜为丸", "制丸", "压片", "制粒", "制剂"),
    "calcine": ("煅",),
    "process_herb": ("炮制", "诃子汤制", "制草乌"),
    "apply": ("贴敷", "敷", "埋敷", "装袋敷"),
    "bathe": ("熏蒸", "熏洗", "洗浴", "药浴"),
    "needle": ("进针", "定穴", "出针", "加温针"),
    "forge": ("锤片", "锤", "锻"),
    "sow": ("播种", "挖沟", "埋纸", "回填", "浇水", "施肥", "栽"),
    "pack": ("包装", "分装", "装罐", "装袋", "封存", "配包"),
}
# Classes that serve the same end in the crafts at hand.
NEAR = frozenset(
    frozenset(pair)
    for pair in (
        ("dry", "hang"),
        ("dry", "freeze"),
        ("heat", "steam"),
        ("heat", "extract"),
        ("ferment", "stand"),
        ("drain", "filter"),
        ("drain", "press"),
        ("salt", "soak"),
        ("tan", "smear"),
        ("tan", "soak"),
        ("skim", "drain"),
        ("set_up", "assemble"),
        ("cover", "lay"),
        ("roll", "press"),
        ("roast", "fry"),
        ("roast", "dry"),
        ("churn", "mix"),
        ("churn", "grind"),
        ("smoke", "dry"),
        ("carve", "cut"),
        ("tie", "assemble"),
        ("string", "assemble"),
        ("process_herb", "heat"),
        ("colour", "inlay"),
    )
)

_CLASS_OF = {word: slug for slug, words in CLASSES.items() for word in words}
_ENGLISH = english_words()


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_WORD = re.compile(rf"(?P<zh>{_alternatives(_CLASS_OF)})|(?<![a-z-])(?P<en>{_alternatives(_ENGLISH)})(?![a-z-])")
_AIR = re.compile(r"通风|风力|冬季|向阳|wind|draught|draft")
_SHAPES = "块条片丝段丁"


def _class_of(match: re.Match[str]) -> str:
    return _CLASS_OF.get(match.group()) or _ENGLISH[match.group()]


@lru_cache(maxsize=8192)
def classes_of(operation: str, circumstances: str = "") -> tuple[str, ...]:
    """Classes of an operation as written, Chinese or English, in order. Hanging in moving air is drying as well."""
    slugs = list(dict.fromkeys(map(_class_of, _WORD.finditer(fold(operation)))))
    if "hang" in slugs and "dry" not in slugs and _AIR.search(fold(circumstances)):
        slugs.append("dry")
    return tuple(slugs)


def operation_words(folded: str) -> list[tuple[int, int, str]]:
    """(start, end, class) of every operation word of folded text that is clear in running text.

    Chinese words of one character and English forms that are mostly nouns (salt, ground) are left out.
    """
    return [
        (match.start(), match.end(), _class_of(match))
        for match in _WORD.finditer(folded)
        if (len(match.group()) > 1 if match.group("zh") else not is_ambiguous(match.group()))
    ]


def shapes_of(operation: str) -> frozenset[str]:
    """What pieces a cutting operation makes (块, 条)."""
    return frozenset(character for character in operation if character in _SHAPES)
