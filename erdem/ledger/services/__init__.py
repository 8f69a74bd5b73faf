"""Writes of the ledger."""

from erdem.ledger.services.accounts import Party, account_of, add_payee, open_book
from erdem.ledger.services.posting import Document, Line, close_period, post, reverse

__all__ = ["Document", "Line", "Party", "account_of", "add_payee", "close_period", "open_book", "post", "reverse"]
