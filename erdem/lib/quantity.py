"""Doses and amounts as old books and patents write them.

What it is for: reading 三两, 各二钱半, 十八铢, 5~15份, 0.5%, 一两六铢, 等分, 少许, 十二枚 into numbers
that can be compared inside one formula. The string as written is always kept; what cannot be read is
`UNKNOWN`, never guessed.

Absolute weights of old units changed with the dynasty, so amounts are compared as ratios inside one
formula. Two conventions exist for 分: a quarter of a 两 (Han to early Song) and a tenth of a 钱 (Song and
later); `convention_of` chooses by the units the formula itself uses.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from erdem.lib.folding import fold


class Kind(enum.StrEnum):
    """How an amount was given."""

    EXACT = "exact"
    RANGE = "range"
    EQUAL = "equal"  # 等分: equal parts
    SOME = "some"  # 少许, 适量, 不拘多少: present, amount free
    NONE = "none"  # nothing written
    UNKNOWN = "unknown"  # something written that cannot be read
    AT_LEAST = "at_least"  # only a lower bound: 不少于5%
    AT_MOST = "at_most"  # only an upper bound: ≤3%
    REST = "rest"  # 余量: what is left to the whole


class Dimension(enum.StrEnum):
    """What the unit measures; only amounts of one dimension can be compared."""

    MASS = "mass"  # metric, base gram
    OLD_MASS = "old_mass"  # 斤两钱分铢, base 两
    VOLUME = "volume"  # metric, base millilitre
    OLD_VOLUME = "old_volume"  # 斗升合, base 升
    SHARE = "share"  # parts by weight, per cent: base one part
    COUNT = "count"  # 枚 个 片: not convertible to weight
    EQUAL = "equal"
    OTHER = "other"


class Convention(enum.StrEnum):
    """What one 分 is worth."""

    QUARTER = "han_tang"  # 1 分 = 1/4 两
    DECIMAL = "song_later"  # 1 分 = 1/10 钱


_MASS = {
    "kg": 1000.0,
    "千克": 1000.0,
    "公斤": 1000.0,
    "mg": 0.001,
    "毫克": 0.001,
    "ug": 0.000001,
    "微克": 0.000001,
    "grams": 1.0,
    "gram": 1.0,
    "g": 1.0,
    "克": 1.0,
    "公分": 1.0,
}
_OLD_MASS = {"斤": 16.0, "两": 1.0, "钱匕": 0.1, "钱": 0.1, "铢": 1 / 24, "厘": 0.001, "字": 0.025}
_VOLUME = {"ml": 1.0, "毫升": 1.0, "公升": 1000.0, "l": 1000.0}
_OLD_VOLUME = {
    "斛": 100.0,
    "石": 100.0,
    "斗": 10.0,
    "升": 1.0,
    "合": 0.1,
    "勺": 0.01,
    "方寸匕": 0.0135,
    "刀圭": 0.00135,
}
_SHARE = (
    "parts by weight",
    "parts by mass",
    "part by weight",
    "weight parts",
    "% by weight",
    "percent by weight",
    "parts",
    "part",
    "percent",
    "wt%",
    "w/w%",
    "%",
    "重量份数",
    "质量份数",
    "重量份",
    "质量份",
    "重量%",
    "份",
)
_COUNT_UNITS = (
    *"枚个片粒条只对具茎本根把握撮块朵丸张节寸尺颗瓣盏盅杯匙枝支团挺梃双头滴锭包袋匹尾",
    "脚子",
    "大把",
    "小把",
)

_FREE = ("不拘多少", "不以多少", "不计多少", "随意", "少许", "适量", "些许", "少量", "量", "q.s.", "a little")
_EQUAL = ("等分", "等份", "等量", "平等分", "equal parts", "equal amounts")

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"两": 2, "壹": 1, "贰": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_HAN = "零一二三四五六七八九十百千万廿卅壹贰"
_NUMBER = rf"(?:\d+(?:\.\d+)?|半|[{_HAN}]+)"
_UNIT_WORDS = sorted(
    {*_MASS, *_OLD_MASS, *_VOLUME, *_OLD_VOLUME, *_SHARE, *_COUNT_UNITS, "分"},
    key=lambda unit: (-len(unit), unit),
)
_UNIT = "(?:" + "|".join(re.escape(unit) for unit in _UNIT_WORDS) + ")(?![a-z])"
_DASH = r"\s*(?:-|~|至|到|to)\s*"
_AMOUNT = re.compile(
    rf"(?P<each>各|均)?\s*(?:用|取)?\s*(?:约|大者|大|小|肥|好)?\s*"
    rf"(?P<lo>{_NUMBER})\s*(?P<unit0>{_UNIT})?(?:{_DASH}(?P<hi>{_NUMBER}))?\s*(?P<unit>{_UNIT})?(?P<half>半)?"
)
_NEXT = re.compile(rf"\s*(?P<lo>{_NUMBER})\s*(?P<unit>{_UNIT})(?P<half>半)?")
_PRODUCT = re.compile(r"([二三])七")
_ABOUT = re.compile(rf"([一二三四五六七八])、?([二三四五六七八九])(?={_UNIT})")  # 二三两, 七、八枚


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount: `text` as written, the interval [lo, hi] in units of `unit`, and its dimension.

    `lo` and `hi` are None unless `kind` is EXACT or RANGE; AT_LEAST has `lo` only, AT_MOST `hi` only. `shared` says that
    各 stood before it, `inherited` that the amount was written at a later ingredient of the same group, `lower_open` and
    `upper_open` that the bound itself is excluded (大于5), `approximate` that 约 stood there. `start`/`end` is its span in
    the text it was read from (folded text when read by `find_quantities`).
    """

    text: str
    kind: Kind
    lo: float | None = None
    hi: float | None = None
    unit: str = ""
    dimension: Dimension = Dimension.OTHER
    shared: bool = False
    inherited: bool = False
    start: int = 0
    end: int = 0
    lower_open: bool = False
    upper_open: bool = False
    approximate: bool = False

    @property
    def is_numeric(self) -> bool:
        """True when there is an interval to compare."""
        return self.lo is not None and self.hi is not None

    @property
    def is_optional(self) -> bool:
        """True for a range from zero (0~15%): the ingredient may be absent."""
        return self.lo == 0.0 and (self.hi or 0.0) > 0.0

    def interval(self, convention: Convention = Convention.DECIMAL) -> tuple[float, float] | None:
        """[lo, hi] in the base unit of the dimension (g, 两, ml, 升, one part, one piece), or None."""
        if self.kind is Kind.EQUAL:
            return 1.0, 1.0
        if self.lo is None or self.hi is None:
            return self._one_sided(convention)
        factor = _factor(self.unit, self.dimension, convention)
        return self.lo * factor, self.hi * factor

    def _one_sided(self, convention: Convention) -> tuple[float, float] | None:
        """An upper bound counts from zero; a lower one only where the whole is known, as with per cent."""
        if self.kind is Kind.AT_MOST and self.hi is not None:
            return 0.0, self.hi * _factor(self.unit, self.dimension, convention)
        if self.kind is Kind.AT_LEAST and self.lo is not None and self.unit.endswith("%") and self.lo <= 100:
            return self.lo, 100.0
        return None


