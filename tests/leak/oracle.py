"""Who may know how much of a card, worked out anew from the rules; nothing here asks the product.

Source: the tiers, levels and labels of the reference (standards.md §1.4 to 1.6) and ``docs/explanation/protection.md``.
Final level of an audience = the minimum of tier default, each holding community's choice, every label's cap, the legal limit.
A reader has the best of the audiences that he belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.leak.cards import GROUP_LABELS, HOLDER_LABELS, OUTSIDERS, SEASONAL, SOFT_LABELS, Card, Hold, Label

HIDDEN, TITLE, METADATA, ABSTRACT, FULL = range(5)
TIER_DEFAULTS = {"D1": (0, 0, 0), "D2": (0, 0, 4), "D3": (2, 3, 4), "D4": (5, 5, 5)}
"""For the public, the signed-in, the office of the place."""
CAPS = {
    **dict.fromkeys(GROUP_LABELS, TITLE),
    **dict.fromkeys(HOLDER_LABELS, TITLE),
    **dict.fromkeys(SOFT_LABELS, ABSTRACT),
}
OUT_OF_SEASON = METADATA


@dataclass(frozen=True)
class Reader:
    """What the oracle knows of a reader: where he belongs, what he serves."""

    name: str
    signed_in: bool = True
    communities: frozenset[str] = frozenset()
    stewards: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    has_permits: bool = False
    is_expert: bool = False


def level(reader: Reader, card: Card) -> int:
    """Return how much of a card a reader may know: 0 nothing to 4 all of it."""
    levels = [outside(card, "public") if is_shown(card) else HIDDEN]
    if reader.signed_in and is_shown(card):
        levels.append(outside(card, "signed_in"))
    if serves(reader, card):
        levels.append(outside(card, "office"))
    if reader.has_permits:
        levels.append(permitted(card))
    if belongs(reader, card):
        levels.append(inside(reader, card))
    return min(max(levels), FULL)


def active(card: Card) -> tuple[Hold, ...]:
    """The communities that hold the card today."""
    return tuple(hold for hold in card.holds if hold.state == "active")


def in_force(card: Card) -> tuple[Label, ...]:
    """The labels that are on it: not taken off."""
    return tuple(label for label in card.labels if not label.removed)


def is_shown(card: Card) -> bool:
    """Say whether the public and the signed-in see anything: once it is registered, until the consent ends."""
    return card.status == "registered" and card.consent != "ended"


def caps(card: Card, caps_of: dict[str, int]) -> list[int]:
    """The limits that stand for everybody outside: labels and season."""
    limits = [caps_of[label.code] for label in in_force(card) if label.code in caps_of]
    return limits + [OUT_OF_SEASON for label in in_force(card) if label.code == SEASONAL and not label.is_open]


def outside(card: Card, audience: str) -> int:
    """Return the final level of one audience."""
    default = TIER_DEFAULTS[card.tier][OUTSIDERS.index(audience)]
    chosen: list[int | None] = [getattr(hold, audience) for hold in active(card)]
    law = FULL + 1 if audience == "office" else card.legal_cap  # the office that sets it is able to lift it
    return min([default, *(choice for choice in chosen if choice is not None), *caps(card, CAPS), law])


def permitted(card: Card) -> int:
    """Return what permits give: nothing of what is secret, and never more than labels and law leave.

    A label that is meant for women or men, without forbidding, asks for the steward's word: the permit is that word.
    """
    if card.tier == "D1":
        return HIDDEN
    given = [grant.level for grant in card.grants if grant.when == "now"]
    hard = {code: cap for code, cap in CAPS.items() if code not in SOFT_LABELS}
    return min([max(given), *caps(card, hard), card.legal_cap]) if given else HIDDEN


def serves(reader: Reader, card: Card) -> bool:
    """Say whether the reader's office serves the place; what has no place and nobody holds is the region's."""
    return serves_place(reader, card.place)


def serves_place(reader: Reader, place: str) -> bool:
    """Say whether a place lies within one that the reader's office serves."""
    return any(place.startswith(prefix) for prefix in reader.places)


def belongs(reader: Reader, card: Card) -> bool:
    """Say whether the reader belongs to one of those who hold it."""
    return any(hold.community in reader.communities for hold in active(card))


