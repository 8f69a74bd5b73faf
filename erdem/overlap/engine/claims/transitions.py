"""Transition words: where a list of ingredients begins, whether it is open, and what a dependent claim adds."""

from __future__ import annotations

import re

from erdem.overlap.engine.claims.model import Language, Transition

_CLOSED_ZH = re.compile(
    r"(?:由|采用|选用|用|以)[^。；;]{0,40}?(?:组成|制成|制备而成|制得|构成|配制而成|为原料)"
    r"|(?:原料|药物|成分|组分|药味|活性成分)[^。；;,，]{0,8}组成(?:为|如下|是)?"
)
_OPEN_ZH = re.compile(
    r"包括|包含|含有|含|具有|组成为|组分为|原料为|配方为|其中有|主要由|重量份(?:数)?(?:比)?(?:为|是|如下)"
)
_CLOSED_EN = re.compile(r"\bconsist(?:s|ing)?(?: essentially)? of\b|\bcomposed of\b|\bmade (?:up )?(?:of|from)\b")
_OPEN_EN = re.compile(r"\bcompris(?:es|ing|e)\b|\binclud(?:es|ing|e)\b|\bcontain(?:s|ing)?\b|\bhaving\b")
_ADDS_ZH = re.compile(r"还(?:可以?)?(?:包括|包含|含有|加入|添加|有)|进一步(?:包括|包含|含有)|另(?:加|含)有?|加入有?")
_ADDS_EN = re.compile(r"\bfurther (?:compris|includ|contain)\w*|\badditionally (?:compris|includ|contain)\w*")
_DEPENDS_ZH = re.compile(
    r"(?:根据|如|按照?|按|依据)?权利要求(\d+)(?:(?:-|~|至|到)(\d+))?(?:或(\d+))?(?:中)?(?:任一项?|任意一项)?(?:所述|的|所说)"
)
_DEPENDS_EN = re.compile(r"\b(?:of|to|in|with|by) (?:any (?:one )?of )?claims? (\d+)(?:(?:-| to | or | and )(\d+))?")
_LIST_ZH = re.compile(
    r"组成|制成|制备而成|配制而成|构成|包括|包含|含有|配方(?:为|是|如下)?|"
    r"(?:原料|药材|成分|组分|配比|重量份|重量比|份数|比例)[^。；;,，、]{0,12}?(?:为|是|如下|:)|:"
)
MAX_DEPENDENCY = 500


def transition_of(folded: str, language: Language) -> Transition:
    """Open when more may be added; the opening word wins over a closing one only when it comes first."""
    closed_words, open_words = (_CLOSED_ZH, _OPEN_ZH) if language is Language.CHINESE else (_CLOSED_EN, _OPEN_EN)
    closed, opened = closed_words.search(folded), open_words.search(folded)
    if closed and opened:
        return Transition.CLOSED if closed.start() <= opened.start() else Transition.OPEN
    if closed:
        return Transition.CLOSED
    return Transition.OPEN if opened else Transition.UNKNOWN


def depends_on(folded: str, language: Language) -> tuple[int, ...]:
    """Numbers of the claims this one refers to, ascending."""
    pattern = _DEPENDS_ZH if language is Language.CHINESE else _DEPENDS_EN
    numbers: set[int] = set()
    for match in pattern.finditer(folded):
        first, *rest = (int(group[:6]) for group in match.groups() if group)
        last = rest[0] if rest else first
        if first <= last < MAX_DEPENDENCY:
            numbers.update(range(first, last + 1))
        else:
            numbers.update((first, last))
    return tuple(sorted(numbers))


def addition_start(folded: str, language: Language) -> int | None:
    """Where the words that bring in additions end, or None."""
    match = (_ADDS_ZH if language is Language.CHINESE else _ADDS_EN).search(folded)
    return match.end() if match else None


def list_starts(folded: str) -> list[int]:
    """Offsets at which a Chinese list of ingredients may begin, in order; 0 is always one of them."""
    return [0, *(match.end() for match in _LIST_ZH.finditer(folded))]
