"""From a patent to what can be compared: its composition, its steps, its use, each with a place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from erdem.lib.folding import fold_with_offsets
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.claims.chinese import chinese_mentions
from erdem.overlap.engine.claims.english import english_mentions
from erdem.overlap.engine.claims.indication import find_indication
from erdem.overlap.engine.claims.model import Language, Mention, ParsedText, Transition
from erdem.overlap.engine.claims.steps import find_steps
from erdem.overlap.engine.claims.transitions import addition_start, depends_on, transition_of
from erdem.overlap.engine.records import Ingredient, Patent, Step

MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class ParsedPatent:
    """`ingredients` is the composition: structured if the input gave one, else read from the claims.

    `units` are the parsed texts in the order title, abstract, claims; `structured` says where the ingredients come
    from; `transition` whether the claim admits more.
    """

    patent: Patent
    units: tuple[ParsedText, ...]
    ingredients: tuple[Ingredient, ...]
    steps: tuple[Step, ...]
    indication: str
    transition: Transition
    structured: bool

    @property
    def claims(self) -> tuple[ParsedText, ...]:
        """Parsed claims in order."""
        return tuple(unit for unit in self.units if unit.unit == "claim")


def language_of(text: str) -> Language:
    """Chinese when at least one character in eight is a Han character."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return Language.CHINESE if han * 8 >= len(text.strip()) and han else Language.ENGLISH


def parse_text(text: str, canonicalise: Canonicaliser, unit: str = "claim", number: int = 1) -> ParsedText:
    """Reads one text unit. Never raises; every span lies in `text`."""
    text = text[:MAX_TEXT]
    folded = fold_with_offsets(text)
    language = language_of(folded.text)
    chinese = language is Language.CHINESE
    mentions = (chinese_mentions if chinese else english_mentions)(folded, canonicalise)
    refers = depends_on(folded.text, language) if unit == "claim" else ()
    added_from = addition_start(folded.text, language) if refers else None
    if added_from is not None:
        begin = folded.span(added_from, added_from)[0]
        mentions = [replace(mention, addition=mention.span[0] >= begin) for mention in mentions]
    return ParsedText(
        text=text,
        unit=unit,
        number=number,
        language=language,
        transition=transition_of(folded.text, language),
        depends_on=refers,
        mentions=tuple(mentions),
        indication=find_indication(folded, language),
        steps=find_steps(folded) if chinese else (),
    )


def parse_patent(patent: Patent, canonicalise: Canonicaliser) -> ParsedPatent:
    """Reads title, abstract and claims of a patent and settles its composition, steps and use."""
    units = [
        *([parse_text(patent.title, canonicalise, "title", 0)] if patent.title else []),
        *([parse_text(patent.abstract, canonicalise, "abstract", 0)] if patent.abstract else []),
        *(parse_text(text, canonicalise, "claim", number) for number, text in enumerate(patent.claims, 1)),
    ]
    main = _main_unit(units)
    ingredients = patent.ingredients or _composition(main, units)
    indications = [unit.indication.text for unit in _claims_first(units) if unit.indication]
    return ParsedPatent(
        patent=patent,
        units=tuple(units),
        ingredients=_located(ingredients, units) if patent.ingredients else ingredients,
        steps=patent.steps or _steps(units),
        indication=patent.indication or (indications[0] if indications else ""),
        transition=main.transition if main else Transition.UNKNOWN,
        structured=bool(patent.ingredients),
    )


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
    return Ingredient(
        name=mention.name,
        dose=mention.quantity.text,
        quantity=mention.quantity,
        span=mention.span,
        claim=unit.number,
        optional=mention.optional,
    )


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
