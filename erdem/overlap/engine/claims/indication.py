"""The use a text claims: 治疗…, 用于…, for treating …"""

from __future__ import annotations

import re

from erdem.lib.folding import FoldedText
from erdem.overlap.engine.claims.model import Indication, Language

_ZH = re.compile(
    r"(?:治疗|防治|预防|主治|缓解|改善|降低|用于治疗|用于|具有)([^，。；;,、的]{2,24}?(?:、[^，。；;,、的]{2,12}){0,4})"
    r"(?=的|[，。；;,]|中药|药物|组合物|作用|$)"
)
_EN = re.compile(
    r"\b(?:for (?:the )?(?:treating|treatment of|preventing|prevention of|relieving)|treating|method of treating)\s+"
    r"((?:[a-z\-]+\s?){1,6})"
)
_EN_END = re.compile(r"\b(?:in|comprising|which|that|by|with|and|or|using|wherein|a|the|of claim)\b.*$")


def find_indication(folded: FoldedText, language: Language) -> Indication | None:
    """First stated use with its span in the original text, or None."""
    match = (_ZH if language is Language.CHINESE else _EN).search(folded.text)
    if match is None:
        return None
    start, end = match.span(1)
    if language is Language.ENGLISH:
        end = start + len(_EN_END.sub("", match.group(1)).rstrip())
    if end <= start:
        return None
    first, last = folded.span(start, end)
    return Indication(folded.original[first:last], (first, last))
