"""Sums of the ledger: splitting an amount, and computing what is due from what was reported. Plain Python, whole numbers only."""

from erdem.ledger.sums.split import Share, SplitProblem, parse_shares, split

__all__ = ["Share", "SplitProblem", "parse_shares", "split"]
