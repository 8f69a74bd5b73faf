"""Entries of English lists without amounts: behind comprising, consisting of, selected from the group of …"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from erdem.overlap.engine.claims.phrases import (
    is_class,
    is_formula,
    is_material,
    is_plain,
    list_phrase,
    name_after,
    refers,
)

_SUBJECT = re.compile(
    r"\b(?:wherein|where|and) (?:the|said) (?=(?:[^;,.]|[,.](?=\d)){3,80}? "
    r"(?:is|are|(?:has|have)(?! an? [a-z]+ content)|comprises?|contains?|includes?|consists?)\b)"
)
_HOST = re.compile(
    r"\b(?:composition|formulation|alloy|mixture|solvents?|metals?|compounds?|oils?|acids?|surfactants?|oxides?|"
    r"powders?|polymers?|drugs?|agents?|extracts?|"
    r"salts?|resins?|rubbers?|solutions?|herbs?|plants?|materials?|actives?|binders?|carriers?|excipients?|fillers?|"
    r"sugars?|sweeteners?)\b[^;:.]{0,40}$"
)
_LISTS = re.compile(
    r"\b(?:compris(?:es|ing|e)|consist(?:s|ing)?(?: essentially)? of|includ(?:es|ing|e)|contain(?:s|ing)?|composed of|"
    r"made (?:up )?(?:of|from)|"
    r"(?:selected|chosen) from (?:among )?(?:(?:a|the) group (?:of materials )?(?:consisting )?of)?|"
    r"steps? of|being|mixtures? of|combination of|effective amounts? of)\b[\s:]*"
)
_ENTRY_END = re.compile(
    r"\s(?:(?:selected|chosen) from(?: the group)?(?: consisting of| comprising)?|consisting(?: essentially)? of|comprising|"
    r"including|containing|(?:which )?(?:includes?|contains?|comprises?)|such as|(?:effective )?amounts? of)\s|[;,](?=\s|$)|"
    r"\s(?:and/or|and|or|plus|with)\s|(?<!\b[a-z])\.(?=\s|$)|$"
)
_LIST_STOP = re.compile(r"\b(?:wherein|whereby|characteri[sz]ed|steps? of|method|process)\b|(?<!\b[a-z])\.(?=\s|$)")
_CLAIM = re.compile(r"\bclaims? \d")
_IS_CHOSEN = re.compile(r"[^;,.]{3,80}? (?:is|are|comprises) (?:one or more )?(?:selected|chosen)")
_CHOICE = re.compile(r"selected|chosen")
_VERB = re.compile(
    r"^(?:\(?[a-z0-9]{1,3}[).]\s*)?\w+ing\b(?<!seasoning)(?<!dressing)|^(?:to|at(?! least)|a step|means)\b"
)
_VARIABLE = re.compile(
    r"\b[a-z](?: ?\d{1,2})?(?:,? (?:and|or|through) [a-z](?: ?\d{1,2})?)?,? (?:is|are|each|independently|"
    r"represents?)\b[\w ,]{0,30}$"
)
# Operations whose object is a material when the claim is about one: adding salt, combining a clay and a polymer.
_WORKS_ON = re.compile(
    r"\s*(?:\(?[a-z0-9]{1,3}[).]\s*)?(?:(?:by|then|first|further|and)\s+)*(?:add|mix|blend|combin|dissolv|heat|react|"
    r"ferment|extract|grind|mill|crush|soak|steep|boil|cook|simmer|dry|roast|steam|immers|stir|knead|collect|"
    r"pulveri[sz]|curdl|churn|pretreat|treat|contact|introduc|provid|slic|cut|wash|press|modify|felt|card|smok|salt|"
    r"sprinkl|inoculat)(?:t|l|p)?ing\s+(?:together\s+)?"
)
_IS = re.compile(
    r"\b(?:wherein|where|in which|and|whereby) (?:the|said|each) (?P<what>(?:[^;,.:]|[,.](?=\d)){3,80}?) (?:is|are)"
    r"(?: at least one of| one "
    r"or more of| one of)? (?P<article>an? |the )?(?!present|selected|chosen|not)"
)
_RATIO_OF = re.compile(r"\b(?:weight|mass|molar|volume)? ?ratio (?:by weight )?of (?=[^;,.:]{3,60}? (?:to|and) )")
_RATIO_TO = re.compile(r"[^;,.:]{3,60}? (?:to|and) ")
_CHOOSER = re.compile(r"([a-z\-]{3,30}) ?,?(?: (?:is|are|being)(?: at least one| one or more| one)?)? *$")
_QUALITY = re.compile(r"(?:ing|ed|ic|al|ous|ive|able|ible|yl|residue|proviso|below|above|thereof)$")
_FORM = re.compile(
    r"\b(?:tablet|capsule|pill|powder|liquid|solid|gel|cream|ointment|lotion|paste|film|foam|fiber|fibre|sheet|beverage|"
    r"food|drink|crystalline|alkaline|saline|fine|human|mammal|animal|patient|member|layer|function|alcoholic|ratio)$"
)
_COPOLYMER = re.compile(r"\bcopolymers? of [a-z\- ]+$")
MAX_ENTRIES = 3_000
Span = tuple[int, int]


def listed(text: str, known: Sequence[Span], *, composition: bool) -> list[Span]:
    """Noun phrases that are entries of a list and name a material; `known` are the spans already named.

    An entry that reads like a plain name and no material word counts when a third of its list are known or materials.
    """
    found: list[Span] = []
    covered = 0
    starts = [start for start, _ in known]
    for match in _LISTS.finditer(text):
        position = max(match.end(), covered)
        stop = _LIST_STOP.search(text, position)
        end = stop.start() if stop else len(text)
        sure, plain = _entries(text, position, end, chosen=_is_choice(text, match), composition=composition)
        weak = [span for span in plain if not _is_known(span, known, starts) and _may_name(text[slice(*span)])]
        told = len(sure) + sum(_is_known(span, known, starts) for span in plain)
        if composition and weak and len(weak) <= 2 * told:
            sure = [*sure, *weak]
        found.extend(sure)
        covered = max(covered, end)
        if len(found) > MAX_ENTRIES:
            break
    return _apart([*found, *(_told(text) if composition else ())])


def _told(text: str) -> list[Span]:
    """Names of a composition claim outside its list: what it speaks of, what that is, and what stands in a ratio."""
    return [*_subjects(text), *_predicates(text), *_in_ratio(text)]


def _predicates(text: str) -> list[Span]:
    """What a material is said to be: wherein the clay is a smectite, wherein the wax is A, B or C."""
    found: list[Span] = []
    for match in _IS.finditer(text):
        what = match["what"]
        if not (is_material(what) or is_class(what)):
            continue
        stop = _LIST_STOP.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.end() + 400)
        sure, plain = _entries(text, match.end(), end, chosen=True, composition=True)
        entries = sorted([*sure, *plain])
        if not entries or entries[0][0] > match.end() + 2:
            continue
        bare = not match["article"] and not is_material(text[slice(*entries[0])])
        if not bare:
            found += [span for span in entries if not _FORM.search(text[slice(*span)])]
    return found


def _in_ratio(text: str) -> list[Span]:
    """Both names of "the weight ratio of A to B" when they are materials."""
    found: list[Span] = []
    for match in _RATIO_OF.finditer(text):
        joint = _RATIO_TO.match(text, match.end())
        if joint is not None:
            pair = name_after(text, match.end(), joint.end()), name_after(text, joint.end(), joint.end() + 80)
            spans = [span for span in pair if span is not None]
            phrases = [text[slice(*span)] for span in spans]
            if (
                len(spans) == 2
                and any(map(is_material, phrases))
                and all(is_material(p) or is_plain(p) for p in phrases)
            ):
                found += spans
    return found


def _entries(text: str, position: int, end: int, *, chosen: bool, composition: bool) -> tuple[list[Span], list[Span]]:
    """The entries that surely count, and those that only read like names."""
    sure: list[Span] = []
    plain: list[Span] = []
    while position < end and len(sure) + len(plain) < MAX_ENTRIES:
        cut = _ENTRY_END.search(text, position, end)
        cut = _behind_copolymer(text, position, cut, end)
        last = cut.start() if cut else end
        works = _WORKS_ON.match(text, position, last) if composition else None
        position = works.end() if works else position
        verbal = _VERB.match(text[position : min(last, position + 60)].lstrip())
        span = None if verbal else list_phrase(text, position, last)
        if span is not None and not refers(text, span[1]):
            phrase = text[slice(*span)]
            material, simple = is_material(phrase) or is_formula(phrase), is_plain(phrase)
            if (composition and material) or (chosen and (simple or material)):
                sure.append(span)
            elif simple and len(phrase.split()) <= 3:
                plain.append(span)
        position = max(cut.end() if cut else end, position + 1)
        if cut and _CHOICE.search(cut.group()):
            chosen = _has_host(text, cut.start())
        elif cut and ";" in cut.group():
            chosen = False
    return sure, plain


def _may_name(phrase: str) -> bool:
    """True for a plain entry that is no operation, role or quality."""
    return not is_class(phrase) and _QUALITY.search(phrase) is None


def _behind_copolymer(text: str, position: int, cut: re.Match[str] | None, end: int) -> re.Match[str] | None:
    """copolymers of A and B: the first "and" parts no entries."""
    if cut is not None and cut.group().strip() == "and" and _COPOLYMER.search(text, position, cut.start()):
        return _ENTRY_END.search(text, cut.end(), end)
    return cut


def _is_known(span: Span, known: Sequence[Span], starts: Sequence[int]) -> bool:
    at = bisect_left(starts, span[1]) - 1
    return at >= 0 and known[at][1] > span[0]


def _subjects(text: str) -> list[Span]:
    """What a dependent claim speaks of: wherein the X is …"""
    dependent = _CLAIM.search(text) is not None
    found = [
        name_after(text, match.end(), len(text))
        for match in _SUBJECT.finditer(text)
        if dependent or not _IS_CHOSEN.match(text, match.end(), match.end() + 100)
    ]
    return [span for span in found if span is not None and is_material(text[slice(*span)])]


def _is_choice(text: str, match: re.Match[str]) -> bool:
    return _CHOICE.search(match.group()) is not None and _has_host(text, match.start())


def _has_host(text: str, position: int) -> bool:
    """True when a material is what is chosen, and not a variable of a formula (wherein R 1 is selected from)."""
    start = max(0, position - 60)
    if _VARIABLE.search(text, start, position):
        return False
    host = _CHOOSER.search(text, start, position)
    chooses = host is not None and (is_material(host.group(1)) or is_class(host.group(1)))
    return chooses or _HOST.search(text, start, position) is not None


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
