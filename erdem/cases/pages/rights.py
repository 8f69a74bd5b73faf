"""What the forms of P4–P8 show around their fields, and what they offer to choose."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.cases.choices import Way
from erdem.cases.models import Case, HolderConsentToAct
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.pages.writing import FormPage
from erdem.cases.queries.action_windows import ActionWindow, ways_of
from erdem.cases.queries.aid_roster import Suggestion, suggestions
from erdem.cases.queries.work import SeenEvidence, evidence_of
from erdem.cases.services.periods import BY_HAND
from erdem.cases.workflow import process_of
from erdem.overlap.models import Finding
from erdem.people.choices import OrganisationKind
from erdem.people.queries import organisations

STATE_SHAPES = {"open": "done", "free": "done", "over": "stop", "not_yet": "wait", "unknown": "wait"}


def form_page(
    case: Case, form: forms.Form, title: Any, *, label: Any = "", lead: str = "", kind: str = "main"
) -> FormPage:
    """Return a page with one form about a case."""
    return FormPage(
        title=str(title),
        trail=trail(case, Link(title)),
        form=form,
        label=label or title,
        back=address(case),
        stays=_("Leave the case as it is"),
        lead=lead or f"{case.number} · {case.title}",
        kind=kind,
    )


def take_action_page(finding: Finding, form: forms.Form) -> FormPage:
    """Return the page on which a finding is taken up."""
    title = _("Take action about this finding")
    return FormPage(
        title=title,
        trail=trail(None, Link(title)),
        form=form,
        label=_("Open the action"),
        back=reverse("overlap:finding-detail", args=[finding.number]),
        stays=_("Leave the finding as it is"),
        lead=_("%(finding)s: the case names %(patent)s and nothing of the record.")
        % {"finding": finding.number, "patent": finding.publication.number},
    )


def ways_asked(question: HolderConsentToAct) -> str:
    """Return the words for the ways about which a community is asked."""
    return "、".join(str(Way(way).label) for way in question.ways)


def state_words(window: ActionWindow) -> str:
    """Return the word for the state of a window."""
    return {
        "open": pgettext("window of an action", "open"),
        "free": _("at any time"),
        "over": _("over"),
        "not_yet": _("not open yet"),
        "unknown": _("not known"),
    }[window.state]


def way_choices(case: Case) -> list[tuple[str, str]]:
    """Return the ways with their state and reason, so that one that is over is seen as such before it is chosen."""
    return [
        (one.way, f"{Way(one.way).label} · {state_words(one)} · {one.reason}{_unverified(one)}")
        for one in ways_of(case)
    ]


def _unverified(window: ActionWindow) -> str:
    return f" {_('(period not verified)')}" if window.is_unverified else ""


def way_rows(case: Case) -> list[dict[str, Any]]:
    """Return the ways for the panel."""
    return [
        {
            "title": Way(one.way).label,
            "state": STATE_SHAPES[one.state],
            "word": state_words(one),
            "reason": one.reason,
            "basis": one.rule.basis if one.rule else "",
            "unverified": one.is_unverified,
            "why": one.why,
        }
        for one in ways_of(case)
    ]


def office_choices(case: Case) -> list[tuple[int, str]]:
    """Return the offices of the league and of the region in which the place of a case lies: they have the power."""
    codes = {case.place_code[:length].ljust(6, "0") for length in (2, 4)}
    found = organisations().filter(kind=OrganisationKind.OFFICE, place_id__in=codes).exclude(pk=case.office_id)
    return [(each.pk, str(each)) for each in found.order_by("-place_id", "name")]


def evidence_choices(actor: Actor, case: Case) -> tuple[list[tuple[int, str]], list[int]]:
    """Return the pieces with a file, and which are ticked: all, but of what was redacted the copy and not the original."""
    pieces = [each for each in evidence_of(actor, case) if each.blob_id is not None]
    redacted = {each.original_id for each in pieces if each.original_id is not None}
    lines = [(each.ordinal, _evidence_line(each, is_original=each.pk in redacted)) for each in pieces]
    return lines, [each.ordinal for each in pieces if each.pk not in redacted]


def _evidence_line(piece: SeenEvidence, *, is_original: bool) -> str:
    more = _("original; a redacted copy exists") if is_original else ""
    return " · ".join(part for part in (str(piece.ordinal), piece.title, piece.file_name, more) if part)


def provider_choices(actor: Actor, case: Case) -> list[tuple[int, str]]:
    """Return who of the roster may take a case, best first; what fits, how busy they are, what speaks against them."""
    return [(one.provider.pk, provider_line(one)) for one in suggestions(actor, case)]


def provider_line(one: Suggestion) -> str:
    """Return one line of the roster for a case."""
    parts = [one.provider.name, str(one.provider.get_role_display()), one.provider.firm]
    if one.fits:
        parts.append(_("fits: %(what)s") % {"what": "、".join(one.fits)})
    parts.append(_("open cases: %(load)s of %(most)s") % {"load": one.load, "most": one.provider.most_at_once})
    if not one.provider.is_available:
        parts.append(_("not available"))
    parts += [_("conflict: %(what)s") % {"what": what} for what in one.conflicts]
    return " · ".join(part for part in parts if part)


def period_choices(case: Case) -> list[tuple[str, str]]:
    """Return the periods that may be begun by hand."""
    return [(step, str(period_words(step))) for _process, step in BY_HAND.get(case.kind, ())]


def period_words(step: str) -> str:
    """Return how a period that is begun by hand is called."""
    return {
        "request_period": _("three years to ask for a decision"),
        "evaluation_report": _("evaluation report of the patent"),
        "patent_infringement_limitation": _("limitation of claims from a patent"),
        "emergency_threshold": _("limitation that makes it an emergency"),
        "advice": _("short advice"),
        "novelty_grace": _("grace for novelty after a leak or disclosure"),
        "tm_refusal_review": _("review of a refused trademark"),
        "invalidation_sue": _("lawsuit against a decision on invalidation"),
    }[step]


THERE = tuple(
    step.name
    for step in process_of("patent_dispute").workflow.steps
    if step.name
    in {
        "acknowledge", "send_back", "note_filed", "note_refusal", "serve_request", "serve_request_abroad", "note_answer",
        "note_panel", "note_hearing", "suspend", "resume", "begin_mediation", "end_mediation", "settle", "decide", "serve",
        "sue", "enforce", "withdraw", "accept_mediation", "end_without_agreement",
    }
)  # fmt: skip
"""Steps of a patent dispute that the competent office takes too, each with a page of its own."""
