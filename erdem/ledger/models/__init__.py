"""The books: payees and accounts, entries with their postings, closed periods; payment orders and bank statements."""

from erdem.ledger.models.bank import BankAccount, BankLine, BankMatch, StatementFile
from erdem.ledger.models.books import Account, Book, Payee
from erdem.ledger.models.entries import BalanceCheckpoint, BalanceMark, CalculationLine, ClosedPeriod, Entry, Posting
from erdem.ledger.models.parties import Guardianship, HeirShare
from erdem.ledger.models.payments import PayeeHold, PaymentLine, PaymentOrder

__all__ = [
    "Account",
    "BalanceCheckpoint",
    "BalanceMark",
    "BankAccount",
    "BankLine",
    "BankMatch",
    "Book",
    "CalculationLine",
    "ClosedPeriod",
    "Entry",
    "Guardianship",
    "HeirShare",
    "Payee",
    "PayeeHold",
    "PaymentLine",
    "PaymentOrder",
    "Posting",
    "StatementFile",
]
