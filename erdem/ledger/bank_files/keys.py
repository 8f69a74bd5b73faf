"""What makes a line of a statement the same line, in whatever file it comes."""

from __future__ import annotations

import hashlib
from collections import Counter

from erdem.ledger.bank_files.reading import Movement


class Keys:
    """Gives the movements of one file their keys, in the order of the file.

    With a serial number of the bank the key is that number with the amount: a fee may bear the number of its payment. Without one
    it is a digest of what the line says and which one among equals of the file it is: a file that covers the days of another one
    lists the same equals.
    """

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def key(self, movement: Movement) -> str:
        """Return the key of the next movement."""
        if movement.serial:
            said = f"{movement.serial}|{movement.amount}"
            if len(said) <= 70:
                return f"s:{said}"
            return f"S:{hashlib.sha256(said.encode()).hexdigest()}"
        said = "\x1f".join(
            (
                movement.day.isoformat(),
                str(movement.amount),
                movement.counterparty,
                movement.counterparty_number,
                movement.reference,
            )
        )
        digest = hashlib.sha256(said.encode()).hexdigest()
        self.seen[digest] += 1
        return f"d:{digest}.{self.seen[digest]}"
