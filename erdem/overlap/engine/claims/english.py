"""Ingredient mentions in English claims: names beside amounts, lexicon names, Latin binomials, entries of lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from erdem.lib.folding import FoldedText
from erdem.lib.quantity import NOTHING, Kind
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found
from erdem.overlap.engine.claims.alternatives import english_groups
from erdem.overlap.engine.claims.amounts import find_amounts
from erdem.overlap.engine.claims.english_amounts import Named, beside_amounts
from erdem.overlap.engine.claims.english_lists import listed
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
from erdem.overlap.engine.claims.phrases import is_generic, is_matter, is_substance
from erdem.overlap.engine.claims.ratios import distributed, with_ratio
from erdem.overlap.engine.claims.subject import Subject

_COMPOSITION = re.compile(
    r"\b(?:administ(?:ering|ration)|compositions?|formulations?|mixtures?|preparations?|foods?|beverages?|drinks?|"
    r"creams?|ointments?|lotions?|tablets?|capsules?|extracts?|alloys?|"
    r"emulsions?|medicaments?|supplements?|shampoos?|solutions?|foils?|films?|particles?|pastes?|powders?|gels?|"
    r"medicines?|remed(?:y|ies)|teas?|drugs?|"
    r"cheeses?|yogh?urts?|milks?|leathers?|adhesives?|coatings?|blends?|syrups?|soaps?|dentifrices?|tonics?|liquids?|"
    r"granules?|products?|oils?|salves?|balms?)\b"
)
_APPARATUS = re.compile(
    r"\b(?:cookers?|devices?|apparatus|machines?|systems?|containers?|assembl(?:y|ies)|batter(?:y|ies)|"
    r"vehicles?|tools?|"
    r"circuits?|displays?|sensors?|housings?|tapes?|designs?)\b"
)
_TRANSITION = re.compile(
    r"\b(?:compris(?:ing|es)|consist(?:ing|s)|contain(?:ing|s)|includ(?:ing|es)|composed|made of|wherein)\b"
)
_SHARES = frozenset({"%", "份", "ppm"})
_SELECTED = re.compile(r"\s*,?\s*(?:which )?(?:selected|chosen) from")
_CHOICE_GAP = re.compile(r"\s*,?\s*(?:and/or|and|or)?\s*(?:an? )?")
_OWN_NAME = re.compile(
    r"\s*\d{0,4}\s*[.)]?\s*(?:an?|the|said) ([a-z][a-z \-]{1,60}?)(?:,| (?:of claim|according|as|compris|consist|for|"
    r"contain|having|wherein|in which))"
)
_AUTHOR = re.compile(
    r"\b(?:l|linn|dc|bge|bunge|fisch|thunb|willd|oliv|franch|mill|roxb|gaertn|retz|maxim|mey|hance|ledeb|sieb|lour|"
    r"turcz|hook|miq|makino|var|subsp|ssp|st)\."
)


def english_mentions(
    folded: FoldedText, canonicalise: Canonicaliser, subject: Subject = Subject.UNKNOWN
) -> tuple[list[Mention], set[str]]:
    """Ingredients of an English text in order of appearance with amounts, and notes; spans lie in the original text.

    In a claim about a THING only materials with an amount count; in one about a COMPOSITION entries of lists do.
    """
    text = _without_points(folded, canonicalise)
    amounts = find_amounts(text, Language.ENGLISH)
    named = beside_amounts(text, amounts)
    if subject is Subject.THING and _tells_composition(text, named):
        subject = Subject.UNKNOWN
    named = [one for one in named if _may_have_amount(text, one, subject)]
    begins = _component_start(text) if subject is Subject.COMPOSITION else None
    known = [
        *latin_spans(folded, canonicalise),
        *known_spans(text, canonicalise, strong=bool(named), component_from=begins),
    ]
    if subject is not Subject.THING:
        named = _together(named, [Named(*span) for span, _ in known])
        composition = subject is Subject.COMPOSITION or _has_amount(named) or _is_composition(text[:300])
        spans = [(one.start, one.end) for one in named]
        named = _together(named, [Named(*span) for span in listed(text, spans, composition=composition)])
    named = _without_itself(text, named)
    identifiers = _identifiers(text, named, known, canonicalise)
    named = _without_title(text, _with_choices(text, _adjacent(text, named, identifiers, dict(known))))
    pairs = with_ratio(text, [((one.start, one.end), one.quantity) for one in _with_equal(text, named)])
    pairs = distributed(text, pairs)
    groups = english_groups(text, [(one.start, one.end) for one in named])
    mentions = [
        _mention(folded, replace(one, quantity=quantity), identifiers[one.start, one.end], groups.get(index))
        for index, (one, (_, quantity)) in enumerate(zip(named, pairs, strict=True))
    ]
    return _merged(mentions), {flag for one in named for flag in one.flags}


def _tells_composition(text: str, named: Sequence[Named]) -> bool:
    """True when a claim to a thing tells of what matter it is made in two amounts at least (an airfoil of an alloy of …)."""
    shares = [one for one in named if one.quantity.unit in _SHARES and is_matter(text[one.start : one.end])]
    return len(shares) > 1


def _may_have_amount(text: str, one: Named, subject: Subject) -> bool:
    phrase = text[one.start : one.end]
    if text.endswith("for said amount of ", 0, one.start):
        return False
    if subject is Subject.THING:
        return is_matter(phrase)
    if is_generic(phrase) and not one.quantity.unit:
        return False
    return subject is Subject.COMPOSITION or _COMPOSITION.search(text) is not None or is_substance(phrase)


def _component_start(text: str) -> int:
    """Where the claim begins to tell of what it is made: at comprising or wherein."""
    match = _TRANSITION.search(text, 0, 600)
    return match.start() if match else 0


def _has_amount(named: Sequence[Named]) -> bool:
    return any(one.quantity.kind is not Kind.NONE for one in named)


def _is_composition(head: str) -> bool:
    """True when the first words name something made of ingredients and no apparatus."""
    return _COMPOSITION.search(head) is not None and _APPARATUS.search(head[:160]) is None


def _without_points(folded: FoldedText, canonicalise: Canonicaliser) -> str:
    """The text with the points of author names and abbreviated genera as blanks: they end no sentence."""
    text = _AUTHOR.sub(lambda match: match.group()[:-1] + " ", folded.text)
    shortened = list(in_folded(folded, short_names(folded.original, canonicalise.lexicon)))
    if not shortened:
        return text
    letters = list(text)
    for (start, _), _ in shortened:
        letters[start + 1] = " "
    return "".join(letters)


def _identifiers(
    text: str, named: Sequence[Named], known: Sequence[Known], canonicalise: Canonicaliser
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


def _with_choices(text: str, named: Sequence[Named]) -> list[Named]:
    """5% of a metal selected from A, B and C: the amount is that of each alternative, the class is no ingredient."""
    kept: list[Named] = []
    for index, one in enumerate(named):
        follows = _SELECTED.match(text, one.end)
        if follows is None or index + 1 == len(named) or named[index + 1].start - follows.end() > 40:
            kept.append(one)
    quantity, last = NOTHING, 0
    hosts = {named[i + 1].start: one.quantity for i, one in enumerate(named[:-1]) if _SELECTED.match(text, one.end)}
    spread: list[Named] = []
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


def _without_title(text: str, named: Sequence[Named]) -> list[Named]:
    """Without the names in what the claim is about (A ginseng tea comprising …) when a list follows."""
    match = _TRANSITION.search(text, 0, 400)
    edge = match.start() if match else 0
    if not any(one.start >= edge for one in named):
        return list(named)
    return [one for one in named if one.start >= edge or one.quantity.kind is not Kind.NONE]


def _without_itself(text: str, named: Sequence[Named]) -> list[Named]:
    """Without what is claimed: the alloy of a claim to an alloy is no ingredient of itself."""
    match = _OWN_NAME.match(text)
    if match is None:
        return list(named)
    own = {match.group(1), match.group(1).split()[-1]}
    return [one for one in named if one.quantity.kind is not Kind.NONE or text[one.start : one.end] not in own]


def _with_equal(text: str, named: Sequence[Named]) -> list[Named]:
    """Equal parts of A, B and C: each has its part."""
    spread: list[Named] = []
    for one in named:
        last = spread[-1] if spread else None
        follows = (
            last is not None and last.quantity.kind is Kind.EQUAL and _CHOICE_GAP.fullmatch(text, last.end, one.start)
        )
        if last is not None and follows and one.quantity.kind is Kind.NONE:
            one = replace(one, quantity=replace(last.quantity, inherited=True))
        spread.append(one)
    return spread


def _together(first: Sequence[Named], second: Iterable[Named]) -> list[Named]:
    """Both in order; of two that overlap the one of `first` stays."""
    kept = list(first)
    starts = [one.start for one in kept]
    added = []
    for one in second:
        at = bisect_left(starts, one.end) - 1
        if at < 0 or kept[at].end <= one.start:
            added.append(one)
    return sorted([*kept, *added], key=lambda one: (one.start, -one.end))


def _adjacent(
    text: str,
    named: Sequence[Named],
    identifiers: dict[tuple[int, int], Canonical],
    known: Mapping[tuple[int, int], str],
) -> list[Named]:
    """licorice (Glycyrrhiza uralensis) is one ingredient, not two; the remark tells what an unknown name is."""
    kept: list[Named] = []
    for one in named:
        last = kept[-1] if kept else None
        if last is None or not _is_remark(text, last, one, identifiers, known):
            kept.append(one)
            continue
        place = last.start, last.end
        if one.start >= last.end and identifiers[place].is_provisional:
            identifiers[place] = identifiers[one.start, one.end]
        if last.quantity.kind is Kind.NONE and one.start >= last.end:
            kept[-1] = replace(last, quantity=one.quantity)
    return kept


def _is_remark(
    text: str,
    last: Named,
    one: Named,
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


def _mention(folded: FoldedText, one: Named, substance: Canonical, group: int | None) -> Mention:
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
        elif kept[at].quantity.kind in (Kind.NONE, Kind.REST) and mention.quantity.kind not in (Kind.NONE, Kind.REST):
            kept[at] = replace(kept[at], quantity=mention.quantity, preferred=mention.preferred)
        elif mention.quantity.kind is not Kind.NONE and mention.quantity.text != kept[at].quantity.text:
            kept.append(mention)
    return kept
