"""Text of table cells that spreadsheet programs leave alone, and the way back.

Two dangers. A cell that begins like a formula is run by the program that opens the file (CSV injection, OWASP). And a
program rewrites what it takes for a number or a date: 007 becomes 7, 3-4 becomes 4 March, 123456789012 becomes 1.23E+11.
`guard` puts one apostrophe in front of such a text and of a text that begins with an apostrophe itself; `restore` takes
exactly that apostrophe away. ``restore(guard(text)) == text`` for every text.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_REWRITTEN: Final = re.compile(
    rf"""0[0-9]+ | [0-9]{{12,}} | (?:[0-9]+)?[.,][0-9]+ | [0-9]+[.,] | [0-9][0-9.,\ ]*%?
    | [0-9.,]+[eE][+-]?[0-9]+ | [0-9]+(?:[-/.:年月日时分秒][0-9]*)+\s*(?:[aApP][mM])?
    | [0-9]+(?:[-/.:][0-9]+)+[T\ ][0-9:.]+Z?
    | (?:{_MONTHS})[a-z]*[-\ /.,]*[0-9]+(?:[-\ /.,]+[0-9]+)* | [0-9]+[-\ /]*(?:{_MONTHS})[a-z]*[-\ /.,]*[0-9]*
    | true | false | [$¥￥€£][0-9.,\ ]+ | [(][0-9.,\ ]+[)] | [#](?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL).*""",
    re.VERBOSE | re.IGNORECASE,
)
_HARMLESS: Final = re.compile(r"0|[1-9][0-9]{0,10}")


def guard(text: str) -> str:
    """Return the text as it is written into a cell."""
    return MARK + text if _is_in_danger(text) else text


def restore(text: str) -> str:
    """Return the text that a guarded cell stands for; a text without a guard as it is."""
    return text[1:] if text.startswith(MARK) and _is_in_danger(text[1:]) else text


def _is_in_danger(text: str) -> bool:
    if text.startswith((MARK, *FORMULA)):
        return True
    bare = text.strip()
    if bare.startswith((MARK, *FORMULA)):
        return True
    return len(bare) < 64 and bool(_REWRITTEN.fullmatch(bare)) and not _HARMLESS.fullmatch(bare)
