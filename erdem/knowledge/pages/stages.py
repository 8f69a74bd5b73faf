"""The stages of the way into the register, as the head of the page shows them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.knowledge.choices import Status, Tier
from erdem.knowledge.models import Record
from erdem.knowledge.queries.stages import WAY


def stages_of(record: Record, passed: frozenset[str]) -> Iterator[dict[str, str]]:
    """Yield the stages with where the record stands; only those that it went through count as done.

    A secret record has only its deposit.
    """
    way = WAY if record.diffusion_tier != Tier.SECRET else (Status.SUBMITTED, Status.REGISTERED)
    names = {
        Status.SUBMITTED: _("Consent check"),
        Status.CLASSIFICATION: _("Class"),
        Status.KIN_CHECK: _("Kin"),
        Status.EXPERT_REVIEW: _("Experts"),
        Status.PUBLIC_NOTICE: _("Public notice"),
        Status.REGISTERED: pgettext("stage", "Registered"),
    }
    current = Status.PUBLIC_NOTICE if record.status == Status.OBJECTION else record.status
    reached = way.index(Status(current)) if current in way else -1
    for place, status in enumerate(way):
        is_end = record.status == Status.REGISTERED == status
        is_done = is_end or (place < reached and status in passed)
        state = "done" if is_done else "now" if place == reached else ""
        yield {"label": str(names[status]), "state": state}
