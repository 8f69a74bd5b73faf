"""Amounts as claims write them: ranges, one-sided bounds, 约, ±, and the units of patents, in Chinese and English.

Works on folded text; every pattern looks at a bounded stretch, so the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from erdem.lib.quantity import Dimension, Kind, Quantity, dimension_of, parse_number
from erdem.overlap.engine.claims import notes
from erdem.overlap.engine.claims.model import Language

MAX_AMOUNTS = 4_000
_HAN = "零一二三四五六七八九十百千半"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,9}}(?:\.\d{{1,9}})?|\.\d{{1,9}})(?!\d)|"
    rf"[{_HAN}]{{1,8}}(?:点[{_HAN}]{{1,6}})?|两(?=[份克个枚斤])"
)
_NUMBER_EN = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})(?!\d)(?:/\d{1,4}(?!\d))?"
_WORDS_EN = {
    word: float(value)
    for value, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_UNITS_ZH = (
    r"(?:重量|质量|体积)?百分[比数](?:含量)?|(?:重|质|体)量?份数?|体积份数?|份(?:重量|质量)?|重量%|质量%|体积%|wt\.?%|vol\.?%|"
    r"%(?:\((?:w/w|w/v|v/v|wt|重量|质量)\)|wt)?|‰|kg|千克|公斤|mg|毫克|[μu]g|微克|g(?![a-z])|克|ml|毫升|l(?![a-z])|升|"
    r"斤|两|钱|枚|个|只|条|片|粒|iu|ppm"
)
_UNITS_EN = (
    r"(?:wt\.?|weight|mass|mol(?:e|ar|\.)?|vol(?:ume|\.)?|atomic|at\.?)[ -]?(?:%|percent|parts?)|parts?|"
    r"%|per ?cent|kg|kilograms?|mg|milligrams?|[μu]g|mcg|micrograms?|grams?|g|ml|milliliters?|liters?|l|oz|ounces?|"
    r"i\.?u\.?|ppm|lbs?|pounds?|teaspoons?|tablespoons?|cups?"
)
_TAIL_EN = (
    r"(?:[ -]?\(?(?:by |per )?(?:(?:weight|mass|volume)\b|(?:wt|vol)\b\.?)(?: ?/ ?(?:weight|volume))?\)?| ?\(?(?:w/w|"
    r"w/v|v/v|v/w|m/m)\)?)?"
)
_LOW_ZH = r"不[少低小]于|至少|大于或?等于|大于|超过|高于|多于|≥|>=|>"
_HIGH_ZH = r"不[超多]过|不[高大多]于|至多|最多|小于或?等于|小于|低于|少于|≤|<=|<"
_LOW_EN = r"at least|not less than|no less than|more than|greater than|in excess of|exceeding|above|a minimum of|≥|>=|>"
_HIGH_EN = (
    r"at most|not more than|no more than|not exceeding|not greater than|no greater than|less than or equal to|less than|"
    r"up to|below|under|a maximum of|≤|<=|<"
)
_ABOUT_EN = r"(?:about|approximately|around|approx\.?|~|substantially)"
_DASH = r"(?:-{1,2}|~|至|到|÷)"
ZH = re.compile(
    rf"(?P<each>各|均)?(?:用|取|为|占)?(?P<bound>{_LOW_ZH}|{_HIGH_ZH})?(?P<about>大?约|近)?(?P<minus>(?<![\d\w%）)\]])-)?"
    rf"(?<![\d.])(?P<lo>{_NUMBER})(?P<unit0>{_UNITS_ZH})?"
    rf"(?:\s?(?P<dash>{_DASH})\s?(?:约)?(?P<hi>{_NUMBER})|(?P<pm>±)(?P<delta>{_NUMBER})|(?:且|并|、|"
    rf",)?(?P<bound2>{_HIGH_ZH})(?P<hi2>{_NUMBER}))?"
    rf"(?P<unit>(?:\s?(?:{_UNITS_ZH}))?)(?P<tail>以上|以下|以内|左右)?"
)
EN = re.compile(
    rf"(?P<bound>(?:{_LOW_EN}|{_HIGH_EN}) ?)?(?P<about>{_ABOUT_EN} ?)?(?P<minus>(?<![\d\w%)\]] )(?<![\d\w%)\]])-)?"
    rf"(?<![\d.\w])(?P<lo>{_NUMBER_EN}|(?:{'|'.join(_WORDS_EN)})(?= parts?\b))(?: "
    rf"?-?(?P<unit0>(?:{_UNITS_EN})(?![a-z]){_TAIL_EN}))?"
    rf"(?: ?(?P<dash>to|-{{1,2}}|~|through|up to|and)(?: at most)? ?(?:{_ABOUT_EN} ?)?(?P<hi>{_NUMBER_EN}))?"
    rf"(?: ?-?(?P<unit>(?:{_UNITS_EN})(?![a-z]){_TAIL_EN}))?(?P<tail> or (?:less|more|greater|above|below|higher|"
    rf"lower)| and (?:above|below))?"
)
_REST_ZH = re.compile(
    r"余量|补足(?:至|到)?(?:100(?:%|份)?|百分之百)?|其余(?:为|是)?|加至100(?:%|份)?|适量|少许|等[分份量]"
)
_REST_EN = re.compile(
    r"\b(?:the )?(?:balance|remainder|rest)(?: (?:being|is|of|comprising|consisting of))?\b|\bq\.s\.(?: to 100 ?%)?|"
    r"(?<![\d%t])(?<!percent) (?:up |added )?(?:to|ad) (?:a total of )?100 ?(?:wt\.? ?|weight )?(?:%|percent)(?: by weight)?"
)
_EQUAL_EN = re.compile(r"\b(?:equal (?:parts|amounts|proportions|weights)|in equal)\b")
# A bare number that counts something else than an ingredient.
_OTHER_MEASURE = re.compile(
    r"\s?(?:°|℃|小时|分钟|秒|天|日|周|月|年|目|倍|次|rpm|r/|转|h\b|min|s\b|mpa|kpa|pa|元|种|味|步|项|号|:|/|人|例|岁|"
    r"权|nm|mm|cm|μm|um|kv|w\b|v\b)"
)
# 至少一条信息, 两个接口: a number with such a word counts things, unless it ends an entry of a list (大枣三个).
_CLASSIFIERS = frozenset("个条只片粒")
_ENDS = re.compile(r"\s*(?:[、,;。)]|和|及|与|制成|组成|$)")
_WHOLE_ZH = re.compile(r"(?:计|中|的?总)")
_DIGITS_BEFORE = re.compile(r"(?:总[量重]|共|合计|制成|以|每|步骤|权利要求)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with what is odd about it."""

    quantity: Quantity
    flags: frozenset[str] = frozenset()

    @property
    def start(self) -> int:
        """First folded character."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Behind the last folded character."""
        return self.quantity.end


