"""The form for those who do not learn a syntax: its values to a query text, and back when a query fits the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from erdem.literature.search.language import leaves
from erdem.literature.search.language.display import iso_day, reread
from erdem.literature.search.language.lexer import plain
from erdem.literature.search.language.nodes import (
    And,
    ClassSymbol,
    Everything,
    Herb,
    Not,
    NumberTerm,
    Or,
    Phrase,
    Query,
    Range,
    Word,
)
from erdem.literature.search.language.parser import Parsed, parse
from erdem.literature.search.language.problems import QueryError
from erdem.literature.search.language.shape import walk
from erdem.literature.search.language.words import fold_typed

DATE_FIELDS: Final = ("pd", "ad", "date")
_SIGNS: Final = re.compile(r'[{}()"!*\[\]<>=|]+')
_GAPS: Final = re.compile(r"[ ,;]+")


@dataclass(frozen=True, slots=True)
class FormValues:
    """What stands in the form, as typed; an empty string is an empty box.

    The boxes of several words take them apart at spaces and commas. ``classes`` and ``places`` are alternatives to each other.
    ``date_from`` and ``date_to`` are years, months or days of ``date_field`` (`DATE_FIELDS`).
    """

    all_words: str = ""
    any_words: str = ""
    phrase: str = ""
    no_words: str = ""
    title: str = ""
    applicant: str = ""
    inventor: str = ""
    classes: str = ""
    number: str = ""
    places: str = ""
    status: str = ""
    date_field: str = "pd"
    date_from: str = ""
    date_to: str = ""
    expands_herbs: bool = False


def from_form(values: FormValues, *, is_herb: Callable[[str], bool] = lambda name: True) -> str:
    """The query text of a form; "" for an empty one. Signs of the language inside the boxes mean nothing there.

    With ``expands_herbs`` the words of the first two boxes whose folded name ``is_herb`` are expanded.
    """
    text = _written(values, is_herb, _word)
    return text if _is_query(text) else _written(values, is_herb, _quote)


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


def _written(values: FormValues, is_herb: Callable[[str], bool], write: Callable[[str], str]) -> str:
    """The query text with each word written by ``write``: as it stands, or in quotes where beside others it means something."""
    all_words, any_words = (
        [_herb(word) if values.expands_herbs and is_herb(fold_typed(word)) else write(word) for word in _split(box)]
        for box in (values.all_words, values.any_words)
    )
    found = [
        *all_words,
        _bracket("", any_words, " OR "),
        _quote(values.phrase),
        *(f"-{word}" for word in map(write, _split(values.no_words)) if word),
        _bracket("ti", [write(word) for word in _split(values.title)], " "),
        _bracket("pa", [_name(values.applicant, write)], ""),
        _bracket("in", [_name(values.inventor, write)], ""),
        _bracket("ic", [_SIGNS.sub("", word) for word in _split(values.classes)], " OR "),
        _number(values.number),
        _bracket("place", [write(word) for word in _split(values.places)], " OR "),
        _bracket("status", [_name(values.status, write)], ""),
        _dates(values),
    ]
    return " ".join(part for part in found if part)


def to_form(parsed: Parsed) -> FormValues | None:
    """The form that gives the same query; None when the query says something the form cannot say."""
    boxes: dict[str, list[str]] = {}
    ranges: list[Range] = []
    for part in _top(parsed.node):
        if isinstance(part, Range):
            ranges.append(part)
            continue
        box, words = _box_of(part)
        if not box or (box in boxes and box not in _REPEATED):
            return None
        boxes.setdefault(box, []).extend(words)
    if len(ranges) > 1 or (ranges and ranges[0].field not in DATE_FIELDS):
        return None
    values = FormValues(
        **{box: " ".join(words) for box, words in boxes.items()},
        **_days(ranges),
        expands_herbs=any(isinstance(leaf, Herb) for part in _top(parsed.node) for leaf in _alternatives(part)),
    )
    return values if _gives(values, parsed) else None


_REPEATED: Final = frozenset({"all_words", "no_words"})
_BOXES: Final = {
    "ti": "title",
    "pa": "applicant",
    "in": "inventor",
    "ic": "classes",
    "place": "places",
    "status": "status",
}


def _split(box: str) -> list[str]:
    return [word for word in _GAPS.split(plain(box)) if word]


def _herb(word: str) -> str:
    name = _SIGNS.sub("", word)
    return f"{{{name}}}" if _says_something(name) else ""


def _word(word: str) -> str:
    """A word as it is, or in quotes when the language would take it for something else."""
    try:
        read = parse(word)
    except QueryError:
        return _quote(word)
    is_plain = isinstance(read.node, Word) and not read.node.field and not read.warnings and "(" not in word
    return word if is_plain else _quote(word)


def _quote(text: str) -> str:
    kept = " ".join(_SIGNS.sub(" ", plain(text)).split(" ")).strip()
    kept = re.sub(" {2,}", " ", kept)
    return f'"{kept}"' if _says_something(kept) else ""


def _says_something(text: str) -> bool:
    """Whether there is a letter or digit to look for, not only signs and invisible characters."""
    return any(map(str.isalnum, text))


def _name(box: str, write: Callable[[str], str]) -> str:
    words = _split(box)
    return write(words[0]) if len(words) == 1 else _quote(box)


def _bracket(field: str, words: list[str], connector: str) -> str:
    words = [word for word in words if word]
    label = f"{field}:" if field else ""
    if len(words) > 1:
        return f"{label}({connector.join(words)})"
    return label + words[0] if words else ""


def _number(box: str) -> str:
    typed = re.sub(r"[\s;*]+", "", _SIGNS.sub("", plain(box)))
    if not typed:
        return ""
    return typed.upper() if leaves.read_number("", typed, 0, len(typed)) else f'pn:"{typed}"'


def _dates(values: FormValues) -> str:
    field = values.date_field if values.date_field in DATE_FIELDS else DATE_FIELDS[0]
    low, high = (re.sub(r"\s+", "", _SIGNS.sub("", plain(day))) for day in (values.date_from, values.date_to))
    return f"{field}:{low}..{high}" if low or high else ""


def _top(node: Query) -> list[Query]:
    inner = node.nodes if isinstance(node, And) else (node,)
    return [part for part in inner if not isinstance(part, Everything)]


def _alternatives(node: Query) -> tuple[Query, ...]:
    return node.nodes if isinstance(node, (Or, And)) else (node,)


def _box_of(node: Query) -> tuple[str, list[str]]:
    """The box that a part belongs to and the words in it; ("", []) when there is none."""
    if isinstance(node, Not):
        box, words = _box_of(node.node)
        is_one = box == "all_words" or (box == "phrase" and " " not in words[0])
        return ("no_words", words) if is_one and not isinstance(node.node, Herb) else ("", [])
    if isinstance(node, NumberTerm):
        return "number", [node.text]
    leaves_of = _alternatives(node)
    fields = {getattr(leaf, "field", None) for leaf in leaves_of}
    words = [_typed(leaf) for leaf in leaves_of]
    if len(fields) != 1 or not all(words):
        return "", []
    field = fields.pop()
    if field:
        return _BOXES.get(field, ""), words
    if isinstance(node, Or):
        return "any_words", words
    return ("phrase" if isinstance(node, Phrase) else "all_words"), words


def _typed(node: Query) -> str:
    """What a person would type into a box for a leaf; "" for what no box can take."""
    if isinstance(node, Word):
        return node.text + "*" * node.prefix
    if isinstance(node, Phrase):
        return node.text
    if isinstance(node, ClassSymbol):
        return node.symbol + "*" * node.prefix if node.field == "ic" else ""
    return node.name if isinstance(node, Herb) and node.expanded else ""


def _days(ranges: list[Range]) -> dict[str, str]:
    if not ranges:
        return {}
    return {"date_field": ranges[0].field, "date_from": iso_day(ranges[0].low), "date_to": iso_day(ranges[0].high)}


def _gives(values: FormValues, parsed: Parsed) -> bool:
    """Whether the form leads back to the query, whatever the order of its parts."""
    herbs = {node.name for node in walk(parsed.node) if isinstance(node, Herb)}
    try:
        again = reread(parsed, from_form(values, is_herb=herbs.__contains__)).node
    except QueryError:
        return False
    return Counter(_top(again)) == Counter(_top(parsed.node))
