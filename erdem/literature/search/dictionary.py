"""The words the index knows: a general Chinese dictionary with the names of substances and crafts added.

The index holds every dictionary word wherever its characters stand together, overlapping ones too (地黄 in 熟地黄), so one
term answers for a word exactly as a comparison of characters would. What is not in the dictionary is found by the
characters themselves (`analysis.exact`). Index and query must therefore cut with the same dictionary: each generation of
the index keeps its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import rjieba

from erdem.lib.folding import fold

SEGMENTER: Final = f"rjieba-{version('rjieba')}"
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD: Final = re.compile(f"[{HAN}]{{2,16}}")
# Words that join others in a question typed without spaces; they ask for nothing themselves.
_JOINING: Final = frozenset("的和与及或之等了是在其并")

PATENT_WORDS: Final = frozenset(
    (
        "组合物", "中药组合物", "药物组合物", "活性成分", "制备方法", "制备工艺", "加工方法", "生产方法", "技术方案",
        "技术领域", "重量份", "其特征在于", "蒙医",
    )
)  # fmt: skip
"""Words of nearly every patent that the general dictionary lacks; as phrases of characters they are the slowest there are."""


class Dictionary:
    """Cuts folded Chinese. `words` are added to the general dictionary; what is not 2 to 16 Han characters is left out."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words: Final = frozenset(word for word in map(fold, words) if _WORD.fullmatch(word))
        self._jieba: Final = rjieba.Jieba()
        for word in sorted(self.words):
            self._jieba.add_word(word, None, None)
        self.version: Final = hashlib.sha256("\n".join(sorted(self.words)).encode()).hexdigest()[:16]

    def __contains__(self, word: str) -> bool:
        return self._jieba.has_word(word)

    def every_word(self, runs: str) -> list[str]:
        """Every dictionary word and every single character in folded Chinese, overlapping, in order."""
        words = self._jieba.cut_all(runs)
        words.extend(set(runs).difference(words))  # rare characters that the general dictionary does not have
        return words

    def parts(self, run: str) -> list[str]:
        """What a question typed without spaces asks for: words, single characters joined to the word before them.

        Every part is a substring of `run`, so text that holds the run holds every part.
        """
        if len(run) == 1 or run in self:
            return [run]
        parts: list[str] = []
        joinable = False
        for word in self._jieba.cut(run, hmm=False):
            if word in _JOINING:
                joinable = False
            elif joinable and (len(word) == 1 or len(parts[-1]) == 1):
                parts[-1] += word
            else:
                parts.append(word)
                joinable = True
        return list(dict.fromkeys(parts)) or [run]


@lru_cache(maxsize=4)
def shared(words: frozenset[str]) -> Dictionary:
    """One dictionary per process for the same words: it takes a sixth of a second to build and tens of megabytes."""
    return Dictionary(words)
