"""From a patent to what can be compared: its composition, its steps, its use, each with a place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from erdem.lib.folding import FoldedText
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims import notes
from erdem.overlap.engine.claims.chinese import chinese_mentions
from erdem.overlap.engine.claims.english import english_mentions
from erdem.overlap.engine.claims.full import FullClaim, full_claims, group_number, ingredient_of
from erdem.overlap.engine.claims.indication import find_forms, find_indications, find_routes
from erdem.overlap.engine.claims.language import language_of
from erdem.overlap.engine.claims.layout import fold_claim
from erdem.overlap.engine.claims.model import Language, Mention, ParsedText, Phrase, Transition
from erdem.overlap.engine.claims.steps import find_steps
from erdem.overlap.engine.claims.subject import Subject, subject_of
from erdem.overlap.engine.claims.transitions import addition_start, depends_on, openness_of, transition_of
from erdem.overlap.engine.records import Ingredient, Patent, Step

MAX_TEXT = 200_000
MAX_MENTIONS = 1_000
_BY_PROCESS = re.compile(
    r"(?:由|通过|采用|按照?)[^,。;]{0,12}(?:方法|工艺|步骤)[^,。;]{0,6}(?:制备|制得|得到|获得|制成|提取|而成)|"
    r"\b(?:obtain(?:ed|able)|prepared|produced|made|prepar?able) (?:by|from|according to|through) (?:a |the "
    r")?(?:process|method|steps?|following|extracting|\w+ing)\b"
)

__all__ = ["MAX_MENTIONS", "MAX_TEXT", "ParsedPatent", "language_of", "parse_patent", "parse_text"]


@dataclass(frozen=True, slots=True)
class ParsedPatent:
    """`ingredients` is the composition: structured if the input gave one, else read from the claims.

    `units` are the parsed texts in the order title, abstract, claims; `structured` says where the ingredients come
    from; `transition` whether the claim admits more. `full_claims` are the claims with what they refer to; `notes` the
    slugs of `claims.notes` that say what could not be read.
    """

    patent: Patent
    units: tuple[ParsedText, ...]
    ingredients: tuple[Ingredient, ...]
    steps: tuple[Step, ...]
    indication: str
    transition: Transition
    structured: bool
    notes: tuple[str, ...] = ()
    full_claims: tuple[FullClaim, ...] = ()
    indications: tuple[str, ...] = ()
    forms: tuple[Phrase, ...] = ()
    routes: tuple[Phrase, ...] = ()

    @property
    def claims(self) -> tuple[ParsedText, ...]:
        """Parsed claims in order."""
        return tuple(unit for unit in self.units if unit.unit == "claim")


def parse_text(
    text: str, canonicalise: Canonicaliser, unit: str = "claim", number: int = 1, parent: Subject = Subject.UNKNOWN
) -> ParsedText:
    """Reads one text unit. Never raises; every span lies in `text`. `parent` is what the claim it refers to is about."""
    cut = len(text) > MAX_TEXT
    text = text[:MAX_TEXT]
    folded = fold_claim(text)
    language = language_of(folded.text)
    refers = depends_on(folded.text, language, number) if unit == "claim" else ()
    english_claim = unit == "claim" and language is Language.ENGLISH
    subject = subject_of(folded.text, parent) if english_claim else Subject.UNKNOWN
    mentions, found = _mentions(folded, language, canonicalise, subject, dependent=bool(refers))
    uses = find_indications(folded, language)
    return ParsedText(
        text=text,
        unit=unit,
        number=number,
        language=language,
        transition=transition_of(folded.text, language),
        depends_on=refers,
        mentions=mentions,
        indication=uses[0] if uses else None,
        steps=find_steps(folded, language),
        indications=uses,
        openness=openness_of(folded.text, language),
        forms=find_forms(folded, language),
        routes=find_routes(folded, language),
        by_process=_BY_PROCESS.search(folded.text) is not None,
        notes=notes.in_order(found | ({notes.TEXT_CUT} if cut else set())),
        subject=subject,
    )


def _mentions(
    folded: FoldedText, language: Language, canonicalise: Canonicaliser, subject: Subject, *, dependent: bool
) -> tuple[tuple[Mention, ...], set[str]]:
    if language is Language.OTHER:
        return (), {notes.LANGUAGE_NOT_SUPPORTED} if folded.text.strip() else set()
    if language is Language.CHINESE:
        mentions, found = chinese_mentions(folded, canonicalise)
    else:
        mentions, found = english_mentions(folded, canonicalise, subject)
    if len(mentions) > MAX_MENTIONS:
        found.add(notes.TOO_MANY_INGREDIENTS)
        mentions = mentions[:MAX_MENTIONS]
    added_from = addition_start(folded.text, language) if dependent else None
    if added_from is not None:
        begin = folded.span(added_from, added_from)[0]
        mentions = [replace(mention, addition=mention.span[0] >= begin) for mention in mentions]
    return tuple(mentions), found | notes.of_mentions(mentions)


def parse_patent(patent: Patent, canonicalise: Canonicaliser) -> ParsedPatent:
    """Reads title, abstract and claims of a patent and settles its composition, steps and use."""
    units = [
        *([parse_text(patent.title, canonicalise, "title", 0)] if patent.title else []),
        *([parse_text(patent.abstract, canonicalise, "abstract", 0)] if patent.abstract else []),
        *_parsed_claims(patent.claims, canonicalise),
    ]
    main = _main_unit(units)
    ingredients = patent.ingredients or _composition(main, units)
    first = _claims_first(units)
    uses = tuple(dict.fromkeys(use.text for unit in first for use in unit.indications))
    full = full_claims([unit for unit in units if unit.unit == "claim"])
    odd = {slug for claim in full for slug in claim.notes}
    return ParsedPatent(
        patent=patent,
        units=tuple(units),
        ingredients=_located(ingredients, units) if patent.ingredients else ingredients,
        steps=patent.steps or _steps(units),
        indication=patent.indication or (uses[0] if uses else ""),
        transition=main.transition if main else Transition.UNKNOWN,
        structured=bool(patent.ingredients),
        notes=notes.in_order(notes.of_units(units, any_ingredient=bool(ingredients)) | odd),
        full_claims=full,
        indications=uses,
        forms=_first_of_each(phrase for unit in first for phrase in unit.forms),
        routes=_first_of_each(phrase for unit in first for phrase in unit.routes),
    )


def _parsed_claims(texts: Sequence[str], canonicalise: Canonicaliser) -> list[ParsedText]:
    """Claims in order; one that refers to another is read as being about the same thing."""
    parsed: list[ParsedText] = []
    for number, text in enumerate(texts, 1):
        first = min(depends_on(fold_claim(text[:400]).text, Language.ENGLISH), default=0)
        parent = parsed[first - 1].subject if 0 < first < number else Subject.UNKNOWN
        parsed.append(parse_text(text, canonicalise, "claim", number, parent))
    return parsed


def _first_of_each(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    found: dict[str, Phrase] = {}
    for phrase in phrases:
        found.setdefault(phrase.slug, phrase)
    return tuple(found.values())


def _claims_first(units: Sequence[ParsedText]) -> list[ParsedText]:
    return sorted(units, key=lambda unit: (unit.unit != "claim", unit.unit != "abstract"))


def _main_unit(units: Sequence[ParsedText]) -> ParsedText | None:
    """The text that states the composition: an independent claim with most amounts, else abstract, else title."""
    claims = [unit for unit in units if unit.unit == "claim" and not unit.is_dependent and unit.mentions]
    if claims:
        return max(claims, key=lambda unit: (sum(m.quantity.is_numeric for m in unit.mentions), len(unit.mentions)))
    others = [unit for unit in units if unit.mentions and not unit.is_dependent]
    return max(others, key=lambda unit: (len(unit.mentions), unit.unit == "abstract"), default=None)


def _composition(main: ParsedText | None, units: Sequence[ParsedText]) -> tuple[Ingredient, ...]:
    if main is None:
        return ()
    found = [_ingredient(mention, main) for mention in main.mentions]
    if main.unit != "claim":
        return tuple(found)
    known = {mention.substance.id for mention in main.mentions}
    for unit in units:
        for mention in unit.mentions:
            if mention.addition and mention.substance.id not in known:
                known.add(mention.substance.id)
                found.append(_ingredient(mention, unit))
    return tuple(found)


def _ingredient(mention: Mention, unit: ParsedText) -> Ingredient:
    return ingredient_of(mention, unit.number, group=group_number(unit.number, mention.group))


def _located(ingredients: Sequence[Ingredient], units: Sequence[ParsedText]) -> tuple[Ingredient, ...]:
    """Structured ingredients with the place where their name first stands in a claim, if it does."""
    return tuple(_locate(item, units) for item in ingredients)


def _locate(item: Ingredient, units: Sequence[ParsedText]) -> Ingredient:
    for unit in _claims_first(units):
        at = unit.text.find(item.name)
        if at >= 0:
            return replace(item, span=(at, at + len(item.name)), claim=unit.number)
    return item


def _steps(units: Sequence[ParsedText]) -> tuple[Step, ...]:
    best = max(units, key=lambda unit: (len(unit.steps), unit.unit == "claim"), default=None)
    if best is None or len(best.steps) < 2:
        return ()
    return tuple(replace(step, claim=best.number) for step in best.steps)
