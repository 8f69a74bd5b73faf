"""“How the system understood it”: the parts of a query for the page, and the query text with one part taken out or switched.

A part is known by its ``path``, the positions on the way to it such as ``0.2``: the same text gives the same paths, so a link
can carry one. Taking a part out keeps what was typed; only where the remaining text would be read differently is it written
anew from the nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from erdem.literature.search.language.nodes import (
    And,
    ClassSymbol,
    Everything,
    Herb,
    Near,
    Not,
    NumberTerm,
    Or,
    Phrase,
    Query,
    Range,
    Variant,
    Word,
)
from erdem.literature.search.language.parser import Parsed, parse
from erdem.literature.search.language.problems import QueryError
from erdem.literature.search.language.render import render
from erdem.literature.search.language.shape import children, is_unwritten, negated, walk

PartKind: TypeAlias = Literal[
    "word", "prefix", "phrase", "near", "range", "class", "number", "herb", "not", "and", "or", "everything"
]

_KINDS: Final[dict[type, PartKind]] = {
    Word: "word",
    Phrase: "phrase",
    Near: "near",
    Range: "range",
    ClassSymbol: "class",
    NumberTerm: "number",
    Herb: "herb",
    Not: "not",
    And: "and",
    Or: "or",
    Everything: "everything",
}
_OPENING: Final = re.compile(r"([{｛])")
_CLOSING: Final = re.compile(r"([}｝])")
_SWITCHES: Final = "!！ \u3000"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query, ready to be shown and removed.

    ``typed`` is the piece ``text[start:end]`` of the query. ``values``: a word, phrase, herb or place as it is searched; a
    symbol; a number without spaces; for a range the first and last day as yyyy-mm-dd, "" for open; for near the distance.
    """

    kind: PartKind
    path: str
    node: Query
    field: str
    typed: str
    values: tuple[str, ...]
    children: tuple[Part, ...] = ()
    variants: tuple[Variant, ...] = ()

    @property
    def start(self) -> int:
        """Where the part begins in the query text."""
        return self.node.start

    @property
    def end(self) -> int:
        """The character behind the part."""
        return self.node.end


def parts(parsed: Parsed) -> tuple[Part, ...]:
    """The parts that must all hold, from left to right; parts inside them are their children. () when all is listed."""
    whole = _part(parsed.text, parsed.node, "")
    if whole is None or isinstance(parsed.node, Everything):
        return ()
    return whole.children if isinstance(parsed.node, And) else (whole,)


def part_at(parsed: Parsed, path: str) -> Part | None:
    """The part at a path as a link carries it; None when the query has no such part."""
    trail = _trail(parsed.node, path)
    return _part(parsed.text, trail[-1], path) if trail else None


def without(parsed: Parsed, part: Part) -> str:
    """The query text with the part taken out: connectors and brackets that would stand alone go too; "" when none is left."""
    steps = _steps(part.path)
    trail = _trail(parsed.node, part.path)
    left = _pruned(parsed.node, steps) if trail else parsed.node
    if left is None:
        return ""
    text = _cut(parsed.text, trail) if trail else parsed.text
    return text if _means(text, left, parsed) else render(left)


def with_switch(parsed: Parsed, part: Part, *, on: bool) -> str:
    """The query text with the expansion of the herb ``part`` switched on or off; unchanged when it is no herb."""
    if not isinstance(part.node, Herb):
        return parsed.text
    start, end = part.start, part.end
    opening, brace, inner = _OPENING.split(parsed.text[start:end], maxsplit=1)
    name, closing, rest = _CLOSING.split(inner, maxsplit=1) if _CLOSING.search(inner) else (inner, "}", "")
    switched = f"{opening}{brace}{name.rstrip(_SWITCHES)}{'' if on else '!'}{closing}{rest}"
    return parsed.text[:start] + switched + parsed.text[end:]


