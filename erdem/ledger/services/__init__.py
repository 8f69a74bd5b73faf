"""Writes of the ledger."""

from erdem.ledger.services.accounts import Party, account_of, add_payee, open_book
from erdem.ledger.services.converting import Rate, convert
from erdem.ledger.services.in_kind import record_delivery, record_promise
from erdem.ledger.services.posting import Document, Line, Working, close_period, post, reverse
from erdem.ledger.services.sharing_out import Fee, post_shared, shared_out

__all__ = [
    "Document",
    "Fee",
    "Line",
    "Party",
    "Rate",
    "Working",
    "account_of",
    "add_payee",
    "close_period",
    "convert",
    "open_book",
    "post",
    "post_shared",
    "record_delivery",
    "record_promise",
    "reverse",
    "shared_out",
]
