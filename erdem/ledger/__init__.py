"""The ledger: who is owed what, and what has arrived."""
