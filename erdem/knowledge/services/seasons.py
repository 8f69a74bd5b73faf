"""The days on which seasonal labels let a record be seen: extended as time goes on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.knowledge.models import LabelUse
from erdem.knowledge.protocol import dates_of, season_of


@transaction.atomic
def extend_seasons(*, actor: Actor, today: dt.date | None = None) -> int:
    """Compute the open days of every seasonal label anew; return how many changed. Leaves one entry."""
    today = today or timezone.localdate()
    changed = 0
    for use in LabelUse.objects.filter(removed_at__isnull=True).exclude(season={}).order_by("id"):
        season = season_of(use.season)
        dates = dates_of(season, today) if season else use.open_dates
        if dates != use.open_dates:
            use.open_dates = dates
            use.save(update_fields=["open_dates"])
            changed += 1
    audit.record(actor, action="knowledge.extend_seasons", detail={"changed": changed})
    return changed
