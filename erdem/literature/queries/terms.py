"""What a person typed into the search line, taken apart: words, numbers, classes, years, exclusions.

Each part keeps the words it was typed with, so that the page can show it and offer to take it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from erdem.lib.folding import fold
from erdem.literature import numbers

LONGEST: Final = 300
MOST: Final = 12
CLASS: Final = re.compile(r"(?:IPC|CPC|分类号?)?[:：]?([A-HY]\d\d[A-Z](?:\d{1,4}(?:/\d{1,6})?)?)", re.IGNORECASE)
YEAR: Final = r"((?:1[89]|20)\d\d)"
SPAN: Final = re.compile(rf"{YEAR}年?[-–~～至到]{YEAR}年?")
SINCE: Final = re.compile(rf"(?:自|since)?{YEAR}年?(?:以后|之后|以来|起|后|\+)|(?:自|since){YEAR}年?", re.IGNORECASE)
UNTIL: Final = re.compile(rf"{YEAR}年?(?:以前|之前|前|止)|(?:until|before){YEAR}", re.IGNORECASE)
EXACTLY: Final = re.compile(rf"{YEAR}年")
WITHOUT: Final = re.compile(r"(?:不要|不含|不包括|排除|NOT:|[-−])(.+)", re.IGNORECASE)
PART: Final = re.compile(r'[-−]?["“]([^"”]+)["”]|\S+')


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query. ``kind`` is word, without, number, class or year; ``typed`` is what the person wrote.

    ``value`` is the folded word, the number's key, the class symbol; years lie in ``first`` and ``last``.
    """

    kind: str
    typed: str
    value: str = ""
    stem: str = ""
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A search line and its parts."""

    text: str
    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that the hits contain and the page marks."""
        return tuple(term.value for term in self.terms if term.kind == "word")

    def without(self, term: Term) -> str:
        """The search line when one part is taken out."""
        return " ".join(other.typed for other in self.terms if other is not term)


def understand(text: str) -> Understood:
    """Take a search line apart. A line that is a patent number, however written, is only that number."""
    text = " ".join(text[:LONGEST].replace("\x00", " ").split())
    number = _number(text)
    if number:
        return Understood(text, (number,))
    typed = [match[0] for match in PART.finditer(text)][:MOST]
    return Understood(text, tuple(term for part in typed if (term := _term(part))))


def _number(text: str) -> Term | None:
    if sum(map(str.isdigit, text)) < 5:
        return None
    found = numbers.parse(text) or numbers.parse(text, "application")
    return Term("number", text, found.key(), found.stem) if found else None


def _term(typed: str) -> Term | None:
    if match := WITHOUT.fullmatch(typed):
        value = fold(match[1].strip('"“”')).strip()
        return Term("without", typed, value) if value else None
    if match := CLASS.fullmatch(typed):
        return Term("class", typed, match[1].upper())
    plain = fold(typed.strip('"“”')).strip()
    if not plain:
        return None
    return _year(typed) or _number(typed) or Term("word", typed, plain)


def _year(typed: str) -> Term | None:
    if match := SPAN.fullmatch(typed):
        first, last = sorted((int(match[1]), int(match[2])))
        return Term("year", typed, first=first, last=last)
    if match := SINCE.fullmatch(typed):
        return Term("year", typed, first=int(match[1] or match[2]))
    if match := UNTIL.fullmatch(typed):
        return Term("year", typed, last=int(match[1] or match[2]))
    if match := EXACTLY.fullmatch(typed):
        return Term("year", typed, first=int(match[1]), last=int(match[1]))
    return None