def find_amounts(text: str, language: Language, bare_unit: str = "") -> list[Amount]:
    """All amounts of a folded text in order; numbers without a unit only when a heading gave `bare_unit`."""
    chinese = language is Language.CHINESE
    found: list[Amount] = []
    pattern, position = ZH if chinese else EN, 0
    while len(found) < MAX_AMOUNTS and (match := pattern.search(text, position)):
        amount = _read(text, match, bare_unit, chinese=chinese)
        if amount is not None:
            found.append(amount)
        position = max(match.start() + 1, match.end("lo") if amount is None else amount.end)
    found.extend(_words(text, chinese=chinese))
    found.sort(key=lambda amount: (amount.start, -amount.end))
    return [a for index, a in enumerate(found) if index == 0 or a.start >= found[index - 1].end]


def _words(text: str, *, chinese: bool) -> Iterator[Amount]:
    for match in (_REST_ZH if chinese else _REST_EN).finditer(text):
        word = match.group()
        if word[0] == "等":
            start = match.start() - (text[match.start() - 1 : match.start()] == "各")
            yield Amount(_plain(text, start, match.end(), Kind.EQUAL, "等分", Dimension.EQUAL, value=1.0))
        else:
            kind = Kind.SOME if word in ("适量", "少许") else Kind.REST
            yield Amount(_plain(text, match.start(), match.end(), kind))
    if not chinese:
        for match in _EQUAL_EN.finditer(text):
            yield Amount(_plain(text, match.start(), match.end(), Kind.EQUAL, "等分", Dimension.EQUAL, value=1.0))


