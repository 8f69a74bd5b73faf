"""What the pages of the registry of parties show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.cases.models import Case, Party
from erdem.cases.pages.links import Link, address, trail
from erdem.cases.pages.writing import FormPage
from erdem.cases.queries import parties
from erdem.cases.workflow import process_of

PER_PAGE = 50


@dataclass(frozen=True)
class ListPage:
    """The registry."""

    title: str
    trail: tuple[Link, ...]
    words: str
    rows: tuple[dict[str, Any], ...]
    shown: Page[Party]


@dataclass(frozen=True)
class DetailPage:
    """One party."""

    party: Party
    trail: tuple[Link, ...]
    facts: tuple[dict[str, Any], ...]
    cases: tuple[dict[str, Any], ...]
    same: tuple[dict[str, Any], ...]
    elsewhere: str
    merged: Link | None


def own_trail(*links: Link) -> tuple[Link, ...]:
    """Return the path of a page of the registry."""
    start = Link(_("Registry of parties"), reverse("cases:party-list") if links else "")
    return trail(None, start, *links)


def list_page(actor: Actor, words: str, number: str) -> ListPage:
    """Build the registry."""
    words = words.replace("\x00", "").strip()[:100]
    shown = Paginator(parties.registered(actor, words), PER_PAGE).get_page(number)
    rows = tuple(
        {
            "name": each.name,
            "url": reverse("cases:party-detail", args=[each.pk]),
            "kind": each.get_kind_display(),
            "code": each.uscc,
            "contact": each.contact,
            "stands": getattr(each, "stands", 0),
        }
        for each in shown
    )
    return ListPage(_("Registry of parties"), own_trail(), words, rows, shown)


def detail_page(actor: Actor, party: Party) -> DetailPage:
    """Build the page of a party."""
    n = parties.known_elsewhere(party)
    words = ngettext(
        "%(n)s other office keeps a party with this code or name. Ask it through your league or region office.",
        "%(n)s other offices keep a party with this code or name. Ask them through your league or region office.",
        n,
    )
    into = party.merged_into
    return DetailPage(
        party=party,
        trail=own_trail(Link(party.name)),
        facts=tuple(_facts(party)),
        cases=tuple(_row(each.case, each.get_role_display()) for each in parties.stands_in(actor, party)),
        same=tuple(_same(party, each) for each in parties.may_be_same(actor, party)) if into is None else (),
        elsewhere=words % {"n": n} if n else "",
        merged=Link(into.name, reverse("cases:party-detail", args=[into.pk])) if into else None,
    )


def _facts(party: Party) -> list[dict[str, Any]]:
    not_stated = _("not stated")
    return [
        {"term": pgettext("party", "Kind"), "value": party.get_kind_display()},
        {"term": _("Unified social credit code"), "value": party.uscc or not_stated, "code": bool(party.uscc)},
        {"term": _("Code of the division"), "value": party.place_code or not_stated},
        {"term": pgettext("party", "Address"), "value": party.address or not_stated},
        {"term": pgettext("party", "Contact"), "value": party.contact or not_stated},
        {"term": pgettext("party", "Kept by"), "value": str(party.office)},
    ]


def _row(case: Case, role: Any) -> dict[str, Any]:
    process = process_of(case.kind)
    return {
        "number": case.number,
        "url": address(case),
        "title": case.title,
        "role": role,
        "status": process.label(case.status),
        "shape": process.workflow.shapes.get(case.status, "work"),
    }


def _same(party: Party, same: parties.Same) -> dict[str, Any]:
    words = {
        "uscc": _("the same code"),
        "contact": _("the same contact"),
        "address": _("the same address"),
        "name": _("the same name but for the legal form"),
    }
    return {
        "name": same.party.name,
        "url": reverse("cases:party-detail", args=[same.party.pk]),
        "why": pgettext("list", ", ").join(str(words[each]) for each in same.why),
        "merge": reverse("cases:party-merge", args=[party.pk, same.party.pk]),
    }


def form_page(title: str, form: forms.Form, party: Party | None = None) -> FormPage:
    """Return the form of a party."""
    back = reverse("cases:party-detail", args=[party.pk]) if party else reverse("cases:party-list")
    return FormPage(
        title=title,
        trail=own_trail(Link(title)),
        form=form,
        label=_("Save the entry"),
        back=back,
        stays=_("Leave it as it is"),
        lead=party.name if party else _("Who reports an offence is not entered here: that identity is sealed."),
    )


def choices_of(actor: Actor) -> list[tuple[int, str]]:
    """Return the entries that may be put into a case."""
    rows = parties.registered(actor)
    return [(each.pk, f"{each.name} {each.uscc}".strip()) for each in rows[:500]]
