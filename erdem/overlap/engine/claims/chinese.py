"""Ingredient mentions in Chinese claims: names with amounts, ranges, 各, treatments, alternatives, unknown names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from erdem.lib.folding import FoldedText
from erdem.lib.quantity import Kind, Quantity, spread_shared
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims.alternatives import chinese_groups
from erdem.overlap.engine.claims.amounts import find_amounts, outside
from erdem.overlap.engine.claims.entries import Entry, entries
from erdem.overlap.engine.claims.layout import compact
from erdem.overlap.engine.claims.lists import Token, known_names, tokens
from erdem.overlap.engine.claims.model import Language, Mention
from erdem.overlap.engine.claims.ratios import carries, distributed, ratio_spans, with_ratio

_PREPARATION = re.compile(
    r"(?:其)?制备(?:方法|工艺|步骤|过程)|步骤|制法|加水|煎煮|粉碎|过筛|浸泡|提取[^物液]|浓缩(?=[,;。、至成为得后])|"
    r"烘干|干燥(?=[,;。后至])|"
    r"(?:^|[。;])\s*(?:\(?[1-9a]\)?[.、)])?(?:将|取)"
)
_METHOD = re.compile(r"[,;。](?:其|所述)?制备(?:方法|步骤|工艺|过程)(?:为|如下|包括|是|:)")
_HEADING = re.compile(
    r"(?P<parts>重量份数?|质量份数?|份数|重量配?比|质量配?比|配比|按份|单位[:为]?份|\(份\)|重量比例)|"
    r"(?P<percent>百分[比数]|百分含量|wt%|\(%\)|单位[:为]?%|重量%)|(?P<gram>单位[:为]?(?:g|克)|\((?:g|克)\)|克数)"
)
_TITLE_END = re.compile(r"其?特征[在是]于?|,|:|(?:由|采用|以|用)(?=[^,。]{0,40}(?:组成|制成|原料))|包括|包含|含有|组成")
_TITLE = re.compile(r"^[\s\d.、,:()]{0,8}(?:一种|一类|一个|所述|根据|如|按照?|依据|权利要求|本发明)")
_CHARACTER = re.compile(r"其?特征[在是]于?")
# Numbers of entries, not amounts: (1)黄芪10份, 2)当归.
_BULLET = re.compile(r"(?:(?<=^)|(?<=[;。,、:])|(?<=[份克g%]))\(?\d{1,2}[).](?=[\u4e00-\u9fff])")
_LIST_MARKS = frozenset(("、", "和", "与", "及", "或", "以及", "和/或", "或者", ",", "并", ":"))
_SENTENCE = re.compile("[。;]")
_INDICATION = re.compile(r"(?:治疗|防治|预防|主治|缓解|改善|降低|增强|提高|抗)[^,。;:]{1,30}")


def chinese_mentions(folded: FoldedText, canonicalise: Canonicaliser) -> tuple[list[Mention], set[str]]:
    """Ingredients of a Chinese text in order of appearance with amounts, and notes; spans lie in the original text."""
    tight = compact(folded)
    text = _BULLET.sub(lambda match: ";" * len(match.group()), tight.text)
    ratios = ratio_spans(text)
    amounts = outside(find_amounts(text, Language.CHINESE, _bare_unit(text)), ratios)
    masked = _masked(text, ratios)
    names = known_names(text, canonicalise.lexicon)
    end = _composition_end(text, [amount.start for amount in amounts], names)
    listed = tokens(masked, names, amounts, end)
    found = _without_title(text, entries(masked, listed, canonicalise))
    found = _without_weak(text, listed, found)
    spread = spread_shared(entry.quantity for entry in found)
    found = [_given(entry, quantity) for entry, quantity in zip(found, spread, strict=True)]
    pairs = distributed(text, with_ratio(text, [((entry.start, entry.end), entry.quantity) for entry in found]))
    found = [_given(entry, quantity) for entry, (_, quantity) in zip(found, pairs, strict=True)]
    groups = chinese_groups(text, listed, found)
    found = _shared_in_groups(found, groups)
    flags = {flag for entry in found for flag in entry.flags}
    mentions = [_mention(tight, entry, canonicalise, groups.get(index)) for index, entry in enumerate(found)]
    return _merged(text, mentions, found, groups), flags


def _given(entry: Entry, quantity: Quantity) -> Entry:
    return entry if entry.quantity is quantity else replace(entry, quantity=quantity)


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with a separator in the place of every character of the spans."""
    if not spans:
        return text
    letters = list(text)
    for start, end in spans:
        letters[start:end] = ";" * (end - start)
    return "".join(letters)


def _bare_unit(text: str) -> str:
    """Unit that a heading gives to numbers without one, or nothing."""
    match = _HEADING.search(text)
    if match is None:
        return ""
    return {"parts": "份", "percent": "%", "gram": "g"}[match.lastgroup or "parts"]


