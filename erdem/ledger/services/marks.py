"""Balances of open periods that are kept so that none is summed up from the beginning (``sql/marks.sql``)."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused
from erdem.ledger.models import Book

LEAST: Final = 1000
"""Postings that may come before a balance is kept again: so many are summed up in a fraction of a millisecond."""


@transaction.atomic
def mark_balances(*, actor: Actor, book: Book, least: int = LEAST) -> int:
    """Keep balances at the ends of past months and of yesterday where many postings have come; return how many were kept.

    Whoever enters waits meanwhile, and what is entered later for an earlier day is added to them by the database.

    Raises:
        PermissionRefused: the actor is neither the system nor a job.
    """
    if not actor.is_machine:
        raise PermissionRefused("Balances are kept by the nightly job.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_mark_balances(%s, %s)", [book.pk, least])
        made = int(cursor.fetchone()[0])
    if made:
        detail = {"kept": made}
        audit.record(actor, action="ledger.mark_balances", target=book, organisation_id=book.keeper_id, detail=detail)
    return made
