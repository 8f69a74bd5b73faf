"""From the text of a query to its nodes.

NEAR binds tighter than NOT, NOT tighter than AND (written or not), AND tighter than OR. The parser looks at each token once;
it calls itself only for brackets, whose depth is bounded before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from erdem.lib.reading import Fault
from erdem.literature.search.language import leaves, problems
from erdem.literature.search.language.brackets import balanced
from erdem.literature.search.language.fields import DATES_TOO, FIELDS, NAMES, kind_of, nearest
from erdem.literature.search.language.lexer import LONGEST, NEAR, Token, is_connector, plain, tokens_of
from erdem.literature.search.language.nodes import And, Everything, Herb, Near, Not, Or, Query, Variant
from erdem.literature.search.language.problems import QueryError, Remark, remark
from erdem.literature.search.language.shape import fields_of, is_near_side, negated
from erdem.literature.search.language.words import fold_typed

MOST_TERMS: Final = 1_000
MOST_VARIANTS: Final = 100
FARTHEST: Final = 50
USUAL_DISTANCE: Final = 5
MOST_JOINED: Final = 7
MOST_REMARKS: Final = 20

Expander = Callable[[str], Sequence[Variant]]

_STOPS: Final = frozenset({"or", "close", "end"})
_PERIOD_HEADS: Final = frozenset({"since", "Since", "before", "Before", "until", "Until", "自", "从"})
_JOINING_HEADS: Final = leaves.NUMBER_HEADS | _PERIOD_HEADS
_WORDY: Final = frozenset(slug for slug, one in FIELDS.items() if one.kind in ("text", "party", "place"))
_VALUES: Final = frozenset({"word", "quote", "herb", "open", "mongolian", "range"})
_SIGN: Final = re.compile(r"[{}()\"!*]")
_SIDES: Final = _VALUES | {"field"}
_NAMED: Final = re.compile(r"(.+?)\s*(?:[:=]\s*)?([<>]=?|[≥≤])?[:=]?")
_SIGNS: Final = {"≥": ">=", "≤": "<="}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was read: its text, what it means, and remarks about what was guessed."""

    text: str
    node: Query
    warnings: tuple[Remark, ...] = ()


def parse(text: str, *, expander: Expander | None = None, switched_off: Collection[str] = ()) -> Parsed:
    """Read a query. ``expander`` gives the other names of a herb by its folded name, none for an unknown one.

    ``switched_off`` are folded names of herbs that are not expanded although the query writes them in braces.
    Raises: QueryError, and nothing else whatever the text is.
    """
    if len(text) > LONGEST:
        raise QueryError(problems.QUERY_TOO_LONG, LONGEST, len(text), length=len(text), limit=LONGEST)
    remarks: list[Remark] = []
    simple = plain(text)
    tokens = tokens_of(simple)
    if "(" in simple or ")" in simple:
        tokens = balanced(tokens, remarks)
    if len(tokens) == 1:
        return Parsed(text, Everything(start=0, end=len(text)))
    reader = _Reader(simple, tokens, remarks, expander, switched_off)
    node = reader.whole()
    if not remarks:
        return Parsed(text, node)
    return Parsed(text, node, tuple(sorted(remarks, key=lambda one: one.start)[:MOST_REMARKS]))


