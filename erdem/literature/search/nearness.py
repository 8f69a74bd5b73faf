"""Texts near each other.

Both texts stand in the same part of the document, in any order, the end of one within the distance of the beginning of the
other. Distance is counted in words: 1 is next to each other. In Chinese, Japanese and Korean a word counts as two
characters. The index checks the ends of the two texts and, apart from that, that both texts stand there as a whole; a
document can be found wrongly only when a part of one text is near the other and the whole of it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tantivy import Query

from erdem.literature.search.language import nodes
from erdem.literature.search.text_queries import Adjacent, TextQueries, all_of, any_of, exact_fields

MOST_NAMES: Final = 200
_CHARACTERS: Final = 2  # of a word in continuous writing


def near(node: nodes.Near, texts: TextQueries) -> Query | None:
    """The query for two sides near each other; None when a side has nothing to look for."""
    left, right = _alternatives(node.left, texts), _alternatives(node.right, texts)
    if not left or not right:
        return None
    searched = [field for field in exact_fields(_field(node.left)) if field in exact_fields(_field(node.right))]
    return any_of([_near_in(field, left, right, node.distance, texts) for field in searched])


def _field(side: nodes.Query) -> str:
    if isinstance(side, nodes.Or):
        return next((found for found in map(_field, side.nodes) if found), "")
    return side.field if isinstance(side, nodes.Word | nodes.Phrase | nodes.Herb) else ""


def _alternatives(side: nodes.Query, texts: TextQueries) -> list[Adjacent]:
    found = (texts.adjacent(text, prefix=prefix) for text, prefix in dict.fromkeys(_texts(side)))
    return [one for one in found if one is not None][:MOST_NAMES]


def _texts(side: nodes.Query) -> Iterator[tuple[str, bool]]:
    """The texts of a side, each with whether it may go on."""
    match side:
        case nodes.Or(nodes=parts):
            for part in parts:
                yield from _texts(part)
        case nodes.Herb():
            yield from ((name, False) for name in (side.name, *(variant.text for variant in side.variants)))
        case nodes.Word():
            yield side.text, side.prefix
        case nodes.Phrase():
            yield side.text, False


def _near_in(field: str, left: list[Adjacent], right: list[Adjacent], distance: int, texts: TextQueries) -> Query:
    both = [any_of([texts.holds(field, one) for one in side]) for side in (left, right)]
    orders = [_in_order(field, one, other, distance, texts) for one, other in ((left, right), (right, left))]
    return all_of([*both, any_of(orders)])


def _in_order(field: str, before: list[Adjacent], after: list[Adjacent], distance: int, texts: TextQueries) -> Query:
    ends = "|".join(dict.fromkeys(one.patterns()[-1] for one in before))
    beginnings = "|".join(dict.fromkeys(one.patterns()[0] for one in after))
    slop = max(_positions(one, distance) for one in (*before, *after))
    return texts.pattern_phrase(field, [f"({ends})", f"({beginnings})"], slop)


def _positions(side: Adjacent, distance: int) -> int:
    """How many positions may lie between: characters in continuous writing, whose last term covers two of them."""
    words = max(distance - 1, 0)
    return words * _CHARACTERS + 1 if side.continuous else words
