"""Ingredients that a book's text lists and its parsed list of ingredients lost.

Lists cut out of old books by machine are often broken: a dropped character, a missing bracket or a name at the end of a line
loses part of a formula. The text beside the list still holds it. A run of known names that follow each other with nothing
but amounts and remarks in brackets between them, before the words that begin the preparation (上为末, 水煎), and that holds at
least one ingredient of the list, is the list; what it names beyond the parsed one is recovered. Each recovered ingredient
keeps its place in the text and is marked, so that a reader can check it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.folding import fold, fold_with_offsets
from erdem.lib.quantity import NOTHING, Quantity, parse_quantity, spread_shared
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.records import Ingredient, Span

MAX_TEXT = 4_000
MAX_NAME = 8
MAX_GAP = 60
MAX_REMARK = 20
LEAST_RUN = 2
# Characters that hardly a text in traditional script, or one with damaged words, is without.
_NOT_PLAIN = re.compile("[湯當歸黃參術藥與為兩錢後飲從無腫熱處見貝頭門薑麥龍觀濕虛陰陽浓消楼茂]")
_PREPARATION = re.compile(
    r"[上右前]件?[^,，。;； ]{0,6}?(?:味|药|件|为末|为细末|为粗末|捣|锉|等分|㕮| 咀)|为(?:细|粗)?末|捣罗|水煎|每服|每用|炼蜜"
)
_OPEN, _CLOSE = "(（〔[【", ")）〕]】"
_BRACKET = re.compile(r"[(（〔\[【]([^()（）〔\[【〕\]】]{0,40})[)）〕\]】]?")
_DOSED = re.compile(r"\s?[(（〔\[【][各以上\s]*[一二三四五六七八九十百半两数]")
_MARKS = re.compile(r"[\s、,，。;；:：.)）〕\]】]+")
# Words that tell a sentence from a list.
_SENTENCE = re.compile(r"[治主疗之者也服或与及宜能不可其则若汤散丸末水酒]")
MAX_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Named:
    """One known name in a folded text."""

    start: int
    end: int
    substance: str


def recovered(
    text: str, listed: Sequence[Ingredient], canonicalise: Canonicaliser, own: frozenset[str]
) -> tuple[Ingredient, ...]:
    """Ingredients the text lists beside the parsed ones; `own` are the ids of the substances of `listed`."""
    if not text or not listed:
        return ()
    folded = _list_part(fold_plain(text[:MAX_TEXT]), listed)
    if not folded:
        return ()
    names = list(names_in(folded, canonicalise.lexicon.chinese_names))
    run = _best_run(folded, _apart_from(folded, names, listed), own)
    if len(run) < LEAST_RUN:
        return ()
    quantities = spread_shared(_quantity_after(folded, name.end) for name in run)
    lost = [(name, amount) for name, amount in zip(run, quantities, strict=True) if name.substance not in own]
    if not lost:
        return ()
    spans = _spans(text[:MAX_TEXT], folded, [name for name, _ in lost])
    return tuple(
        Ingredient(
            name=text[first:last],
            dose=amount.text,
            processing=_remark_after(folded, name.end),
            quantity=amount,
            span=(first, last),
            recovered=True,
        )
        for (name, amount), (first, last) in zip(lost, spans, strict=True)
    )


def _list_part(folded: str, listed: Sequence[Ingredient]) -> str:
    """The text up to the words that begin the preparation; empty when it names none of the listed ingredients."""
    places = [at for item in listed if (at := folded.find(fold_plain(item.name.strip()))) >= 0]
    if not places:
        return ""
    ends = _PREPARATION.search(folded, min(places))
    return folded[: ends.start()] if ends else folded


def _apart_from(folded: str, names: Sequence[Named], listed: Sequence[Ingredient]) -> list[Named]:
    """The names that are neither a piece of a longer listed one nor a remark in brackets."""
    inside = {
        at
        for item in listed
        if (start := folded.find(item.name.strip())) >= 0
        for at in range(start + 1, start + len(item.name.strip()))
    }
    starts = {folded.find(item.name.strip()): len(item.name.strip()) for item in listed}
    return [
        name
        for name in names
        if name.start not in inside
        and starts.get(name.start, 0) <= name.end - name.start
        and (not _in_bracket(folded, name.start) or _DOSED.match(folded, name.end))
    ]


def fold_plain(text: str) -> str:
    """The text folded; one in plain simplified characters is taken as it is, which is much faster."""
    return fold(text) if _NOT_PLAIN.search(text) else text


def names_in(folded: str, names: Mapping[str, str]) -> Iterator[Named]:
    """Known Chinese names of two characters and more, longest first from the left."""
    starts = _starts(names)
    at, size = 0, len(folded)
    while at < size - 1:
        longest = starts.get(folded[at : at + 2], 0)
        for length in range(min(longest, size - at), 1, -1):
            known = names.get(folded[at : at + length])
            if known is not None:
                yield Named(at, at + length, known)
                at += length
                break
        else:
            at += 1


_STARTS: dict[int, tuple[Mapping[str, str], dict[str, int]]] = {}


def _starts(names: Mapping[str, str]) -> dict[str, int]:
    """First two characters of the names -> length of the longest that begins so; kept for the latest table."""
    kept = _STARTS.get(id(names))
    if kept is not None and kept[0] is names:
        return kept[1]
    starts: dict[str, int] = {}
    for name in names:
        if 2 <= len(name) <= MAX_NAME:
            starts[name[:2]] = max(starts.get(name[:2], 0), len(name))
    _STARTS.clear()
    _STARTS[id(names)] = (names, starts)
    return starts


def _best_run(folded: str, names: Sequence[Named], own: frozenset[str]) -> list[Named]:
    """The run that shares most with the parsed list, without repeats."""
    best: list[Named] = []
    most = 0
    for run in _runs(folded, names):
        shared = len({name.substance for name in run} & own)
        if shared > most:
            best, most = run, shared
    return list({name.substance: name for name in reversed(best)}.values())[::-1]


def _runs(folded: str, names: Sequence[Named]) -> Iterator[list[Named]]:
    run: list[Named] = []
    for name in names:
        if run and not _is_list_gap(folded[run[-1].end : name.start]):
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def _is_list_gap(gap: str) -> bool:
    """Only amounts, remarks and at most a short unknown word stand between two names of a list."""
    if len(gap) > MAX_GAP or _PREPARATION.search(gap):
        return False
    rest = _MARKS.sub("", _BRACKET.sub("", gap))
    return len(rest) <= MAX_UNKNOWN and not _SENTENCE.search(rest)


def _in_bracket(folded: str, at: int) -> bool:
    before = folded[max(0, at - MAX_REMARK) : at]
    return max(before.rfind(mark) for mark in _OPEN) > max(before.rfind(mark) for mark in _CLOSE)


def _remark_after(folded: str, at: int) -> str:
    remark = _BRACKET.match(folded, at) or (folded[at : at + 1].isspace() and _BRACKET.match(folded, at + 1)) or None
    return remark.group(1)[:MAX_REMARK].strip() if remark else ""


def _quantity_after(folded: str, at: int) -> Quantity:
    remark = _remark_after(folded, at)
    return parse_quantity(remark) if remark else NOTHING


def _spans(text: str, folded: str, names: Sequence[Named]) -> list[Span]:
    if text.startswith(folded):
        return [(name.start, name.end) for name in names]
    offsets = fold_with_offsets(text)
    return [offsets.span(name.start, name.end) for name in names]
