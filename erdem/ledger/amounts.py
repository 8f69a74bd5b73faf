"""How amounts of the books are written: money with two decimals and its name, benefits in kind as whole numbers."""

from __future__ import annotations

from django.utils.translation import pgettext, pgettext_lazy

from erdem.base.formatting import money_from_fen, number
from erdem.ledger.choices import CURRENCIES, Unit

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


def amount_text(amount: int, unit: str) -> str:
    """Return an amount with its unit: 1,234.56 yuan, or 12 with the name of what is counted."""
    return pgettext("amount", "%(figure)s %(unit)s") % {"figure": figure(amount, unit), "unit": NAMES[Unit(unit)]}


def unit_name(unit: str) -> str:
    """Return what is counted, without its smallest unit."""
    known = Unit(unit)
    return str(NAMES[known] if known in CURRENCIES else known.label)
