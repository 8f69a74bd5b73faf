"""Pages of the ledger as they are asked for."""
