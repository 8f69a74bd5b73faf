"""Making brackets even before a query is parsed, so that the parser meets none that is stray, open or too deep."""

from __future__ import annotations

from typing import Final

from erdem.literature.search.language import problems
from erdem.literature.search.language.lexer import Token
from erdem.literature.search.language.problems import QueryError, Remark, remark

DEEPEST: Final = 50


def balanced(tokens: list[Token], remarks: list[Remark]) -> list[Token]:
    """The tokens without stray closing brackets, with those that are missing added before the end.

    Raises: QueryError when they are nested more than `DEEPEST` deep.
    """
    kept: list[Token] = []
    opened: list[Token] = []
    for token in tokens[:-1]:
        if token.kind == "open":
            opened.append(token)
            if len(opened) > DEEPEST:
                raise QueryError(problems.TOO_DEEP, token.start, token.end, limit=DEEPEST)
        elif token.kind == "close":
            if not opened:
                remarks.append(remark(problems.STRAY_BRACKET, token.start, token.end))
                continue
            opened.pop()
        kept.append(token)
    end = tokens[-1]
    for token in opened:
        remarks.append(remark(problems.UNCLOSED_BRACKET, token.start, token.end))
        kept.append(Token("close", end.start, end.end, ""))
    kept.append(end)
    return kept