def _plain(
    text: str,
    start: int,
    end: int,
    kind: Kind,
    unit: str = "",
    dimension: Dimension = Dimension.OTHER,
    value: float | None = None,
) -> Quantity:
    shared = kind is Kind.EQUAL
    return Quantity(text[start:end], kind, value, value, unit, dimension, shared=shared, start=start, end=end)


def _read(text: str, match: re.Match[str], bare_unit: str, *, chinese: bool) -> Amount | None:
    unit = (match["unit"] or match["unit0"] or "").strip()
    start, end = _extent(match)
    if not unit and (not bare_unit or not match["lo"][0].isdigit() or _OTHER_MEASURE.match(text, end)):
        return None
    if chinese and (_WHOLE_ZH.match(text, end) or _DIGITS_BEFORE.search(text, max(0, start - 5), start)):
        return None
    if chinese and unit in _CLASSIFIERS and not match["lo"][0].isdigit() and not _ENDS.match(text, end):
        return None
    if not chinese and match["dash"] == "and" and not text.endswith("between ", 0, start):
        return _first_only(text, match, bare_unit)
    low = _number(match["lo"])
    if low is None:
        return None
    return _bounded(text, match, low, canonical_unit(unit) or bare_unit, start, end)


def _first_only(text: str, match: re.Match[str], bare_unit: str) -> Amount | None:
    """ "5% and 10" is not a range: only the first number is taken."""
    low = _number(match["lo"])
    if low is None or not (match["unit0"] or bare_unit):
        return None
    start, end = match.start("lo"), match.end("unit0") if match["unit0"] else match.end("lo")
    unit = canonical_unit(match["unit0"] or "") or bare_unit
    return Amount(Quantity(text[start:end], Kind.EXACT, low, low, unit, dimension_of(unit), start=start, end=end))


def _extent(match: re.Match[str]) -> tuple[int, int]:
    groups = match.groupdict()
    names = [name for name in ("each", "bound", "about", "minus", "lo") if groups.get(name)]
    start = match.start(names[0])
    text = match.group()
    return start, match.end() - (len(text) - len(text.rstrip()))


def _number(written: str) -> float | None:
    if written in _WORDS_EN:
        return _WORDS_EN[written]
    if "/" in written:
        above, below = written.split("/")
        first, second = parse_number(above), parse_number(below)
        return first / second if first is not None and second else None
    if "点" in written:
        whole, _, rest = written.partition("点")
        digits = [parse_number(one) for one in rest]
        first = parse_number(whole)
        if first is None or any(one is None or one > 9 for one in digits):
            return None
        return first + float("0." + "".join(str(int(one or 0)) for one in digits))
    plain = written.replace(",", "")
    return parse_number("0" + plain if plain.startswith(".") else plain)


