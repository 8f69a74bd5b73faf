"""Ingredient mentions in English claims: names beside amounts, lexicon names, Latin binomials, entries of lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.folding import FoldedText
from erdem.lib.quantity import NOTHING, Kind, Quantity
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found
from erdem.overlap.engine.claims.alternatives import english_groups
from erdem.overlap.engine.claims.amounts import Amount, find_amounts
from erdem.overlap.engine.claims.english_names import (
    Known,
    in_folded,
    is_plain_beside,
    known_spans,
    latin_spans,
    substance_of,
)
from erdem.overlap.engine.claims.latin import short_names
from erdem.overlap.engine.claims.model import Language, Mention
from erdem.overlap.engine.claims.phrases import is_material, is_plain, list_phrase, name_after, name_before, refers
from erdem.overlap.engine.claims.ratios import with_ratio

# What joins a name and an amount behind it.
_JOIN_BEFORE = re.compile(
    r"(?:\s*[:(=]\s*|(?:\s*,\s*|\s+)(?:which is |being |is |are )?(?:present |provided |added |used |included |contained "
    r")?(?:therein )?(?:in|at|with)?\s*(?:an?|the)?\s*"
    r"(?:effective )?(?:amounts?|concentrations?|levels?|quantity|proportions?|ranges?|ratio)?\s*(?:by weight )?(?:of|"
    r"is|being|ranging|in the range of|between)?\s*"
    r"(?:from|between|of|is|being)?\s*|\s*,?\s*from\s*|\s+-\s+)$"
)
_BASIS = re.compile(
    r"(?:based on|relative to|per|every|to|total of|calculated (?:on|for)|for each)\s*(?:the\s*)?(?:every\s*|each\s*)?$"
)
_AMOUNT_OF = re.compile(
    r"\b(?:amount|content|concentration|level|proportion|quantity|percentage|share) of (?:the |said |each )?"
)
_SAYS = re.compile(r"\b(?:is|are|falls|ranges|ranging|being|lies)\b(?: \w+){0,5} ?$")
_SUBJECT = re.compile(
    r"\b(?:wherein|where|and) (?:the|said) (?=[^;,.]{3,80}? (?:is|are|comprises?|contains?|includes?|consists?)\b)"
)
_HOST = re.compile(
    r"\b(?:composition|formulation|alloy|mixture|solvents?|metals?|compounds?|oils?|acids?|surfactants?|oxides?|"
    r"powders?|polymers?|drugs?|agents?|extracts?|"
    r"salts?|resins?|rubbers?|solutions?|herbs?|plants?|materials?|actives?|binders?|carriers?|excipients?|fillers?|"
    r"sugars?|sweeteners?)\b[^;:.]{0,40}$"
)
_SOLVENT = re.compile(
    r" ?(?:v/v )?(?:aqueous )?(?:ethanol|alcohol|methanol|acetone|isopropanol|hydrochloric acid|sodium hydroxide)\b"
)
_WITH = re.compile(r"(?:with|using|in|by|into|of)\s+(?:an? )?(?:about )?$")
_COMPOSITION = re.compile(
    r"\b(?:administ(?:ering|ration)|compositions?|formulations?|mixtures?|preparations?|foods?|beverages?|drinks?|"
    r"creams?|ointments?|lotions?|tablets?|capsules?|extracts?|alloys?|"
    r"emulsions?|medicaments?|supplements?|shampoos?|solutions?|foils?|films?|particles?|pastes?|powders?|gels?|"
    r"medicines?|remed(?:y|ies)|teas?|drugs?|"
    r"cheeses?|yogh?urts?|milks?|leathers?|adhesives?|coatings?|blends?|syrups?|soaps?|dentifrices?|tonics?|liquids?|"
    r"granules?|products?|oils?|salves?|balms?)\b"
)
_LISTS = re.compile(
    r"\b(?:compris(?:es|ing|e)|consist(?:s|ing)?(?: essentially)? of|includ(?:es|ing|e)|contain(?:s|ing)?|composed of|"
    r"made (?:up )?(?:of|from)|"
    r"selected from (?:the group (?:consisting )?of)?|being|mixtures? of|combination of|effective amounts? of)\b[\s:]*"
)
_ENTRY_END = re.compile(
    r"\s(?:(?:selected|chosen) from(?: the group)?(?: consisting of| comprising)?|consisting of|comprising|including|"
    r"containing|such as|(?:effective )?amounts? of)\s|[;,](?=\s|$)|\s(?:and|or|plus|with)\s|(?<!\b[a-z])\.(?=\s|$)|$"
)
_LIST_STOP = re.compile(r"\b(?:wherein|whereby|characteri[sz]ed|steps? of|method|process)\b|(?<!\b[a-z])\.(?=\s|$)")
_SELECTED = re.compile(r"\s*,?\s*(?:which )?(?:selected|chosen) from")
_CHOICE_GAP = re.compile(r"\s*,?\s*(?:and/or|and|or)?\s*(?:an? )?")
_CLAIM = re.compile(r"\bclaims? \d")
_IS_CHOSEN = re.compile(r"[^;,.]{3,80}? (?:is|are|comprises) (?:one or more )?(?:selected|chosen)")
_CHOICE = re.compile(r"selected|chosen")
_VERB = re.compile(r"^\w+ing\b(?<!seasoning)(?<!dressing)|^(?:to|at|a step|means)\b")
_PREFERRED = re.compile(
    r"(?:preferably|most preferably|more preferably|especially|in particular)\s*(?:of\s+|from\s+|between\s+)?(?:about\s+)?$"
)
_AUTHOR = re.compile(
    r"\b(?:l|linn|dc|bge|bunge|fisch|thunb|willd|oliv|franch|mill|roxb|gaertn|retz|maxim|mey|hance|ledeb|sieb|lour|"
    r"turcz|hook|miq|makino)\."
)
_OPTIONAL = re.compile(r"\boptional(?:ly)?,?\s*(?:an?\s+|about\s+|from\s+|up to\s+)*$")
MAX_ENTRIES = 3_000


@dataclass(frozen=True, slots=True)
class _Named:
    """A folded span that names something, with its amount if one stands beside it."""

    start: int
    end: int
    quantity: Quantity = NOTHING
    preferred: Quantity = NOTHING
    chosen: bool = False
    flags: frozenset[str] = frozenset()


def english_mentions(folded: FoldedText, canonicalise: Canonicaliser) -> tuple[list[Mention], set[str]]:
    """Ingredients of an English text in order of appearance with amounts, and notes; spans lie in the original text."""
    text = _without_points(folded, canonicalise)
    amounts = find_amounts(text, Language.ENGLISH)
    named = _beside_amounts(text, amounts)
    known = [*latin_spans(folded, canonicalise), *known_spans(text, canonicalise, strong=bool(named))]
    named = _together(named, [_Named(*span) for span, _ in known])
    composition = bool(named) or _COMPOSITION.search(text[:300]) is not None
    named = _together(named, [_Named(*span) for span in _listed(text, composition=composition)])
    identifiers = _identifiers(text, named, known, canonicalise)
    named = _with_choices(text, _adjacent(text, named, identifiers, dict(known)))
    pairs = with_ratio(text, [((one.start, one.end), one.quantity) for one in named])
    groups = english_groups(text, [(one.start, one.end) for one in named])
    mentions = [
        _mention(folded, replace(one, quantity=quantity), identifiers[one.start, one.end], groups.get(index))
        for index, (one, (_, quantity)) in enumerate(zip(named, pairs, strict=True))
    ]
    return _merged(mentions), {flag for one in named for flag in one.flags}


def _without_points(folded: FoldedText, canonicalise: Canonicaliser) -> str:
    """The text with the points of author names and abbreviated genera as blanks: they end no sentence."""
    text = _AUTHOR.sub(lambda match: match.group()[:-1] + " ", folded.text)
    for (start, _), _ in in_folded(folded, short_names(folded.original, canonicalise.lexicon)):
        text = text[: start + 1] + " " + text[start + 2 :]
    return text


def _identifiers(
    text: str, named: Sequence[_Named], known: Sequence[Known], canonicalise: Canonicaliser
) -> dict[tuple[int, int], Canonical]:
    """Substance of each named span: the known name in it when only words of part and preparation stand beside it."""
    spans = sorted(known)
    starts = [span[0] for span, _ in spans]
    found: dict[tuple[int, int], Canonical] = {}
    for one in named:
        substance = substance_of(text[one.start : one.end], canonicalise)
        at = bisect_left(starts, one.start)
        while substance.is_provisional and at < len(spans) and spans[at][0][1] <= one.end:
            (first, last), identifier = spans[at]
            if is_plain_beside(text[one.start : first] + " " + text[last : one.end]):
                substance = Canonical(identifier, Found.PROVISIONAL if identifier.startswith("?") else Found.WESTERN)
            at += 1
        found[one.start, one.end] = substance
    return found


def _with_choices(text: str, named: Sequence[_Named]) -> list[_Named]:
    """5% of a metal selected from A, B and C: the amount is that of each alternative, the class is no ingredient."""
    kept: list[_Named] = []
    for index, one in enumerate(named):
        follows = _SELECTED.match(text, one.end)
        if follows is None or index + 1 == len(named) or named[index + 1].start - follows.end() > 40:
            kept.append(one)
    quantity, last = NOTHING, 0
    hosts = {named[i + 1].start: one.quantity for i, one in enumerate(named[:-1]) if _SELECTED.match(text, one.end)}
    spread: list[_Named] = []
    for one in kept:
        if one.start in hosts:
            quantity = hosts[one.start]
        elif not (last and _CHOICE_GAP.fullmatch(text, last, one.start)):
            quantity = NOTHING
        if one.quantity.kind is Kind.NONE and quantity.kind is not Kind.NONE:
            one = replace(one, quantity=replace(quantity, inherited=True))
        spread.append(one)
        last = one.end
    return spread


def _beside_amounts(text: str, amounts: Sequence[Amount]) -> list[_Named]:
    found: list[_Named] = []
    for index, amount in enumerate(amounts):
        floor = amounts[index - 1].end if index else 0
        limit = amounts[index + 1].start if index + 1 < len(amounts) else len(text)
        if found and _PREFERRED.search(text, max(floor, amount.start - 40), amount.start):
            if found[-1].quantity.end == floor and found[-1].preferred.kind is Kind.NONE:
                found[-1] = replace(found[-1], preferred=amount.quantity)
            continue
        span = _name_of(text, amount, max(floor, found[-1].end if found else 0), limit)
        if span is not None and not (found and span[0] < found[-1].end):
            chosen = _OPTIONAL.search(text, max(floor, amount.start - 40), amount.start) is not None
            found.append(_Named(*span, amount.quantity, chosen=chosen, flags=amount.flags))
    return found


def _name_of(text: str, amount: Amount, floor: int, limit: int) -> tuple[int, int] | None:
    """The name an amount belongs to: before it when words join them (X in an amount of 5%), else behind it."""
    start, end = amount.start, amount.end
    if "%" in amount.quantity.unit and _BASIS.search(text, max(0, start - 40), start):
        return None
    told = _amount_of(text, floor, start)
    if told is not None:
        return told
    if _is_concentration(text, amount):
        return None
    window = text[max(floor, start - 90) : start]
    joint = _JOIN_BEFORE.search(window)
    place = start - len(window) + (joint.start() if joint else len(window))
    joined = joint is not None and joint.group().strip(" ,") not in ("", "of", "from", "between")
    before = name_before(text, floor, place) if place > floor else None
    if joined and before is not None:
        return before
    if text[end : end + 1] == ")":
        return before
    after = name_after(text, end, limit)
    return after if after is not None else before


def _amount_of(text: str, floor: int, start: int) -> tuple[int, int] | None:
    """The name in "the content of the X in the composition is 5%"."""
    told = None
    for match in _AMOUNT_OF.finditer(text, max(floor, start - 160), start):
        told = match
    if told is None or ";" in text[told.end() : start] or not _SAYS.search(text, told.end(), start):
        return None
    return name_after(text, told.end(), start)


def _is_concentration(text: str, amount: Amount) -> bool:
    follows = _SOLVENT.match(text, amount.end)
    return (
        "%" in amount.quantity.unit
        and follows is not None
        and _WITH.search(text, max(0, amount.start - 14), amount.start) is not None
    )


def _together(first: Sequence[_Named], second: Iterable[_Named]) -> list[_Named]:
    """Both in order; of two that overlap the one of `first` stays."""
    kept = list(first)
    starts = [one.start for one in kept]
    added = []
    for one in second:
        at = bisect_left(starts, one.end) - 1
        if at < 0 or kept[at].end <= one.start:
            added.append(one)
    return sorted([*kept, *added], key=lambda one: (one.start, -one.end))


def _listed(text: str, *, composition: bool) -> list[tuple[int, int]]:
    """Noun phrases that are entries of a list behind comprising, consisting of, selected from …, and name a material."""
    found: list[tuple[int, int]] = []
    covered = 0
    for match in _LISTS.finditer(text):
        position = max(match.end(), covered)
        stop = _LIST_STOP.search(text, position)
        end = stop.start() if stop else len(text)
        chosen = _is_choice(text, match)
        while position < end and len(found) < MAX_ENTRIES:
            cut = _ENTRY_END.search(text, position, end)
            last = cut.start() if cut else end
            if not _VERB.match(text[position:last].lstrip()[:30]):
                span = list_phrase(text, position, last)
                if span is not None and _counts(text, span, composition=composition, chosen=chosen):
                    found.append(span)
            position = max(cut.end() if cut else end, position + 1)
            if cut and _CHOICE.search(cut.group()):
                chosen = _HOST.search(text, max(0, cut.start() - 60), cut.start()) is not None
            elif cut and ";" in cut.group():
                chosen = False
        covered = max(covered, end)
    if not composition:
        return _apart(found)
    dependent = _CLAIM.search(text) is not None
    subjects = (
        name_after(text, match.end(), len(text))
        for match in _SUBJECT.finditer(text)
        if dependent or not _IS_CHOSEN.match(text, match.end(), match.end() + 100)
    )
    found.extend(span for span in subjects if span is not None and is_material(text[slice(*span)]))
    return _apart(found)


def _counts(text: str, span: tuple[int, int], *, composition: bool, chosen: bool) -> bool:
    phrase = text[slice(*span)]
    if refers(text, span[1]):
        return False
    return (composition and is_material(phrase)) or (chosen and (is_plain(phrase) or is_material(phrase)))


def _is_choice(text: str, match: re.Match[str]) -> bool:
    return (
        _CHOICE.search(match.group()) is not None
        and _HOST.search(text, max(0, match.start() - 60), match.start()) is not None
    )


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _adjacent(
    text: str,
    named: Sequence[_Named],
    identifiers: Mapping[tuple[int, int], Canonical],
    known: Mapping[tuple[int, int], str],
) -> list[_Named]:
    """licorice (Glycyrrhiza uralensis) is one ingredient, not two."""
    kept: list[_Named] = []
    for one in named:
        last = kept[-1] if kept else None
        if last is None or not _is_remark(text, last, one, identifiers, known):
            kept.append(one)
        elif last.quantity.kind is Kind.NONE and one.start >= last.end:
            kept[-1] = replace(last, quantity=one.quantity)
    return kept


def _is_remark(
    text: str,
    last: _Named,
    one: _Named,
    identifiers: Mapping[tuple[int, int], Canonical],
    known: Mapping[tuple[int, int], str],
) -> bool:
    if one.start < last.end:
        return True
    between = text[last.end : one.start]
    bare = between.strip(" ,")
    if len(between) > 4 or bare not in ("", "(", "i.e."):
        return False
    if identifiers[one.start, one.end].id == identifiers[last.start, last.end].id:
        return True
    return bare == "(" and one.quantity.kind is Kind.NONE and (one.start, one.end) in known


def _mention(folded: FoldedText, one: _Named, substance: Canonical, group: int | None) -> Mention:
    quantity, preferred = one.quantity, one.preferred
    if quantity.kind is not Kind.NONE and not quantity.inherited:
        quantity = replace(quantity, text=folded.quote(quantity.start, quantity.end))
    if preferred.kind is not Kind.NONE:
        preferred = replace(preferred, text=folded.quote(preferred.start, preferred.end))
    span = folded.span(one.start, one.end)
    written = folded.quote(one.start, one.end)
    return Mention(written, span, substance, quantity, group=group, preferred=preferred, chosen=one.chosen)


def _merged(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention for a name that is listed first and given its amount later (… wherein the licorice is 5%)."""
    kept: list[Mention] = []
    place: dict[str, int] = {}
    for mention in mentions:
        at = place.get(mention.substance.id)
        if at is None:
            place[mention.substance.id] = len(kept)
            kept.append(mention)
        elif kept[at].quantity.kind is Kind.NONE and mention.quantity.kind is not Kind.NONE:
            kept[at] = replace(kept[at], quantity=mention.quantity, preferred=mention.preferred)
        elif mention.quantity.kind is not Kind.NONE and mention.quantity.text != kept[at].quantity.text:
            kept.append(mention)
    return kept
