"""Reads of the ledger."""

from erdem.ledger.queries.balances import StatementLine, balance, journal, statement, trial_balance

__all__ = ["StatementLine", "balance", "journal", "statement", "trial_balance"]
