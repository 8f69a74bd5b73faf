"""What the office's pages of filings show: what waits, one filing, requests to open an identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.cases.choices import CaseKind, FilingStatus, MessageSide, UnlockState
from erdem.cases.forms.filing import FilesForm, MessageForm
from erdem.cases.forms.triage import JoinForm, OpenForm, PassOnForm, RecordForm, UnlockForm
from erdem.cases.intake.forms import definition_of
from erdem.cases.models import Filing, IdentityUnlock
from erdem.cases.pages.likeness import REASONS
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.pages.public import answers_shown, messages_shown
from erdem.cases.policies import can_answer, can_ask_unlock, can_decide_unlock, can_work_on_filing
from erdem.cases.queries import duplicates
from erdem.cases.queries import filings as reads
from erdem.cases.queries.routing import rule_for
from erdem.cases.workflow import FILING
from erdem.people.queries import get_place

A_PAGE = 25


@dataclass(frozen=True)
class ListPage:
    """Filings of the office."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]
    shown: Page[Any]
    show_all: bool
    unlocks_waiting: int
    may_record: bool


@dataclass(frozen=True)
class OfficePage:
    """One filing, as the office sees it."""

    filing: Filing
    title: str
    trail: tuple[Link, ...]
    state: Any
    shape: str
    facts: tuple[dict[str, Any], ...]
    answers: tuple[dict[str, Any], ...]
    files: tuple[dict[str, Any], ...]
    messages: tuple[dict[str, Any], ...]
    cases: tuple[dict[str, Any], ...]
    likely: tuple[dict[str, Any], ...]
    competent: str
    steps: frozenset[str]
    open_form: forms.Form
    join_form: forms.Form
    pass_on_form: forms.Form
    message_form: forms.Form | None
    files_form: forms.Form | None
    unlock_form: forms.Form | None
    unlocks: tuple[dict[str, Any], ...]
    error: str = ""


