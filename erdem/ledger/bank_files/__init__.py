"""Bank statements as tables: which column is which, and each row as a movement of money. Plain Python, no database."""

from erdem.ledger.bank_files.capitals import in_capitals
from erdem.ledger.bank_files.headings import FIELDS, Columns, find_columns
from erdem.ledger.bank_files.keys import Keys
from erdem.ledger.bank_files.reading import Head, Movement, RowProblem, look, read_movements
from erdem.ledger.bank_files.values import BadValue, read_amount, read_day

__all__ = [
    "FIELDS",
    "BadValue",
    "Columns",
    "Head",
    "Keys",
    "Movement",
    "RowProblem",
    "find_columns",
    "in_capitals",
    "look",
    "read_amount",
    "read_day",
    "read_movements",
]