NOTHING = Quantity("", Kind.NONE)


def parse_number(text: str) -> float | None:
    """Value of a western or Chinese number (12, 0.5, 十二, 二十, 半, 二七 = 14), or None."""
    bare = text.strip()
    if not bare:
        return None
    if bare == "半":
        return 0.5
    if bare.isascii():
        return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None
    product = _PRODUCT.fullmatch(bare)
    if product:
        return float(_DIGITS[product.group(1)] * 7)
    return _parse_han(bare)


def _parse_han(text: str) -> float | None:
    total, section, digit = 0, 0, -1
    for character in text:
        if character in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            section += _TENS[character] * (digit if digit > 0 and character not in "廿卅" else 1)
            digit = -1
        elif character == "万":
            total += (section + max(digit, 0)) * 10000
            section, digit = 0, -1
        else:
            return None
    return float(total + section + max(digit, 0))


@lru_cache(maxsize=16384)
def parse_quantity(text: str) -> Quantity:
    """The amount a dose string speaks of. Never raises; text after the amount (，炮，去皮) is left alone."""
    folded = fold(text).strip()
    if not folded:
        return replace(NOTHING, text=text)
    word = _word_amount(folded)
    if word is not None:
        return replace(word, text=text)
    if folded.startswith("两半"):
        folded = "一" + folded
    folded = _ABOUT.sub(_spell_about, folded)
    match = _AMOUNT.search(folded)
    if match is None:
        return Quantity(text, Kind.UNKNOWN)
    quantity = replace(_read(folded, match), text=text)
    if not quantity.unit and match.group() == folded and quantity.is_numeric:
        return replace(quantity, dimension=Dimension.SHARE)
    return quantity


def _spell_about(match: re.Match[str]) -> str:
    first, second = match.groups()
    return f"{first}~{second}" if _DIGITS[second] == _DIGITS[first] + 1 else match.group()


def find_quantities(folded: str, *, bare: bool = False) -> list[Quantity]:
    """All amounts with a unit in already folded text, with their spans there; with `bare` also numbers without one."""
    found: list[Quantity] = []
    position = 0
    while match := _AMOUNT.search(folded, position):
        quantity = _read(folded, match)
        if quantity.is_numeric and quantity.unit:
            found.append(quantity)
        elif quantity.is_numeric and bare and match.group("lo").isascii():
            found.append(replace(quantity, dimension=Dimension.SHARE))
        position = max(quantity.end, match.start() + 1)
    return found


