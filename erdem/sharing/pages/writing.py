"""What the form of a request shows: its fields, the records chosen so far, and what was looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.knowledge.queries.holders import titles
from erdem.people.choices import OrganisationKind
from erdem.people.models import Organisation
from erdem.sharing import queries
from erdem.sharing.content import NamedRecord, RequestContent
from erdem.sharing.forms.requests import RequestForm
from erdem.sharing.models import AccessRequest
from erdem.sharing.pages.links import Link, address, trail
from erdem.sharing.queries.choosing import find_records, houses_of

KIND_OF_HOUSE = {
    OrganisationKind.ENTERPRISE: "enterprise",
    OrganisationKind.INSTITUTION: "institute",
    OrganisationKind.OFFICE: "office",
    OrganisationKind.COMMUNITY: "association",
}


@dataclass(frozen=True)
class Chosen:
    """A record on the form."""

    number: str
    name: str
    scope: str


@dataclass(frozen=True)
class FormPage:
    """The form of a request."""

    title: str
    trail: tuple[Link, ...]
    form: RequestForm
    error: str
    records_error: str
    records: tuple[Chosen, ...]
    words: str
    hits: tuple[Chosen, ...]
    has_looked: bool
    back: str
    reason: str


def form_for(actor: Actor, request: AccessRequest | None, data: QueryDict | None, follows: Any = None) -> RequestForm:
    """Return the form, filled in as far as it follows from who asks or from the request that is changed."""
    houses = houses_of(actor)
    shown = request or follows
    initial: dict[str, Any] = {"applicant": houses[0][0] if houses else "", "applicant_name": actor.label}
    if shown is not None:
        initial = {field.name: getattr(shown, field.name) for field in fields(RequestContent)}
        initial |= {"applicant": shown.applicant_id or ""}
        if request is None:
            initial |= {"purpose": "", "project": "", "ethics_promised": False, "title": ""}
    elif houses:
        house = Organisation.objects.get(pk=houses[0][0])
        kind = KIND_OF_HOUSE.get(OrganisationKind(house.kind), "")
        initial |= {"applicant_name": house.name, "applicant_kind": kind}
    return RequestForm(data, houses=houses, is_new=request is None, initial=initial)


def chosen_of(data: QueryDict) -> list[NamedRecord]:
    """Return the records on a form that was sent: those that stood there, and those ticked in the hits."""
    numbers = dict.fromkeys([*data.getlist("record"), *data.getlist("add")])
    gone = set(data.getlist("drop"))
    return [
        NamedRecord(each[:40], data.get(f"scope-{each}", "")[:300]) for each in numbers if each and each not in gone
    ]


def standing(request: AccessRequest, actor: Actor) -> list[NamedRecord]:
    """Return the records that a request names and the actor still may know of."""
    rows = queries.requested_of(actor, request)
    known = titles(actor, [each.record_id for each in rows])
    return [NamedRecord(known[each.record_id][0], each.scope) for each in rows if each.record_id in known]


def form_page(
    actor: Actor,
    form: RequestForm,
    records: Sequence[NamedRecord],
    *,
    request: AccessRequest | None = None,
    error: str = "",
    records_error: str = "",
    words: str | None = None,
) -> FormPage:
    """Build the form."""
    hits = find_records(actor, words) if words is not None else []
    taken = {each.number for each in records}
    names: dict[str, str] = {}
    for each in records:
        names |= dict(find_records(actor, each.number))
    return FormPage(
        title=_("Ask for access") if request is None else _("Request %(number)s") % {"number": request.number},
        trail=trail(None, Link(_("Ask for access"))) if request is None else trail(request, Link(_("Go on writing"))),
        form=form,
        error=error,
        records_error=records_error,
        records=tuple(Chosen(each.number, names.get(each.number, ""), each.scope) for each in records),
        words=words or "",
        hits=tuple(Chosen(number, name, "") for number, name in hits if number not in taken),
        has_looked=words is not None and bool(words.strip()),
        back=address(request) if request else reverse("sharing:request-list"),
        reason=request.status_reason if request else "",
    )
