"""What the pages of typical cases show, to the office, to the expert, to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date
from erdem.base.workflow import Step
from erdem.cases import services
from erdem.cases.choices import NameKind, Subject, TypicalStatus
from erdem.cases.models import TypicalCase, TypicalPublication
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.links import address as case_address
from erdem.cases.pages.writing import FormPage
from erdem.cases.policies import can_check_typical, can_write_typical
from erdem.cases.queries import cases
from erdem.cases.queries.typical import WORDS, names_in, published_cases, typical_cases
from erdem.cases.workflow import TYPICAL_CASE

PER_PAGE = 30
OWN_PAGES = {"submit": "typical-submit", "agree": "typical-check", "send_back": ""}


@dataclass(frozen=True)
class TypicalList:
    """The typical cases of an office."""

    title: str
    trail: tuple[Link, ...]
    rows: tuple[dict[str, Any], ...]
    shown: Page[TypicalCase]


@dataclass(frozen=True)
class TypicalPage:
    """One typical case."""

    typical: TypicalCase
    title: str
    trail: tuple[Link, ...]
    status: str
    shape: str
    reason: str
    actions: tuple[dict[str, Any], ...]
    words: tuple[dict[str, Any], ...]
    names: tuple[dict[str, Any], ...]
    looked: bool
    facts: tuple[dict[str, Any], ...]
    edit: str


@dataclass(frozen=True)
class PublicList:
    """The published typical cases."""

    rows: tuple[dict[str, Any], ...]
    shown: Page[TypicalPublication]
    subjects: tuple[dict[str, Any], ...]
    subject: str


@dataclass(frozen=True)
class PublicPage:
    """One published typical case."""

    publication: TypicalPublication
    title: str
    words: tuple[dict[str, Any], ...]
    facts: tuple[dict[str, Any], ...]
    withdrawn: str
    reason: str


def typical_trail(typical: TypicalCase | None = None, *links: Link) -> tuple[Link, ...]:
    """Return the path of a page of typical cases."""
    start = Link(_("Typical cases"), reverse("cases:typical-list") if typical or links else "")
    if typical is None:
        return trail(None, start, *links)
    return trail(None, start, Link(_title(typical), where(typical) if links else ""), *links)


def where(typical: TypicalCase, name: str = "typical", *more: Any) -> str:
    """Return an address of a typical case."""
    return reverse(f"cases:{name}", args=[typical.pk, *more])


def _title(typical: TypicalCase) -> str:
    return typical.title or _("Typical case without a title")


def list_page(actor: Actor, page: str) -> TypicalList:
    """Build the list of typical cases."""
    shown = Paginator(typical_cases(actor), PER_PAGE).get_page(page)
    rows = tuple(
        {
            "title": _title(each),
            "url": where(each),
            "office": str(each.office),
            "status": each.get_status_display(),
            "shape": TYPICAL_CASE.shapes[each.status],
            "checker": str(each.checker) if each.checker else "–",
            "day": iso_date(each.updated_at),
            "mine": bool(can_check_typical(actor, each)) and each.status == TypicalStatus.CHECKING,
        }
        for each in shown
    )
    return TypicalList(_("Typical cases"), typical_trail(), rows, shown)


def detail_page(actor: Actor, typical: TypicalCase) -> TypicalPage:
    """Build the page of one typical case; names are looked for as long as it is not published."""
    looked = typical.status in (TypicalStatus.DRAFT, TypicalStatus.CHECKING, TypicalStatus.CHECKED)
    may_write = bool(can_write_typical(actor, typical))
    return TypicalPage(
        typical=typical,
        title=_title(typical),
        trail=typical_trail(typical),
        status=str(typical.get_status_display()),
        shape=TYPICAL_CASE.shapes[typical.status],
        reason=typical.status_reason,
        actions=tuple(_actions(actor, typical)),
        words=tuple(_words(typical)),
        names=tuple(_name(each) for each in names_in(typical)) if looked else (),
        looked=looked,
        facts=tuple(_facts(actor, typical)),
        edit=where(typical, "typical-edit") if may_write and typical.status == TypicalStatus.DRAFT else "",
    )


def _name(found: Any) -> dict[str, Any]:
    return {
        "field": found.label,
        "kind": NameKind(found.kind).label,
        "before": found.before,
        "written": found.written,
        "after": found.after,
    }


def _words(typical: TypicalCase | TypicalPublication) -> Iterable[dict[str, Any]]:
    labels = {
        "facts": pgettext("typical case", "What happened"),
        "handling": _("How it was handled"),
        "legal_note": _("Legal note"),
        "meaning": _("Why it is typical"),
    }
    for name, label in labels.items():
        if value := getattr(typical, name):
            yield {"term": label, "value": value}


def _actions(actor: Actor, typical: TypicalCase) -> Iterable[dict[str, Any]]:
    for step in TYPICAL_CASE.available(actor, typical):
        own = OWN_PAGES.get(step.name)
        if own == "":
            continue
        label = _("Check it") if step.name == "agree" else step.label
        url = where(typical, own) if own else where(typical, "typical-step", step.name)
        yield {"label": label, "url": url, "kind": {"main": "main", "stop": "stop"}.get(step.emphasis, "")}


def _facts(actor: Actor, typical: TypicalCase) -> Iterable[dict[str, Any]]:
    case = cases.find_case(actor, typical.case.number) if can_write_typical(actor, typical) else None
    yield {"term": pgettext("case", "Office"), "value": str(typical.office)}
    if case is not None:
        yield {"term": _("Written from"), "value": case.number, "url": case_address(case)}
    yield {
        "term": _("Numbers of rights"),
        "value": pgettext("numbers of rights", "refused") if typical.hides_rights else _("may stand in it"),
    }
    if typical.checker:
        yield {"term": _("Who checks it"), "value": str(typical.checker)}
    if typical.opinion:
        yield {"term": _("Opinion"), "value": typical.opinion}
    publication = getattr(typical, "publication", None)
    if publication is not None:
        yield {"term": _("Public page"), "value": publication.number, "url": public_address(publication)}
        yield {"term": pgettext("typical case", "Published on"), "value": iso_date(publication.published_at)}


def words_of(typical: TypicalCase) -> dict[str, Any]:
    """Return what the form of the words begins with."""
    found = {name: getattr(typical, name) for name in WORDS}
    return {**found, "hides_rights": typical.hides_rights, "seen_version": typical.version}


def form_page(typical: TypicalCase, title: str, form: forms.Form, *, kind: str = "main", lead: str = "") -> FormPage:
    """Return a page with one form of a typical case."""
    return FormPage(
        title=title,
        trail=typical_trail(typical, Link(title)),
        form=form,
        label=title,
        back=where(typical),
        stays=pgettext("case", "Leave it as it is"),
        lead=lead or _title(typical),
        kind=kind,
    )


def step_of(name: str) -> Step | None:
    """Return a step that is confirmed on a page of its own without more questions."""
    return next((each for each in TYPICAL_CASE.steps if each.name == name and name not in OWN_PAGES), None)


def step_page(typical: TypicalCase, step: Step, form: forms.Form) -> FormPage:
    """Return the page on which a step is confirmed."""
    leads = {
        "publish": _("Everybody reads it from then on, without an account. Names are looked for once more."),
        "withdraw": _("Its words go from the public page; the reason stands there instead."),
    }
    kind = "stop" if step.emphasis == "stop" else "main"
    return form_page(typical, str(step.label), form, kind=kind, lead=leads.get(step.name, ""))


def has_moved_on(typical: TypicalCase) -> str:
    """Say that a step does not fit the state any more."""
    words = _("Nothing was done: it is already at “%(state)s”. Below is how it stands now.")
    return words % {"state": typical.get_status_display()}


def take(actor: Actor, typical: TypicalCase, step: str, reason: str, seen: int) -> object:
    """Take a step that needs no more than a reason."""
    if step == "publish":
        return services.publish_typical(actor=actor, typical=typical, seen_version=seen)
    if step == "revise":
        return services.reopen_typical(actor=actor, typical=typical, seen_version=seen)
    act = services.withdraw_typical if step == "withdraw" else services.drop_typical
    return act(actor=actor, typical=typical, reason=reason, seen_version=seen)


def public_address(publication: TypicalPublication) -> str:
    """Return the public address of a typical case."""
    return reverse("typical:read", args=[publication.number])


def public_list_page(subject: str, page: str) -> PublicList:
    """Build the public list."""
    subject = subject if subject in Subject.values else ""
    shown = Paginator(published_cases(subject), PER_PAGE).get_page(page)
    rows = tuple(
        {
            "title": each.title,
            "url": public_address(each),
            "office": str(each.office),
            "subject": each.get_subject_display(),
            "day": iso_date(each.published_at),
            "lead": each.facts[:90] + ("…" if len(each.facts) > 90 else ""),
        }
        for each in shown
    )
    choices = [("", pgettext("filter of cases", "All")), *Subject.choices]
    subjects = tuple({"value": value, "label": label} for value, label in choices)
    return PublicList(rows, shown, subjects, subject)


def public_page(publication: TypicalPublication) -> PublicPage:
    """Build the public page of one typical case."""
    gone = publication.withdrawn_at is not None
    facts = (
        {"term": _("Number"), "value": publication.number, "code": True},
        {"term": pgettext("case", "Office"), "value": str(publication.office)},
        {"term": pgettext("case", "Subject"), "value": publication.get_subject_display()},
        {"term": pgettext("typical case", "Published on"), "value": iso_date(publication.published_at)},
    )
    return PublicPage(
        publication=publication,
        title=_("This typical case was withdrawn") if gone else publication.title,
        words=tuple(_words(publication)),
        facts=facts,
        withdrawn=iso_date(publication.withdrawn_at) if gone else "",
        reason=publication.withdrawn_reason,
    )
