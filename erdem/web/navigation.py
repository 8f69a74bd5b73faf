"""The navigation, the actor and the languages for the page shell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ITEMS: tuple[tuple[Any, str, str], ...] = (
    (_("Literature"), "literature:publication-list", "literature"),
    (_("Findings"), "overlap:finding-list", "overlap"),
)


@dataclass(frozen=True)
class Item:
    """One entry of the navigation."""

    label: Any
    url: str
    current: bool


def items(request: HttpRequest) -> list[Item]:
    """Return the entries whose pages exist."""
    match = request.resolver_match
    section = match.namespace if match else ""
    return [Item(label, reverse(name), section == namespace) for label, name, namespace in ITEMS]


def context(request: HttpRequest) -> dict[str, Any]:
    """Give each template the shell's data. Costs at most one query."""
    actor = getattr(request, "actor", None)
    return {
        "navigation": items(request),
        "actor": actor,
        "languages": settings.LANGUAGES,
        "is_demonstration": settings.DEMONSTRATION,
        "theme": "dark" if request.COOKIES.get("erdem_theme") == "dark" else "light",
    }
