"""Finding out who a payee is that nobody knew: a known party takes its place, and its money leaves escrow by one entry."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.ledger.choices import AccountKind, LineKind, PlaceGround, Unit
from erdem.ledger.models import Account, Entry, HeirShare, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.queries.overview import left_behind, mark_of
from erdem.ledger.services.accounts import Party, account_of, add_payee
from erdem.ledger.services.parties import put_in_place
from erdem.ledger.services.posting import Line, Working, entered


@transaction.atomic
def identify_payee(
    *, actor: Actor, payee: Payee, known: Payee | Party, reason: str, document: str, seen: str = ""
) -> HeirShare:
    """Tie a payee that nobody knew to the party it turned out to be; saying the same again changes nothing.

    What waited unclaimed is owed to that party from now on, what was owed stays owed, what is disputed stays disputed, and
    what comes later for the unknown payee goes to it. The unknown payee closes; payees are never merged.

    Args:
        known: an open payee of the same book, or a party of the system that becomes one.
        reason: how it was found out; the party reads it.
        document: what proves it, such as minutes, a certificate or a statement with its number.
        seen: `mark_of` what was owed and kept as the actor saw it; empty to take whatever is there.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the payee was no unknown one or has somebody else in its place, reason or document are missing, the party
            is closed, or the money has changed since it was looked at. Nothing was moved.
    """
    require(can_keep(actor, payee.book))
    held = Payee.objects.select_for_update(of=("self",)).select_related("book").get(pk=payee.pk)
    to = known if isinstance(known, Payee) else add_payee(actor=actor, book=held.book, party=known)
    if (done := _in_place(held)) is not None and done.heir_id == to.pk:
        return done
    _require_unknown(held, to)
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    if not document.strip():
        raise RuleBroken(_("Name the document that this rests on."), field="document")
    waiting = left_behind(actor, held)
    if seen and seen != mark_of(waiting):
        raise RuleBroken(_("The money of this payee has changed since you looked. Look again; nothing was moved."))
    entry = _release(actor, held, to, waiting, reason.strip(), document.strip())
    share = HeirShare(
        payee=held,
        heir=to,
        numerator=1,
        denominator=1,
        document=document.strip(),
        ground=PlaceGround.IDENTIFIED,
        reason=reason.strip(),
    )
    put_in_place(held, [share], reason)
    detail = {"to": to.pk, "entry": entry.number if entry else 0}
    audit.record(actor, action="ledger.identify_payee", target=held, organisation_id=held.book.keeper_id, detail=detail)
    return share


def _in_place(payee: Payee) -> HeirShare | None:
    return HeirShare.objects.filter(payee=payee, ground=PlaceGround.IDENTIFIED).first()


def _require_unknown(payee: Payee, to: Payee) -> None:
    if payee.organisation_id is not None or payee.user_id is not None:
        raise RuleBroken(
            _("This payee is known to the system already. If its money belongs to another, use the steps of escrow.")
        )
    if payee.closed_on is not None:
        raise RuleBroken(_("This payee is closed. Nothing was moved."))
    if to.pk == payee.pk:
        raise RuleBroken(_("Choose another party than this payee itself."), field="known")
    if to.book_id != payee.book_id or to.closed_on is not None:
        raise RuleBroken(_("Choose a payee of this book that is not closed."), field="known")


def _release(
    actor: Actor, payee: Payee, to: Payee, waiting: list[tuple[Account, int]], reason: str, document: str
) -> Entry | None:
    """Enter all that waits to the account where it belongs now; nothing when nothing waits."""
    lines: list[Line] = []
    for account, amount in waiting:
        kind = AccountKind.OWED if account.kind == AccountKind.UNCLAIMED else AccountKind(account.kind)
        lines += [Line(account, amount), Line(account_of(payee.book, kind, Unit(account.unit), to), -amount)]
    if not lines:
        return None
    with override("zh-hans"):
        memo = _("%(name)s turned out to be %(to)s: %(reason)s") % {
            "name": payee.name,
            "to": to.name,
            "reason": reason,
        }
    said = (timezone.localdate(), memo)
    return entered(actor, payee.book, said, lines, calculation=[Working(document, LineKind.EVIDENCE)])
