"""Finding many names in a text at once, in time that grows with the text and not with the number of names.

An automaton after Aho and Corasick (1975), but for one thing: of the names that end at a character only the longest that
stands at the bounds of a word is told. Every shorter one lies inside it, so what is marked is the same.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_MOST_SHORTER: Final = 16  # shorter names tried at one character: a word bound lets few names end at the same place
_SPACED_BELOW: Final = "\u2e80"  # writing below has spaces between words; Chinese, Japanese and Korean lie above
_REST: Final = re.compile(r"[^\W\u2e80-\U0010ffff]*")


class Name(NamedTuple):
    """A folded name, the number of the mark it belongs to, and whether a word may go on after it."""

    text: str
    mark: int
    is_prefix: bool = False


class Hit(NamedTuple):
    """``text[start:end]`` is a name of a mark."""

    start: int
    end: int
    mark: int


class Automaton:
    """The names, ready to be found. Built once, used for many texts."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: list[Name] = []
        self._next: list[dict[str, int]] = [{}]
        self._ending: list[int] = [-1]  # the name that ends in a state
        for name in names:
            if name.text:
                self._add(name)
        self._fallback = [0] * len(self._next)
        self._shorter = [0] * len(self._next)  # the next state down the fallbacks in which a name ends; 0 for none
        self._connect()
        self._first = re.compile(f"[{re.escape(''.join(self._next[0]))}]") if self._names else None

    def hits(self, text: str) -> Iterator[Hit]:
        """The hits in a folded text by their end; they may overlap."""
        if self._first is None:
            return
        following, fallback, ending, shorter = self._next, self._fallback, self._ending, self._shorter
        state, at, length = 0, 0, len(text)
        while at < length:
            if not state:
                begin = self._first.search(text, at)
                if begin is None:
                    return
                at = begin.start()
            character = text[at]
            while state and character not in following[state]:
                state = fallback[state]
            state = following[state].get(character, 0)
            at += 1
            if ending[state] >= 0 or shorter[state]:
                hit = self._bounded(text, at, state)
                if hit is not None:
                    yield hit

    def _add(self, name: Name) -> None:
        state = 0
        for character in name.text:
            found = self._next[state].get(character)
            if found is None:
                found = len(self._next)
                self._next[state][character] = found
                self._next.append({})
                self._ending.append(-1)
            state = found
        known = self._ending[state]
        if known < 0:
            self._ending[state] = len(self._names)
            self._names.append(name)
        elif name.is_prefix:
            self._names[known] = self._names[known]._replace(is_prefix=True)

    def _connect(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            state = waiting.popleft()
            for character, child in self._next[state].items():
                back = self._fallback[state]
                while back and character not in self._next[back]:
                    back = self._fallback[back]
                back = self._next[back].get(character, 0)
                self._fallback[child] = back
                self._shorter[child] = back if self._ending[back] >= 0 else self._shorter[back]
                waiting.append(child)

    def _bounded(self, text: str, end: int, state: int) -> Hit | None:
        """The longest name that ends here and is a whole word, or begins one when it may go on."""
        if self._ending[state] < 0:
            state = self._shorter[state]
        for _ in range(_MOST_SHORTER):
            name = self._names[self._ending[state]]
            start = end - len(name.text)
            is_whole = not (start and is_spaced(text[start]) and is_spaced(text[start - 1]))
            if is_whole and (
                name.is_prefix or not (end < len(text) and is_spaced(text[end - 1]) and is_spaced(text[end]))
            ):
                rest = _REST.match(text, end) if name.is_prefix and is_spaced(text[end - 1]) else None
                return Hit(start, rest.end() if rest else end, name.mark)
            state = self._shorter[state]
            if not state:
                return None
        return None


def is_spaced(character: str) -> bool:
    """Whether a letter or digit belongs to a writing with spaces between words."""
    return character < _SPACED_BELOW and character.isalnum()
