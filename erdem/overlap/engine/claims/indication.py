"""The uses a text claims (治疗…, for treating …), its form (丸, tablet) and the way it is given (口服, topical)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from erdem.lib.folding import FoldedText
from erdem.overlap.engine.claims.model import Indication, Language, Phrase

_ZH = re.compile(
    r"(?:治疗|防治|预防|主治|缓解|改善|降低|用于治疗|用于|具有)([^，。；;,、的]{2,24}?(?:、[^，。；;,、的]{2,12}){0,4})"
    r"(?=的|[，。；;,]|中药|药物|组合物|作用|$)"
)
_EN = re.compile(
    r"\b(?:for (?:the )?(?:treating|treatment of|preventing|prevention of|relieving)|treating|preventing|alleviating|"
    r"method of treating|use in (?:the )?treatment of)\s+((?:[a-z\-]+\s?){1,6})"
)
_EN_END = re.compile(r"\b(?:in|comprising|which|that|by|with|and|or|using|wherein|a|the|of claim)\b.*$")
MAX_INDICATIONS = 20

_FORMS_ZH: Mapping[str, str] = {
    "软胶囊": "capsule",
    "胶囊": "capsule",
    "片剂": "tablet",
    "咀嚼片": "tablet",
    "泡腾片": "tablet",
    "颗粒剂": "granules",
    "冲剂": "granules",
    "蜜丸": "pill",
    "水丸": "pill",
    "滴丸": "pill",
    "浓缩丸": "pill",
    "丸剂": "pill",
    "丸": "pill",
    "散剂": "powder",
    "粉剂": "powder",
    "汤剂": "decoction",
    "煎剂": "decoction",
    "煎膏": "paste",
    "膏剂": "paste",
    "软膏": "ointment",
    "膏药": "plaster",
    "贴剂": "plaster",
    "贴膏": "plaster",
    "酊剂": "tincture",
    "药酒": "wine",
    "酒剂": "wine",
    "注射液": "injection",
    "注射剂": "injection",
    "注射用": "injection",
    "口服液": "oral_liquid",
    "合剂": "oral_liquid",
    "糖浆": "syrup",
    "洗剂": "lotion",
    "搽剂": "lotion",
    "喷雾剂": "spray",
    "气雾剂": "spray",
    "凝胶": "gel",
    "栓剂": "suppository",
    "茶剂": "tea",
    "袋泡茶": "tea",
    "饮料": "beverage",
    "乳膏": "cream",
    "霜剂": "cream",
    "胶剂": "glue",
}
_FORMS_EN: Mapping[str, str] = {
    "capsule": "capsule",
    "soft gel": "capsule",
    "tablet": "tablet",
    "granule": "granules",
    "pill": "pill",
    "powder": "powder",
    "decoction": "decoction",
    "paste": "paste",
    "ointment": "ointment",
    "plaster": "plaster",
    "patch": "plaster",
    "tincture": "tincture",
    "injection": "injection",
    "injectable": "injection",
    "syrup": "syrup",
    "lotion": "lotion",
    "spray": "spray",
    "aerosol": "spray",
    "gel": "gel",
    "suppository": "suppository",
    "tea": "tea",
    "beverage": "beverage",
    "cream": "cream",
    "emulsion": "emulsion",
    "oral liquid": "oral_liquid",
    "shampoo": "shampoo",
    "lozenge": "lozenge",
    "elixir": "syrup",
}
_ROUTES_ZH: Mapping[str, str] = {
    "口服": "oral",
    "内服": "oral",
    "冲服": "oral",
    "送服": "oral",
    "服用": "oral",
    "外用": "topical",
    "外敷": "topical",
    "涂抹": "topical",
    "涂擦": "topical",
    "贴敷": "topical",
    "敷于": "topical",
    "熏洗": "bath",
    "泡脚": "bath",
    "足浴": "bath",
    "药浴": "bath",
    "静脉": "intravenous",
    "肌肉注射": "intramuscular",
    "舌下": "sublingual",
    "吸入": "inhalation",
    "直肠": "rectal",
    "阴道": "vaginal",
    "滴眼": "ocular",
    "滴鼻": "nasal",
    "含漱": "oral_cavity",
}
_ROUTES_EN: Mapping[str, str] = {
    "oral administration": "oral",
    "orally": "oral",
    "oral": "oral",
    "topical": "topical",
    "topically": "topical",
    "external": "topical",
    "transdermal": "topical",
    "intravenous": "intravenous",
    "intravenously": "intravenous",
    "intramuscular": "intramuscular",
    "sublingual": "sublingual",
    "inhalation": "inhalation",
    "rectal": "rectal",
    "vaginal": "vaginal",
    "nasal": "nasal",
    "ophthalmic": "ocular",
    "parenteral": "parenteral",
}


def _pattern(words: Mapping[str, str], *, bounded: bool) -> re.Pattern[str]:
    joined = "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
    return re.compile(rf"\b({joined})s?\b" if bounded else f"({joined})")


_FORM_WORDS = {
    Language.CHINESE: (_pattern(_FORMS_ZH, bounded=False), _FORMS_ZH),
    Language.ENGLISH: (_pattern(_FORMS_EN, bounded=True), _FORMS_EN),
}
_ROUTE_WORDS = {
    Language.CHINESE: (_pattern(_ROUTES_ZH, bounded=False), _ROUTES_ZH),
    Language.ENGLISH: (_pattern(_ROUTES_EN, bounded=True), _ROUTES_EN),
}


def find_indications(folded: FoldedText, language: Language) -> tuple[Indication, ...]:
    """Stated uses in order with their spans in the original text, at most `MAX_INDICATIONS`."""
    if language is Language.OTHER:
        return ()
    found: list[Indication] = []
    for match in (_ZH if language is Language.CHINESE else _EN).finditer(folded.text):
        start, end = match.span(1)
        if language is Language.ENGLISH:
            end = start + len(_EN_END.sub("", match.group(1)).rstrip())
        if end <= start:
            continue
        first, last = folded.span(start, end)
        found.append(Indication(folded.original[first:last], (first, last)))
        if len(found) == MAX_INDICATIONS:
            break
    return tuple(found)


def find_forms(folded: FoldedText, language: Language) -> tuple[Phrase, ...]:
    """Forms of a preparation the text names, each slug once, with the first place."""
    return tuple(_phrases(folded, *_FORM_WORDS[language])) if language in _FORM_WORDS else ()


def find_routes(folded: FoldedText, language: Language) -> tuple[Phrase, ...]:
    """Ways of giving it the text names, each slug once, with the first place."""
    return tuple(_phrases(folded, *_ROUTE_WORDS[language])) if language in _ROUTE_WORDS else ()


def _phrases(folded: FoldedText, pattern: re.Pattern[str], words: Mapping[str, str]) -> Iterator[Phrase]:
    seen: set[str] = set()
    for match in pattern.finditer(folded.text):
        slug = words[match.group(1)]
        if slug not in seen:
            seen.add(slug)
            yield Phrase(slug, folded.quote(*match.span(1)), folded.span(*match.span(1)))
