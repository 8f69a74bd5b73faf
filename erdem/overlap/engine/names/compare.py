"""Two names beside each other: the strongest reason why one is near the other. The order of the two does not matter."""

from __future__ import annotations

from dataclasses import dataclass

from erdem.overlap.engine.names.glyphs import look_alike
from erdem.overlap.engine.names.model import NameReason
from erdem.overlap.engine.names.spelling import Spelling, Writing, spelling_of
from erdem.overlap.engine.weights import NAMES

_GRADES = {reason: getattr(NAMES, reason.value) for reason in NameReason}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Reason, its grade 0..1, and the words or key that show it."""

    reason: NameReason
    grade: float
    detail: str = ""


def likeness_of(reason: NameReason, detail: str = "") -> Likeness:
    """A likeness with the grade of its reason."""
    return Likeness(reason, _GRADES[reason], detail)


def compare_names(first: str, second: str) -> Likeness | None:
    """The strongest likeness of two names, or None. Symmetric: which is watched and which was found makes no difference."""
    return compare_spellings(spelling_of(first), spelling_of(second))


def compare_spellings(one: Spelling, other: Spelling) -> Likeness | None:
    """`compare_names` for names that are made ready."""
    if not one.text or not other.text:
        return None
    found = [*_by_text(one, other), *_by_sound(one, other), *_by_script(one, other)]
    return max(found, key=lambda likeness: likeness.grade, default=None)


def _by_text(one: Spelling, other: Spelling) -> list[Likeness]:
    short, long = sorted((one.text, other.text), key=len)
    if one.writing is not other.writing:
        return []
    if short == long:
        return [likeness_of(NameReason.SAME)]
    if one.writing is Writing.MONGOLIAN:
        return []
    found = []
    if len(short) >= 2 and short in long and (one.writing is Writing.HAN or 2 * len(short) >= len(long)):
        found.append(likeness_of(NameReason.CONTAINS, short))
    if look_alike(one.text, other.text):
        found.append(likeness_of(NameReason.LOOK_ALIKE, differing(one.text, other.text)))
    if len(long) >= NAMES.one_character_from and one_apart(short, long):
        found.append(likeness_of(NameReason.ONE_CHARACTER, differing(*sorted((one.text, other.text)))))
    return found


def _by_sound(one: Spelling, other: Spelling) -> list[Likeness]:
    if not one.sounds or not other.sounds or one.text == other.text or min(map(len, one.sounds)) < 2:
        return []
    common = one.sounds & other.sounds
    if common:
        return [likeness_of(NameReason.SAME_SOUND, " ".join(min(common)))]
    if one.writing is Writing.LATIN is other.writing:
        return []  # two spellings in letters: their letters tell
    near = one.blurred & other.blurred
    return [likeness_of(NameReason.NEAR_SOUND, " ".join(min(near)))] if near else []


def _by_script(one: Spelling, other: Spelling) -> list[Likeness]:
    if one.writing is Writing.MONGOLIAN is other.writing:
        if one.shapes == other.shapes or one.stems == other.stems:
            return [likeness_of(NameReason.SAME_MONGOLIAN, one.stems if one.stems == other.stems else one.shapes)]
        return []
    if one.writing is other.writing:
        return []
    if {one.writing, other.writing} == {Writing.HAN, Writing.LATIN} and (one.sounds & other.sounds):
        return []
    common = one.keys & other.keys
    return [likeness_of(NameReason.TRANSLITERATION, max(common, key=lambda key: (len(key), key)))] if common else []


def one_apart(short: str, long: str) -> bool:
    """Whether one character changed, added or taken away makes the one name the other."""
    if len(long) - len(short) > 1 or short == long:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest = start + 1 if len(short) == len(long) else start
    return short[rest:] == long[start + 1 :]


def differing(first: str, second: str) -> str:
    """What differs between two names, such as 梦/蒙."""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return f"{first[start : len(first) - end]}/{second[start : len(second) - end]}"