@dataclass(frozen=True)
class UnlocksPage:
    """Requests to open identities, with every opening."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]


def list_page(actor: Actor, *, show_all: bool, number: str) -> ListPage:
    """Build the list: what waits, or everything."""
    found = reads.filings_of(actor) if show_all else reads.waiting_filings(actor)
    shown = Paginator(found, A_PAGE).get_page(number)
    waiting = reads.waiting_filings(actor).count()
    title = _("%(count)s filings wait to be looked at") % {"count": waiting} if waiting else _("No filing waits")
    return ListPage(
        title=title,
        trail=trail(None, Link(_("Filings"))),
        rows=tuple(_row(filing) for filing in shown),
        shown=shown,
        show_all=show_all,
        unlocks_waiting=reads.unlocks_of(actor).filter(state=UnlockState.ASKED).count(),
        may_record=True,
    )


def trail_of_new() -> tuple[Link, ...]:
    """Return the path of the page on which a filing is written down."""
    return trail(None, Link(_("Filings"), reverse("cases:filing-list")), Link(_("Write down a filing")))


def record_fields(form: RecordForm) -> list[tuple[Any, str]]:
    """Return the fields of a filing that is written down, each with the class that shows it only when it is asked."""
    conditions = {question.key: question.only_if for question in form.step.questions}
    return [
        (bound, f"cx-if cx-if-{condition[0]}" if (condition := conditions.get(bound.name)) else "")
        for bound in form
        if not bound.is_hidden
    ]


def _row(filing: Filing) -> dict[str, Any]:
    label, shape = state_of(filing)
    return {
        "number": filing.number,
        "url": reverse("cases:filing-detail", args=[filing.number]),
        "title": filing.title,
        "form": filing.get_form_display(),
        "asks": " + ".join(str(CaseKind(kind).label) for kind in filing.kinds),
        "channel": filing.get_channel_display(),
        "received": iso_date(timezone.localtime(filing.submitted_at)),
        "state": label,
        "shape": shape,
        "unread": reads.unread_of(filing, MessageSide.OFFICE),
    }


def state_of(filing: Filing) -> tuple[Any, str]:
    """Return how a filing stands, and the shape of it."""
    if filing.withdrawn_at is not None:
        return pgettext("filing", "withdrawn"), "stop"
    return FilingStatus(filing.status).label, FILING.shapes[filing.status]


def office_page(
    actor: Actor, filing: Filing, *, error: str = "", given: dict[str, forms.Form] | None = None
) -> OfficePage:
    """Build the page of one filing; ``given`` are forms that came back with faults."""
    given = given or {}
    label, shape = state_of(filing)
    may = bool(can_work_on_filing(actor, filing))
    steps = frozenset(step.name for step in FILING.available(actor, filing)) if may else frozenset()
    rule = rule_for(filing.subject, filing.place_code)
    answering = bool(can_answer(actor, filing))
    return OfficePage(
        filing=filing,
        title=filing.title,
        trail=trail(None, Link(_("Filings"), reverse("cases:filing-list")), Link(filing.number)),
        state=label,
        shape=shape,
        facts=_facts(filing),
        answers=answers_shown(tuple(definition_of(filing.form).questions(sealed=False)), filing.answers),
        files=tuple(
            {
                "name": file.file_name,
                "url": reverse("cases:filing-file", args=[filing.number, file.pk]),
                "side": file.get_side_display(),
                "at": iso_date(file.at),
            }
            for file in reads.files_of(filing)
        ),
        messages=tuple(messages_shown(filing, MessageSide.OFFICE)),
        cases=tuple(_cases(actor, filing)),
        likely=tuple(_likely(actor, filing)) if "open" in steps else (),
        competent=rule.get_body_display() if rule else "",
        steps=steps,
        open_form=_own("open", given.get("open") or OpenForm(initial={"kinds": filing.kinds})),
        join_form=_own("join", given.get("join") or JoinForm()),
        pass_on_form=_own("pass_on", given.get("pass_on") or PassOnForm(initial={"body": rule.body if rule else ""})),
        message_form=_own("say", given.get("say") or MessageForm()) if answering else None,
        files_form=_own("add", given.get("add") or FilesForm()) if answering else None,
        unlock_form=_own("unlock", given.get("unlock") or UnlockForm()) if can_ask_unlock(actor, filing) else None,
        unlocks=tuple(unlock_row(actor, unlock) for unlock in reads.unlocks_of(actor).filter(filing=filing)),
        error=error,
    )


def _own(name: str, form: forms.Form) -> forms.Form:
    """Give a form ids of its own: several stand on the page, some with fields of the same name."""
    form.auto_id = f"{name}_%s"
    return form


def _facts(filing: Filing) -> tuple[dict[str, Any], ...]:
    place = get_place(filing.place_code)
    rows = (
        (pgettext("filing", "Number"), filing.number),
        (_("Form"), filing.get_form_display()),
        (_("What it is about"), filing.get_subject_display()),
        (_("Asks for"), " + ".join(str(CaseKind(kind).label) for kind in filing.kinds)),
        (_("How it came"), filing.get_channel_display()),
        (_("Received"), iso_moment(filing.submitted_at)),
        (pgettext("filing", "Place"), place.name if place else filing.place_code),
        (_("Office"), filing.office.name),
        (_("Who handed it in"), pgettext("filing", "sealed") if filing.is_named else _("not given")),
    )
    return tuple({"term": term, "value": value} for term, value in rows)


def _cases(actor: Actor, filing: Filing) -> list[dict[str, Any]]:
    return [
        {"number": case.number, "url": address(case), "kind": case.get_kind_display(), "title": case.title}
        for case in reads.cases_of_filing(actor, filing)
    ]


def _likely(actor: Actor, filing: Filing) -> list[dict[str, Any]]:
    return [
        {
            "number": each.filing.number if each.filing else each.cases[0].number,
            "title": each.filing.title if each.filing else each.cases[0].title,
            "url": reverse("cases:filing-detail", args=[each.filing.number]) if each.filing else address(each.cases[0]),
            "reasons": " · ".join(str(REASONS[reason]) for reason in each.reasons),
            "cases": [case.number for case in each.cases if case.is_open],
        }
        for each in duplicates.likely_duplicates(actor, filing)
    ]


def unlocks_page(actor: Actor) -> UnlocksPage:
    """Build the list of requests to open an identity."""
    rows = tuple(unlock_row(actor, unlock) for unlock in reads.unlocks_of(actor)[:200])
    home = Link(_("Filings"), reverse("cases:filing-list"))
    return UnlocksPage(_("Opening sealed identities"), trail(None, home, Link(_("Sealed identities"))), rows)


def unlock_row(actor: Actor, unlock: IdentityUnlock) -> dict[str, Any]:
    """Return a request to open an identity in words, with what this reader may do."""
    running = unlock.open_until is not None and unlock.open_until > timezone.now()
    shapes = {UnlockState.ASKED: "wait", UnlockState.APPROVED: "done" if running else "stop"}
    return {
        "key": unlock.pk,
        "number": unlock.filing.number,
        "url": reverse("cases:filing-detail", args=[unlock.filing.number]),
        "reason": unlock.reason,
        "asked": f"{unlock.asked_by} · {iso_moment(unlock.asked_at)}",
        "decided": f"{unlock.decided_by} · {iso_moment(unlock.decided_at)}" if unlock.decided_by else "",
        "note": unlock.decision_note,
        "state": unlock.get_state_display(),
        "shape": shapes.get(UnlockState(unlock.state), "stop"),
        "until": iso_moment(unlock.open_until) if unlock.open_until else "",
        "openings": [f"{each.opened_by} · {iso_moment(each.opened_at)}" for each in unlock.openings.all()],
        "may_decide": bool(can_decide_unlock(actor, unlock)),
        "may_open": unlock.state == UnlockState.APPROVED and running and unlock.asked_by_id == actor.user_id,
    }


def identity_shown(filing: Filing, identity: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return an opened identity in words."""
    return answers_shown(tuple(definition_of(filing.form).questions(sealed=True)), identity)
