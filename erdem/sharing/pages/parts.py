"""The sections of sharing, and what hangs on a request and has pages of its own: terms, signing, permit. One line a part.

A part adds its line here: words, the name of its address, what stands in the address (``number`` of the request), and from
which states on it is shown. A name that this installation does not know is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.actor import Actor
from erdem.people.choices import Role
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import AccessRequest
from erdem.sharing.pages.links import Link, address

AFTER_CONSENT = (RequestStatus.NEGOTIATING, RequestStatus.AGREED, RequestStatus.PERMITTED)
AFTER_SIGNING = (RequestStatus.AGREED, RequestStatus.PERMITTED)

OFFICERS = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)
SIGNERS = (Role.APPLICANT, Role.STEWARD)
SECTIONS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (_("Requests for access"), "sharing:request-list", ()),
    (_("Permits"), "permitting:permit-list", ()),
    (_("Use reports"), "sharing:report-list", ()),
    (_("What is due"), "sharing:firm-benefit", (Role.APPLICANT,)),
    (_("To sign"), "signing:to-sign", SIGNERS),
    (_("Audits"), "sharing:audit-list", (*OFFICERS, Role.APPLICANT)),
    (_("Figures of fairness"), "sharing:fairness", OFFICERS),
    (_("Library of clauses"), "terms:library", ()),
)
"""Words, address, and for whom it is; for everybody who has to do with sharing where no role is named."""


@dataclass(frozen=True)
class Part:
    """One part of a request."""

    label: Any
    name: str
    states: tuple[RequestStatus, ...]


PARTS: tuple[Part, ...] = (
    Part(pgettext_lazy("part of a request", "Terms"), "terms:detail", AFTER_CONSENT),
    Part(pgettext_lazy("part of a request", "Signing"), "signing:envelope", AFTER_CONSENT),
    Part(pgettext_lazy("part of a request", "Permit"), "permitting:request-permit", AFTER_SIGNING),
)


def parts_of(request: AccessRequest) -> tuple[Link, ...]:
    """Return the parts that a request has in its state."""
    found = []
    for part in PARTS:
        if request.status in part.states:
            try:
                found.append(Link(part.label, reverse(part.name, args=[request.number])))
            except NoReverseMatch:
                continue
    return tuple(found)


def parts_with(request: AccessRequest) -> tuple[Link, ...]:
    """Return the request itself and its parts."""
    return (Link(pgettext_lazy("part of a request", "Request"), address(request)), *parts_of(request))


def sections_for(actor: Actor) -> tuple[Link, ...]:
    """Return the sections that concern somebody; members of communities have what came back to each of them, too."""
    found = [Link(label, reverse(name)) for label, name, roles in SECTIONS if not roles or actor.has_role(*roles)]
    if actor.has_role(Role.BEARER, Role.STEWARD):
        own = [Link(_("Our benefit"), reverse("sharing:community-benefit", args=[key])) for key in _houses(actor)]
        found[1:1] = own
    return tuple(found)


def _houses(actor: Actor) -> list[int]:
    return sorted(actor.speaks_for or actor.organisation_ids)[:1]