def reread(parsed: Parsed, text: str) -> Parsed:
    """Another text read with the herb names and switches of ``parsed``.

    Raises: QueryError.
    """
    herbs = [node for node in walk(parsed.node) if isinstance(node, Herb)]
    known = {herb.name: herb.variants for herb in herbs if herb.expanded}
    return parse(
        text,
        expander=lambda name: known.get(name, ()),
        switched_off={herb.name for herb in herbs if not herb.expanded} - known.keys(),
    )


def _part(text: str, node: Query, path: str) -> Part | None:
    if is_unwritten(node):
        return None
    inner = (_part(text, child, f"{path}.{at}" if path else str(at)) for at, child in enumerate(children(node)))
    kind: PartKind = "prefix" if isinstance(node, Word) and node.prefix else _KINDS[type(node)]
    return Part(
        kind,
        path,
        node,
        getattr(node, "field", ""),
        text[node.start : node.end],
        _values(node),
        tuple(part for part in inner if part is not None),
        node.variants if isinstance(node, Herb) else (),
    )


def _values(node: Query) -> tuple[str, ...]:
    match node:
        case Word(text=text) | Phrase(text=text) | Herb(name=text) | ClassSymbol(symbol=text):
            return (text,)
        case NumberTerm(text=text, key=key):
            return ("".join(text.split()).upper() or key,)
        case Range(low=low, high=high):
            return (iso_day(low), iso_day(high))
        case Near(distance=distance):
            return (str(distance),)
    return ()


def iso_day(day: int | None) -> str:
    """A day yyyymmdd as yyyy-mm-dd, "" for none."""
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}" if day else ""


def _steps(path: str) -> list[int]:
    steps = path.split(".") if path else []
    return [int(step) if step.isascii() and step.isdigit() and len(step) < 6 else -1 for step in steps]


def _trail(node: Query, path: str) -> list[Query]:
    """The nodes from the root to the path, both included; [] when the path leads nowhere."""
    trail = [node]
    for step in _steps(path):
        inner = children(trail[-1])
        if not 0 <= step < len(inner):
            return []
        trail.append(inner[step])
    return trail


def _pruned(node: Query, steps: list[int]) -> Query | None:
    """The node without what lies at the end of the steps; None when nothing is left of it."""
    if not steps:
        return None
    inner = list(children(node))
    kept = _pruned(inner[steps[0]], steps[1:])
    if isinstance(node, Not):
        return negated(kept, node.start) if kept else None
    if isinstance(node, Near):
        other = inner[1 - steps[0]]
        if kept is None:
            return other
        return replace(node, left=kept) if steps[0] == 0 else replace(node, right=kept)
    inner[steps[0] : steps[0] + 1] = [kept] if kept else []
    return _rejoined(node, [part for part in inner if not is_unwritten(part)])


def _rejoined(node: Query, inner: list[Query]) -> Query | None:
    """An And or Or with other parts, in the form that the parser gives."""
    if inner and isinstance(node, And) and all(isinstance(part, Not) for part in inner):
        inner.insert(0, Everything())
    if len(inner) < 2:
        return inner[0] if inner else None
    return And(tuple(inner)) if isinstance(node, And) else Or(tuple(inner))


def _cut(text: str, trail: list[Query]) -> str:
    """The text without the last node of the trail and without the connector or brackets that only it needed."""
    target, above = trail[-1], trail[:-1]
    beside: list[Query] = []
    while above:
        beside = [child for child in children(above[-1]) if not is_unwritten(child)]
        if len(beside) > 1:
            break
        target = above.pop()
    if not above:
        return ""
    at = next(at for at, child in enumerate(beside) if child is target)
    start, end = (beside[at - 1].end, target.end) if at else (target.start, beside[1].start)
    before, behind = text[:start], text[end:]
    is_apart = not before or not behind or before[-1].isspace() or behind[0].isspace() or behind[0] in ")）"
    return (before + ("" if is_apart or before[-1] in "(（:：" else " ") + behind).strip()


def _means(text: str, node: Query, parsed: Parsed) -> bool:
    """Whether the text is read as the node."""
    try:
        return reread(parsed, text).node == node
    except QueryError:
        return False
