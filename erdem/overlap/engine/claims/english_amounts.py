"""Which English name an amount stands beside: before it (X in an amount of 5%) or behind it (5% of X)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from erdem.lib.quantity import NOTHING, Kind, Quantity
from erdem.overlap.engine.claims.amounts import Amount
from erdem.overlap.engine.claims.phrases import name_after, name_before

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
# X is present in the composition in an amount of 5%: the amount is that of X.
_PRESENT_IN = re.compile(
    r",? (?:(?:is|are|being) )?(?:present|contained|included|used|added|provided|comprised) (?:in|to|into) (?:the |said |an? )?"
    r"[a-z][a-z \-]{2,60}? (?:in|at) (?:an?|the) (?:effective )?(?:amounts?|concentrations?|levels?|proportions?|quantity)\b"
    r"[^;,:]{0,40}$"
)
_SOLVENT = re.compile(
    r" ?(?:v/v )?(?:aqueous )?(?:ethanol|alcohol|methanol|acetone|isopropanol|hydrochloric acid|sodium hydroxide)\b"
)
_WITH = re.compile(r"(?:with|using|in|by|into|of)\s+(?:an? )?(?:about )?$")
_PREFERRED = re.compile(
    r"(?:preferably|most preferably|more preferably|especially|in particular)\s*(?:of\s+|from\s+|between\s+)?(?:about\s+)?$"
)
_OPTIONAL = re.compile(r"\boptional(?:ly)?,?\s*(?:an?\s+|about\s+|from\s+|up to\s+)*$")
_STATES = re.compile(
    r"[:(=]|\b(?:amounts?|concentrations?|levels?|quantity|proportions?|ranges?|ratio|present|is|are|being|at|in)\b|"
    r"\s-\s"
)
_NAME_TO = re.compile(r"\s*(?:of )?([^;:]{2,60}?)\s*(?:up )?to\s*")
_OPENS = re.compile(r"\s*[(,]?\s*(?:preferably|more|most|especially|in particular)\b")
_CLOSES = re.compile(r"[\s),]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A folded span that names something, with its amount if one stands beside it."""

    start: int
    end: int
    quantity: Quantity = NOTHING
    preferred: Quantity = NOTHING
    chosen: bool = False
    flags: frozenset[str] = frozenset()


def beside_amounts(text: str, amounts: Sequence[Amount]) -> list[Named]:
    """Names with their amounts in order; an amount called preferred goes to the one before it."""
    found: list[Named] = []
    told = _with_preferred(text, amounts)
    for index, (amount, preferred, ends) in enumerate(told):
        floor = told[index - 1][2] if index else 0
        limit = told[index + 1][0].start if index + 1 < len(told) else len(text)
        if found and _runs_to(text, found[-1], amount):
            found[-1] = replace(found[-1], quantity=_spanned(found[-1].quantity, amount.quantity))
            continue
        span = _name_of(text, amount, max(floor, found[-1].end if found else 0), limit, ends)
        if span is not None and not (found and span[0] < found[-1].end):
            chosen = _OPTIONAL.search(text, max(floor, amount.start - 40), amount.start) is not None
            found.append(Named(*span, amount.quantity, preferred, chosen=chosen, flags=amount.flags))
    return found


def _runs_to(text: str, last: Named, amount: Amount) -> bool:
    """True for the second half of "from 5% platinum to 30% platinum"."""
    if not last.quantity.kind is amount.quantity.kind is Kind.EXACT:
        return False
    between = _NAME_TO.fullmatch(text, last.quantity.end, amount.start)
    return between is not None and between.group(1) == text[last.start : last.end]


def _spanned(first: Quantity, second: Quantity) -> Quantity:
    low, high = sorted((first.lo or 0.0, second.hi or 0.0))
    return replace(first, kind=Kind.RANGE, lo=low, hi=high, end=second.end)


def _with_preferred(text: str, amounts: Sequence[Amount]) -> list[tuple[Amount, Quantity, int]]:
    """Each amount with the one preferred within it and where both end."""
    told: list[tuple[Amount, Quantity, int]] = []
    for amount in amounts:
        if told and _PREFERRED.search(text, max(told[-1][0].end, amount.start - 40), amount.start):
            first, preferred, _ = told[-1]
            ends = first.end
            if _OPENS.match(text, first.end, amount.start):
                closes = _CLOSES.match(text, amount.end)
                ends = max(amount.end, closes.end() - 1 if closes else amount.end)
            told[-1] = first, amount.quantity if preferred.kind is Kind.NONE else preferred, ends
        else:
            told.append((amount, NOTHING, amount.end))
    return told


def _name_of(text: str, amount: Amount, floor: int, limit: int, end: int) -> tuple[int, int] | None:
    """The name an amount belongs to: before it when words join them (X in an amount of 5%), else behind it."""
    start = amount.start
    if "%" in amount.quantity.unit and _BASIS.search(text, max(0, start - 40), start):
        return None
    told = _amount_of(text, floor, start) or _present_in(text, floor, start)
    if told is not None:
        return told
    if _is_concentration(text, amount):
        return None
    window = text[max(floor, start - 90) : start]
    joint = _JOIN_BEFORE.search(window)
    place = start - len(window) + (joint.start() if joint else len(window))
    joined = joint is not None and _STATES.search(joint.group()) is not None
    before = name_before(text, floor, place) if place > floor else None
    if joined and before is not None:
        return before
    if text[amount.end : amount.end + 1] == ")" and end == amount.end:
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


def _present_in(text: str, floor: int, start: int) -> tuple[int, int] | None:
    """The name in "X is present in the composition in an amount of 5%"."""
    match = _PRESENT_IN.search(text, max(floor, start - 160), start)
    return name_before(text, floor, match.start()) if match else None


def _is_concentration(text: str, amount: Amount) -> bool:
    follows = _SOLVENT.match(text, amount.end)
    return (
        "%" in amount.quantity.unit
        and follows is not None
        and _WITH.search(text, max(0, amount.start - 14), amount.start) is not None
    )
