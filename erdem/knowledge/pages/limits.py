"""What the page of the legal limit shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.forms.limits import LimitForm
from erdem.knowledge.models import Record
from erdem.knowledge.pages.links import Link


@dataclass(frozen=True)
class LimitPage:
    """The page of the legal limit."""

    record: Record
    trail: tuple[Link, ...]
    form: LimitForm
    present: str


def limit_page(record: Record, form: LimitForm) -> LimitPage:
    """Build the page."""
    trail = (
        Link(_("Traditional knowledge"), reverse("knowledge:record-list")),
        Link(record.number, reverse("knowledge:record-detail", args=[record.number])),
        Link(_("Legal limit")),
    )
    present = ""
    if record.legal_cap < AccessLevel.PUBLIC:
        level = AccessLevel(record.legal_cap).label
        present = _("Now outsiders may know at most: %(level)s. Reason: %(reason)s") % {
            "level": level,
            "reason": record.legal_cap_reason,
        }
    return LimitPage(record, trail, form, present)
