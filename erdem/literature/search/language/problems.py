"""What can be wrong with a query, and what was read differently from how it was typed.

A query that cannot mean anything is refused with a `QueryError`; where a guess is harmless the query is read and a `Remark`
says what was done. Both point at characters of the query text and carry a `Fault`'s slug, English template and parameters,
so that a page translates the template and fills it in itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from erdem.lib.reading import Fault


@dataclass(frozen=True, slots=True)
class Remark:
    """A harmless guess; ``text[start:end]`` is what it speaks of."""

    code: str
    template: str
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return self.template % self.params


class QueryError(Exception):
    """The query cannot be read. ``start`` and ``end`` are the half-open span of the query text that is to blame."""

    def __init__(self, fault: Fault, start: int, end: int, /, **params: str | int) -> None:
        super().__init__(fault.template % params)
        self.code = fault.code
        self.template = fault.template
        self.params: Mapping[str, str | int] = params
        self.start = start
        self.end = end


def remark(fault: Fault, start: int, end: int, /, **params: str | int) -> Remark:
    """A remark of this kind at a place."""
    return Remark(fault.code, fault.template, params, start, end)


QUERY_TOO_LONG = Fault(
    "query-too-long",
    "The query has %(length)d characters; up to %(limit)d can be read. Nothing was searched. Shorten it.",
)
TOO_MANY_TERMS = Fault(
    "query-too-many-terms",
    "The query has more than %(limit)d terms. Nothing was searched. Split it into several queries.",
)
TOO_DEEP = Fault(
    "query-too-deep",
    "Brackets are nested more than %(limit)d deep. Nothing was searched. Take some brackets out.",
)
UNKNOWN_FIELD = Fault(
    "query-unknown-field",
    "There is no field “%(field)s”. Nothing was searched. Use one of: %(known)s. To search for the characters themselves, "
    "put them in quotes.",
)
MISSPELT_FIELD = Fault(
    "query-misspelt-field",
    "There is no field “%(field)s”. Nothing was searched. Perhaps “%(nearest)s” is meant.",
)
NO_SUCH_LABEL = Fault(
    "query-no-such-label",
    "“%(field)s” is no field, so it was searched as a word.",
)
FIELD_WITHOUT_VALUE = Fault(
    "query-field-without-value",
    "Nothing follows the field “%(field)s”. Nothing was searched. Write what is looked for after the colon.",
)
NO_COMPARISON = Fault(
    "query-no-comparison",
    "“%(field)s” is no date, so it cannot be compared with “%(operator)s”. Nothing was searched. Write a colon.",
)
LONELY_NOT = Fault(
    "query-lonely-not",
    "Nothing follows “%(operator)s”. Nothing was searched. Write what the hits must not contain.",
)
LONELY_CONNECTOR = Fault(
    "query-lonely-connector",
    "“%(operator)s” has nothing on one side and was left out.",
)
NOTHING_TO_SEARCH = Fault(
    "query-nothing-to-search",
    "The query holds only connectors or empty brackets. Nothing was searched. Write at least one word.",
)
ONLY_EXCLUSIONS = Fault(
    "query-only-exclusions",
    "The query only excludes, so everything else is listed.",
)
NEAR_WITHOUT_NEIGHBOUR = Fault(
    "query-near-without-neighbour",
    "“%(operator)s” needs a word on both sides. Nothing was searched. Write for example: 发酵 NEAR/5 乳清.",
)
NEAR_CHAIN = Fault(
    "query-near-chain",
    "“%(operator)s” joins two sides only. Nothing was searched. Write: a NEAR/5 b AND b NEAR/5 c.",
)
NEAR_NEEDS_WORDS = Fault(
    "query-near-needs-words",
    "“%(operator)s” stands only between words, phrases, herbs, or several of them joined by OR. Nothing was searched.",
)
NEAR_DIFFERENT_FIELDS = Fault(
    "query-near-different-fields",
    "Both sides of “%(operator)s” must be in the same field. Nothing was searched. Write for example: ti:(发酵 NEAR/5 乳清).",
)
NEAR_CLAMPED = Fault(
    "query-near-clamped",
    "The distance of “%(operator)s” was set to %(distance)d; 1 to %(limit)d are possible.",
)
UNCLOSED_QUOTE = Fault("query-unclosed-quote", "The quotation mark is not closed; the phrase was read to the end.")
UNCLOSED_BRACKET = Fault("query-unclosed-bracket", "The bracket is not closed; it was closed at the end.")
UNCLOSED_HERB = Fault("query-unclosed-herb", "The brace is not closed; it was closed after “%(name)s”.")
STRAY_BRACKET = Fault("query-stray-bracket", "This closing bracket has no opening one and was left out.")
EMPTY_BRACKETS = Fault("query-empty-brackets", "Nothing stands in the brackets or quotes; they were left out.")
STAR_MISPLACED = Fault(
    "query-star-misplaced",
    "An asterisk stands only at the end of a word. Nothing was searched. Write the beginning of the word and then *.",
)
PREFIX_TOO_SHORT = Fault(
    "query-prefix-too-short",
    "Before the asterisk there must be at least one Chinese character or two letters. Nothing was searched. "
    "Write more of the word.",
)
NO_PATTERNS = Fault(
    "query-no-patterns",
    "Patterns such as /…/ or a question mark inside a word cannot be searched. Nothing was searched. "
    "Write whole words, or the beginning of a word and then *.",
)
MODIFIER_IGNORED = Fault("query-modifier-ignored", "“%(modifier)s” has no meaning here and was left out.")
NO_SUCH_DATE = Fault(
    "query-no-such-date",
    "“%(value)s” is no date. Nothing was searched. Write for example 2010, 2010-05, 2010-05-31 or 2010..2015.",
)
REVERSED_RANGE = Fault("query-reversed-range", "The range ran backwards and was turned round.")
UNREADABLE_CLASS = Fault(
    "query-unreadable-class",
    "“%(value)s” is no class symbol. Nothing was searched. Write for example %(example)s.",
)
UNREADABLE_NUMBER = Fault(
    "query-unreadable-number",
    "“%(value)s” is no patent number. Nothing was searched. Write for example CN102302596A or 201110265152.0.",
)
UNKNOWN_HERB = Fault(
    "query-unknown-herb",
    "The lexicon does not know the herb “%(name)s”; only this name was searched.",
)
