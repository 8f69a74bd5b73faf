"""Folded text without the blanks that printing and optical reading leave in Chinese, with the way back kept."""

from __future__ import annotations

import re

from erdem.lib.folding import FoldedText, fold, fold_with_offsets

# Characters of lists and tables that part entries and mean nothing themselves; a line break may part entries too.
_PARTING = {ord(mark): " " for mark in "|│┃┆●■◆▪•·*#_"}
_PARTING |= dict.fromkeys((*range(9312, 9332), *range(10102, 10112), *range(10112, 10132)), "；")
_HAN = re.compile("[\u4e00-\u9fff]")


def fold_claim(text: str) -> FoldedText:
    """`fold_with_offsets` of a claim, table marks and circled numbers read as separators; `original` stays as written."""
    folded = fold_with_offsets(text.translate(_PARTING))
    return FoldedText(text, folded.text, folded.origins)


def compact(folded: FoldedText) -> FoldedText:
    """Without blanks, except between two Latin letters or two digits, where a blank parts words."""
    text = folded.text
    if " " not in text:
        return folded
    kept = [index for index, character in enumerate(text) if character != " " or _parts_words(text, index)]
    joined = "".join(text[index] for index in kept)
    again = fold(joined)
    return FoldedText(
        folded.original, again if len(again) == len(joined) else joined, tuple(folded.origins[i] for i in kept)
    )


def _parts_words(text: str, index: int) -> bool:
    """True for the first blank of a run between two Latin letters or between a digit and a digit."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if not before or not after or not (before.isascii() and after.isascii()):
        return False
    return before.isalnum() and after.isalnum() and before.isdigit() == after.isdigit()
