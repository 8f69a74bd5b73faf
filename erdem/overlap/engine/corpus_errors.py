"""Errors of digitised classical texts, and the rules that mend them. One table: `RULES`.

The texts at hand came through several conversions: characters outside an old code page were dropped (黄[芪], 萆[薢]),
words were changed wholesale (厚 to 浓, 狼 to 野狼, 石灰 to 锻石), and lists were cut in the middle of an ingredient. A rule
only offers a spelling; it takes effect when the lexicon knows that spelling and does not know the one written, and
what was done stays with the ingredient (`Found.CORRECTED` and the slug). Counts are
occurrences among the 122,493 ingredient names of 22,211 formulas; of signs, in their texts.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from erdem.lib.folding import WORD_REPAIRS


class Rule(enum.StrEnum):
    """Slugs of the rules; stable, since evidence keeps them."""

    MISCONVERTED = "misconverted"
    DROPPED = "dropped_character"
    SIGN = "stray_sign"
    CONFUSED = "confused_glyph"
    CUT_HEAD = "cut_head"
    LEADING = "leading_debris"
    TRAILING = "trailing_debris"
    PROSE = "prose_before_name"


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a rule mends, one example as written and mended, and how often the corpus needs it."""

    rule: Rule
    mends: str
    written: str
    mended: str
    evidence: int


RULES = (
    RuleFacts(Rule.MISCONVERTED, "a word changed wholesale in the whole corpus", "浓朴", "厚朴", 941),
    RuleFacts(Rule.DROPPED, "a rare character was dropped, the rest of the name stands alone", "黄", "黄芪", 2721),
    RuleFacts(Rule.SIGN, "a sign of the conversion (KT, □, ?) stands for a character", "蒴KT", "蒴藋", 115),
    RuleFacts(Rule.CONFUSED, "one glyph taken for another of like shape", "黍粘子", "鼠粘子", 18),
    RuleFacts(Rule.CUT_HEAD, "the line was cut before the last character of a name", "膝", "牛膝", 63),
    RuleFacts(Rule.LEADING, "dose or treatment of the ingredient before it leads the name", "半两浓朴", "厚朴", 214),
    RuleFacts(Rule.TRAILING, "dose or treatment is glued behind the name", "萆去皮", "萆薢", 290),
    RuleFacts(Rule.PROSE, "the end of the indication is glued before the first name", "甚者吐血紫菀", "紫菀", 329),
)

_MISCONVERTED = {"野狼": "狼", "锻石": "石灰", "浓": "厚", "复盆": "覆盆", "旋复": "旋覆"}
# Words that folding mends already; the canonicaliser names the rule when it meets one.
FOLDED_REPAIRS = ("浓朴", "顽浓")

# Rests of names that no other drug of the old lists shares.
_DROPPED = {
    "黄": "黄芪", "绵黄": "黄芪", "芎": "川芎", "萆": "萆薢", "川萆": "萆薢", "本": "藁本", "砂": "硇砂", "麦": "麦芽",
    "蒴": "蒴藋", "蒴根": "蒴藋", "茹": "䕡茹", "石茹": "䕡茹", "荠": "荠苨", "菝": "菝葜", "蓄": "萹蓄", "菥子": "菥蓂子",
    "骨皮": "地骨皮", "硼": "硼砂", "蔚子": "茺蔚子", "刺皮": "刺猬皮", "茗": "茶茗", "楝根皮": "苦楝皮", "莪": "莪术",
    "薏仁": "薏苡仁", "葶": "葶苈子", "碎补": "骨碎补", "蓬": "莪术", "蓬术": "莪术", "没子": "没食子", "牵牛": "牵牛子",
}  # fmt: skip
_CUT_HEAD = {
    "归": "当归", "膝": "牛膝", "朴": "厚朴", "志": "远志", "斛": "石斛", "味子": "五味子", "戟": "巴戟天", "芩": "黄芩",
    "茇": "荜茇", "榔": "槟榔", "萸": "山茱萸", "艽": "秦艽", "蔹": "白蔹", "麝": "麝香", "蔻": "肉豆蔻", "犀": "犀角",
    "梧桐律": "胡桐泪", "起石": "阳起石", "风子": "大风子", "猬": "刺猬皮",
}  # fmt: skip
_CONFUSED = {
    "疾藜": "蒺藜", "黍粘": "鼠粘", "猎牙": "猪牙", "陵零": "零陵", "芦芭": "芦巴", "黎芦": "藜芦", "蔓陀罗": "曼陀罗",
    "芜苡": "薏苡", "蝎稍": "蝎梢", "广茂": "广莪", "大戢": "大戟", "枳谷": "枳壳", "干壳": "枳壳",
    "骐麟": "麒麟", "射香": "麝香", "瓜萎": "瓜蒌", "炙草": "炙甘草", "川穹": "川芎", "乌蛸": "乌梢", "连乔": "连翘",
    "茈胡": "柴胡", "山查": "山楂", "元参": "玄参", "元胡": "延胡", "木必": "木鳖", "坷子": "诃子",
    "呵子": "诃子", "柯子": "诃子", "杜中": "杜仲", "云连": "黄连", "牛夕": "牛膝",
    "白叩": "白蔻", "苡米": "薏苡仁", "伏苓": "茯苓", "伏神": "茯神", "桔皮": "橘皮", "桔红": "橘红", "桔核": "橘核",
    "青桔": "青橘", "茱芋": "茱萸", "山芋肉": "山茱萸", "薯蕤": "薯蓣", "薯药": "山药", "川练": "川楝",
    "芒消": "芒硝", "酸枣人": "酸枣仁", "柏子人": "柏子仁", "覆花": "旋覆花",
}  # fmt: skip

