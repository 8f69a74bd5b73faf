"""Reading what people handed in: by who filed, and by the office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import Blob
from erdem.cases.choices import FilingStatus, LinkKind, MessageSide
from erdem.cases.models import Case, CaseMessage, Filing, FilingFile, IdentityUnlock, Publication
from erdem.cases.policies import has_filed, own_offices, visible_cases, visible_filings, visible_unlocks

SeenFiling = Filing
"""A filing, for views, which touch no models."""
SeenUnlock = IdentityUnlock
"""A request to open an identity, for views."""


@dataclass(frozen=True)
class Progress:
    """How one case of a filing stands, as who filed may know it; of the state only its public label is shown."""

    kind: str
    status: str
    received_on: dt.date
    moved_on: dt.date | None
    due_on: dt.date | None
    closed_on: dt.date | None


def filings_of(actor: Actor) -> QuerySet[Filing]:
    """Return the filings that the actor sees, newest first."""
    return Filing.objects.filter(visible_filings(actor)).select_related("office").order_by("-id")


def get_filing(actor: Actor, number: str) -> Filing | None:
    """Return a filing by its number, or None when there is none that the actor sees."""
    return filings_of(actor).filter(number=number).first()


def own_filings(actor: Actor) -> QuerySet[Filing]:
    """Return what the actor handed in with this account or opened with a receipt."""
    rule = Q(pk__in=sorted(actor.receipts))
    if actor.user_id is not None:
        rule |= Q(submitted_by_id=actor.user_id)
    return filings_of(actor).filter(rule)


def get_own_filing(actor: Actor, number: str) -> Filing | None:
    """Return a filing that the actor handed in, or None."""
    found = get_filing(actor, number)
    return found if found is not None and has_filed(actor, found) else None


def waiting_filings(actor: Actor) -> QuerySet[Filing]:
    """Return what came to the actor's offices and has become no case yet, oldest first."""
    rule = Q(office_id__in=own_offices(actor), status=FilingStatus.NEW)
    return filings_of(actor).filter(rule).order_by("submitted_at", "id")


def progress_of(filing: Filing) -> list[Progress]:
    """Return how the cases of a filing stand, for who filed; nothing for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, status, received_on, moved_on, due_on, closed_on FROM cases_progress(%s)", [filing.pk]
        )
        return [Progress(*row) for row in cursor.fetchall()]


def published_of(actor: Actor, filing: Filing) -> list[Publication]:
    """Return, for who filed, where decisions that the matter led to stand published; of an investigation nothing else is told."""
    if not has_filed(actor, filing):
        return []
    with acting_as(SYSTEM):
        cases = Case.objects.filter(Q(filing_id=filing.pk) | Q(pk=filing.joined_to_id or 0)).values_list(
            "pk", flat=True
        )
        led_to = Q(case__links_in__source__in=list(cases), case__links_in__kind=LinkKind.LED_TO)
        found = Publication.objects.filter(led_to | Q(case__in=list(cases)), withdrawn_on__isnull=True)
        return list(found.distinct().order_by("published_on", "pk"))


def messages_of(filing: Filing) -> QuerySet[CaseMessage]:
    """Return the messages of a filing that is seen, oldest first."""
    return filing.messages.select_related("written_by").order_by("id")


def unread_of(filing: Filing, side: str) -> int:
    """Return how many messages that side has not read."""
    other = MessageSide.OFFICE if side == MessageSide.FILER else MessageSide.FILER
    return filing.messages.filter(side=other, read_at__isnull=True).count()


def files_of(filing: Filing) -> QuerySet[FilingFile]:
    """Return the files of a filing that is seen, oldest first."""
    return filing.files.order_by("id")


def get_file(filing: Filing, key: int) -> tuple[FilingFile, Blob] | None:
    """Return a file of a filing that is seen, with where it lies; the public sees no addresses of files otherwise."""
    found = FilingFile.objects.filter(filing=filing, pk=key).first()
    if found is None:
        return None
    with acting_as(SYSTEM):
        return found, Blob.objects.get(pk=found.blob_id)


def cases_of_filing(actor: Actor, filing: Filing) -> QuerySet[Case]:
    """Return the cases of a filing that the actor sees, the one to which it was added too."""
    rule = Q(filing_id=filing.pk) | Q(pk=filing.joined_to_id or 0)
    return Case.objects.filter(visible_cases(actor)).filter(rule).order_by("id")


def unlocks_of(actor: Actor) -> QuerySet[IdentityUnlock]:
    """Return requests to open an identity that the actor sees, newest first."""
    return (
        IdentityUnlock.objects.filter(visible_unlocks(actor))
        .select_related("filing", "asked_by", "decided_by")
        .prefetch_related("openings__opened_by")
        .order_by("-id")
    )


def get_unlock(actor: Actor, key: int) -> IdentityUnlock | None:
    """Return a request to open an identity, or None when there is none that the actor sees."""
    return unlocks_of(actor).filter(pk=key).first()


def filings_of_case(actor: Actor, case: Case) -> QuerySet[Filing]:
    """Return the filings that a case came from or that were added to it, as far as the actor sees them."""
    rule = Q(pk=case.filing_id or 0) | Q(joined_to_id=case.pk)
    return Filing.objects.filter(visible_filings(actor)).filter(rule).order_by("id")
