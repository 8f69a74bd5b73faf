"""What the pages of benefits show: one obligation, the page of a community, the page of a firm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date, money_from_fen, number
from erdem.ledger.queries import working_text
from erdem.sharing import terms_words as words
from erdem.sharing.choices import Answer
from erdem.sharing.forms.benefits import DeliveryForm, MilestoneForm
from erdem.sharing.models import Delivery, Obligation
from erdem.sharing.pages.use_reports import report_name
from erdem.sharing.policies import is_applicant
from erdem.sharing.policies.reports import can_answer_delivery, can_note_milestone, can_report_delivery
from erdem.sharing.queries import obligations as reads
from erdem.sharing.queries.community_benefit import CommunityBenefit, Money
from erdem.sharing.queries.firm_benefit import FirmBenefit
from erdem.sharing.report_choices import ObligationKind, ObligationState
from erdem.sharing.report_words import amount_words, period_words
from erdem.sharing.report_workflow import DELIVERY
from erdem.sharing.workflow import REQUEST

SOON: Final = 4
"""Sums whose day is still to come that are listed beside what is owed."""
MOVES = {
    "due": gettext_lazy("owed to us"),
    "paid": gettext_lazy("paid to us"),
    "fee": gettext_lazy("Fees taken off"),
    "other": gettext_lazy("other movement"),
}


@dataclass(frozen=True)
class ObligationPage:
    """One obligation."""

    obligation: Obligation
    title: str
    lead: str
    facts: tuple[dict[str, Any], ...]
    deliveries: tuple[dict[str, Any], ...]
    trail: tuple[dict[str, str], ...]
    milestone_form: forms.Form | None
    delivery_form: forms.Form | None


def obligation_page(actor: Actor, obligation: Obligation, **bound: Any) -> ObligationPage:
    """Compose the page of an obligation."""
    (standing,) = reads.standings(actor, [obligation])
    given: dict[str, Any] = {"milestone_form": None, "delivery_form": None}
    live = obligation.state != ObligationState.ENDED
    if live and obligation.kind == ObligationKind.MILESTONE and obligation.reached_on is None:
        given["milestone_form"] = MilestoneForm() if can_note_milestone(actor, obligation) else None
    if live and obligation.kind == ObligationKind.IN_KIND and can_report_delivery(actor, obligation):
        given["delivery_form"] = DeliveryForm(payees=payee_options(actor, obligation))
    return ObligationPage(
        obligation=obligation,
        title=_obligation_title(obligation),
        lead=f"{obligation.permit.number} · {obligation.permit.request.applicant_name}",
        facts=_obligation_facts(obligation, standing),
        deliveries=tuple(delivery_row(actor, each) for each in reads.deliveries_of(actor, obligation)),
        trail=(
            _whence(actor, obligation),
            {"label": f"{obligation.label} {period_words(obligation.period)}".strip(), "url": ""},
        ),
        **{**given, **bound},
    )


def _whence(actor: Actor, obligation: Obligation) -> dict[str, Any]:
    """Where an obligation stands among others: the user's own list, for everybody else the permit."""
    request = obligation.permit.request
    if is_applicant(actor, request):
        return {"label": _("What is due"), "url": reverse("sharing:firm-benefit")}
    address = reverse("permitting:request-permit", args=[request.number])
    return {"label": obligation.permit.number, "url": address}


def payee_options(actor: Actor, obligation: Obligation) -> list[tuple[str, str]]:
    """Return to whom something of an obligation can be delivered."""
    return [(str(each.pk), each.name) for each in reads.payees_of_line(actor, obligation)]


def delivery_row(actor: Actor, delivery: Delivery) -> dict[str, Any]:
    """One delivery as a page shows it."""
    return {
        "key": delivery.pk,
        "to": delivery.payee.name,
        "what": delivery.obligation.label,
        "day": iso_date(delivery.day),
        "amount": amount_words(delivery.amount, delivery.obligation.unit),
        "evidence": delivery.evidence,
        "file": reverse("sharing:delivery-file", args=[delivery.pk]) if delivery.blob_id else "",
        "state": str(delivery.get_status_display()),
        "shape": DELIVERY.shapes[delivery.status],
        "reason": delivery.status_reason,
        "may_answer": delivery.status == "reported" and bool(can_answer_delivery(actor, delivery)),
    }


def community_page(actor: Actor, found: CommunityBenefit) -> dict[str, Any]:
    """Compose the page of a community: the answer first, each figure leads to its lines."""
    return {
        "found": found,
        "title": _community_title(found),
        "to_answer": [
            {"title": each.request.title, "number": each.request.number, "due": long_date(each.due_on)}
            for each in found.to_answer
        ],
        "to_confirm": [delivery_row(actor, each) for each in found.to_confirm],
        "requests": _requests(found),
        "agreed": _agreed(found),
        "used": _used(found),
        "late": _late(found),
        "money": [_money_rows(each) for each in found.money],
        "in_kind": _in_kind(found),
        "coming": _coming(found),
    }


