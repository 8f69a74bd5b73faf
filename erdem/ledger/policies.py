"""Who sees and does what in the books. Second lock: ``sql/ledger.sql``."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import ALLOWED, Decision, Denied, built_once
from erdem.ledger.models import (
    Account,
    BalanceCheckpoint,
    BalanceMark,
    BankAccount,
    BankLine,
    BankMatch,
    Book,
    CalculationLine,
    ClosedPeriod,
    Entry,
    Guardianship,
    HeirShare,
    Payee,
    PayeeHold,
    PaymentLine,
    PaymentOrder,
    Posting,
    StatementFile,
)
from erdem.ledger.payment_choices import LineState
from erdem.people.choices import Role

KEEPERS = (Role.COUNTY_OFFICER, Role.REGION_OFFICER)
EVERYTHING, NOTHING = Q(), Q(pk__in=[])


def visible_books(_actor: Actor) -> Q:
    """That an office keeps a book is no secret."""
    return EVERYTHING


def kept(actor: Actor, through: str = "book__") -> Q:
    """Rows of books that the actor's office keeps."""
    if actor.is_machine:
        return EVERYTHING
    return Q(**{f"{through}keeper_id__in": actor.organisation_ids}) if actor.has_role(*KEEPERS) else NOTHING


def visible_payees(actor: Actor) -> Q:
    """A party sees itself, a guardian for whom it acts; the office that keeps the book sees all parties of it."""
    if actor.is_machine:
        return EVERYTHING
    rule = kept(actor) | Q(organisation_id__in=actor.organisation_ids)
    if actor.user_id is None:
        return rule
    return rule | Q(user_id=actor.user_id) | Q(pk__in=wards(actor.user_id).values("payee_id"))


def wards(user_id: int) -> QuerySet[Guardianship]:
    """Return the guardianships in which a user acts today."""
    today = timezone.localdate()
    acting = Guardianship.objects.filter(user_id=user_id, since__lte=today)
    return acting.filter(Q(until__isnull=True) | Q(until__gte=today))


def visible_guardianships(actor: Actor) -> Q:
    """A guardian sees what it is appointed to; the office that keeps the book sees all."""
    if actor.is_machine:
        return EVERYTHING
    return kept(actor) if actor.user_id is None else kept(actor) | Q(user_id=actor.user_id)


@built_once
def visible_heir_shares(actor: Actor) -> Q:
    """The shares in what somebody left are seen by who sees the payee, and each heir sees the own one."""
    if actor.is_machine:
        return EVERYTHING
    seen = Payee.objects.filter(visible_payees(actor))
    return Q(payee_id__in=seen.values("pk")) | Q(heir_id__in=seen.values("pk"))


@built_once
def visible_accounts(actor: Actor) -> Q:
    """A party sees its own accounts."""
    if actor.is_machine:
        return EVERYTHING
    return kept(actor) | Q(Exists(Payee.objects.filter(visible_payees(actor), pk=OuterRef("payee_id"))))


@built_once
def visible_in_accounts(actor: Actor) -> Q:
    """Postings and balances are seen with their account."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Account.objects.filter(visible_accounts(actor), pk=OuterRef("account_id"))))


@built_once
def visible_entries(actor: Actor) -> Q:
    """A party sees that an entry touched its account; of the others' postings in it, nothing."""
    if actor.is_machine:
        return EVERYTHING
    touched = Posting.objects.filter(visible_in_accounts(actor), entry_id=OuterRef("pk"))
    return kept(actor) | Q(Exists(touched))


@built_once
def visible_calculations(actor: Actor) -> Q:
    """How an entry was calculated is seen with the entry."""
    if actor.is_machine:
        return EVERYTHING
    return Q(Exists(Entry.objects.filter(visible_entries(actor), pk=OuterRef("entry_id"))))


def can_keep(actor: Actor, book: Book) -> Decision:
    """Officers of the office that keeps a book enter into it."""
    if actor.is_machine or (actor.has_role(*KEEPERS) and book.keeper_id in actor.organisation_ids):
        return ALLOWED
    return Denied(_("Only the office that keeps this book enters into it. Ask that office."))


def visible_holds(actor: Actor) -> Q:
    """Why a payee is not paid is for the office that keeps the book."""
    return kept(actor, "payee__book__")


@built_once
def visible_payments(actor: Actor) -> Q:
    """The office sees all lines of its orders; a payee what was paid to itself."""
    if actor.is_machine:
        return EVERYTHING
    own = Payee.objects.filter(visible_payees(actor), pk=OuterRef("payee_id"))
    return kept(actor, "order__book__") | Q(Exists(own), state__in=(LineState.PAID, LineState.BOUNCED))


def visible_files(actor: Actor) -> Q:
    """What the bank says is for the office that keeps the book."""
    return kept(actor, "bank_account__book__")


def visible_matches(actor: Actor) -> Q:
    """Matches are seen with their bank line."""
    return kept(actor, "line__bank_account__book__")


def can_see_payments(actor: Actor) -> Decision:
    """Payments and bank accounts are for officers; which ones, says the book."""
    if actor.is_machine or actor.has_role(*KEEPERS):
        return ALLOWED
    return Denied(
        _(
            "Payments are for the officers of the office that keeps the book. Your own statement shows what was paid to you."
        )
    )


def can_handle_order(actor: Actor, order: PaymentOrder) -> Decision:
    """Officers of the office that keeps the book, in their own name: a machine signs nothing."""
    if actor.user_id is None:
        return Denied(_("A payment order is signed by people."))
    return can_keep(actor, order.book)


def can_approve_order(actor: Actor, order: PaymentOrder) -> Decision:
    """A second officer: not the one who proposed it."""
    decision = can_handle_order(actor, order)
    if decision and order.proposed_by_id == actor.user_id:
        return Denied(_("You proposed this order. Somebody else of your office approves it."))
    return decision


def can_close_order(actor: Actor, order: PaymentOrder) -> Decision:
    """Whoever keeps the book, and the run that settles the lines."""
    return can_keep(actor, order.book)


VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Book: visible_books,
    Payee: visible_payees,
    Guardianship: visible_guardianships,
    HeirShare: visible_heir_shares,
    Account: visible_accounts,
    Entry: visible_entries,
    Posting: visible_in_accounts,
    CalculationLine: visible_calculations,
    ClosedPeriod: kept,
    BalanceCheckpoint: visible_in_accounts,
    BalanceMark: visible_in_accounts,
    BankAccount: kept,
    PayeeHold: visible_holds,
    PaymentOrder: kept,
    PaymentLine: visible_payments,
    StatementFile: visible_files,
    BankLine: visible_files,
    BankMatch: visible_matches,
}
