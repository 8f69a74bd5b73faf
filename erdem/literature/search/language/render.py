"""From nodes to the plainest text that means the same: ``parse(render(node)).node == node``."""

from __future__ import annotations

from typing import Final

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
    Word,
)
from erdem.literature.search.language.shape import fields_of

_EITHER, _ALL, _NEGATED, _SIDE = range(4)
"""How tightly the place of a node binds: what binds less needs brackets there."""

_LOOSENESS: Final[dict[type, int]] = {Or: _EITHER, And: _ALL, Not: _NEGATED, Near: _NEGATED}


def render(node: Query) -> str:
    """The query text of a node: connectors in capitals, each field before its value or before a bracket of its own.

    The variants of a herb are not in the text: reading it again needs the same lexicon.
    """
    return _render(node, "", _EITHER)


def _render(node: Query, field: str, place: int) -> str:
    """The text of a node inside a bracket that belongs to ``field``."""
    if isinstance(node, (And, Or)):
        return _joined(node, field, place)
    if isinstance(node, Near):
        text = f"{_render(node.left, field, _SIDE)} NEAR/{node.distance} {_render(node.right, field, _SIDE)}"
        return f"({text})" if place >= _SIDE else text
    if isinstance(node, Not):
        text = f"NOT {_render(node.node, field, _NEGATED)}"
        return f"({text})" if place >= _SIDE else text
    if isinstance(node, Everything):
        return "*"
    return _value(node) if node.field == field else f"{node.field}:{_value(node)}"


def _joined(node: And | Or, field: str, place: int) -> str:
    looseness = _LOOSENESS[type(node)]
    fields = fields_of(node)
    named = next(iter(fields)) if len(fields) == 1 else ""
    needs_name = bool(named) and named != field
    inner = named if needs_name else field
    connector = " AND " if isinstance(node, And) else " OR "
    text = connector.join(_render(part, inner, looseness + 1) for part in node.nodes)
    if needs_name:
        return f"{named}:({text})"
    return f"({text})" if looseness < place else text


def _value(node: Word | Phrase | Range | ClassSymbol | NumberTerm | Herb) -> str:
    if isinstance(node, Phrase):
        return f'"{node.text}"'
    if isinstance(node, Herb):
        return f"{{{node.name}}}" if node.expanded else f"{{{node.name}!}}"
    if isinstance(node, Range):
        return str(node.low) if node.low == node.high else f"{node.low or ''}..{node.high or ''}"
    if isinstance(node, NumberTerm):
        return "".join((node.text or node.key.removeprefix("APP:")).split()).upper()
    text = node.symbol if isinstance(node, ClassSymbol) else node.text
    return text + "*" * node.prefix
