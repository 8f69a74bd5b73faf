"""A Chinese text cut into what a list is made of: known names, amounts, separators, and the words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from erdem.overlap.engine.claims.amounts import Amount
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.processing import PREFIXES, SUFFIXES

_MAX_NAME = 12
# 蛋白及其, 黄白及: the words 及 and 白 meet by chance.
_AMBIGUOUS = re.compile(
    r"白及(?:其|相|与|对|在|应|制|用|编|表|基)|(?<=蛋)白及|(?<=空)白及|石膏状|(?<=重)量具|(?<=[制准])备用"
)
_BEFORE_LIST = frozenset("、,;:。 ()和与及或/")
_REMARK = re.compile(r"\(([^()]{1,12})\)")
_SUFFIX = re.compile("|".join(sorted(map(re.escape, SUFFIXES), key=lambda word: (-len(word), word))))
_PREFIX = tuple(sorted(PREFIXES, key=lambda word: (-len(word), word)))
_PREFIX_ENDS = frozenset(prefix[-1] for prefix in PREFIXES)
_CUT = re.compile(r"[、,;:。\n]|以及|及其|和/或|或者|[和与及或并]|\.(?!\d)")
_JOINT = frozenset("和与及或并")
_HAN_NUMERAL = frozenset("零一二两三四五六七八九十百千半各均")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is name, amount, mark (punctuation), joint (和, 或 …) or words."""

    kind: str
    start: int
    end: int
    amount: Amount | None = None


@lru_cache(maxsize=4)
def _sizes(lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    """First two characters of the names -> lengths of the names that begin so, longest first."""
    sizes: dict[str, set[int]] = {}
    for name in lexicon.chinese_names:
        if 2 <= len(name) <= _MAX_NAME:
            sizes.setdefault(name[:2], set()).add(len(name))
    return {key: tuple(sorted(found, reverse=True)) for key, found in sizes.items()}


def known_names(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Spans of lexicon names, longest first from the left, widened over words of treatment and a remark in brackets."""
    names, sizes = lexicon.chinese_names, _sizes(lexicon)
    spans: list[tuple[int, int]] = []
    position, end = 0, len(text)
    while position < end:
        size = 0
        for length in sizes.get(text[position : position + 2], ()):
            if (
                position + length <= end
                and text[position : position + length] in names
                and not _AMBIGUOUS.match(text, position)
            ):
                size = length
                break
        if size:
            spans.append(_widen(text, position, position + size, spans[-1][1] if spans else 0))
            position = spans[-1][1]
        else:
            position += 1
    return spans


def _widen(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    for prefix in _PREFIX if start > floor and text[start - 1] in _PREFIX_ENDS else ():
        at = start - len(prefix)
        if at >= floor and text.startswith(prefix, at) and (at == 0 or text[at - 1] in _BEFORE_LIST):
            start = at
            break
    suffix = _SUFFIX.match(text, end)
    if suffix:
        end = suffix.end()
    remark = _REMARK.match(text, end)
    return start, remark.end() if remark and not _is_amount(remark.group(1)) else end


def _is_amount(remark: str) -> bool:
    return any(character.isdigit() or character in "%≤≥<>" for character in remark) or remark[0] in _HAN_NUMERAL


def tokens(text: str, names: Sequence[tuple[int, int]], amounts: Sequence[Amount], end: int) -> list[Token]:
    """The text up to `end` as tokens in order; a name wins over a Chinese numeral in it (三七)."""
    found: list[Token] = []
    position = 0
    for piece in _placed(text, names, amounts):
        if piece.start >= end:
            break
        if piece.start < position:
            continue
        found.extend(_between(text, position, piece.start))
        found.append(piece)
        position = piece.end
    found.extend(_between(text, position, min(end, len(text))))
    return found


def _placed(text: str, names: Sequence[tuple[int, int]], amounts: Sequence[Amount]) -> Iterator[Token]:
    pieces = [Token("name", *span) for span in names]
    taken = iter(names)
    current = next(taken, None)
    for amount in amounts:
        while current is not None and current[1] <= amount.start:
            current = next(taken, None)
        inside = current is not None and current[0] < amount.end
        if not inside or text[amount.start].isdigit():
            pieces.append(Token("amount", amount.start, amount.end, amount))
    pieces.sort(key=lambda token: (token.start, token.kind != "amount"))
    return iter(pieces)


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    position = start
    for match in _CUT.finditer(text, start, end):
        if match.group() in _JOINT and not _joins(text, match, start, end):
            continue
        if match.start() > position:
            yield Token("words", position, match.start())
        yield Token("joint" if match.group()[0] in _JOINT or len(match.group()) > 1 else "mark", *match.span())
        position = match.end()
    if position < end:
        yield Token("words", position, end)


def _joins(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """A joint stands at the edge of the stretch, or has two characters of a name on both sides."""
    if match.start() == start or match.end() == end:
        return True
    before, after = text[match.start() - 2 : match.start()], text[match.end() : match.end() + 2]
    return match.start() - start >= 2 and end - match.end() >= 2 and before.isalpha() and after.isalpha()
