"""Full claims: what a dependent claim covers together with the claims it refers to, narrowings and additions applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from erdem.lib.quantity import Kind
from erdem.overlap.engine.claims import notes
from erdem.overlap.engine.claims.model import Mention, ParsedText, Transition
from erdem.overlap.engine.records import Ingredient

MAX_CHAINS = 8


@dataclass(frozen=True, slots=True)
class FullClaim:
    """One reading of a claim: `through` are the claims it refers to, nearest first; a multiple reference gives several readings.

    `ingredients` is the effective composition: a narrower dose stands in the place of the parent's bound, additions follow.
    """

    number: int
    through: tuple[int, ...]
    ingredients: tuple[Ingredient, ...]
    transition: Transition
    notes: tuple[str, ...] = ()


def ingredient_of(
    mention: Mention, claim: int, *, group: int | None = None, optional: bool | None = None
) -> Ingredient:
    """The ingredient a mention stands for."""
    return Ingredient(
        name=mention.name,
        dose=mention.quantity.text,
        quantity=mention.quantity,
        span=mention.span,
        claim=claim,
        optional=mention.optional if optional is None else optional,
        group=mention.group if group is None else group,
        preferred=mention.preferred,
    )


def group_number(claim: int, group: int | None) -> int | None:
    """One number for a group of alternatives over all claims."""
    return None if group is None else claim * 1000 + group


def full_claims(claims: Sequence[ParsedText]) -> tuple[FullClaim, ...]:
    """Readings of all claims in order. References that lead nowhere, forward or in a circle are left out and noted."""
    units = {unit.number: unit for unit in claims}
    readings: dict[int, list[_Reading]] = {}
    found: list[FullClaim] = []
    for unit in claims:
        own, odd = _readings(unit, units, readings)
        readings[unit.number] = own
        found.extend(
            FullClaim(unit.number, one.through, tuple(one.parts.values()), one.transition, notes.in_order(odd))
            for one in own
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    through: tuple[int, ...]
    parts: dict[str, Ingredient]
    transition: Transition


def _readings(
    unit: ParsedText, units: Mapping[int, ParsedText], known: Mapping[int, Sequence[_Reading]]
) -> tuple[list[_Reading], set[str]]:
    odd: set[str] = set()
    made: list[_Reading] = []
    for parent in unit.depends_on:
        if parent not in units:
            odd.add(notes.REFERENCE_MISSING)
        elif parent in known:
            for one in known[parent][: MAX_CHAINS - len(made)]:
                through = (parent, *one.through)
                made.append(_Reading(through, _narrowed(one.parts, unit), _transition(one.transition, unit)))
        else:
            odd.add(notes.REFERENCE_CYCLE if _leads_back(unit.number, parent, units) else notes.REFERENCE_FORWARD)
    return made or [_Reading((), _narrowed({}, unit), unit.transition)], odd


def _leads_back(number: int, start: int, units: Mapping[int, ParsedText]) -> bool:
    """True when following references from `start` comes back to `number`."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        current = waiting.pop()
        if current == number:
            return True
        if current not in seen and current in units:
            seen.add(current)
            waiting.extend(units[current].depends_on)
    return False


def _transition(inherited: Transition, unit: ParsedText) -> Transition:
    """Additions open a closed parent; otherwise the parent's word stands, or the claim's own where it has none."""
    if inherited is Transition.UNKNOWN:
        return unit.transition
    return Transition.OPEN if any(mention.addition for mention in unit.mentions) else inherited


def _narrowed(parent: Mapping[str, Ingredient], unit: ParsedText) -> dict[str, Ingredient]:
    parts = dict(parent)
    for mention in unit.mentions:
        key = mention.substance.id
        before = parts.get(key)
        group = group_number(unit.number, mention.group)
        if before is None:
            parts[key] = ingredient_of(
                mention, unit.number, group=group, optional=mention.chosen or mention.quantity.is_optional
            )
        elif mention.quantity.kind is not Kind.NONE:
            parts[key] = replace(
                ingredient_of(mention, unit.number, group=group if group is not None else before.group),
                optional=mention.chosen or mention.quantity.is_optional,
            )
        elif mention.preferred.kind is not Kind.NONE:
            parts[key] = replace(before, preferred=mention.preferred)
    return parts