class _Reader:
    """One reading of one text: where it is in the tokens, and what it has remarked."""

    __slots__ = ("at", "expander", "remarks", "switched_off", "terms", "text", "tokens")

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        remarks: list[Remark],
        expander: Expander | None,
        switched_off: Collection[str],
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.remarks = remarks
        self.expander = expander
        self.switched_off = switched_off
        self.at = 0
        self.terms = 0

    def whole(self) -> Query:
        """The whole query; a text that is nothing but a number, however it is spaced, is that number."""
        node = self._only_number() or self._any("")
        if node is None:
            raise QueryError(problems.NOTHING_TO_SEARCH, 0, len(self.text))
        return node

    def _any(self, field: str) -> Query | None:
        """Branches joined by OR, up to the closing bracket or the end."""
        branch = self._all(field)
        if self.tokens[self.at].kind != "or":
            return branch
        branches = [] if branch is None else [branch]
        is_lonely = branch is None
        while self.tokens[self.at].kind == "or":
            token = self.tokens[self.at]
            self.at += 1
            branch = self._all(field)
            if is_lonely or branch is None:
                self._note(problems.LONELY_CONNECTOR, token)
            if branch is not None:
                branches.append(branch)
            is_lonely = False
        if len(branches) < 2:
            return branches[0] if branches else None
        return Or(tuple(branches), start=branches[0].start, end=branches[-1].end)

    def _all(self, field: str) -> Query | None:
        """Parts that must all hold, up to OR, the closing bracket or the end."""
        parts: list[Query] = []
        tokens = self.tokens
        while (kind := (token := tokens[self.at]).kind) not in _STOPS:
            if kind == "and":
                self.at += 1
                following = tokens[self.at].kind
                if not parts or following in _STOPS or following == "and":
                    self._note(problems.LONELY_CONNECTOR, token)
                continue
            part = self._part(field, token)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        if type(parts[0]) is Not and all(type(part) is Not for part in parts):
            self._note(problems.ONLY_EXCLUSIONS, parts[0])
            parts.insert(0, Everything(start=parts[0].start, end=parts[0].start))
        if len(parts) == 1:
            return parts[0]
        return And(tuple(parts), start=parts[0].start, end=parts[-1].end)

    def _part(self, field: str, token: Token) -> Query | None:
        """An operand with the NOTs before it; two of them cancel out."""
        first, is_negated, last = token, False, None
        while token.kind == "not":
            is_negated, last = not is_negated, token
            self.at += 1
            token = self.tokens[self.at]
        if last is not None and token.kind in ("end", "close", "or", "and", "near"):
            raise QueryError(problems.LONELY_NOT, last.start, last.end, operator=last.text)
        node = self._operand(field, token)
        if self.tokens[self.at].kind == "near":
            node = self._near(field, node)
        if node is None or last is None:
            return node
        if is_negated:
            return negated(node, first.start)
        return replace(node, start=first.start)

    def _near(self, field: str, left: Query | None) -> Near:
        """``left NEAR/n right``; the field that the left side names holds for the right side too."""
        token = self.tokens[self.at]
        self.at += 1
        following = self.tokens[self.at]
        if left is None or following.kind not in _SIDES:
            raise QueryError(problems.NEAR_WITHOUT_NEIGHBOUR, token.start, token.end, operator=token.text)
        near_field = next(iter(fields_of(left)), field)
        right = self._operand(near_field, following)
        if right is None:
            raise QueryError(problems.NEAR_WITHOUT_NEIGHBOUR, token.start, token.end, operator=token.text)
        if self.tokens[self.at].kind == "near":
            again = self.tokens[self.at]
            raise QueryError(problems.NEAR_CHAIN, again.start, again.end, operator=again.text)
        if not (is_near_side(left) and is_near_side(right)):
            raise QueryError(problems.NEAR_NEEDS_WORDS, token.start, token.end, operator=token.text)
        if fields_of(left) | fields_of(right) != {near_field}:
            raise QueryError(problems.NEAR_DIFFERENT_FIELDS, token.start, token.end, operator=token.text)
        return Near(left, right, self._distance(token), start=left.start, end=right.end)

    def _distance(self, token: Token) -> int:
        match = NEAR.fullmatch(token.text)
        typed = int((match and (match[1] or match[2] or match[3])) or USUAL_DISTANCE)
        distance = min(max(typed, 1), FARTHEST)
        if distance != typed:
            self._note(problems.NEAR_CLAMPED, token, distance=distance, limit=FARTHEST)
        return distance

    def _operand(self, field: str, token: Token) -> Query | None:
        """One value, one bracket or one field with its value; the reader stands behind it afterwards."""
        self.at += 1
        kind, start, end, text = token
        if kind != "word":
            return _OPERANDS[kind](self, field, token)
        self._count(token)
        if (not field or field in _WORDY) and leaves.ORDINARY.fullmatch(text) and text not in _JOINING_HEADS:
            return leaves.read_ordinary(field, text, start, end)
        if text == "*":
            return Everything(start=start, end=end)
        return self._unusual(field, token)

    def _unusual(self, field: str, token: Token) -> Query | None:
        """A word that may be a number, a class, a period or an exclusion, alone or with the words behind it."""
        start, end = token.start, token.end
        text = leaves.trimmed(field, token.text, start, self.remarks)
        if text != token.text and (not text or is_connector(text)):
            return leaves.read_phrase(field, text, start, end, self.remarks)
        if (text in _JOINING_HEADS and not field) or kind_of(field) == "number":
            joined = self._joined(field)
            if joined is not None:
                return joined
        if field:
            node = leaves.read_value(field, text, start, end, self.remarks)
        elif cut := leaves.excluded_from(text):
            node = leaves.read_bare(text[cut:], start + cut, end, self.remarks)
            return None if node is None else negated(node, start)
        else:
            node = leaves.read_bare(text, start, end, self.remarks)
        following = self.tokens[self.at]
        if following.kind != "word" or following.start - end != 1:
            return node
        joined = leaves.joined(node, text, following.text, following.end)
        if joined is None:
            return node
        self.at += 1
        return joined

    def _joined(self, field: str) -> Query | None:
        """A number or period written as several words, from the one before the reader on; the longest that can be read."""
        first = self.at - 1
        head = self.tokens[first]
        for beyond in range(self._run_end(first), first, -1):
            end = self.tokens[beyond - 1].end
            typed = self.text[head.start : end]
            node: Query | None = leaves.read_number(field, typed, head.start, end)
            if node is None and not field and head.text in _PERIOD_HEADS:
                node = leaves.read_period(typed, head.start, end, self.remarks)
            if node is not None:
                self.at = beyond
                return node
        return None

    def _run_end(self, first: int) -> int:
        """The token behind the words that can be one number: nothing that begins like another number."""
        has_digits = False
        for at in range(first, first + MOST_JOINED):
            token = self.tokens[at]
            if token.kind != "word" or (has_digits and token.text[:2].isalpha() and len(token.text) > 1):
                return at
            if at > first and self.text[self.tokens[at - 1].end : token.start].strip():
                return at
            has_digits = has_digits or any(map(str.isdigit, token.text))
        return first + MOST_JOINED

    def _only_number(self) -> Query | None:
        """The whole text as one number, however it is spaced and whether in capitals or not."""
        tokens = self.tokens
        if len(tokens) > MOST_JOINED + 1 or not leaves.has_five_digits(self.text):
            return None
        if any(token.kind != "word" for token in tokens[:-1]):
            return None
        start, end = tokens[0].start, tokens[-2].end
        if self._run_end(0) != len(tokens) - 1 or len(tokens) == 2:
            return None
        return leaves.read_number("", self.text[start:end], start, end)

    def _bracket(self, field: str, token: Token) -> Query | None:
        node = self._any(field)
        closing = self.tokens[self.at]
        self.at += 1
        if node is None:
            self._note(problems.EMPTY_BRACKETS, token)
            return None
        return replace(node, start=token.start, end=closing.end)

    def _field(self, outer: str, token: Token) -> Query | None:
        """A field with its value: ``ti:沙棘``, ``ti=(沙棘 or 酸刺)``, ``pd>=2010``."""
        named = _NAMED.fullmatch(token.text)
        assert named is not None
        name, operator = named[1], _SIGNS.get(named[2], named[2])
        slug = NAMES.get(fold_typed(name))
        if slug is None:
            return self._unknown_field(outer, name, token)
        following = self.tokens[self.at]
        if following.kind not in _VALUES:
            raise QueryError(problems.FIELD_WITHOUT_VALUE, token.start, token.end, field=name)
        if operator:
            return replace(self._comparison(slug, name, operator, following, token), start=token.start)
        node = self._operand(slug, following)
        return None if node is None else replace(node, start=token.start)

    def _comparison(self, slug: str, name: str, operator: str, value: Token, token: Token) -> Query:
        if kind_of(slug) != "date" and slug not in DATES_TOO:
            raise QueryError(problems.NO_COMPARISON, token.start, token.end, field=name, operator=operator)
        if value.kind not in ("word", "quote"):
            raise QueryError(problems.NO_SUCH_DATE, value.start, value.end, value=value.text[:40])
        self.at += 1
        self._count(value)
        return leaves.read_range(slug, operator, value.text, value.start, value.end, self.remarks)

    def _unknown_field(self, outer: str, name: str, token: Token) -> Query | None:
        """A Chinese label such as 功效： that is like no field is a word; anything else is a mistake worth telling."""
        end = token.start + len(name)
        near = nearest(fold_typed(name))
        if near:
            raise QueryError(problems.MISSPELT_FIELD, token.start, end, field=name, nearest=near)
        if name.isascii():
            known = " ".join(FIELDS)
            raise QueryError(problems.UNKNOWN_FIELD, token.start, end, field=name, known=known)
        self.remarks.append(remark(problems.NO_SUCH_LABEL, token.start, end, field=name))
        self.at -= 1
        return self._operand(outer, Token("word", token.start, end, name))

    def _quote(self, field: str, token: Token) -> Query | None:
        self._count(token)
        closed = len(token.text) > 1 and token.text.endswith('"')
        if not closed:
            self._note(problems.UNCLOSED_QUOTE, token)
        inner = token.text[1:-1] if closed else token.text[1:]
        return leaves.read_phrase(field, inner, token.start, token.end, self.remarks)

    def _range(self, field: str, token: Token) -> Query:
        self._count(token)
        of_dates = bool(field) and (kind_of(field) == "date" or field in DATES_TOO)
        return leaves.read_range(field if of_dates else "date", "", token.text, token.start, token.end, self.remarks)

    def _herb(self, field: str, token: Token) -> Query | None:
        """``{沙棘}`` with its other names, ``{沙棘!}`` without them."""
        self._count(token)
        inner = token.text[1:].rstrip("}").strip()
        is_plain = inner.endswith("!")
        name = fold_typed(_SIGN.sub(" ", plain(fold_typed(inner))))
        if not name:
            self._note(problems.EMPTY_BRACKETS, token)
            return None
        if not token.text.endswith("}"):
            self._note(problems.UNCLOSED_HERB, token, name=name)
        if field and field not in _WORDY:
            return leaves.read_phrase(field, name, token.start, token.end, self.remarks)
        expanded = not is_plain and name not in self.switched_off
        variants: tuple[Variant, ...] = ()
        if expanded and self.expander is not None:
            variants = tuple(self.expander(name))[:MOST_VARIANTS]
            if not variants:
                self._note(problems.UNKNOWN_HERB, token, name=name)
        return Herb(field, name, variants, expanded, start=token.start, end=token.end)

    def _mongolian(self, field: str, token: Token) -> Query | None:
        self._count(token)
        return leaves.read_value(field, token.text, token.start, token.end, self.remarks)

    def _misplaced_near(self, field: str, token: Token) -> Query | None:
        raise QueryError(problems.NEAR_WITHOUT_NEIGHBOUR, token.start, token.end, operator=token.text)

    def _count(self, token: Token) -> None:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise QueryError(problems.TOO_MANY_TERMS, token.start, token.end, limit=MOST_TERMS)

    def _note(self, fault: Fault, place: Token | Query, **params: str | int) -> None:
        if isinstance(place, Token) and "%(operator)s" in fault.template:
            params["operator"] = place.text
        self.remarks.append(remark(fault, place.start, place.end, **params))


_OPERANDS: Final[dict[str, Callable[[_Reader, str, Token], Query | None]]] = {
    "quote": _Reader._quote,
    "herb": _Reader._herb,
    "field": _Reader._field,
    "open": _Reader._bracket,
    "mongolian": _Reader._mongolian,
    "range": _Reader._range,
    "near": _Reader._misplaced_near,
}
