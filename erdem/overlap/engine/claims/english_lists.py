"""Entries of English lists without amounts: behind comprising, consisting of, selected from the group of …"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from erdem.overlap.engine.claims.phrases import is_material, is_plain, list_phrase, name_after, refers

_SUBJECT = re.compile(
    r"\b(?:wherein|where|and) (?:the|said) (?=[^;,.]{3,80}? (?:is|are|comprises?|contains?|includes?|consists?)\b)"
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
    r"(?:selected|chosen) from (?:the group (?:consisting )?of)?|being|mixtures? of|combination of|effective amounts? of)\b[\s:]*"
)
_ENTRY_END = re.compile(
    r"\s(?:(?:selected|chosen) from(?: the group)?(?: consisting of| comprising)?|consisting of|comprising|including|"
    r"containing|such as|(?:effective )?amounts? of)\s|[;,](?=\s|$)|\s(?:and|or|plus|with)\s|(?<!\b[a-z])\.(?=\s|$)|$"
)
_LIST_STOP = re.compile(r"\b(?:wherein|whereby|characteri[sz]ed|steps? of|method|process)\b|(?<!\b[a-z])\.(?=\s|$)")
_CLAIM = re.compile(r"\bclaims? \d")
_IS_CHOSEN = re.compile(r"[^;,.]{3,80}? (?:is|are|comprises) (?:one or more )?(?:selected|chosen)")
_CHOICE = re.compile(r"selected|chosen")
_VERB = re.compile(r"^\w+ing\b(?<!seasoning)(?<!dressing)|^(?:to|at|a step|means)\b")
_VARIABLE = re.compile(
    r"\b[a-z](?: ?\d{1,2})?(?:,? (?:and|or|through) [a-z](?: ?\d{1,2})?)?,? (?:is|are|each|independently|"
    r"represents?)\b[\w ,]{0,30}$"
)
MAX_ENTRIES = 3_000
Span = tuple[int, int]


def listed(text: str, known: Sequence[Span], *, composition: bool) -> list[Span]:
    """Noun phrases that are entries of a list and name a material; `known` are the spans already named.

    An entry that reads like a plain name and no material word counts when most entries of its list are known or materials.
    """
    found: list[Span] = []
    covered = 0
    starts = [start for start, _ in known]
    for match in _LISTS.finditer(text):
        position = max(match.end(), covered)
        stop = _LIST_STOP.search(text, position)
        end = stop.start() if stop else len(text)
        sure, plain = _entries(text, position, end, chosen=_is_choice(text, match), composition=composition)
        weak = [span for span in plain if not _is_known(span, known, starts)]
        if composition and weak and len(weak) * 2 <= len(plain) + len(sure) - 1:
            sure = [*sure, *weak]
        found.extend(sure)
        covered = max(covered, end)
        if len(found) > MAX_ENTRIES:
            break
    return _apart([*found, *(_subjects(text) if composition else ())])


def _entries(text: str, position: int, end: int, *, chosen: bool, composition: bool) -> tuple[list[Span], list[Span]]:
    """The entries that surely count, and those that only read like names."""
    sure: list[Span] = []
    plain: list[Span] = []
    while position < end and len(sure) + len(plain) < MAX_ENTRIES:
        cut = _ENTRY_END.search(text, position, end)
        last = cut.start() if cut else end
        span = (
            None
            if _VERB.match(text[position : min(last, position + 60)].lstrip())
            else list_phrase(text, position, last)
        )
        if span is not None and not refers(text, span[1]):
            phrase = text[slice(*span)]
            material, simple = is_material(phrase), is_plain(phrase)
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
    return _HOST.search(text, start, position) is not None and _VARIABLE.search(text, start, position) is None


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