def _requests(found: CommunityBenefit) -> list[dict[str, Any]]:
    """Who asked, and what the community answered."""
    return [
        {
            "number": request.number,
            "title": request.title,
            "who": request.applicant_name,
            "state": str(request.get_status_display()),
            "shape": REQUEST.shapes[request.status],
            "answer": str(Answer(answer).label) if answer else "",
            "day": iso_date(request.submitted_at),
        }
        for request, answer in found.requests
    ]


def _agreed(found: CommunityBenefit) -> list[dict[str, Any]]:
    """What was agreed, with the community's share of each line."""
    return [
        {
            "number": each.permit.number,
            "who": each.permit.request.applicant_name,
            "until": long_date(each.permit.expires_on),
            "lines": [{"label": label, "share": share_words(part)} for label, part, _unit in each.lines],
        }
        for each in found.agreed
    ]


def _used(found: CommunityBenefit) -> list[dict[str, Any]]:
    """What was used, by period."""
    return [
        {
            "who": each.report.permit.request.applicant_name,
            "period": period_words(each.report.period),
            "url": reverse("sharing:report-detail", args=[each.report.pk]),
            "products": "、".join(dict.fromkeys(line.product for line in each.lines))
            or _("Nothing was used in this period."),
            "sales": [amount_words(total, unit) for unit, total in each.sales],
        }
        for each in found.used
    ]


def _late(found: CommunityBenefit) -> list[dict[str, Any]]:
    """Reports that are missing."""
    return [
        {
            "who": each.permit.request.applicant_name,
            "period": period_words(each.period),
            "due": long_date(each.due_on),
            "url": reverse("sharing:report-detail", args=[each.pk]),
        }
        for each in found.late
    ]


def _in_kind(found: CommunityBenefit) -> list[dict[str, Any]]:
    """What was promised and delivered in kind, by unit."""
    return [
        {
            "unit": each.unit,
            "promised": amount_words(each.promised, each.unit),
            "delivered": amount_words(each.delivered, each.unit),
            "open": amount_words(each.open, each.unit),
        }
        for each in found.in_kind
    ]


def _coming(found: CommunityBenefit) -> list[dict[str, Any]]:
    """What comes next."""
    return [
        {
            "label": f"{each.label} {period_words(each.period)}".strip(),
            "day": long_date(each.due_on) if each.due_on else _("once it is reached"),
            "amount": amount_words(each.amount, each.unit) if each.amount else _("by the report"),
            "url": reverse("sharing:obligation-detail", args=[each.pk]),
        }
        for each in found.coming
    ]


def firm_page(found: FirmBenefit) -> dict[str, Any]:
    """Compose the page of who uses permits: what is owed by when."""
    return {
        "title": _firm_title(found),
        "owed": [
            {
                "label": _("Owed by now"),
                "value": money_from_fen(total),
                "note": str(words.CURRENCIES.get(unit, unit)),
                "url": "#due",
            }
            for unit, total in found.owed
        ],
        **_firm_tables(found),
        "reports": _firm_reports(found),
        "audits": [
            {
                "report": report_name(each.report),
                "due": long_date(each.due_on),
                "url": reverse("sharing:audit-detail", args=[each.pk]),
            }
            for each in found.audits
        ],
    }


def _firm_tables(found: FirmBenefit) -> dict[str, Any]:
    """What is owed and what comes next in one table; what lies further ahead in another."""
    planned = [each for each in found.standings if each.obligation.state == ObligationState.PLANNED][SOON:]
    soon = [each for each in found.standings if each not in planned]
    return {"rows": _firm_rows(soon), "later": _firm_rows(planned)}


def _firm_rows(standings: Iterable[reads.Standing]) -> list[dict[str, Any]]:
    """What is owed line by line, with what has been settled of it."""
    today = timezone.localdate()
    return [
        {
            "url": reverse("sharing:obligation-detail", args=[each.obligation.pk]),
            "permit": each.obligation.permit.number,
            "what": f"{each.obligation.label} {period_words(each.obligation.period)}".strip(),
            "due": iso_date(each.obligation.due_on) or _("once it is reached"),
            "amount": amount_words(each.obligation.amount, each.obligation.unit)
            if each.obligation.amount is not None
            else _("by the report"),
            "settled": amount_words(each.settled, each.obligation.unit) if each.owed else "",
            "open": amount_words(each.open, each.obligation.unit) if each.owed else "",
            "state": _standing_words(each, is_late=each.is_late(today)),
            "shape": _standing_shape(each, is_late=each.is_late(today)),
        }
        for each in standings
    ]


