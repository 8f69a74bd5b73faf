"""One Mongolian word in traditional, Cyrillic, Latin and Chinese writing: the keys that meet.

Chinese characters render syllables by their sound: 策格 is ce-ge, 鄂尔多斯 e-er-duo-si. Their initials are led to the consonants
of `erdem.lib.mongolian.skeletons`. Which consonant a Chinese initial stands for follows the sounds of the two languages and was
checked against names of banners only (docs/reference/names.md); no published table of characters was at hand, so these keys are
unverified and find candidates, never identity.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from erdem.lib import mongolian
from erdem.overlap.engine.names.sounds import first_reading

_INITIAL = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-z]+)")
# Chinese initial -> the Mongolian consonants it may render; V where the syllable only carries a vowel.
_CONSONANTS: dict[str, tuple[str, ...]] = {
    "": ("",), "y": ("",), "w": ("", "b"), "b": ("b",), "p": ("p", "b"), "m": ("m",), "f": ("f",), "d": ("t",), "t": ("t",),
    "n": ("n",), "l": ("l", "r"), "g": ("K",), "k": ("K",), "h": ("K",), "j": ("z",), "q": ("c",), "x": ("s",), "zh": ("z",),
    "ch": ("c",), "sh": ("s",), "r": ("r",), "z": ("z",), "c": ("c",), "s": ("s",),
}  # fmt: skip
# A syllable that closes the one before it: 尔 is r or l, 勒 at the end l, 斯 s, 特 t, 克 k, 木 m, 布 b, 日 r.
_CLOSING = {"er": ("r", "l")}
MOST_WAYS = 16
LONGEST = 10
_HAN = re.compile("[\u3400-\u9fff]+")
_SPACE = re.compile(r"[\s\u00a0]+")
# Characters that Chinese uses to write out foreign and Mongolian names; any other makes a word of meaning of it.
USUAL = frozenset(
    "阿埃艾安敖奥巴拜班包宝贝本比毕宾博布策查察楚茨其达大岱丹道德登迪的丁都敦多朵鄂额恩尔嘎噶干甘冈高戈格根贡古哈海罕汗浩和赫黑红呼胡华"
    "霍吉济加嘉佳江金锦卡喀凯康科克库奎昆拉来赖兰朗劳勒雷里力利连林伦罗洛鲁玛满茂蒙门米密明莫默姆木穆那纳乃奈南尼宁努诺帕潘皮普齐奇恰"
    "钦沁青琴郭曼浑翰莎仁日茹如若萨赛桑色沙山善少什石舒朔斯司思苏孙索塔台太泰坦汤陶特腾提天图土托陀瓦旺威翁乌吾西希锡席夏辛新熊旭雅亚延音伊依宜"
    "因英尤有玉裕约扎札孜则泽珠朱准卓子兀潘"
)


@lru_cache(maxsize=65536)
def keys_of(word: str) -> frozenset[str]:
    """The keys of one word or phrase in any of the four writings; empty for what cannot be a rendering."""
    if _HAN.fullmatch(word):
        return _of_characters(word)
    return mongolian.skeletons(_SPACE.sub("", word))


def _of_characters(word: str) -> frozenset[str]:
    if not 2 <= len(word) <= LONGEST or not USUAL.issuperset(word):
        return frozenset()
    each = [_syllable(character) for character in word]
    ways = islice(product(*each), MOST_WAYS)
    return frozenset(key for way in ways if (key := mongolian.skeleton_key("".join(way))))


@lru_cache(maxsize=4096)
def _syllable(character: str) -> tuple[str, ...]:
    """The sounds a character may stand for, such as KV for 格."""
    reading = first_reading(character)
    if reading in _CLOSING:
        return _CLOSING[reading]
    match = _INITIAL.fullmatch(reading)
    if match is None:
        return ("",)
    if reading == "wu":  # 乌 is a vowel, 瓦 may be wa
        return ("V",)
    tail = "Vn" if match.group(2).endswith(("n", "ng")) else "V"
    return tuple(f"{consonant}{tail}" for consonant in _CONSONANTS[match.group(1)])


def agree(first: str, second: str) -> str:
    """The key that two words of different writing have in common, or the empty string."""
    common = keys_of(first) & keys_of(second)
    return max(common, key=lambda key: (len(key), key), default="")
