"""The characters of a query as tokens: words, quoted phrases, herbs in braces, names of fields, connectors, brackets.

Full-width signs and curly quotes are first turned into their plain forms one by one, so that each offset stays true. Every
alternative of the pattern takes what it can and never gives back (possessive quantifiers): the time is linear in the text. Only
characters are repeated so, never groups: Python before 3.11.5 takes one character too few then (its issue 106052).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from erdem.literature.search.language.words import JOINERS, LETTERS

LONGEST: Final = 20_000

_PLAIN: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "“”„‟「」『』｢｣"), '"'),
    **dict.fromkeys(
        [*range(0x20), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x205F, 0x3000], " "
    ),
    **dict.fromkeys(map(ord, "−‐‑﹣–"), "-"),
    **dict.fromkeys(map(ord, "、，､﹐"), ","),
    **dict.fromkeys(map(ord, "〔【"), "["),
    **dict.fromkeys(map(ord, "〕】"), "]"),
    **dict.fromkeys(map(ord, "〜∼"), "~"),
    ord("∶"): ":",
    ord("﹡"): "*",
    ord("。"): ";",
}
_ODD: Final = re.compile(r"[^\x20-\x7e一-鿿㐀-䶿]")

_WORD: Final = rf'[^\s"(){{}}\[\],;:=<>≥≤|…《》\u1800-\u18AF{JOINERS}]++'
_NAME: Final = r"[A-Za-z\u4e00-\u9fff][A-Za-z_/\u4e00-\u9fff-]{1,23}+"
_BOUND: Final = r"\*|\d[\d年月日./-]{3,10}+"
TOKEN: Final = re.compile(
    rf"""
    (?P<mongolian>[{LETTERS}]++(?:[{JOINERS}]++[{LETTERS}]++)*\*?+)
  | (?P<skip>[\s,;…《》]++)
  | (?P<field>{_NAME}[ ]{{0,3}}+(?:[:=][ ]{{0,3}}+(?:[<>]=?|[≥≤])|[:=]|[<>]=?|[≥≤]))
  | (?P<word>(?!-){_WORD}(?:(?<=\d)[,:](?=\d){_WORD})*)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<quote>"[^"]*+"?+)
  | (?P<herb>\{{[^{{}}()"]*+\}}|\{{[^{{}}()"\s]*+)
  | (?P<minus>-(?=[^\s,;)\]-]))
  | (?P<either>\|++)
  | (?P<range>\[\s{{0,3}}+(?:{_BOUND})\s{{0,3}}+(?:TO|to|,|~|至|到|-|\.\.)\s{{0,3}}+(?:{_BOUND})\s{{0,3}}+\]?+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
NEAR: Final = re.compile(r"NEAR(?:/(\d{1,4}))?|near/(\d{1,4})|Near/(\d{1,4})")
CONNECTORS: Final[dict[str, str]] = {
    **{
        "".join(letter.upper() if mask >> at & 1 else letter for at, letter in enumerate(word)): word
        for word in ("and", "or", "not")
        for mask in range(1 << len(word))
    },
    **dict.fromkeys(("与", "並且", "并且", "&", "&&", "+"), "and"),
    **dict.fromkeys(("或", "或者"), "or"),
    **dict.fromkeys(("非", "不含", "不含有", "不要", "不包括", "排除"), "not"),
    "NEAR": "near",
}


class Token(NamedTuple):
    """``text`` is the plain form of ``query[start:end]``.

    ``kind`` is word, mongolian, quote, herb, field, range, and, or, not, near, open, close or end.
    """

    kind: str
    start: int
    end: int
    text: str


def is_connector(word: str) -> bool:
    """Whether a word alone joins or negates others."""
    return word in CONNECTORS or NEAR.fullmatch(word) is not None


def plain(text: str) -> str:
    """The text with half-width signs, straight quotes and no control characters; character by character."""
    return text.translate(_PLAIN) if _ODD.search(text) else text


def tokens_of(text: str) -> list[Token]:
    """The tokens of a plain text, closed by one of kind ``end``."""
    tokens: list[Token] = []
    add = tokens.append
    connectors = CONNECTORS
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "skip" or kind == "other":
            continue
        typed = match[0]
        start, end = match.span()
        if kind == "word":
            kind = connectors.get(typed, "word")
            if kind == "word" and typed[:4] in _NEARS and NEAR.fullmatch(typed):
                kind = "near"
        elif kind == "field" and (name := typed.rstrip(":=<>≥≤ ")) in connectors:
            kind, typed, end = connectors[name], name, start + len(name)  # 不含：酒
        elif kind in _RENAMED:
            kind = _RENAMED[kind]
        add(Token(kind, start, end, typed))
    add(Token("end", len(text), len(text), ""))
    return tokens


_NEARS: Final = frozenset({"NEAR", "near", "Near"})
_RENAMED: Final = {"minus": "not", "either": "or"}
