"""From a line of the terms to the office's book: who pays, who receives, and the entry that owes it, split exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.ledger import services as ledger
from erdem.ledger.choices import AccountKind, PayeeKind, Unit
from erdem.ledger.models import Book, ClosedPeriod, Entry, Payee
from erdem.ledger.services import Document, Line, Party
from erdem.people.models import Organisation, User
from erdem.sharing.models import Agreement, Permit, TermsPayee
from erdem.sharing.terms.choices import PayeeKind as TermsPayeeKind
from erdem.sharing.terms.model import KindLine, MoneyLine, Terms
from erdem.sharing.terms.model import Payee as Named

USER_KEY = "user"
BOOK_NAME = "惠益账"
"""The books are written in the language of the office."""
KINDS = {
    TermsPayeeKind.COMMUNITY: PayeeKind.COMMUNITY,
    TermsPayeeKind.PERSON: PayeeKind.PERSON,
    TermsPayeeKind.FUND: PayeeKind.FUND,
}
UNKNOWN_NOTE = "收款方待认领"


def one_at_a_time(agreement: Agreement) -> None:
    """Let two who move money of one agreement wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sharing.agreement {agreement.pk}"])


def book_of(permit: Permit) -> Book:
    """Return the book of the office that issued the permit, opened when there is none.

    Raises:
        RuleBroken: the permit names no office.
    """
    if permit.office is None:
        raise RuleBroken(_("The permit names no issuing office, so there is no book for it."))
    found = Book.objects.filter(keeper=permit.office).order_by("pk").first()
    if found is not None:
        return found
    with acting_as(SYSTEM):
        return ledger.open_book(actor=SYSTEM, keeper=permit.office, name=BOOK_NAME)


def tie_payees(permit: Permit, terms: Terms) -> None:
    """Tie everybody whom the terms name, and who pays, to payees of the book. For the system; repeating it changes nothing."""
    book = book_of(permit)
    tied = set(TermsPayee.objects.filter(permit=permit).values_list("key", flat=True))
    if USER_KEY not in tied:
        _tie(permit, USER_KEY, _user_party(permit), book, known=True)
    for named in terms.payees():
        if named.key not in tied:
            party, known = _party_of(named)
            _tie(permit, named.key, party, book, known=known)


def payees_of(permit: Permit) -> dict[str, TermsPayee]:
    """Return the payees of a permit by their key in the terms."""
    return {each.key: each for each in TermsPayee.objects.filter(permit=permit).select_related("payee", "organisation")}


def owe(
    *,
    actor: Actor,
    permit: Permit,
    line: MoneyLine,
    amount: int,
    day: dt.date,
    memo: str,
    document: Document,
    calculation: Sequence[str] = (),
) -> Entry:
    """Enter that the user of a permit owes an amount, split by the shares of the line; what belongs to somebody unknown waits.

    Raises:
        PermissionRefused: the actor does not keep the book.
        RuleBroken: the ledger refuses the entry, such as in a closed period. Nothing was entered.
    """
    book, tied, unit = book_of(permit), payees_of(permit), Unit(line.currency)
    shares = _shares_of(line, tied)
    payees = {each.payee_id: each.payee for each in tied.values()}
    unknown = {each.payee_id for each in tied.values() if not each.known and each.payee_id in shares}
    debtor = ledger.account_of(book, AccountKind.DUE, unit, tied[USER_KEY].payee)
    parts = [(payees[key], part) for key, part in shares.items()]
    if not unknown:
        return ledger.post_shared(
            actor=actor,
            book=book,
            day=day,
            memo=memo,
            debtor=debtor,
            amount=amount,
            unit=unit,
            shares=parts,
            calculation=calculation,
            document=document,
        )
    lines = [Line(debtor, amount), *_lines_with_unknown(book, unit, amount, parts, unknown)]
    return ledger.post(
        actor=actor, book=book, day=day, memo=memo, lines=lines, document=document, calculation=calculation
    )


def _lines_with_unknown(
    book: Book, unit: Unit, amount: int, parts: Sequence[tuple[Payee, Fraction]], unknown: set[int]
) -> list[Line]:
    """What each payee is owed; what belongs to somebody unknown goes into escrow."""
    lines = []
    for payee, whole, note in ledger.shared_out(amount, parts):
        kind = AccountKind.UNCLAIMED if payee.pk in unknown else AccountKind.OWED
        said = f"{note}; {UNKNOWN_NOTE}" if payee.pk in unknown else note
        if whole:
            lines.append(Line(ledger.account_of(book, kind, unit, payee), -whole, said))
    return lines


def _shares_of(line: MoneyLine, tied: Mapping[str, TermsPayee]) -> dict[int, Fraction]:
    """The share of each payee of the book; whom the terms name twice has both."""
    shares: dict[int, Fraction] = {}
    for key, part in line.split.fractions().items():
        shares[tied[key].payee_id] = shares.get(tied[key].payee_id, Fraction(0)) + part
    return shares


def kind_parts(permit: Permit, line: KindLine) -> list[tuple[TermsPayee, int]]:
    """Return how many whole units of a benefit in kind each payee is to have, by largest remainder."""
    tied = payees_of(permit)
    by_payee = {tied[key].payee_id: tied[key] for key in line.split.fractions()}
    shares = [(tied[key].payee, part) for key, part in line.split.fractions().items()]
    return [
        (by_payee[payee.pk], part)
        for payee, part, _note in ledger.shared_out(line.quantity, shares)
        if part and payee.pk in by_payee
    ]


def open_day(book: Book, day: dt.date) -> dt.date:
    """Return the day, or today when its period is closed: what was due in a closed period is entered late."""
    return timezone.localdate() if ClosedPeriod.objects.filter(book=book, until__gte=day).exists() else day


def _tie(permit: Permit, key: str, party: Party, book: Book, *, known: bool) -> None:
    payee = _same_party(book, key, party) or ledger.add_payee(actor=SYSTEM, book=book, party=party)
    TermsPayee(
        permit=permit, key=key, name=party.name, payee=payee, organisation_id=party.organisation_id, known=known
    ).save(force_insert=True)


def _same_party(book: Book, key: str, party: Party) -> Payee | None:
    """A party without an account here that an earlier permit of this book named in the same way."""
    if party.organisation_id is not None or party.user_id is not None:
        return None
    tied = TermsPayee.objects.filter(payee__book=book, key=key).order_by("pk").select_related("payee").first()
    return tied.payee if tied else None


def _user_party(permit: Permit) -> Party:
    request = permit.request
    if request.applicant_id is not None:
        return Party(PayeeKind.ENTERPRISE, request.applicant_name, organisation_id=request.applicant_id)
    return Party(PayeeKind.OTHER, request.applicant_name, user_id=request.applicant_user_id)


def _party_of(named: Named) -> tuple[Party, bool]:
    """Return the party, and whether the system knows it or the terms say that it has no account here."""
    kind = KINDS[named.kind]
    if named.kind is TermsPayeeKind.COMMUNITY:
        held = Organisation.objects.filter(pk=named.id).first()
        if held is not None:
            return Party(kind, named.name, held.name_mn, organisation_id=held.pk), True
    elif named.kind is TermsPayeeKind.PERSON and named.id:
        person = User.objects.filter(pk=named.id).first()
        if person is not None:
            return Party(kind, named.name, user_id=person.pk), True
    return Party(kind, named.name), named.id == 0
