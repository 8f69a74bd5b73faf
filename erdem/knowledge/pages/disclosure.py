"""What the pages beside a record show: checklist, decision about disclosure with its consequences, leaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, long_date
from erdem.knowledge import queries
from erdem.knowledge.consent_choices import ConsentStatus, ConsentSubject, Phase
from erdem.knowledge.forms import CloseLeakForm, DisclosureForm, LeakForm
from erdem.knowledge.models import Consent, LegalPeriod, Record
from erdem.knowledge.pages.consent import days_left, decision_row, trail_of
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies import can_decide_disclosure, can_report_leak

PRIOR_ART = "本法所称现有技术，是指申请日以前在国内外为公众所知的技术。"
GRACE_TEXT = (
    "申请专利的发明创造在申请日以前六个月内，有下列情形之一的，不丧失新颖性：……（四）他人未经申请人同意而泄露其内容的。"
)
HOLDERS_TEXT = (
    "中医药传统知识持有人对其持有的中医药传统知识享有传承使用的权利，"
    "对他人获取、利用其持有的中医药传统知识享有知情同意和利益分享等权利。"
)
LAWS = (
    (PRIOR_ART, "《中华人民共和国专利法》第二十二条第五款"),
    (GRACE_TEXT, "《中华人民共和国专利法》第二十四条"),
    (HOLDERS_TEXT, "《中华人民共和国中医药法》第四十三条第二款"),
)
"""Quoted as they stand in the texts read (standards R10, §0 finding 7)."""


@dataclass(frozen=True)
class ChecklistPage:
    """The three phases."""

    record: Record
    title: str
    trail: tuple[Link, ...]
    phases: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class DisclosurePage:
    """The decision about disclosure."""

    record: Record
    title: str
    trail: tuple[Link, ...]
    sides: tuple[dict[str, Any], ...]
    laws: tuple[tuple[str, str], ...]
    form: DisclosureForm
    error: str
    may_decide: bool
    has_consent: bool
    history: tuple[dict[str, Any], ...]
    sealed: bool


@dataclass(frozen=True)
class LeakFormPage:
    """Reporting a leak."""

    record: Record
    trail: tuple[Link, ...]
    form: LeakForm
    period: LegalPeriod


@dataclass(frozen=True)
class LeakListPage:
    """Every alarm."""

    title: str
    rows: tuple[dict[str, Any], ...]
    closed: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class LeakPage:
    """One alarm."""

    leak: Any
    title: str
    trail: tuple[Link, ...]
    record_url: str
    clock: dict[str, Any]
    derivation: tuple[str, ...]
    facts: tuple[dict[str, Any], ...]
    form: CloseLeakForm
    may_close: bool


def checklist_page(actor: Actor, record: Record) -> ChecklistPage:
    """Build the checklist, phase by phase."""
    points = queries.checklist_of(actor, record)
    phases = [
        {
            "label": phase.label,
            "points": [point for point in points if point.item.phase == phase],
            "open": sum(not point.is_done for point in points if point.item.phase == phase),
        }
        for phase in Phase
    ]
    left = sum(int(phase["open"]) for phase in phases)  # type: ignore[call-overload]  # mixed values, this one is a count
    title = ngettext("%(n)s point of the checklist is open", "%(n)s points of the checklist are open", left) % {
        "n": left
    }
    return ChecklistPage(
        record=record,
        title=title if left else _("Every point of the checklist is done"),
        trail=trail_of(record, Link(_("Checklist"))),
        phases=tuple(phases),
    )


def _usable(actor: Actor, record: Record) -> list[Consent]:
    """Return consents in force of the actor's own communities on which a decision can rest."""
    found = queries.consents_of(actor, record).filter(
        status=ConsentStatus.GIVEN,
        subject__in=(ConsentSubject.DISCLOSURE, ConsentSubject.COLLECTIVE),
        community_id__in=actor.organisation_ids,
    )
    return list(found)


def disclosure_form(actor: Actor, record: Record, data: QueryDict | None) -> DisclosureForm:
    """Return the form with the consents it can rest on."""
    return DisclosureForm(data, consents=_usable(actor, record), initial={"signed_name": actor.label})


def disclosure_page(actor: Actor, record: Record, form: DisclosureForm, error: str) -> DisclosurePage:
    """Build the page: what each choice means, the law, the form, what was decided before."""
    decided = queries.disclosure_of(record)
    history = tuple(decision_row(each) for each in queries.decisions_of(actor, record))
    title = _("Publish, restrict or seal? The community decides")
    if decided is not None:
        title = _("Decided: %(choice)s") % {"choice": history[0]["choice"]} if history else title
    return DisclosurePage(
        record=record,
        title=title,
        trail=trail_of(record, Link(_("Decision about disclosure"))),
        sides=_sides(),
        laws=LAWS,
        form=form,
        error=error,
        may_decide=bool(can_decide_disclosure(actor, record)),
        has_consent=bool(form.by_number),
        history=history,
        sealed=decided is not None and decided.choice == "seal",
    )


