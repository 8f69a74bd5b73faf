"""One typed value to the node it means in its field: words, dates, classes, numbers, standings."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from typing import Final

from erdem.literature import numbers
from erdem.literature.search.language import dates, problems
from erdem.literature.search.language.fields import DATES_TOO, STANDINGS, kind_of
from erdem.literature.search.language.lexer import TOKEN, is_connector, plain
from erdem.literature.search.language.nodes import ClassSymbol, NumberTerm, Phrase, Query, Range, Word
from erdem.literature.search.language.problems import QueryError, Remark, remark
from erdem.literature.search.language.words import fold_typed, is_mongolian

Remarks = list[Remark]

LONGEST_NUMBER: Final = 60

ORDINARY: Final = re.compile(r"[^\d*?!\\/^~不排]++")
"""A word without these characters is nothing but a word."""

_CLASS: Final = re.compile(r"([A-HY])(?:(\d\d)(?:([A-Z])(?:(\d{1,4})(?:/(\d{0,6}))?)?)?)?(\*)?")
_BARE_CLASS: Final = re.compile(r"(IPC|CPC|分类号?)?([A-HY]\d\d[A-Z](?:\d{1,4}(?:/\d{0,6})?)?\*?)", re.IGNORECASE)
_LOCARNO: Final = re.compile(r"(?:LOC)?(\d{1,2})(?:-?(\d{2})|-(\d))?(\*)?")
_WITHOUT: Final = re.compile(r"(?:不含有?|不要|不包括|排除)(?=[^-])")
_FIVE_DIGITS: Final = re.compile(r"(?:\D*+\d){5}")
_TAIL_BACKWARDS: Final = re.compile(r"(?:[?!~^]|[\d.]{1,5}+[~^])*")
_OFFICE: Final = re.compile(r"((?:CN)?ZL|PCT|[A-Z]{2})[-/ ]?(?:[A-Z]{1,2}[-/ ]?)?\d")
_KIND: Final = re.compile(r"[A-Z]\d?")
_GROUP: Final = re.compile(r"\d{1,4}(?:/\d{0,6})?\*?")
_OFFICES: Final = (
    "AE AP AR AT AU BA BE BG BR BY CA CH CL CN CO CR CU CY CZ DD DE DK DZ EA EC EE EG EP ES FI FR GB GC GE GR GT HK HR HU "
    "ID IE IL IN IS IT JP KE KR KZ LT LU LV MA MC MD MN MO MT MX MY NI NL NO NZ OA PA PE PH PL PT RO RS RU SA SE SG SI SK "
    "SU TH TJ TN TR TT TW UA US UY UZ VN WO YU ZA ZW"
)
NUMBER_HEADS: Final = frozenset({*_OFFICES.split(), "ZL", "PCT", "CNZL"})
"""What a number that is written with spaces begins with."""


def read_value(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    """The node of an unquoted value; ``text`` is plain. None when nothing is left of it.

    Raises: QueryError.
    """
    return _READERS[kind_of(field)](field, text, start, end, remarks)


def read_bare(text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    """The node of a word without a field: a period, a class or a number if it looks like one, else a word.

    Raises: QueryError.
    """
    folded = fold_typed(text)
    if (span := dates.read_natural(folded)) is not None:
        return _range("date", span, start, end, remarks)
    if match := _BARE_CLASS.fullmatch(folded):
        field = {"IPC": "ic", "CPC": "cpc"}.get((match[1] or "").upper(), "")
        return _class_symbol(field, match[2], start, end)
    return read_number("", folded, start, end) or _word("", text, start, end, remarks)


def read_ordinary(field: str, text: str, start: int, end: int) -> Query | None:
    """The node of a word of `ORDINARY` characters in a field of words."""
    folded = fold_typed(text)
    if folded == text or (folded and _reads_back(folded, text)):
        return Word(field, folded, start=start, end=end)
    return _quoted(field, folded, start, end)


def read_period(text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    """``since 2005`` and the like in two words; None when it is no such form."""
    span = dates.read_natural(" ".join(fold_typed(text).split()))
    return _range("date", span, start, end, remarks) if span else None


def joined(node: Query | None, text: str, following: str, end: int) -> Query | None:
    """The node when the next word belongs to it: the kind code of a number, the group of a subclass; else None."""
    following = fold_typed(following).upper()
    if isinstance(node, NumberTerm) and not text[-1:].isalpha() and _KIND.fullmatch(following):
        return read_number(node.field, f"{text} {following}", node.start, end)
    if isinstance(node, ClassSymbol) and len(node.symbol) == 4 and not node.prefix and _GROUP.fullmatch(following):
        return _class_symbol(node.field, node.symbol + following, node.start, end)
    return None


def has_five_digits(text: str) -> bool:
    """Whether the text can be a patent number at all."""
    return _FIVE_DIGITS.match(text) is not None


def read_number(field: str, text: str, start: int, end: int) -> NumberTerm | None:
    """A number in any usual spelling, spaces included; None when it is none, or could be anything else."""
    if len(text) > LONGEST_NUMBER or "*" in text or not has_five_digits(text):
        return None
    typed = fold_typed(text).upper()
    sort: numbers.Sort | None = "application" if field == "an" else None
    found = numbers.parse(typed, sort) or (
        numbers.parse(typed, "application") if sort is None else numbers.parse(typed)
    )
    if found is None and field and typed.isdecimal():
        found = numbers.parse("CN" + typed, sort)
    if found is None or (not field and not _is_office_number(typed)):
        return None
    return NumberTerm(field, found.key(), found.stem, typed, start=start, end=end)


def read_phrase(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    """The node of a quoted value; ``text`` is without its quotes.

    Raises: QueryError.
    """
    folded = _without_quotes(fold_typed(text))
    if not folded:
        remarks.append(remark(problems.EMPTY_BRACKETS, start, end))
        return None
    if kind_of(field) in ("class", "number", "date"):
        return read_value(field, text.strip(), start, end, remarks)
    if "*" in folded:
        raise QueryError(problems.STAR_MISPLACED, start, end)
    if kind_of(field) == "status" and folded in STANDINGS:
        return Word(field, STANDINGS[folded], start=start, end=end)
    return Phrase(field, folded, start=start, end=end)


def read_range(field: str, operator: str, text: str, start: int, end: int, remarks: Remarks) -> Range:
    """The node of ``pd>=2010-05`` (``operator`` >=) or, without operator, of ``2010..2015`` and the other spans.

    Raises: QueryError for dates that do not exist.
    """
    try:
        folded = fold_typed(text).strip('"[] ')
        span = dates.compare(operator, folded) if operator else dates.read(" ".join(folded.split()))
    except dates.NoSuchDateError:
        raise QueryError(problems.NO_SUCH_DATE, start, end, value=text[:40]) from None
    return _range(field, span, start, end, remarks)


def trimmed(field: str, text: str, start: int, remarks: Remarks) -> str:
    """A word without the marks of a question behind it, and without the weights of other search lines (^2, ~)."""
    tail = _TAIL_BACKWARDS.match(text[::-1])
    if tail is None or not tail.end() or kind_of(field) == "date":
        return text
    kept = len(text) - tail.end()
    if "^" in text[kept:] or "~" in text[kept:]:
        remarks.append(remark(problems.MODIFIER_IGNORED, start + kept, start + len(text), modifier=text[kept:]))
    return text[:kept]


def excluded_from(text: str) -> int:
    """How many characters of a word say that the rest must not occur (不含…); 0 when it says no such thing."""
    match = _WITHOUT.match(text)
    if match is None or is_connector(text[match.end() :]) or _WITHOUT.match(text, match.end()):
        return 0
    return match.end()


def _word(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    prefix = text.endswith("*")
    typed = text[:-1] if prefix else text
    folded = fold_typed(typed)
    _refuse_patterns(typed, folded, start, end)
    if not folded:
        return None
    if prefix:
        _refuse_short(folded, start, end)
    if not _reads_back(folded, typed):
        return _quoted(field, folded, start, end)
    return Word(field, folded, prefix, start=start, end=end)


def _quoted(field: str, folded: str, start: int, end: int) -> Phrase | None:
    """A word whose folded form holds signs of the language is found as a phrase."""
    kept = _without_quotes(folded.replace("*", " "))
    return Phrase(field, kept, start=start, end=end) if kept else None


def _without_quotes(folded: str) -> str:
    """Folding brings out quotation marks of other widths and directions, which would end a phrase."""
    return fold_typed(plain(folded).replace('"', " "))


def _refuse_patterns(typed: str, folded: str, start: int, end: int) -> None:
    """Raises: QueryError for an asterisk inside, a question mark inside, a regular expression."""
    star = folded.find("*")
    if star >= 0:
        at = start + max(typed.find("*"), 0)
        raise QueryError(problems.STAR_MISPLACED, at, at + 1)
    if "?" in folded or "\\" in folded or (len(folded) > 2 and folded[0] == folded[-1] == "/"):
        raise QueryError(problems.NO_PATTERNS, start, end)


def _refuse_short(folded: str, start: int, end: int) -> None:
    """Raises: QueryError for the beginning of a word that is too short to search."""
    letters = [character for character in folded if character.isalnum()]
    if not any(ord(character) > 0x17FF for character in letters) and len(letters) < 2:
        raise QueryError(problems.PREFIX_TOO_SHORT, start, end)


def _reads_back(folded: str, typed: str) -> bool:
    """Whether a folded word would be read as the same word: folding can bring out signs, connectors and periods."""
    if folded == typed or is_mongolian(folded):
        return True
    match = TOKEN.fullmatch(plain(folded))
    if match is None or match[0] != folded or match.lastgroup != "word" or folded[-1] in "?!~^*":
        return False
    return not is_connector(folded) and folded not in NUMBER_HEADS and not _WITHOUT.match(folded)


def _is_office_number(text: str) -> bool:
    """A bare number begins with an office or with a digit: ``pain20102`` does not."""
    match = _OFFICE.match(text)
    return match[1] in NUMBER_HEADS if match else text[:1].isdecimal()


def _date(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query:
    return read_range(field, "", text, start, end, remarks)


def _number(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query:
    if field in DATES_TOO:
        with contextlib.suppress(dates.NoSuchDateError):  # then it is a number, which the field takes as well
            return _range(field, dates.read(fold_typed(text)), start, end, remarks)
    if found := read_number(field, text, start, end):
        return found
    folded = fold_typed(text).rstrip("!?")
    beginning = folded.rstrip("*").replace("-", "")
    if folded.endswith("*") or folded.upper() in NUMBER_HEADS:
        _refuse_short(beginning, start, end)
        if beginning.isalnum():
            return Word(field, beginning, prefix=True, start=start, end=end)
    raise QueryError(problems.UNREADABLE_NUMBER, start, end, value=text[:40])


def _class(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query:
    return _class_symbol(field, fold_typed(text), start, end)


def _class_symbol(field: str, folded: str, start: int, end: int) -> ClassSymbol:
    compact = folded.upper().replace(" ", "")
    if field == "lo":
        return _locarno(compact, start, end)
    match = _CLASS.fullmatch(compact)
    if match is None:
        raise QueryError(problems.UNREADABLE_CLASS, start, end, value=folded[:40], example="ic:A61K36/48")
    symbol = compact.rstrip("*")
    is_whole_group = symbol.endswith("/")  # A61K36/ and A61K36/* are the main group
    return ClassSymbol(field, symbol.rstrip("/"), match[6] is not None and not is_whole_group, start=start, end=end)


def _locarno(compact: str, start: int, end: int) -> ClassSymbol:
    match = _LOCARNO.fullmatch(compact)
    if match is None:
        raise QueryError(problems.UNREADABLE_CLASS, start, end, value=compact[:40], example="lo:09-03")
    below = match[2] or match[3]
    symbol = match[1].zfill(2) + (f"-{below.zfill(2)}" if below else "")
    return ClassSymbol("lo", symbol, match[4] is not None, start=start, end=end)


def _standing(field: str, text: str, start: int, end: int, remarks: Remarks) -> Query | None:
    slug = STANDINGS.get(fold_typed(text).strip())
    return Word(field, slug, start=start, end=end) if slug else _word(field, text, start, end, remarks)


def _range(field: str, span: dates.Span, start: int, end: int, remarks: Remarks) -> Range:
    if span.was_reversed:
        remarks.append(remark(problems.REVERSED_RANGE, start, end))
    return Range(field, span.low, span.high, start=start, end=end)


_READERS: Final[dict[str, Callable[[str, str, int, int, Remarks], Query | None]]] = {
    "text": _word,
    "party": _word,
    "place": _word,
    "number": _number,
    "class": _class,
    "date": _date,
    "status": _standing,
}
