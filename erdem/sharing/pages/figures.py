"""What the page of the figures of fairness shows: each figure with its base, its formula and the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, money_from_fen, number
from erdem.sharing import terms_words as words
from erdem.sharing.queries.fairness import (
    Delivered,
    HoldersShare,
    OnTime,
    Span,
    decided_on_time,
    delivered_against_due,
    holders_share_of_income,
)
from erdem.sharing.report_words import amount_words, period_words


def span_of(given: dict[str, Any]) -> Span:
    """Return the period and county of a form; this calendar year and every served county where nothing is named."""
    today = timezone.localdate()
    since, until = given.get("since") or dt.date(today.year, 1, 1), given.get("until") or today
    return Span(min(since, until), max(since, until), given.get("place") or "")


def figures_page(actor: Actor, span: Span) -> dict[str, Any]:
    """Compose the page."""
    on_time = decided_on_time(actor, span)
    delivered = delivered_against_due(actor, span)
    shares = holders_share_of_income(actor, span)
    return {
        "span": span,
        "title": _("How fairly knowledge was shared, %(since)s to %(until)s")
        % {"since": iso_date(span.since), "until": iso_date(span.until)},
        "on_time": _on_time(on_time),
        "delivered": [_delivered(each) for each in delivered],
        "shares": [_share(each) for each in shares],
    }


def figure_rows(page: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The figures as rows: code, figure, unit, numerator, denominator, share, then the records behind each."""
    told = page["on_time"]
    yield ("I50", told["name"], _("requests"), told["part"], told["whole"], told["share"], "")
    for row in told["rows"]:
        days = _("due %(due)s, decided %(decided)s") % row
        yield ("I50", row["number"], "", "", "", "", f"{row['who']} · {days} · {row['state']}")
    for each in page["delivered"]:
        yield ("I51", each["name"], each["unit"], each["part"], each["whole"], each["share"], each["reconciled"])
        for row in each["rows"]:
            day = _("due %(due)s") % row
            yield ("I51", row["what"], each["unit"], "", row["amount"], "", f"{row['permit']} · {day}")
    for each in page["shares"]:
        yield ("I18", each["name"], each["unit"], each["part"], each["whole"], each["share"], each["left_out_words"])
        for row in each["rows"]:
            yield ("I18", row["who"], each["unit"], row["amount"], "", "", row["state"])


def figure_heads() -> tuple[str, ...]:
    """The heads of those rows."""
    return (_("Indicator"), _("Figure or record"), _("Unit"), *_columns(), _("Note"))


def _columns() -> tuple[str, ...]:
    return (pgettext("figure", "Of these"), pgettext("figure", "Out of"), pgettext("figure", "Rate"))


def share_words(share: Fraction | None) -> str:
    """A share as per cent with one decimal, computed exactly; a dash where there is no base."""
    if share is None:
        return "–"
    tenths = (2 * share.numerator * 1000 + share.denominator) // (2 * share.denominator)
    return f"{tenths // 10}.{tenths % 10} %"


def unit_words(unit: str) -> str:
    """The name of a currency or of a unit in kind."""
    return str(words.CURRENCIES.get(unit) or words.KIND_UNITS.get(unit, unit))


def _on_time(found: OnTime) -> dict[str, Any]:
    return {
        "name": _("Requests decided on time"),
        "part": number(found.on_time),
        "whole": number(len(found.requests)),
        "share": share_words(found.share),
        "rows": [
            {
                "number": each.request.number,
                "who": each.request.applicant_name,
                "due": iso_date(each.due_on),
                "decided": iso_date(each.decided_on) or _("not yet"),
                "state": _("on time") if each.is_on_time else _("late"),
                "shape": "done" if each.is_on_time else "over",
            }
            for each in found.requests
        ],
    }


def _delivered(found: Delivered) -> dict[str, Any]:
    return {
        "name": _("Delivered in kind against promised") if found.in_kind else _("Paid to holders against due"),
        "unit": unit_words(found.unit),
        "part": amount_words(found.delivered, found.unit),
        "whole": amount_words(found.due, found.unit),
        "share": share_words(found.share),
        "reconciled": ""
        if found.in_kind
        else _("of it on a bank statement: %(amount)s") % {"amount": amount_words(found.reconciled, found.unit)},
        "rows": [
            {
                "permit": each.permit.number,
                "what": f"{each.label} {period_words(each.period)}".strip(),
                "due": iso_date(each.due_on),
                "amount": amount_words(each.amount or 0, each.unit),
                "url": reverse("sharing:obligation-detail", args=[each.pk]),
            }
            for each in found.obligations
        ],
    }


def _share(found: HoldersShare) -> dict[str, Any]:
    rows = [
        {"who": each.payee.name, "amount": money_from_fen(each.amount), "state": "", "url": ""} for each in found.paid
    ]
    rows += [
        {
            "who": each.payee.name,
            "amount": money_from_fen(each.amount),
            "state": _("left out: belongs to the enterprise"),
            "url": "",
        }
        for each in found.left_out
    ]
    reports = [
        {
            "what": str(each),
            "who": each.permit.request.applicant_name,
            "url": reverse("sharing:report-detail", args=[each.pk]),
        }
        for each in found.reports
    ]
    return {
        "name": _("Share of holders in the income of products"),
        "unit": unit_words(found.unit),
        "part": amount_words(found.to_holders, found.unit),
        "whole": amount_words(found.income, found.unit),
        "share": share_words(found.share),
        "left_out_words": _("%(count)s payees left out, because they belong to the enterprise")
        % {"count": len(found.left_out)}
        if found.left_out
        else "",
        "rows": rows,
        "reports": reports,
    }