def _word_amount(folded: str) -> Quantity | None:
    shared = folded.startswith(("各", "均"))
    if any(word in folded for word in _EQUAL):
        return Quantity("", Kind.EQUAL, 1.0, 1.0, "等分", Dimension.EQUAL, shared=True)
    if folded.lstrip("各均") in _FREE or any(len(word) > 1 and folded.startswith(word) for word in _FREE):
        return Quantity("", Kind.SOME, shared=shared)
    return None


def _read(folded: str, match: re.Match[str]) -> Quantity:
    low = parse_number(match.group("lo"))
    high = parse_number(match.group("hi")) if match.group("hi") else low
    unit = match.group("unit") or match.group("unit0") or ""
    shared = bool(match.group("each"))
    span = match.start() + len(match.group()) - len(match.group().lstrip()), match.end()
    if low is None or high is None:
        return Quantity(match.group().strip(), Kind.UNKNOWN, shared=shared, start=span[0], end=span[1])
    if match.group("unit0") and match.group("hi") and match.group("unit0") != unit:
        factors = (_factor(u, _dimension(u), Convention.DECIMAL) for u in (match.group("unit0"), unit))
        low *= next(factors) / next(factors)
    low, high, end = _with_rest(folded, match, low, high, unit)
    low, high = min(low, high), max(low, high)
    kind = Kind.EXACT if low == high else Kind.RANGE
    return Quantity(
        folded[span[0] : end].strip(), kind, low, high, unit, _dimension(unit), shared, start=span[0], end=end
    )


def _with_rest(folded: str, match: re.Match[str], low: float, high: float, unit: str) -> tuple[float, float, int]:
    """Adds 半 and a smaller unit that follow: 一两半, 一两六铢."""
    end = match.end()
    if match.group("half"):
        return low + 0.5, high + 0.5, end
    following = _NEXT.match(folded, end)
    if low != high or following is None or not unit:
        return low, high, end
    dimension = _dimension(unit)
    small = following.group("unit")
    ratio = _factor(small, _dimension(small), Convention.QUARTER if unit == "两" else Convention.DECIMAL)
    ratio /= _factor(unit, dimension, Convention.DECIMAL)
    value = parse_number(following.group("lo"))
    if _dimension(small) is not dimension or dimension is Dimension.COUNT or ratio >= 1 or value is None:
        return low, high, end
    value += 0.5 if following.group("half") else 0.0
    return low + value * ratio, high + value * ratio, following.end()


@lru_cache(maxsize=256)
def _dimension(unit: str) -> Dimension:
    for table, dimension in (
        (_MASS, Dimension.MASS),
        (_OLD_MASS, Dimension.OLD_MASS),
        (_VOLUME, Dimension.VOLUME),
        (_OLD_VOLUME, Dimension.OLD_VOLUME),
    ):
        if unit in table:
            return dimension
    if unit == "分":
        return Dimension.OLD_MASS
    if unit in _SHARE:
        return Dimension.SHARE
    return Dimension.COUNT if unit in _COUNT_UNITS else Dimension.OTHER


@lru_cache(maxsize=1024)
def _factor(unit: str, dimension: Dimension, convention: Convention) -> float:
    if unit == "分":
        return 0.25 if convention is Convention.QUARTER else 0.01
    tables = {
        Dimension.MASS: _MASS,
        Dimension.OLD_MASS: _OLD_MASS,
        Dimension.VOLUME: _VOLUME,
        Dimension.OLD_VOLUME: _OLD_VOLUME,
    }
    return tables.get(dimension, {}).get(unit, 1.0)


def dimension_of(unit: str) -> Dimension:
    """What a unit measures; OTHER for a unit that is not known."""
    return _dimension(unit)


def convention_of(quantities: Iterable[Quantity]) -> Convention:
    """Convention for 分 of one formula: decimal when 钱 or 厘 occur in it, else a quarter of a 两."""
    units = {quantity.unit for quantity in quantities}
    return Convention.DECIMAL if units & {"钱", "厘", "字"} else Convention.QUARTER


def spread_shared(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Carries 各X back over the ingredients before it that have no amount of their own.

    白术 茯苓（各二两） gives both two 两; the carried one is marked `inherited`.
    """
    spread = list(quantities)
    for index, quantity in enumerate(spread):
        if not quantity.shared:
            continue
        back = index - 1
        while back >= 0 and spread[back].kind in (Kind.NONE, Kind.UNKNOWN):
            spread[back] = replace(quantity, text=spread[back].text or quantity.text, inherited=True)
            back -= 1
    return spread
