"""Lines of benefits in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.formatting import long_date, money_from_fen, number
from erdem.sharing import terms_words as words
from erdem.sharing.terms.checking_money import percent
from erdem.sharing.terms.choices import Base, Currency
from erdem.sharing.terms.model import MILLION, Fixed, KindLine, Milestone, MoneyLine, Royalty, Split


def amount_of(amount: int, currency: str) -> str:
    """An amount of smallest units as it is written: 2,000.00 yuan."""
    return _("%(amount)s %(currency)s") % {
        "amount": money_from_fen(amount),
        "currency": words.CURRENCIES[Currency(currency)],
    }


def money_line(line: MoneyLine) -> Iterator[str]:
    """What a monetary line says."""
    yield f"{words.BENEFITS[line.benefit]} ({line.benefit})"
    if isinstance(line.rule, Fixed):
        yield _fixed(line.rule, line.currency)
    elif isinstance(line.rule, Milestone):
        yield from _milestone(line.rule, line.currency)
    else:
        yield from _royalty(line.rule, line.currency)
    yield split_words(line.split)


def kind_line(line: KindLine) -> Iterator[str]:
    """What a line in kind says."""
    yield f"{words.KIND_BENEFITS[line.benefit]} ({line.benefit})"
    yield _("%(quantity)s %(unit)s, due on each of these days: %(days)s.") % {
        "quantity": number(line.quantity),
        "unit": words.KIND_UNITS[line.unit],
        "days": _listed([long_date(day) for day in line.due]),
    }
    yield split_words(line.split)


def split_words(split: Split) -> str:
    """Who receives how much: 示例嘎查甲 70/100, …"""
    shares = [
        _("%(name)s %(part)s/%(of)s") % {"name": share.payee.name, "part": share.part, "of": split.of}
        for share in split.shares
    ]
    return _("Shares: %(shares)s.") % {"shares": _listed(shares)}


def _listed(parts: list[str]) -> str:
    return pgettext("between items", ", ").join(parts)


def _fixed(rule: Fixed, currency: str) -> str:
    told = {"amount": amount_of(rule.amount, currency), "day": long_date(rule.first_due)}
    if rule.every is None:
        return _("%(amount)s, due on %(day)s.") % told
    return _("%(amount)s, due on %(day)s for the first time and then %(every)s while the terms last.") % {
        **told,
        "every": words.EVERY[rule.every],
    }


def _milestone(rule: Milestone, currency: str) -> Iterator[str]:
    yield _("%(amount)s, once this is reached: %(what)s.") % {
        "amount": amount_of(rule.amount, currency),
        "what": rule.reached_when,
    }
    if rule.expected:
        yield _("Both sides expect that for %(day)s.") % {"day": long_date(rule.expected)}


def rate_words(rule: Royalty, rate: int, currency: str) -> str:
    """A rate as it is written: 3 %, or 0.125 yuan a kilogram."""
    if rule.base is not Base.QUANTITY:
        return _("%(percent)s %%") % {"percent": percent(rate)}
    whole, rest = divmod(rate, 100 * MILLION)
    digits = f"{rest:08d}".rstrip("0").ljust(2, "0")
    return _("%(amount)s %(currency)s for each %(unit)s") % {
        "amount": f"{number(whole)}.{digits}",
        "currency": words.CURRENCIES[Currency(currency)],
        "unit": rule.unit,
    }


def base_amount(rule: Royalty, amount: int, currency: str) -> str:
    """A base as it is written: an amount of money, or a quantity with its unit."""
    if rule.base is not Base.QUANTITY:
        return amount_of(amount, currency)
    return _("%(amount)s %(currency)s") % {"amount": number(amount), "currency": rule.unit}


def _royalty(rule: Royalty, currency: str) -> Iterator[str]:
    told = {"rate": rate_words(rule, rule.rate, currency), "base": words.BASES[rule.base]}
    yield _("%(rate)s, computed on %(base)s of each report period.") % told
    if rule.steps:
        yield _("What lies above a step has the rate of the step; sales are %(scope)s.") % {
            "scope": words.SCOPES[rule.step_scope]
        }
    for step in rule.steps:
        yield _("Above %(above)s: %(rate)s.") % {
            "above": base_amount(rule, step.above, currency),
            "rate": rate_words(rule, step.rate, currency),
        }
    yield from _deductions(rule)
    yield from _bounds(rule, currency)
    yield _(
        "The amount of a line is rounded once a period, to the nearest smallest unit, half a unit upwards. Returned goods"
        " become a credit for the next period and are never paid back."
    )


def _deductions(rule: Royalty) -> Iterator[str]:
    if rule.base is not Base.NET_SALES:
        return
    if not rule.deductions:
        yield _("Nothing is taken off the sales.")
        return
    parts = [
        str(words.DEDUCTIONS[one.kind])
        if one.most >= MILLION
        else _("%(what)s (at most %(percent)s %% of the sales)")
        % {"what": words.DEDUCTIONS[one.kind], "percent": percent(one.most)}
        for one in rule.deductions
    ]
    yield _("Taken off the sales: %(what)s.") % {"what": _listed(parts)}


def _bounds(rule: Royalty, currency: str) -> Iterator[str]:
    if rule.floor:
        yield _("At least %(amount)s each period; for a period that the terms cut, by its days.") % {
            "amount": amount_of(rule.floor, currency)
        }
    if rule.cap is not None:
        yield _("At most %(amount)s each period; for a period that the terms cut, by its days.") % {
            "amount": amount_of(rule.cap, currency)
        }
    if rule.cap_total is not None:
        yield _("At most %(amount)s over all periods.") % {"amount": amount_of(rule.cap_total, currency)}
