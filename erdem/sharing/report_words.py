"""Steps of a computation as sentences: for the books, the pages and the papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from erdem.base.formatting import money_from_fen, number
from erdem.sharing import terms_words as words

Values = Mapping[str, str]
MILLION: Final = 1_000_000


def step_sentence(text: str, currency: str) -> str:
    """Return one kept step (``band above=0 of=400000 rate=30000 … result=…``) as a sentence; a step nobody knows as it stands."""
    code, _blank, rest = text.partition(" ")
    values = dict(part.partition("=")[::2] for part in rest.split(" ") if "=" in part)
    if code not in _SENTENCES or "result" not in values:
        return text
    return _SENTENCES[code](values, currency)


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


def _base(values: Values, _currency: str) -> str:
    return _("Base of this period %(base)s; before it %(before)s (in smallest units)") % {
        "base": number(int(values["result"])),
        "before": number(int(values["before"])),
    }


def _band(values: Values, _currency: str) -> str:
    return f"{number(int(values['part']))} × {_rate(values['rate'])}"


def _whole_rate(values: Values, _currency: str) -> str:
    return f"{number(int(values['base']))} × {_rate(values['rate'])}"


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
