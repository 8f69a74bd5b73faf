"""What the database refuses, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken
from erdem.ledger.services.payment_faults import PAYMENT_SENTENCES

_inside: ContextVar[bool] = ContextVar("ledger_inside", default=False)
SENTENCES = {
    "ledger_entry_balanced": _(
        "The entry does not balance: what goes out of accounts must go into others, in each unit."
    ),
    "ledger_entry_of_no_future_day": _("The day lies ahead. An entry is of today or earlier."),
    "ledger_period_is_open": _("The period of this day is closed. Enter it under a later day and say so in the text."),
    "ledger_reversal_of_an_entry": _("Only an entry of the same book, which takes nothing back itself, is taken back."),
    "ledger_reversal_is_whole": _("A reversal takes back all of its entry, no more and no less."),
    "ledger_entry_once_for_its_document": _("This document has been entered already. Nothing was entered twice."),
    "ledger_entry_reversal_of_id_key": _("This entry has been taken back already."),
    "ledger_entry_says_what_for": _("Say in a few words what the entry is for."),
    "posting_moves_something": _("An amount of nothing is not entered."),
    "posting_is_no_typo": _("The amount is larger than the ledger takes. Look for a slip."),
    "posting_in_its_book": _("An entry moves between accounts of its own book."),
    "exchange_has_its_rate": _(
        "A conversion needs its rate and where the rate is from. Write both; nothing was converted without them."
    ),
    "calculation_with_its_entry": _("Nothing is added to an entry afterwards."),
    "calculation_says_something": _("A line of the calculation is empty."),
    "payee_has_a_name": _("Write the name."),
    "payee_is_one_party": _("A payee is a person or an organisation, not both."),
    "payee_heirs_are_heirs": _("Only heirs take the place of somebody."),
    "payee_stays_the_same": _("The party behind a payee stays the same. Open another payee instead."),
    "payee_organisation_once": _(
        "This organisation is a payee of the book already. Use that one; payees are never merged."
    ),
    "payee_user_once": _("This person is a payee of the book already. Use that one; payees are never merged."),
    "ledger_reversal_is_later": _("An entry is taken back on its day or later."),
    "payee_is_closed_once": _("This payee is closed already."),
    "payee_closed_with_a_reason": _("This step needs a reason. Write one or two sentences."),
    "payee_is_open": _("This payee is closed. Nothing new is owed to it; its heirs or another payee take its place."),
    "payee_closes_with_nothing_owed": _(
        "Something is still owed to this payee or kept for it in escrow. Pay it out or move it first, then close."
    ),
    "payee_has_heirs": _("Heirs have taken the place of this payee. It stays closed."),
    "escrow_holds_enough": _("Escrow does not hold that much for this payee. Nothing was moved."),
    "guardian_has_a_name": _("Write the name."),
    "guardian_rests_on_a_document": _("Name the document that this rests on."),
    "guardian_ends_after_the_start": _("The end lies before the beginning. Check both days."),
    "guardian_in_its_book": _("A guardian acts for a payee of the same book."),
    "guardian_stays_the_same": _("Of a guardianship only the end is added. Open another one instead."),
    "heir_once": _("An heir stands twice. Name each heir once."),
    "heir_has_a_share": _("The shares of the heirs must be above nothing and the whole together."),
    "heir_rests_on_a_document": _("Name the document that this rests on."),
    "heir_is_another": _("Nobody is his own heir."),
    "heir_is_open": _("An heir is a payee of the same book that is not closed."),
    "identified_is_one_with_a_reason": _("This step needs a reason. Write one or two sentences."),
    "heirs_share_the_whole": _("The shares of the heirs must be above nothing and the whole together."),
    "account_of_a_payee": _("An account of this kind needs a payee, or must have none."),
    "account_in_kind_is_no_money": _("Benefits in kind have accounts of their own; they are never counted as money."),
    "account_in_its_book": _("An account is of a payee of its own book."),
    "closed_period_follows": _("Only days that have passed are closed, and periods follow each other."),
    "closed_period_once": _("This period has been closed already."),
    **PAYMENT_SENTENCES,
}


@contextmanager
def broken() -> Iterator[None]:
    """Turn what a named rule of the database refuses into a sentence; constraints are looked at before the outermost one ends.

    Raises:
        RuleBroken: with the sentence of the rule.
    """
    outermost = not _inside.get()
    token = _inside.set(True)
    try:
        with spoken(SENTENCES, look_now=outermost):
            yield
    finally:
        _inside.reset(token)
