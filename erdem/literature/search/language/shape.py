"""What a tree of nodes is made of: its parts, its fields, what may stand beside NEAR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from erdem.literature.search.language.nodes import And, Everything, Herb, Near, Not, Or, Phrase, Query, Word


def children(node: Query) -> tuple[Query, ...]:
    """The nodes directly inside this one, from left to right."""
    if isinstance(node, (And, Or)):
        return node.nodes
    if isinstance(node, Near):
        return node.left, node.right
    return (node.node,) if isinstance(node, Not) else ()


def walk(node: Query) -> Iterator[Query]:
    """This node and all inside it, from left to right."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def fields_of(node: Query) -> frozenset[str]:
    """The fields that the parts of the node speak of; `Everything` speaks of none."""
    return frozenset(one.field for one in walk(node) if not isinstance(one, (And, Or, Not, Near, Everything)))


def is_near_side(node: Query) -> bool:
    """Whether the node can stand beside NEAR."""
    if isinstance(node, Or):
        return all(isinstance(one, (Word, Phrase, Herb)) for one in node.nodes)
    return isinstance(node, (Word, Phrase, Herb))


def negated(node: Query, start: int) -> Query:
    """The opposite of the node, standing from ``start`` on; the opposite of an exclusion is what it excludes."""
    if isinstance(node, Not):
        return replace(node.node, start=start)
    return Not(node, start=start, end=node.end)


def is_unwritten(node: Query) -> bool:
    """Whether this is the `Everything` that the parser puts beside exclusions and that stands nowhere in the text."""
    return isinstance(node, Everything) and node.start == node.end
