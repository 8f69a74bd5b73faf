"""From when to when something may be used by a permit."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.sharing.models import Permit

REVOKED, AMENDED = "revoked", "amended"


def holds_from(permit: Permit) -> dt.date:
    """Return the first day of a permit."""
    return permit.valid_from


def last_day(permit: Permit) -> dt.date:
    """Return the last day on which something may be used: the agreed one, or that of the revocation. Says what the database says.

    A permit that was amended goes on in its successor.
    """
    following = Permit.objects.filter(replaces=permit).first() if permit.status == AMENDED else None
    if following is not None:
        return last_day(following)
    if permit.status == REVOKED:
        return min(permit.expires_on, timezone.localdate(permit.status_at))
    return permit.expires_on
