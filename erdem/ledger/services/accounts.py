"""Opening books, payees and accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import require
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Account, Book, Payee
from erdem.ledger.policies import can_keep
from erdem.ledger.services.faults import broken
from erdem.people.models import Organisation


@dataclass(frozen=True)
class Party:
    """Who a payee is. ``organisation_id`` or ``user_id`` when it is known to the system, neither when it has no account."""

    kind: PayeeKind
    name: str
    name_mn: str = ""
    organisation_id: int | None = None
    user_id: int | None = None
    acts_through: str = ""
    heirs_of_id: int | None = None


@transaction.atomic
def open_book(*, actor: Actor, keeper: Organisation, name: str) -> Book:
    """Open the books of an office; opening them again returns them.

    Raises:
        PermissionRefused: the actor is no officer of that office.
    """
    require(can_keep(actor, Book(keeper=keeper, name=name)))
    book, made = Book.objects.get_or_create(keeper=keeper, name=name.strip())
    if made:
        audit.record(actor, action="ledger.open_book", target=book, organisation_id=keeper.pk)
    return book


@transaction.atomic
def add_payee(*, actor: Actor, book: Book, party: Party) -> Payee:
    """Add a party to a book; one that the system knows is added once.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the party is named wrongly.
    """
    require(can_keep(actor, book))
    known = Payee.objects.filter(book=book)
    if party.organisation_id is not None and (found := known.filter(organisation_id=party.organisation_id).first()):
        return found
    if party.user_id is not None and (found := known.filter(user_id=party.user_id).first()):
        return found
    payee = new_payee(actor, book, party)
    audit.record(actor, action="ledger.add_payee", target=payee, organisation_id=book.keeper_id)
    return payee


def new_payee(actor: Actor, book: Book, party: Party) -> Payee:
    """Return a payee that was added as part of another act, which leaves the audit entry.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the party is named wrongly.
    """
    require(can_keep(actor, book))
    payee = Payee(
        book=book,
        kind=party.kind,
        name=party.name.strip(),
        name_mn=party.name_mn.strip(),
        organisation_id=party.organisation_id,
        user_id=party.user_id,
        acts_through=party.acts_through.strip(),
        heirs_of_id=party.heirs_of_id,
    )
    with broken():
        payee.save(force_insert=True)
    return payee


def account_of(book: Book, kind: AccountKind, unit: Unit, payee: Payee | None = None) -> Account:
    """Return an account, opened when it is first needed. It leaves no audit entry: the entry that needs it does.

    Raises:
        RuleBroken: such an account cannot be: money in an account for benefits in kind, or the other way round.
    """
    with broken():
        account, _made = Account.objects.get_or_create(book=book, kind=kind, unit=unit, payee=payee)
    return account


@transaction.atomic
def note_books_taken(*, actor: Actor, book: Book, what: str, kind: str) -> None:
    """Leave a trace that a table or a statement of a book was taken away."""
    audit.record(
        actor,
        action="ledger.take_books",
        target=book,
        organisation_id=book.keeper_id,
        detail={"what": what, "kind": kind},
    )