_NUMBER = "[一二三四五六七八九十百半两数各]"
_UNIT = "(?:两|钱|分|斤|个|枚|片|升|合|铢|盏|字|具|握|把|茎|寸|粒|挺|条|对|匙|撮)"
_TREATED = (
    "去皮尖双仁|去皮尖|去皮脐|去芦头|去粗皮|去皮子|去白瓤|去根节|去皮|去心|去芦|去苗|去核|去节|去毛|去尖|去瓤|去白|去须|去土|"
    "去子|去壳|去梗|去穰|去油|去头|去足|去目|去汗|去滓|炮裂|炙微赤|微炒|炒黄|炒令黄|麸炒|姜制|汤洗|酒浸|酒洗|醋浸|汤浸|洗净|烧灰|"
    "焙干|细研|别研|捣碎|锉碎|细锉|切碎|令熟|生用|锉|炒|炮|炙|焙|研|洗|捣|浸|煅|煨|去|净|末|等分|各等分"
)
_DEBRIS = f"(?:{_NUMBER}+{_UNIT}半?|{_UNIT}半?|{_NUMBER}+|{_TREATED}|次入|宜服|用|入|加|及|并|和|与|又|以|上|右)"
_LEADING = re.compile(rf"^{_DEBRIS}+")
_TRAILING = re.compile(rf"{_DEBRIS}+$")
# What a drug is treated with: 姜汁炒 is a treatment, not ginger juice.
_VEHICLES = frozenset(("姜汁", "生姜", "童便", "浆水", "米泔", "蜜水", "盐水", "酥", "黄酒", "好酒"))
_SIGN = re.compile(r"kt|ht|[□■◎?？�●○▲]")
# Characters of symptoms and directions: before a name they are the end of a sentence.
SYMPTOMS = (
    "痛热冷虚渴汗呕逆吐血胀满咳嗽喘泻痢疼噎痞癖瘥痰涎惊悸瘙痒咽喉胁腹背肢体少气短倦怠妇人男子小儿服主治宜此药者之方"
)
_PROSE_BEFORE = re.compile(f"[{SYMPTOMS}]")


def corrections(folded: str) -> Iterator[tuple[str, Rule]]:
    """Spellings that an unknown folded name may stand for, the most trusted first, each with its rule."""
    for spelling in misconversions(folded):
        yield spelling, Rule.MISCONVERTED
    if folded in _DROPPED:
        yield _DROPPED[folded], Rule.DROPPED
    if folded in _CUT_HEAD:
        yield _CUT_HEAD[folded], Rule.CUT_HEAD
    bare = _SIGN.sub("", folded)
    if bare != folded and bare:
        yield _DROPPED.get(bare, bare), Rule.SIGN
    for wrong, right in _CONFUSED.items():
        if wrong in folded:
            yield folded.replace(wrong, right), Rule.CONFUSED
    yield from _without_debris(folded)


def misconversions(folded: str) -> Iterator[str]:
    """The name with one word set right that the conversion changed everywhere."""
    for wrong, right in _MISCONVERTED.items():
        if wrong in folded:
            yield folded.replace(wrong, right)


def _without_debris(folded: str) -> Iterator[tuple[str, Rule]]:
    for pattern, rule in ((_LEADING, Rule.LEADING), (_TRAILING, Rule.TRAILING)):
        found = pattern.search(folded)
        if found is None:
            continue
        rest = folded[found.end() :] if rule is Rule.LEADING else folded[: found.start()]
        if len(rest) > 1 and rest not in _VEHICLES:
            yield rest, rule
        if rest in _DROPPED:
            yield _DROPPED[rest], rule


def names_behind_prose(folded: str) -> Iterator[str]:
    """Ends of a glued string that may be a name, the longest first: only where a symptom or direction stands before."""
    if not 4 <= len(folded) <= 12:
        return
    for start in range(1, len(folded) - 1):
        if _PROSE_BEFORE.search(folded[:start]):
            yield folded[start:]


def folding_rule(written: str) -> Rule | None:
    """The rule behind a repair that folding has made already, when it is one of the corpus and not of spelling."""
    if any(word in written for word in FOLDED_REPAIRS if word in WORD_REPAIRS):
        return Rule.MISCONVERTED
    return None
