"""Steps of a computation as sentences: for the books, the pages and the papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from erdem.base.formatting import money_from_fen, number
from erdem.sharing import terms_words as words

Values = Mapping[str, str]
MILLION: Final = 1_000_000
COUNTED: Final = ""
"""In place of a currency where the base is a quantity."""
_PERIOD: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12]))?")


def period_words(label: str) -> str:
    """Write a report period as people say it (``2027Q1``, ``2027H2``, ``2027-03``, ``2027``); another label as it stands."""
    found = _PERIOD.fullmatch(label)
    if found is None:
        return label
    told = {name: int(part) for name, part in found.groupdict().items() if part}
    if "month" in told:
        return _("%(year)s-%(month)s") % told
    if "quarter" in told:
        return _("quarter %(quarter)s of %(year)s") % told
    if "half" in told:
        return (_("first half of %(year)s") if told["half"] == 1 else _("second half of %(year)s")) % told
    return _("year %(year)s") % told


def step_sentences(steps: Iterable[str], currency: str) -> list[str]:
    """Return kept steps as sentences; where a quantity is the base, that is a number and no sum of money."""
    kept = list(steps)
    base = COUNTED if any(step.startswith("quantity ") for step in kept) else currency
    return [step_sentence(step, currency, base) for step in kept]


def step_sentence(text: str, currency: str, base: str | None = None) -> str:
    """Return one kept step (``band above=0 of=400000 rate=30000 … result=…``) as a sentence; a step nobody knows as it stands."""
    code, _blank, rest = text.partition(" ")
    values = dict(part.partition("=")[::2] for part in rest.split(" ") if "=" in part)
    if code not in _SENTENCES or "result" not in values:
        return text
    is_of_base = code in ("base", "band", "rate")
    return _SENTENCES[code](values, currency if base is None or not is_of_base else base)


def amount_words(amount: int, unit: str) -> str:
    """Write an amount with its unit: money with two decimals, benefits in kind as whole numbers."""
    if unit in words.CURRENCIES:
        return f"{money_from_fen(amount)} {words.CURRENCIES[unit]}"
    return f"{number(amount)} {words.KIND_UNITS.get(unit, unit)}"


def _sales(values: Values, _currency: str) -> str:
    told = {
        "line": values["line"],
        "product": values["product"].replace("_", " "),
        "amount": amount_words(int(values["result"]), values["currency"]),
    }
    if "corrects" in values:
        return _("Line %(line)s, %(product)s, corrects %(corrects)s: sales %(amount)s") % {
            **told,
            "corrects": values["corrects"].replace("_", " "),
        }
    return _("Line %(line)s, %(product)s: sales %(amount)s") % told


def _quantity(values: Values, _currency: str) -> str:
    return _("Line %(line)s, %(product)s: %(count)s %(unit)s") % {
        "line": values["line"],
        "product": values["product"].replace("_", " "),
        "count": number(int(values["result"])),
        "unit": values.get("unit", "").replace("_", " "),
    }


def _deducted(values: Values, currency: str) -> str:
    told = {
        "line": values["line"],
        "kind": words.DEDUCTIONS.get(values["kind"], values["kind"]),
        "amount": money_from_fen(int(values["result"])),
    }
    if "claimed" in values:
        return _(
            "Line %(line)s: less %(kind)s %(amount)s (claimed %(claimed)s; the terms allow %(most)s of the sales)"
        ) % {
            **told,
            "claimed": money_from_fen(int(values["claimed"])),
            "most": _percent(values["most"]),
        }
    return _("Line %(line)s: less %(kind)s %(amount)s") % told


def _counted(values: Values, _currency: str) -> str:
    return _("Line %(line)s counts with %(amount)s") % {
        "line": values["line"],
        "amount": money_from_fen(int(values["result"])),
    }


def _exchanged(values: Values, currency: str) -> str:
    return _("Line %(line)s: %(amount)s × %(rate)s (%(source)s, %(day)s) = %(result)s") % {
        "line": values["line"],
        "amount": money_from_fen(int(values["amount"])),
        "rate": values["rate"],
        "source": values["source"].replace("_", " "),
        "day": values["day"],
        "result": amount_words(int(values["result"]), values["to"]),
    }


def _base(values: Values, currency: str) -> str:
    return _("Base of this period %(base)s; before it %(before)s") % {
        "base": _base_words(values["result"], currency),
        "before": _base_words(values["before"], currency),
    }


def _band(values: Values, currency: str) -> str:
    return f"{_base_words(values['part'], currency)} × {_rate(values['rate'])}"


def _whole_rate(values: Values, currency: str) -> str:
    return f"{_base_words(values['base'], currency)} × {_rate(values['rate'])}"


def _base_words(text: str, currency: str) -> str:
    return amount_words(int(text), currency) if currency else number(int(text))


def _rounded(values: Values, currency: str) -> str:
    return _("Rounded once to the smallest unit: %(amount)s") % {
        "amount": amount_words(int(values["result"]), currency)
    }


def _floor(values: Values, currency: str) -> str:
    return _("At least %(amount)s a period") % {"amount": amount_words(int(values["result"]), currency)}


def _cap(values: Values, currency: str) -> str:
    return _("At most %(amount)s a period") % {"amount": amount_words(int(values["result"]), currency)}


def _cap_total(values: Values, currency: str) -> str:
    return _("At most %(agreed)s in all, of which %(amount)s is left") % {
        "agreed": money_from_fen(int(values["agreed"])),
        "amount": amount_words(int(values["result"]), currency),
    }


def _credit_used(values: Values, currency: str) -> str:
    return _("Less a credit of earlier periods: %(amount)s") % {"amount": amount_words(int(values["result"]), currency)}


def _credit_kept(values: Values, currency: str) -> str:
    return _("Returns outweigh sales: a credit of %(amount)s is kept for later periods") % {
        "amount": amount_words(int(values["result"]), currency)
    }


def _due(values: Values, currency: str) -> str:
    return _("Due: %(amount)s") % {"amount": amount_words(int(values["result"]), currency)}


def _rate(millionths: str) -> str:
    """A part of sales as per cent; what is more than the whole is an amount for each unit of a quantity."""
    return _percent(millionths) if int(millionths) <= MILLION else number(Decimal(millionths) / MILLION)


def _percent(millionths: str) -> str:
    return f"{(Decimal(millionths) / 10_000).normalize():f} %"


_SENTENCES: Final[Mapping[str, Callable[[Values, str], str]]] = {
    "sales": _sales,
    "quantity": _quantity,
    "deducted": _deducted,
    "counted": _counted,
    "exchanged": _exchanged,
    "base": _base,
    "band": _band,
    "rate": _whole_rate,
    "rounded": _rounded,
    "floor": _floor,
    "cap": _cap,
    "cap_total": _cap_total,
    "credit_used": _credit_used,
    "credit_kept": _credit_kept,
    "due": _due,
}
