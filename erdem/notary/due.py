"""Which time-stamps have to be renewed soon, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from erdem.notary.models import TimeStamp
from erdem.notary.stamping import Algorithm, ArchiveChain, Due, Strength, due


@dataclass(frozen=True)
class Order:
    """A time-stamp that is due, what is known of its item, and the first reason."""

    row: TimeStamp
    chain: ArchiveChain
    digests: dict[Algorithm, bytes]
    why: Due


def due_orders(today: dt.date, strengths: Sequence[Strength]) -> list[Order]:
    """Return what has to be renewed within the days of the settings, soonest first; read as the actor that is set."""
    lead = dt.timedelta(days=settings.NOTARY_RENEW_DAYS)
    found = []
    for row in TimeStamp.objects.filter(renewal__isnull=True).select_related("item__checkpoint").order_by("expires_at"):
        chain = ArchiveChain.from_json(row.chain)
        if reasons := due(chain, today, lead, strengths):
            digests = {Algorithm(name): bytes.fromhex(digest) for name, digest in row.item.digests.items()}
            found.append(Order(row, chain, digests, reasons[0]))
    return found
