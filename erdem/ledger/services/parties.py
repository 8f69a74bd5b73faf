"""Looking after payees: names, closing, guardians, and heirs who take the place of one who has died."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, Entry, Guardianship, HeirShare, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.queries.overview import left_behind
from erdem.ledger.services.accounts import account_of
from erdem.ledger.services.faults import broken
from erdem.ledger.services.posting import Line, entered
from erdem.ledger.services.sharing_out import Shares, shared_out


@dataclass(frozen=True)
class Guardian:
    """Who acts for a payee, from when to when, and on which document (a decision, a power of attorney)."""

    name: str
    document: str
    since: dt.date
    until: dt.date | None = None
    user_id: int | None = None


@transaction.atomic
def correct_payee(*, actor: Actor, payee: Payee, name: str, name_mn: str = "", acts_through: str = "") -> Payee:
    """Correct how a payee is named. The party behind it stays the same.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: no name is written.
    """
    require(can_keep(actor, payee.book))
    payee.name, payee.name_mn, payee.acts_through = name.strip(), name_mn.strip(), acts_through.strip()
    with broken():
        payee.save(update_fields=["name", "name_mn", "acts_through"])
    audit.record(actor, action="ledger.correct_payee", target=payee, organisation_id=payee.book.keeper_id)
    return payee


@transaction.atomic
def close_payee(*, actor: Actor, payee: Payee, reason: str) -> Payee:
    """Close a payee: nothing new is owed to it from now on; its accounts stay readable.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: something is still owed to it, or no reason is given.
    """
    require(can_keep(actor, payee.book))
    _close(payee, reason)
    audit.record(actor, action="ledger.close_payee", target=payee, organisation_id=payee.book.keeper_id)
    return payee


@transaction.atomic
def reopen_payee(*, actor: Actor, payee: Payee) -> Payee:
    """Open a payee again that was closed by mistake.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: heirs have taken its place.
    """
    require(can_keep(actor, payee.book))
    payee.closed_on, payee.closed_reason = None, ""
    with broken():
        payee.save(update_fields=["closed_on", "closed_reason"])
    audit.record(actor, action="ledger.reopen_payee", target=payee, organisation_id=payee.book.keeper_id)
    return payee


@transaction.atomic
def name_guardian(*, actor: Actor, payee: Payee, guardian: Guardian) -> Guardianship:
    """Enter that a guardian acts for a payee; one whom the system knows sees its statements as long as it acts.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: name or document are missing, or the end lies before the beginning.
    """
    require(can_keep(actor, payee.book))
    made = Guardianship(
        book=payee.book,
        payee=payee,
        name=guardian.name.strip(),
        user_id=guardian.user_id,
        document=guardian.document.strip(),
        since=guardian.since,
        until=guardian.until,
    )
    payee.acts_through = made.name
    with broken():
        made.save(force_insert=True)
        payee.save(update_fields=["acts_through"])
    audit.record(actor, action="ledger.name_guardian", target=made, organisation_id=payee.book.keeper_id)
    return made


@transaction.atomic
def end_guardianship(*, actor: Actor, guardianship: Guardianship, until: dt.date) -> Guardianship:
    """Say when a guardianship ends.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: its end is known already, or lies before its beginning.
    """
    require(can_keep(actor, guardianship.book))
    guardianship.until = until
    with broken():
        guardianship.save(update_fields=["until"])
    book = guardianship.book
    audit.record(actor, action="ledger.end_guardianship", target=guardianship, organisation_id=book.keeper_id)
    return guardianship


@transaction.atomic
def settle_estate(
    *, actor: Actor, payee: Payee, heirs: Shares, document: str, day: dt.date | None = None
) -> Entry | None:
    """Put heirs in the place of a payee who has died: what was owed moves to them by an entry, and what comes later too.

    Args:
        heirs: open payees of the same book with their exact shares, together 1.
        document: what proves the succession: a notary's certificate, a judgment, an agreement of the heirs.

    Returns:
        The entry, or nothing when nothing was owed.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the shares are not the whole, an heir is closed or stands twice, or no document is named.
    """
    require(can_keep(actor, payee.book))
    lines = [line for account, held in left_behind(actor, payee) for line in _moved(account, held, heirs)]
    if not lines:
        shared_out(0, heirs)
    with override("zh-hans"):
        memo = _("Succession: %(name)s; document: %(document)s") % {"name": payee.name, "document": document.strip()}
    entry = None
    if lines:
        entry = entered(actor, payee.book, (day or timezone.localdate(), memo), lines)
    whole = math.lcm(*(part.denominator for _heir, part in heirs))
    put_in_place(
        payee,
        [
            HeirShare(
                payee=payee,
                heir=heir,
                numerator=part.numerator * (whole // part.denominator),
                denominator=whole,
                document=document.strip(),
            )
            for heir, part in heirs
        ],
        memo,
    )
    audit.record(
        actor,
        action="ledger.settle_estate",
        target=payee,
        organisation_id=payee.book.keeper_id,
        detail={"heirs": len(heirs), "entry": entry.number if entry else 0},
    )
    return entry


def put_in_place(payee: Payee, shares: Sequence[HeirShare], reason: str) -> None:
    """Put others in the place of a payee and close it; its money has moved before.

    Raises:
        RuleBroken: the shares are not the whole, somebody is closed or stands twice, or no document is named.
    """
    with broken():
        HeirShare.objects.bulk_create(shares)
        _close(payee, reason[:300])


def _moved(account: Account, held: int, heirs: Shares) -> Sequence[Line]:
    kind, unit = AccountKind(account.kind), Unit(account.unit)
    taken = [
        Line(account_of(account.book, kind, unit, heir), -part, note)
        for heir, part, note in shared_out(held, heirs)
        if part
    ]
    return [Line(account, held), *taken]


def _close(payee: Payee, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    payee.closed_on, payee.closed_reason = timezone.localdate(), reason.strip()[:300]
    with broken():
        payee.save(update_fields=["closed_on", "closed_reason"])
