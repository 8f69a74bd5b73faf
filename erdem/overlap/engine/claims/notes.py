"""What a reader must know about a claim that could not be read in full, as stable slugs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from erdem.overlap.engine.claims.model import Language, Mention, ParsedText

NO_INGREDIENTS = "no_ingredients"
LANGUAGE_NOT_SUPPORTED = "language_not_supported"
RANGE_REVERSED = "range_reversed"
PERCENT_OVER_100 = "percent_over_100"
NEGATIVE_AMOUNT = "negative_amount"
ZERO_AMOUNT = "zero_amount"
TOO_MANY_INGREDIENTS = "too_many_ingredients"
TEXT_CUT = "text_cut"
REFERENCE_MISSING = "reference_missing"
REFERENCE_FORWARD = "reference_forward"
REFERENCE_CYCLE = "reference_cycle"

ALL = (
    NO_INGREDIENTS,
    LANGUAGE_NOT_SUPPORTED,
    RANGE_REVERSED,
    PERCENT_OVER_100,
    NEGATIVE_AMOUNT,
    ZERO_AMOUNT,
    TOO_MANY_INGREDIENTS,
    TEXT_CUT,
    REFERENCE_MISSING,
    REFERENCE_FORWARD,
    REFERENCE_CYCLE,
)


def in_order(found: Iterable[str]) -> tuple[str, ...]:
    """The slugs once each, in the order of `ALL`."""
    present = set(found)
    return tuple(slug for slug in ALL if slug in present)


def of_mentions(mentions: Sequence[Mention]) -> set[str]:
    """What is odd about the amounts."""
    found: set[str] = set()
    for mention in mentions:
        quantity = mention.quantity
        if "%" in quantity.unit and max(quantity.lo or 0.0, quantity.hi or 0.0) > 100:
            found.add(PERCENT_OVER_100)
        if quantity.lo == 0.0 and quantity.hi == 0.0:
            found.add(ZERO_AMOUNT)
    return found


def of_units(units: Sequence[ParsedText], *, any_ingredient: bool) -> set[str]:
    """Notes of the units of a patent and of the whole."""
    found = {slug for unit in units for slug in unit.notes}
    if not any_ingredient:
        found.add(NO_INGREDIENTS)
    claims = [unit for unit in units if unit.unit == "claim"] or list(units)
    if claims and all(unit.language is Language.OTHER for unit in claims):
        found.add(LANGUAGE_NOT_SUPPORTED)
    return found