def _composition_end(text: str, starts: Sequence[int], names: Sequence[tuple[int, int]]) -> int:
    """Where the composition ends and its preparation begins: the first such word behind an amount.

    A list without amounts ends where the words "the method of its preparation is" follow three names or more.
    """
    told = _METHOD.search(text, names[2][1]) if len(names) > 2 else None
    if told is not None and (not starts or told.start() < starts[0]):
        return told.start()
    if not starts:
        return len(text)
    for match in _PREPARATION.finditer(text, max(12, starts[0])):
        open_bracket = text.rfind("(", max(0, match.start() - 40), match.start())
        closed = text.rfind(")", max(0, match.start() - 40), match.start())
        if open_bracket <= closed:
            return match.start()
    return len(text)


def _without_title(text: str, found: list[Entry]) -> list[Entry]:
    """Drops names in the words that say what the claim is about (一种黄芪酒，…) when a list follows."""
    match = _CHARACTER.search(text) or (_TITLE_END.search(text) if _TITLE.match(text) else None)
    edge = match.start() if match else 0
    if not any(entry.start >= edge for entry in found):
        return found
    uses = [span.span() for span in _INDICATION.finditer(text)] if len(text) < 20_000 else []
    return [
        entry
        for entry in found
        if entry.quantity.kind is not Kind.NONE
        or (entry.start >= edge and not any(first <= entry.start < last and not entry.known for first, last in uses))
    ]


def _without_weak(text: str, listed: Sequence[Token], found: list[Entry]) -> list[Entry]:
    """An unknown name without an amount counts only inside a list that known names carry, or under a shared amount."""
    kept: list[Entry] = []
    for cluster in clusters(text, found):
        weak = sum(entry.weak for entry in cluster)
        shared = len(cluster) > 1 and (cluster[-1].quantity.shared or carries(text, cluster[-1].end, len(cluster)))
        if shared or weak * 2 <= len(cluster):
            kept.extend(cluster)
        else:
            kept.extend(entry for entry in cluster if not entry.weak)
    return kept


def clusters(text: str, found: Sequence[Entry]) -> list[list[Entry]]:
    """Entries that only 、 or a joint parts, together."""
    grouped: list[list[Entry]] = []
    for entry in found:
        before = grouped[-1][-1] if grouped else None
        if before is not None and text[before.end : entry.start].strip(")") in (
            "、",
            "和",
            "与",
            "及",
            "或",
            "以及",
            "和/或",
            ",",
            "并",
        ):
            grouped[-1].append(entry)
        else:
            grouped.append([entry])
    return grouped


def _shared_in_groups(found: list[Entry], groups: dict[int, int]) -> list[Entry]:
    """当归或川芎5份: the amount of the last alternative is that of each."""
    kept = list(found)
    for index in range(len(kept) - 2, -1, -1):
        follower = kept[index + 1]
        same = index in groups and groups[index] == groups.get(index + 1)
        if same and kept[index].quantity.kind is Kind.NONE and follower.quantity.kind is not Kind.NONE:
            kept[index] = replace(kept[index], quantity=replace(follower.quantity, inherited=True))
    return kept


def _mention(folded: FoldedText, entry: Entry, canonicalise: Canonicaliser, group: int | None) -> Mention:
    first, last = folded.span(entry.start, entry.end)
    written = folded.original[first:last]
    quantity = entry.quantity
    if quantity.kind is not Kind.NONE and not quantity.inherited:
        written_amount = folded.quote(quantity.start, quantity.end)
        quantity = quantity if quantity.text == written_amount else replace(quantity, text=written_amount)
    preferred = entry.preferred
    if preferred.kind is not Kind.NONE:
        preferred = replace(preferred, text=folded.quote(preferred.start, preferred.end))
    substance = canonicalise(folded.text[entry.start : entry.end])
    return Mention(written, (first, last), substance, quantity, group=group, preferred=preferred, chosen=entry.chosen)


def _merged(text: str, mentions: Sequence[Mention], found: Sequence[Entry], groups: dict[int, int]) -> list[Mention]:
    """One mention for a name that is listed first and given its amount later; a later 优选 amount is the preferred one."""
    kept: list[Mention] = []
    place: dict[str, int] = {}
    best = False
    for index, (mention, entry) in enumerate(zip(mentions, found, strict=True)):
        at = place.get(mention.substance.id)
        best = entry.best or (best and not _SENTENCE.search(text, found[index - 1].end, entry.start))
        if at is None:
            place[mention.substance.id] = len(kept)
            kept.append(mention)
            continue
        first = kept[at]
        if mention.quantity.kind is Kind.NONE or _same(mention.quantity, first.quantity):
            continue
        if first.quantity.kind is Kind.NONE:
            kept[at] = replace(
                first, quantity=mention.quantity, preferred=mention.preferred, group=groups.get(index, first.group)
            )
        elif best:
            kept[at] = first if first.preferred.kind is not Kind.NONE else replace(first, preferred=mention.quantity)
        else:
            kept.append(mention)
    return kept


def _same(one: Quantity, other: Quantity) -> bool:
    return (one.kind, one.lo, one.hi, one.unit) == (other.kind, other.lo, other.hi, other.unit)
