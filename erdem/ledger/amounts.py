"""How amounts of the books are written: money with two decimals and its name, benefits in kind as whole numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.utils.translation import pgettext, pgettext_lazy

from erdem.base.formatting import money_from_fen, number
from erdem.ledger.choices import CURRENCIES, Unit

_SHARED: Final = re.compile(
    r"(?P<whole>\d+) × (?P<part>\d+(?:/\d+)?) = (?P<given>\d+)(?P<rest> \d+/\d+)?(?P<rule> → (?P<rounded>\d+) .*)?"
)
"""How a part was worked out, as ``services.sharing_out`` writes it: smallest units."""
NAMES = {
    Unit.CNY: pgettext_lazy("name of a currency", "yuan"),
    Unit.USD: pgettext_lazy("name of a currency", "US dollars"),
    Unit.EUR: pgettext_lazy("name of a currency", "euros"),
    Unit.MNT: pgettext_lazy("name of a currency", "tögrög"),
    Unit.TRAINING_DAY: pgettext_lazy("counted", "days of training"),
    Unit.PERSON_DAY: pgettext_lazy("counted", "days of work"),
    Unit.PIECE: pgettext_lazy("counted", "pieces"),
    Unit.HEAD: pgettext_lazy("counted", "head of animals"),
    Unit.PLANT: pgettext_lazy("counted", "plants"),
}


def figure(amount: int, unit: str) -> str:
    """Return an amount without its unit: 1,234.56 or 12."""
    return money_from_fen(amount) if unit in CURRENCIES else number(amount)


def cell(amount: int, unit: str) -> Decimal | int:
    """Return an amount for a table to compute with: 1234.56, or 12 of what is counted."""
    return Decimal(amount).scaleb(-2) if unit in CURRENCIES else amount


def amount_text(amount: int, unit: str) -> str:
    """Return an amount with its unit: 1,234.56 yuan, or 12 with the name of what is counted."""
    return pgettext("amount", "%(figure)s %(unit)s") % {"figure": figure(amount, unit), "unit": NAMES[Unit(unit)]}


def unit_name(unit: str) -> str:
    """Return what is counted, without its smallest unit."""
    known = Unit(unit)
    return str(NAMES[known] if known in CURRENCIES else known.label)


def working_text(note: str, unit: str) -> str:
    """Write how a part came about as people read it; the books keep it exactly, in smallest units.

    ``1359321 × 1/2 = 679660 1/2 → 679661 (…)`` in yuan is ``13,593.21 × 1/2 = 6,796.60 + 1/2 fen → 6,796.61 (…)``.
    """
    found = _SHARED.fullmatch(note) if unit in CURRENCIES else None
    if found is None:
        return note
    said = f"{money_from_fen(int(found['whole']))} × {found['part']} = {money_from_fen(int(found['given']))}"
    if found["rest"]:
        said += pgettext("fraction of the smallest unit", " + %(part)s fen") % {"part": found["rest"].strip()}
    if found["rule"]:
        said += f" → {money_from_fen(int(found['rounded']))}" + found["rule"].partition(found["rounded"])[2]
    return said
