"""The books: payees and accounts, entries with their postings, closed periods with the balances at their end."""

from erdem.ledger.models.books import Account, Book, Payee
from erdem.ledger.models.entries import BalanceCheckpoint, CalculationLine, ClosedPeriod, Entry, Posting
from erdem.ledger.models.parties import Guardianship, HeirShare

__all__ = [
    "Account",
    "BalanceCheckpoint",
    "Book",
    "CalculationLine",
    "ClosedPeriod",
    "Entry",
    "Guardianship",
    "HeirShare",
    "Payee",
    "Posting",
]
