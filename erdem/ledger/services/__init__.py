"""Writes of the ledger."""

from erdem.ledger.services.accounts import Party, account_of, add_payee, note_books_taken, open_book
from erdem.ledger.services.bank_import import (
    check_statement,
    choose_columns,
    confirm_statement,
    import_statement,
    receive_statement,
)
from erdem.ledger.services.charging import charge_fee
from erdem.ledger.services.converting import Rate, convert
from erdem.ledger.services.escrow import claim, dispute, park_unclaimed, settle_dispute
from erdem.ledger.services.identifying import identify_payee
from erdem.ledger.services.in_kind import record_delivery, record_promise
from erdem.ledger.services.marks import mark_balances
from erdem.ledger.services.parties import (
    Guardian,
    close_payee,
    correct_payee,
    end_guardianship,
    name_guardian,
    reopen_payee,
    settle_estate,
)
from erdem.ledger.services.paying import bounce_line, close_order, run_order, settle_line, start_run
from erdem.ledger.services.payments import (
    Wanted,
    change_line,
    draft_order,
    hold_payee,
    move_order,
    note_payments_taken,
    open_bank_account,
    release_payee,
    strike_line,
)
from erdem.ledger.services.posting import Document, Line, Working, close_period, post, reverse
from erdem.ledger.services.reconciling import (
    match_due,
    match_exact,
    match_fee,
    match_payment,
    match_return,
    park_line,
    undo_match,
)
from erdem.ledger.services.sharing_out import Fee, post_shared, shared_out

__all__ = [
    "Document",
    "Fee",
    "Guardian",
    "Line",
    "Party",
    "Rate",
    "Wanted",
    "Working",
    "account_of",
    "add_payee",
    "bounce_line",
    "change_line",
    "charge_fee",
    "check_statement",
    "choose_columns",
    "claim",
    "close_order",
    "close_payee",
    "close_period",
    "confirm_statement",
    "convert",
    "correct_payee",
    "dispute",
    "draft_order",
    "end_guardianship",
    "hold_payee",
    "identify_payee",
    "import_statement",
    "mark_balances",
    "match_due",
    "match_exact",
    "match_fee",
    "match_payment",
    "match_return",
    "move_order",
    "name_guardian",
    "note_books_taken",
    "note_payments_taken",
    "open_bank_account",
    "open_book",
    "park_line",
    "park_unclaimed",
    "post",
    "post_shared",
    "receive_statement",
    "record_delivery",
    "record_promise",
    "release_payee",
    "reopen_payee",
    "reverse",
    "run_order",
    "settle_dispute",
    "settle_estate",
    "settle_line",
    "shared_out",
    "start_run",
    "strike_line",
    "undo_match",
]
