"""Reads of the ledger."""

from erdem.ledger.amounts import working_text
from erdem.ledger.queries.balances import StatementLine, balance, journal, statement, trial_balance
from erdem.ledger.queries.payments import payments_to

__all__ = ["StatementLine", "balance", "journal", "payments_to", "statement", "trial_balance", "working_text"]
