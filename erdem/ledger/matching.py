"""Which payment or which money due a bank line is: plain comparison of values, with its reasons.

A match is exact when amount, reference number and name agree and nothing else does; only such a match is made without a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

MOST_OF_AN_AMOUNT: Final = 50
"""So many payments of the same amount are looked at; who names the reference is found at once."""
LARGEST_FEE: Final = 20_000
"""A bank takes no more than so many hundredths for a transfer; what is more is another amount."""
_REFERENCE: Final = re.compile(r"PO-\d{4}-\d{4,}/\d+", re.IGNORECASE)


class Said(NamedTuple):
    """What a bank line says."""

    amount: int
    name: str
    text: str


@dataclass(frozen=True)
class Payment:
    """A line of an order that the bank may have paid."""

    key: int
    amount: int
    name: str
    reference: str
    is_paid: bool


@dataclass(frozen=True)
class Due:
    """What is due from somebody, as a positive amount."""

    key: int
    amount: int
    name: str


@dataclass(frozen=True)
class Candidate:
    """What a bank line may be: the key of a payment or of an account, and the reasons for it."""

    key: int
    kind: str
    reasons: tuple[str, ...]
    exact: bool = False

    @property
    def weight(self) -> int:
        """More reasons first."""
        return len(self.reasons)


def plain_name(name: str) -> str:
    """Return a name as it is compared: narrow, without spaces, dots and brackets."""
    return re.sub(r"[\s·.．,，()\-]", "", unicodedata.normalize("NFKC", name)).casefold()


def references_in(text: str) -> tuple[str, ...]:
    """Return the reference numbers that a text names."""
    return tuple(found.upper() for found in _REFERENCE.findall(unicodedata.normalize("NFKC", text)))


class Payments:
    """The payments that wait for their bank line, looked up by reference number and by amount."""

    def __init__(self, payments: Iterable[Payment]) -> None:
        self.gone: set[int] = set()
        self.by_reference: dict[str, Payment] = {}
        self.by_amount: defaultdict[int, list[Payment]] = defaultdict(list)
        for payment in payments:
            self.by_reference[payment.reference.upper()] = payment
            self.by_amount[payment.amount].append(payment)
        self.names = {payment.key: plain_name(payment.name) for same in self.by_amount.values() for payment in same}

    def candidates(self, said: Said) -> list[Candidate]:
        """Return what a line of money out may be, the best first."""
        name = plain_name(said.name)
        found = self._named(said, name)
        for payment in self._of_amount(-said.amount):
            if payment.key not in found:
                found[payment.key] = self._weighed(payment, said, name, named=False)
        return sorted((each for each in found.values() if each), key=lambda each: (-each.weight, each.key))

    def exact(self, said: Said) -> Candidate | None:
        """Return the one candidate that a machine may take. It is named, so others of the same amount need no look."""
        return _only_exact(self._named(said, plain_name(said.name)).values())

    def _named(self, said: Said, name: str) -> dict[int, Candidate | None]:
        named = [self.by_reference[each] for each in references_in(said.text) if each in self.by_reference]
        return {each.key: self._weighed(each, said, name, named=True) for each in named if each.key not in self.gone}

    def _of_amount(self, amount: int) -> Iterator[Payment]:
        waiting = (each for each in self.by_amount.get(amount, ()) if each.key not in self.gone)
        yield from islice(waiting, MOST_OF_AN_AMOUNT)

    def _weighed(self, payment: Payment, said: Said, name: str, *, named: bool) -> Candidate | None:
        fee = -said.amount - payment.amount
        reasons = [
            reason
            for reason, holds in (
                ("reference", named),
                ("amount", fee == 0),
                ("amount-with-fee", 0 < fee <= LARGEST_FEE),
                ("name", bool(name) and name == self.names[payment.key]),
            )
            if holds
        ]
        if not {"amount", "amount-with-fee"} & set(reasons):
            return None
        return Candidate(payment.key, "payment", tuple(reasons), {"reference", "amount", "name"} <= set(reasons))

    def forget(self, key: int) -> None:
        """Leave a payment out that has found its line."""
        self.gone.add(key)


class Dues:
    """What is due, looked up by name and by amount. What is left after money came in is due next time."""

    def __init__(self, dues: Iterable[Due]) -> None:
        self.left = {due.key: due.amount for due in dues}
        self.names = {due.key: plain_name(due.name) for due in dues}
        self.by_name: defaultdict[str, list[int]] = defaultdict(list)
        for key, name in self.names.items():
            self.by_name[name].append(key)

    def candidates(self, said: Said) -> list[Candidate]:
        """Return from whom a line of money in may be, the best first."""
        name = plain_name(said.name)
        known = self.by_name.get(name, []) if name else []
        same = [key for key, left in self.left.items() if left == said.amount] if not known else []
        found = [self._weighed(key, said, is_named=True) for key in known]
        found += [self._weighed(key, said, is_named=False) for key in same[:MOST_OF_AN_AMOUNT]]
        return sorted((each for each in found if each), key=lambda each: (-each.weight, each.key))

    def exact(self, said: Said) -> Candidate | None:
        """Return the one candidate that a machine may take. It is named, so others with the same due need no look."""
        known = self.by_name.get(plain_name(said.name), []) if said.name else []
        return _only_exact(self._weighed(key, said, is_named=True) for key in known)

    def _weighed(self, key: int, said: Said, *, is_named: bool) -> Candidate | None:
        left = self.left[key]
        if left <= 0:
            return None
        reasons = [
            reason
            for reason, holds in (
                ("name", is_named),
                ("amount", left == said.amount),
                ("part", left > said.amount),
                ("more", left < said.amount),
            )
            if holds
        ]
        return Candidate(key, "due", tuple(reasons), {"name", "amount"} <= set(reasons))

    def take(self, key: int, amount: int) -> None:
        """Note that money came in."""
        self.left[key] -= amount


def _only_exact(candidates: Iterable[Candidate | None]) -> Candidate | None:
    exact = [each for each in candidates if each is not None and each.exact]
    return exact[0] if len(exact) == 1 else None
