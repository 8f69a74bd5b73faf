"""The navigation, the actor and the languages for the page shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.actor import PUBLIC

ITEMS: tuple[tuple[Any, str, str], ...] = (
    (_("Work desk"), "web:desk", "web"),
    (_("Traditional knowledge"), "knowledge:record-list", "knowledge"),
    (_("Literature"), "literature:publication-list", "literature"),
    (_("Findings"), "overlap:finding-list", "overlap"),
    (pgettext_lazy("section", "Sharing"), "sharing:request-list", "sharing"),
    (pgettext_lazy("section", "Cases"), "cases:case-list", "cases"),
    (pgettext_lazy("section", "Payments"), "payments:payment-list", "payments"),
    (_("Benefit ledger"), "ledger:overview", "ledger"),
    (_("Places"), "people:place-list", "people"),
    (_("Audit trail"), "notary:audit-heads", "notary"),
)
CONCERNED = {
    "cases": ("county_officer", "region_officer", "expert"),
    "overlap": ("bearer", "steward", "county_officer", "region_officer", "expert"),
    "ledger": ("bearer", "steward", "county_officer", "region_officer", "applicant"),
    "notary": ("auditor", "region_officer"),
    "payments": ("county_officer", "region_officer"),
    "sharing": ("applicant", "bearer", "steward", "county_officer", "region_officer"),
}
"""Sections that are only for some roles; others would find them empty."""
PARTS_OF = {"terms": "sharing", "signing": "sharing", "permitting": "sharing"}
"""Parts that have addresses of their own and belong to a section."""


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: Any
    url: str
    current: bool


def items(request: HttpRequest) -> list[Item]:
    """Return the entries for this person."""
    match = request.resolver_match
    section = PARTS_OF.get(match.namespace, match.namespace) if match else ""
    actor = getattr(request, "actor", PUBLIC)
    return [
        Item(
            _("First page") if name == "web:desk" and actor.user_id is None else label,
            reverse(name),
            section == namespace,
        )
        for label, name, namespace in ITEMS
        if namespace not in CONCERNED or actor.has_role(*CONCERNED[namespace])
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """Give each template the shell's data. Costs no query."""
    actor = getattr(request, "actor", None)
    return {
        "navigation": items(request),
        "actor": actor,
        "organisation": actor.organisation if actor else "",
        "languages": settings.LANGUAGES,
        "is_demonstration": settings.DEMONSTRATION,
        "theme": "dark" if request.COOKIES.get("erdem_theme") == "dark" else "light",
    }
