"""Transition words: where a list of ingredients begins, how open it is, and what a dependent claim adds or refers to."""

from __future__ import annotations

import re

from erdem.overlap.engine.claims.model import Language, Openness, Transition

_CLOSED_ZH = re.compile(
    r"(?:由|采用|选用|用|以)[^。；;]{0,40}?(?:组成|制成|制备而成|制得|构成|配制而成|为原料)"
    r"|(?:原料|药物|成分|组分|药味|活性成分)[^。；;,，]{0,8}组成(?:为|如下|是)?"
)
_OPEN_ZH = re.compile(
    r"包括|包含|含有|含|具有|组成为|组分为|原料为|配方为|其中有|主要由|重量份(?:数)?(?:比)?(?:为|是|如下)"
)
_MOSTLY_ZH = re.compile(r"(?:主要|基本上?|实质上?|大体上?)由|主要(?:原料|成分|组分)")
_CLOSED_EN = re.compile(r"\bconsist(?:s|ing)?(?: essentially)? of\b|\bcomposed of\b|\bmade (?:up )?(?:of|from)\b")
_OPEN_EN = re.compile(r"\bcompris(?:es|ing|e)\b|\binclud(?:es|ing|e)\b|\bcontain(?:s|ing)?\b|\bhaving\b")
_MOSTLY_EN = re.compile(r"\b(?:consist(?:s|ing)?|composed) (?:essentially|substantially|mainly) of\b")
_ADDS_ZH = re.compile(
    r"还(?:可以?)?(?:包括|包含|含有|加入|添加|有)|(?:进一步|更|优选地?)(?:还)?(?:包括|包含|含有)|另(?:加|含|"
    r"外还?(?:包括|含有?|加入))有?|加入有?|还优选含"
)
_ADDS_EN = re.compile(
    r"\b(?:further|additionally|also|optionally) (?:compris|includ|contain|consist)\w*|\bin addition,? (?:compris|"
    r"includ|contain)\w*"
)
_NUMBERS = (
    r"\d{1,5}(?:(?:[,、\s\-~/]|至|到|或者?|和|及|与|to|or|and|through|claims?|权利要求|任一?项?|any|one|"
    r"of){1,6}\d{1,5}){0,60}"
)
_DEPENDS_ZH = re.compile(
    rf"权利要求书?第?({_NUMBERS})项?(?:中)?(?:的?任[一意何]?(?:一)?项?)?(?:权利要求)?(?:所述|的|所说|中|之|制|得|所)?"
)
_ALL_ZH = re.compile(r"(?:前述|上述|前面|以上)(?:任[一意]?(?:一)?(?:项)?)?(?:所述的?)?权利要求(?!\d)")
_DEPENDS_EN = re.compile(rf"\bclaims? ({_NUMBERS})")
_ALL_EN = re.compile(r"\b(?:preceding|previous|foregoing|above) claims?\b")
_RANGE = re.compile(r"(\d{1,5})(?:\s*(?:-|~|至|到|to|through)\s*(?:claims? |权利要求)?(\d{1,5}))?")
MAX_DEPENDENCY = 500


def transition_of(folded: str, language: Language) -> Transition:
    """Open when more may be added; the opening word wins over a closing one only when it comes first."""
    if language is Language.OTHER:
        return Transition.UNKNOWN
    closed_words, open_words = (_CLOSED_ZH, _OPEN_ZH) if language is Language.CHINESE else (_CLOSED_EN, _OPEN_EN)
    closed, opened = closed_words.search(folded), open_words.search(folded)
    if closed and opened:
        return Transition.CLOSED if closed.start() <= opened.start() else Transition.OPEN
    if closed:
        return Transition.CLOSED
    return Transition.OPEN if opened else Transition.UNKNOWN


def openness_of(folded: str, language: Language) -> Openness:
    """The degree of openness: as `transition_of`, with 主要由…组成 and consisting essentially of apart."""
    transition = transition_of(folded, language)
    mostly = (_MOSTLY_ZH if language is Language.CHINESE else _MOSTLY_EN).search(folded)
    if transition is not Transition.UNKNOWN and mostly is not None:
        first = (_OPEN_ZH if language is Language.CHINESE else _OPEN_EN).search(folded)
        if first is None or mostly.start() <= first.start():
            return Openness.MOSTLY
    return Openness(transition.value)


def depends_on(folded: str, language: Language, number: int = 0) -> tuple[int, ...]:
    """Numbers of the claims this one refers to, ascending; with `number` also all before it for "the preceding claims"."""
    if language is Language.OTHER:
        return ()
    chinese = language is Language.CHINESE
    numbers: set[int] = set()
    for match in (_DEPENDS_ZH if chinese else _DEPENDS_EN).finditer(folded):
        numbers.update(_listed(match.group(1)))
    if (_ALL_ZH if chinese else _ALL_EN).search(folded):
        numbers.update(range(1, min(number, MAX_DEPENDENCY)))
    return tuple(sorted(numbers))


def _listed(written: str) -> set[int]:
    numbers: set[int] = set()
    for match in _RANGE.finditer(written):
        first = int(match.group(1))
        last = int(match.group(2)) if match.group(2) else first
        if first <= last < MAX_DEPENDENCY:
            numbers.update(range(first, last + 1))
        else:
            numbers.update((first, last))
    return numbers


def addition_start(folded: str, language: Language) -> int | None:
    """Where the words that bring in additions end, or None."""
    match = (_ADDS_ZH if language is Language.CHINESE else _ADDS_EN).search(folded)
    return match.end() if match else None
