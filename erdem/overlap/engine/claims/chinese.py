"""Ingredient mentions in Chinese claims: names with amounts, ranges, 各, treatments, and unknown names in a list."""

from __future__ import annotations

import re
from dataclasses import replace

from erdem.lib.folding import FoldedText
from erdem.lib.quantity import NOTHING, Dimension, Kind, Quantity, find_quantities, spread_shared
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims.model import Mention
from erdem.overlap.engine.claims.ratios import with_ratio
from erdem.overlap.engine.processing import PREFIXES, SUFFIXES

_MAX_NAME = 10
# 蛋白及其, 黄白及: the words 及 and 白 meet by chance.
_AMBIGUOUS = re.compile(r"白及(?:其|相|与|对|在|应|制|用|编|表|基)|(?<=蛋)白及|(?<=空)白及")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BEFORE_LIST = frozenset("、，,；;:。 ()和与及或")
_REMARK = re.compile(r"\(([^()]{1,12})\)")
_SEPARATOR = re.compile(r"[、，,；;。:\n]|以及|及其|和(?=[\u4e00-\u9fff]{2})")
_LEAD = re.compile(
    r"^.*(?:组成|制成|包括|包含|含有|加入|添加|原料为|如下|所述|其中|取|的|由|为|按|将|用|和|与|及)(?=[\u4e00-\u9fff]{2})"
)
_PARTS = re.compile(r"份|重量比|质量比|克|配比")
_EQUAL = re.compile(r"各?(?:取)?等[分份量]")
_NOT_A_NAME = re.compile(
    r"重量|质量|原料|组合|药物|方法|步骤|时间|温度|溶液|混合|粉碎|所述|其中|权利|要求|总量|用量|剂量|每日|每次|"
    r"加水|煎煮|浓缩|过滤|比例|以下|制剂|成分|组分|余量|倍量|浓度|体积|含量|质量比|小时|分钟|目筛|颗粒|胶囊|片剂"
)
_PREPARATION = re.compile(
    r"制备方法|步骤|制法|制备工艺|加水|煎煮|粉碎|过筛|浸泡|提取[^物液]|浓缩|(?:^|[。；;])\s*(?:\(?[1-9a]\)?[\.、)])?(?:将|取)"
)


def chinese_mentions(folded: FoldedText, canonicalise: Canonicaliser) -> list[Mention]:
    """Ingredients of a Chinese text in order of appearance, with amounts; spans lie in the original text."""
    text = folded.text
    region_end = _composition_end(text)
    quantities = [quantity for quantity in _quantities(text) if quantity.start < region_end]
    names = _known_names(text, region_end, canonicalise)
    names = _with_unknown(text, names, quantities)
    attached = _attach(text, names, quantities)
    attached = with_ratio(text, attached)
    return [_mention(folded, span, quantity, canonicalise) for span, quantity in attached]


def _quantities(text: str) -> list[Quantity]:
    """Amounts of the text: numbers with units; bare ones where only a heading speaks of parts; 各等分."""
    found = find_quantities(text) or (find_quantities(text, bare=True) if _PARTS.search(text) else [])
    equal = (
        Quantity(
            match.group(),
            Kind.EQUAL,
            1.0,
            1.0,
            "等分",
            Dimension.EQUAL,
            shared=True,
            start=match.start(),
            end=match.end(),
        )
        for match in _EQUAL.finditer(text)
    )
    return sorted([*found, *equal], key=lambda quantity: quantity.start)


def _composition_end(text: str) -> int:
    """Where the composition ends and its preparation begins."""
    for match in _PREPARATION.finditer(text):
        if match.start() > 12 and find_quantities(text[: match.start()]):
            return match.start()
    return len(text)


def _known_names(text: str, end: int, canonicalise: Canonicaliser) -> list[tuple[int, int]]:
    """Spans of lexicon names, longest first from the left, widened over treatment words."""
    names = canonicalise.lexicon.chinese_names
    spans: list[tuple[int, int]] = []
    position = 0
    while position < end:
        length = next(
            (
                size
                for size in range(min(_MAX_NAME, end - position), 1, -1)
                if text[position : position + size] in names and not _AMBIGUOUS.match(text, position)
            ),
            0,
        )
        if length:
            last = spans[-1][1] if spans else 0
            spans.append(_widen(text, position, position + length, last))
            position = spans[-1][1]
        else:
            position += 1
    return spans


def _widen(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    for prefix in PREFIXES:
        at = start - len(prefix)
        if at >= floor and text.startswith(prefix, at) and (at == 0 or text[at - 1] in _BEFORE_LIST):
            start = at
            break
    for suffix in SUFFIXES:
        if text.startswith(suffix, end):
            end += len(suffix)
            break
    remark = _REMARK.match(text, end)
    return start, remark.end() if remark and not remark.group(1)[0].isdigit() else end


def _with_unknown(text: str, names: list[tuple[int, int]], quantities: list[Quantity]) -> list[tuple[int, int]]:
    """Adds names the lexicon does not know when an amount follows them directly in a list."""
    found = list(names)
    for quantity in quantities:
        begin = max((match.end() for match in _SEPARATOR.finditer(text, 0, quantity.start)), default=0)
        begin = max([begin, *(q.end for q in quantities if q.end <= quantity.start)])
        segment = text[begin : quantity.start].strip(" ()-")
        lead = _LEAD.match(segment)
        name = segment[lead.end() :] if lead else segment
        start = text.find(name, begin) if name else -1
        if start < 0 or not 2 <= len(name) <= _MAX_NAME or not _HAN.fullmatch(name):
            continue
        covered = any(first < start + len(name) and start < last for first, last in names)
        if not covered and not _NOT_A_NAME.search(name):
            found.append((start, start + len(name)))
    return sorted(set(found))


def _attach(
    text: str, names: list[tuple[int, int]], quantities: list[Quantity]
) -> list[tuple[tuple[int, int], Quantity]]:
    """Gives each name the amount directly behind it, else the one directly before it; spreads 各."""
    after = {quantity.start: quantity for quantity in quantities}
    before = {quantity.end: quantity for quantity in quantities}
    used: set[int] = set()
    attached: list[tuple[tuple[int, int], Quantity]] = []
    for start, end in names:
        place = end + _gap(text[end : end + 3])
        quantity = after.get(place)
        if quantity is None:
            left = before.get(start - _gap(text[max(0, start - 2) : start][::-1]))
            quantity = left if left is not None and left.start not in used else NOTHING
        if quantity.kind is not Kind.NONE:
            used.add(quantity.start)
        attached.append(((start, end), quantity))
    spread = spread_shared(quantity for _, quantity in attached)
    return [(span, quantity) for (span, _), quantity in zip(attached, spread, strict=True)]


def _gap(following: str) -> int:
    """Length of blanks, colon or opening bracket between a name and its amount."""
    return len(following) - len(following.lstrip(" :(为的"))


def _mention(folded: FoldedText, span: tuple[int, int], quantity: Quantity, canonicalise: Canonicaliser) -> Mention:
    first, last = folded.span(*span)
    written = folded.original[first:last]
    if quantity.kind is not Kind.NONE and not quantity.inherited:
        quantity = replace(quantity, text=folded.quote(quantity.start, quantity.end))
    return Mention(written, (first, last), canonicalise(written), quantity)
