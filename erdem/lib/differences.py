"""What differs between two texts, word by word: for showing, not for deciding.

Chinese is compared by character, other scripts by word. Differences come as runs of (kind, text): ``same``, ``gone``, ``new``;
the runs that are not new make up the old text, those that are not gone the new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

Kind = Literal["same", "gone", "new"]
_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
LONGEST = 20_000
"""Characters; longer texts are shown whole, once as gone and once as new."""


class Run(NamedTuple):
    """A piece of text that stayed, went or came."""

    kind: Kind
    text: str


def words(text: str) -> list[str]:
    """Cut a text into what is compared; joined again they are the text."""
    return _WORD.findall(text)


def marked(old: str, new: str) -> list[Run]:
    """Return the runs that lead from the old text to the new one."""
    if old == new:
        return [Run("same", old)] if old else []
    if len(old) + len(new) > LONGEST:
        return [run for run in (Run("gone", old), Run("new", new)) if run.text]
    before, after = words(old), words(new)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(before[a:b])))
            continue
        if b > a:
            runs.append(Run("gone", "".join(before[a:b])))
        if d > c:
            runs.append(Run("new", "".join(after[c:d])))
    return runs


class RowPair(NamedTuple):
    """A row of the old list and the row of the new one that stands in its place; None where there is none."""

    old: Any
    new: Any


def paired(old: Sequence[Any], new: Sequence[Any]) -> list[RowPair]:
    """Lay two lists side by side: equal rows together, changed ones in their order, the rest alone."""
    keys = [repr(row) for row in old], [repr(row) for row in new]
    pairs: list[RowPair] = []
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [RowPair(old[at], new[c + at - a]) for at in range(a, b)]
            continue
        both = min(b - a, d - c)
        pairs += [RowPair(old[a + at], new[c + at]) for at in range(both)]
        pairs += [RowPair(row, None) for row in old[a + both : b]]
        pairs += [RowPair(None, row) for row in new[c + both : d]]
    return pairs