def inside(reader: Reader, card: Card) -> int:
    """Return what a member reads: all, but for what is left to a group or to members of all, and outside the season."""
    limits = [FULL]
    if (
        any(hold.together for hold in active(card))
        and not {hold.community for hold in active(card)} <= reader.communities
    ):
        limits.append(TITLE)
    for label in in_force(card):
        if label.group and label.group not in reader.groups:
            limits.append(TITLE)
        if label.code == SEASONAL and not label.is_open:
            limits.append(OUT_OF_SEASON)
    return min(limits)


Rule = Callable[[Reader, Card, str], bool]
_RULES: dict[str, Rule] = {
    "title": lambda reader, card, _whose: level(reader, card) >= TITLE,
    "metadata": lambda reader, card, _whose: level(reader, card) >= METADATA,
    "abstract": lambda reader, card, _whose: level(reader, card) >= ABSTRACT,
    "all of it": lambda reader, card, _whose: level(reader, card) >= FULL,
    "kept": lambda reader, card, _whose: keeps(reader, card),
    "sender": lambda reader, _card, whose: reader.name == whose,
    "looked after": lambda reader, card, _whose: looks_after(reader, card),
    "holding": lambda reader, card, whose: (
        whose in reader.communities or belongs(reader, card) or level(reader, card) >= FULL
    ),
    "label": lambda reader, card, whose: whose in reader.communities or level(reader, card) >= METADATA,
    "permit": lambda reader, _card, whose: whose in reader.communities or reader.has_permits,
    "stewards": lambda reader, _card, whose: whose in reader.stewards,
    "answer": lambda reader, _card, whose: reader.name == whose or serves_place(reader, "152530"),
    "note": lambda reader, card, whose: reader.name == whose or looks_after(reader, card),
    "office": lambda reader, card, _whose: serves(reader, card) and card.tier != "D1" and level(reader, card) >= FULL,
    "machines": lambda _reader, _card, _whose: False,
}


def may_meet(rule: str, reader: Reader, card: Card) -> bool:
    """Say whether a reader may meet a word under a rule; ``holding of own`` names the community whose row it stands in."""
    name, _sep, whose = rule.partition(" of ")
    return _RULES[rule](reader, card, "") if rule in _RULES else _RULES[name](reader, card, whose)


def looks_after(reader: Reader, card: Card) -> bool:
    """Say whether a reader reads all of a card and looks after it: its communities, the office of its place, experts."""
    return level(reader, card) >= FULL and (belongs(reader, card) or serves(reader, card) or reader.is_expert)


def keeps(reader: Reader, card: Card) -> bool:
    """Say whether a reader has the originals of a card: its communities, or the office while no community holds it."""
    if level(reader, card) < FULL:
        return False
    return belongs(reader, card) or (not active(card) and serves(reader, card) and card.tier != "D1")


_NEVER = {
    "knowledge.MediaFile", "knowledge.MediaTrace", "knowledge.Certificate", "knowledge.CertificateAct",
    "overlap.Review", "overlap.Dossier", "overlap.DossierSeal", "overlap.AnnotationPrediction", "overlap.Annotation",
    "overlap.Adjudication", "overlap.SpanReading", "overlap.ComparedRecord", "knowledge.ProtocolVersion",
    "overlap.AnnotationPair",
}  # fmt: skip
"""What is added and never changed, or written by machines."""


def may_write(label: str, reader: Reader, card: Card) -> bool:
    """Say whether a reader may change or remove a row of a table that belongs to a card."""
    if label in _NEVER:
        return False
    if label == "overlap.Finding":
        return looks_after(reader, card) and (bool(reader.places) or reader.is_expert)
    if label == "knowledge.Upload":
        return reader.name == "holder"
    if label in ("knowledge.HolderCall", "knowledge.HolderAnswer"):
        return serves_place(reader, "152530")  # the office that put the call
    if label == "knowledge.NoticeUse":
        return reader.name == "officer" or bool(reader.stewards & {hold.community for hold in active(card)})
    if level(reader, card) < FULL:
        return False
    return belongs(reader, card) or (serves(reader, card) and card.tier != "D1")