def _sides() -> tuple[dict[str, Any], ...]:
    return (
        {
            "title": _("Publish"),
            "good": (
                _("It becomes prior art: a patent applied for later on the same thing lacks novelty."),
                _("Your name and your place stand with it, with a date."),
            ),
            "bad": (
                _("It can never be made secret again."),
                _("You yourselves can no longer patent it, except within the periods that the law leaves open."),
            ),
        },
        {
            "title": _("Restrict to named readers"),
            "good": (
                _("You choose who reads it, for what and until when."),
                _("Kept confidential by its readers it stays unpublished; you can still decide otherwise."),
            ),
            "bad": (
                _("As long as the public does not know it, it does not defeat a patent of somebody else."),
                _(
                    "A public notice with the name alone says that it exists. It teaches nobody how, so it is no"
                    " prior art for the method."
                ),
            ),
        },
        {
            "title": _("Seal"),
            "good": (
                _("It is encrypted; only those whom you name open it. Nobody in this system reads it."),
                _("That you had it on that day can be proved later without showing it."),
            ),
            "bad": (
                _("What is sealed cannot defeat a patent: nobody can compare it."),
                _("Whoever finds the same by himself may patent it."),
                _("Lose the keys and the shares, and it is lost."),
            ),
        },
    )


def leak_form_page(record: Record, form: LeakForm) -> LeakFormPage:
    """Build the form of a leak."""
    trail = trail_of(record, Link(_("Report a leak")))
    return LeakFormPage(record, trail, form, queries.period_of("patent_grace"))


def leak_list_page(actor: Actor) -> LeakListPage:
    """Build the list of alarms."""
    alarms = queries.alarms(actor)
    title = ngettext("%(n)s alarm is running", "%(n)s alarms are running", len(alarms)) % {"n": len(alarms)}
    closed = queries.leaks(actor).filter(closed_at__isnull=False).order_by("-closed_at")[:100]
    return LeakListPage(
        title=title if alarms else _("No alarm is running"),
        rows=tuple(clock_of(each) for each in alarms),
        closed=tuple(
            {
                "day": iso_date(each.happened_on),
                "place": each.place,
                "closed": iso_date(each.closed_at),
                "reason": each.closed_reason,
                "url": reverse("knowledge:leak-detail", args=[each.pk]),
            }
            for each in closed
        ),
    )


def clock_of(alarm: queries.Alarm) -> dict[str, Any]:
    """Return an alarm as a clock shows it."""
    leak, period = alarm.leak, alarm.leak.period
    whole = max(1, (leak.due_on - leak.happened_on).days)
    passed = (timezone.localdate() - leak.happened_on).days
    state = "over" if alarm.days_left < 0 else ("due" if alarm.is_due else "work")
    return {
        "title": _("File a patent application, if you want one: %(place)s") % {"place": leak.place},
        "url": reverse("knowledge:leak-detail", args=[leak.pk]),
        "state": state,
        "left": days_left(alarm.days_left),
        "elapsed": max(0, min(100, round(100 * passed / whole))),
        "start": _("became known %(day)s") % {"day": iso_date(leak.happened_on)},
        "due": _("last day %(day)s") % {"day": iso_date(leak.due_on)},
        "basis": period.basis,
        "unconfirmed": not period.is_confirmed,
    }


def leak_page(actor: Actor, leak: Any, form: CloseLeakForm) -> LeakPage:
    """Build the page of one alarm with the derivation of its last day."""
    today = timezone.localdate()
    alarm = queries.Alarm(leak, (leak.due_on - today).days, (leak.due_on - today).days <= _warning())
    seen = queries.records(actor).filter(pk=leak.record_id).exists()
    return LeakPage(
        leak=leak,
        title=_leak_title(alarm),
        trail=(Link(_("Leaks"), reverse("knowledge:leak-list")), Link(iso_date(leak.happened_on))),
        record_url=address(leak.record) if seen else "",
        clock=clock_of(alarm),
        derivation=_derivation(leak),
        facts=tuple(_leak_facts(leak)),
        form=form,
        may_close=leak.closed_at is None and bool(can_report_leak(actor, leak.record)),
    )


def _warning() -> int:
    return queries.period_of("leak_warning").amount


def _leak_title(alarm: queries.Alarm) -> str:
    if alarm.leak.closed_at is not None:
        return _("This alarm has ended")
    if alarm.days_left < 0:
        return _("The last day has passed: what became known counts as known")
    return _("Last day to file: %(day)s, %(left)s") % {
        "day": long_date(alarm.leak.due_on),
        "left": days_left(alarm.days_left),
    }


def _derivation(leak: Any) -> tuple[str, ...]:
    period = leak.period
    length = f"{period.amount} {period.get_unit_display()}"
    return (
        _("It became known on %(day)s. This day itself is not counted (专利法实施细则 Art. 5).")
        % {"day": iso_date(leak.happened_on)},
        _("Period: %(length)s, from “%(basis)s”.") % {"length": length, "basis": period.basis},
        _("It ends on the day of the last month with the same number, or on the last day of that month: %(day)s.")
        % {"day": iso_date(leak.due_on)},
        _(
            "A day off at the end is not counted on here: do not wait for the next working day. Missed, it cannot be"
            " restored (专利法实施细则 Art. 6)."
        ),
    )


def _leak_facts(leak: Any) -> list[dict[str, Any]]:
    facts = [
        {"term": _("Became known on"), "value": iso_date(leak.happened_on)},
        {"term": _("Noticed on"), "value": iso_date(leak.learned_on)},
        {"term": _("Where"), "value": leak.place},
        {"term": _("Address or reference"), "value": leak.address or "–"},
        {"term": _("What happened"), "value": leak.account or "–"},
        {"term": _("Reported by"), "value": str(leak.reported_by or "–")},
    ]
    if leak.closed_at is not None:
        facts.append({"term": _("What was done"), "value": leak.closed_reason})
    return facts