def _firm_reports(found: FirmBenefit) -> list[dict[str, Any]]:
    """Reports that are awaited, with their days."""
    today = timezone.localdate()
    return [
        {
            "period": period_words(each.period),
            "permit": each.permit.number,
            "due": iso_date(each.due_on),
            "state": str(each.get_status_display()),
            "late": each.due_on < today,
            "url": reverse("sharing:report-detail", args=[each.pk]),
        }
        for each in found.reports
    ]


def share_words(part: Fraction) -> str:
    """A share of the whole in words: 70 %, or 1/3 where per cent would not be exact."""
    percent = part * 100
    return f"{percent.numerator} %" if percent.denominator == 1 else f"{part.numerator}/{part.denominator}"


def _money_rows(each: Money) -> dict[str, Any]:
    return {
        "unit": str(words.CURRENCIES.get(each.unit, each.unit)),
        "due": amount_words(each.due, each.unit),
        "arrived": amount_words(each.arrived, each.unit),
        "waits": amount_words(each.waits, each.unit),
        "escrow": amount_words(each.escrow, each.unit) if each.escrow else "",
        "fees": amount_words(each.fees, each.unit) if each.fees else "",
        "moves": [
            {
                "day": iso_date(move.day),
                "what": move.what,
                "note": working_text(move.note, each.unit),
                "kind": str(MOVES[move.kind]),
                "amount": money_from_fen(-move.amount if move.kind == "paid" else move.amount),
            }
            for move in each.movements
        ],
    }


def _community_title(found: CommunityBenefit) -> str:
    waiting = len(found.to_answer) + len(found.to_confirm)
    if waiting:
        return ngettext("%(count)s thing waits for us", "%(count)s things wait for us", waiting) % {
            "count": number(waiting)
        }
    arrived = [amount_words(each.arrived, each.unit) for each in found.money if each.arrived]
    if arrived:
        return _("%(amount)s has arrived so far") % {"amount": " · ".join(arrived)}
    return (
        _("What others use of our knowledge, and what comes back")
        if found.requests
        else _("Nobody has asked for our knowledge yet")
    )


def _firm_title(found: FirmBenefit) -> str:
    late = [each for each in found.standings if each.is_late()]
    missing = len(found.reports)
    if late:
        return ngettext("%(count)s obligation is overdue", "%(count)s obligations are overdue", len(late)) % {
            "count": number(len(late))
        }
    if missing:
        words = ngettext(
            "%(count)s use report waits to be written", "%(count)s use reports wait to be written", missing
        )
        return words % {"count": number(missing)}
    return _("Nothing is overdue") if found.permits else _("No permit, nothing due")


def _standing_words(each: reads.Standing, *, is_late: bool) -> str:
    if each.obligation.state == ObligationState.PLANNED:
        return _("waits for the report") if _waits_for_report(each.obligation) else str(ObligationState.PLANNED.label)
    if each.open <= 0:
        return _("settled")
    return _("overdue") if is_late else _("owed")


def _standing_shape(each: reads.Standing, *, is_late: bool) -> str:
    if each.obligation.state == ObligationState.PLANNED:
        return "due" if _waits_for_report(each.obligation) else "new"
    if each.open <= 0:
        return "done"
    return "over" if is_late else "wait"


def _waits_for_report(obligation: Obligation) -> bool:
    """Say whether the day has come and nobody knows how much, because the report was not handed in or not accepted yet."""
    due = obligation.due_on
    is_open = obligation.kind == ObligationKind.ROYALTY and obligation.state == ObligationState.PLANNED
    return is_open and due is not None and due <= timezone.localdate()


def _obligation_title(obligation: Obligation) -> str:
    what = f"{obligation.label} {period_words(obligation.period)}".strip()
    if obligation.due_on is None:
        return _("%(what)s: due once it is reached") % {"what": what}
    return _("%(what)s: due on %(day)s") % {"what": what, "day": long_date(obligation.due_on)}


def _waiting_words(obligation: Obligation) -> str:
    return _("waits for the report") if _waits_for_report(obligation) else str(obligation.get_state_display())


def _obligation_facts(obligation: Obligation, standing: reads.Standing) -> tuple[dict[str, Any], ...]:
    reached = f"{iso_date(obligation.reached_on)} {obligation.reached_note}" if obligation.reached_on else ""
    amount = amount_words(obligation.amount, obligation.unit) if obligation.amount is not None else _("by the report")
    found = [
        (_("Kind"), str(obligation.get_kind_display())),
        (pgettext("benefit", "Amount"), amount),
        (_("Status"), _waiting_words(obligation)),
        (_("Reached on"), reached),
        (_("Settled so far"), amount_words(standing.settled, obligation.unit) if standing.owed else ""),
        (_("Still open"), amount_words(standing.open, obligation.unit) if standing.owed else ""),
        (_("By the terms"), _("version %(number)s") % {"number": obligation.terms_version.number}),
    ]
    return tuple({"term": term, "value": value} for term, value in found if value)