def _bounded(text: str, match: re.Match[str], low: float, unit: str, start: int, end: int) -> Amount:
    flags: set[str] = set()
    groups = match.groupdict()
    written_high = groups.get("hi") or groups.get("hi2")
    high = _number(written_high) if written_high else low
    quantity = Quantity(
        text[start:end],
        Kind.EXACT,
        low,
        low,
        unit,
        dimension_of(unit),
        shared=bool(groups.get("each")),
        start=start,
        end=end,
        approximate=bool(groups["about"]) or groups["tail"] == "左右",
    )
    if match["minus"]:
        return Amount(replace(quantity, kind=Kind.UNKNOWN, lo=None, hi=None), frozenset({notes.NEGATIVE_AMOUNT}))
    if groups.get("delta"):
        delta = _number(groups["delta"] or "") or 0.0
        return Amount(_between(quantity, max(low - delta, 0.0), low + delta))
    if high is None:
        return Amount(quantity)
    if high < low:
        flags.add(notes.RANGE_REVERSED)
        low, high = high, low
    return Amount(_sided(_between(quantity, low, high), match), frozenset(flags))


def _between(quantity: Quantity, low: float, high: float) -> Quantity:
    if low == high == quantity.lo:
        return quantity
    return replace(quantity, kind=Kind.EXACT if low == high else Kind.RANGE, lo=low, hi=high)


def _sided(quantity: Quantity, match: re.Match[str]) -> Quantity:
    """Turns an exact amount with 不少于, at most, 以上 … into a one-sided one."""
    bound, tail = (match["bound"] or "").strip(), (match["tail"] or "").strip()
    lower = bool(bound) and re.fullmatch(f"{_LOW_ZH}|{_LOW_EN}", bound) is not None
    upper = bool(bound) and not lower
    if match.groupdict().get("hi2"):
        return replace(quantity, lower_open=_is_open(bound), upper_open=_is_open(match["bound2"]))
    if quantity.kind is not Kind.EXACT:
        return quantity
    lower = lower or tail in ("以上", "or more", "or greater", "or above", "or higher", "and above")
    upper = upper or tail in ("以下", "以内", "or less", "or below", "or lower", "and below")
    if lower:
        return replace(quantity, kind=Kind.AT_LEAST, hi=None, lower_open=_is_open(bound))
    if upper:
        return replace(quantity, kind=Kind.AT_MOST, lo=None, upper_open=_is_open(bound))
    return quantity


def _is_open(bound: str) -> bool:
    return bound in (
        *("大于", "超过", "高于", "多于", ">", "小于", "低于", "少于", "<"),
        *("more than", "greater than", "less than", "above", "below", "in excess of", "exceeding", "under"),
    )


_CANONICAL = (
    (
        re.compile(r"^(?:重量|质量|体积)?百分[比数]|^%|%$|^wt|^weight ?-?(?:%|percent)|percent|per cent|^vol|^mol|^at"),
        "%",
    ),
    (re.compile(r"份|part"), "份"),
    (re.compile(r"^(?:kg|千克|公斤|kilogram)"), "kg"),
    (re.compile(r"^(?:mg|毫克|milligram)"), "mg"),
    (re.compile(r"^(?:[μu]g|微克|mcg|microgram)"), "ug"),
    (re.compile(r"^(?:g|克)"), "g"),
    (re.compile(r"^(?:ml|毫升|milliliter)"), "ml"),
    (re.compile(r"^(?:l$|l[ (]|liter)"), "l"),
    (re.compile(r"^i\.?u"), "iu"),
)


def canonical_unit(written: str) -> str:
    """One spelling a unit: 份, %, ‰, g, kg, mg, ug, ml, l; others as written."""
    if not written:
        return ""
    for pattern, unit in _CANONICAL:
        if pattern.search(written):
            return unit
    return written


def outside(amounts: Sequence[Amount], spans: Sequence[tuple[int, int]]) -> list[Amount]:
    """The amounts that lie in none of the spans (both in order)."""
    kept: list[Amount] = []
    position = 0
    for amount in amounts:
        while position < len(spans) and spans[position][1] <= amount.start:
            position += 1
        if position == len(spans) or amount.end <= spans[position][0]:
            kept.append(amount)
    return kept
