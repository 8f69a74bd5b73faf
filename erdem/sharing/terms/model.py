"""Mutually agreed terms (MAT, form F05) as data: the one source of the paper, the permit and the ledger.

Money is whole smallest units of a currency (fen), rates are parts per million, days are calendar days. Source of the fields:
Nagoya Protocol Art. 6.3(g) and annex, form F05 of the programme's reference.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, ClassVar, Final

from erdem.sharing.terms.choices import (
    Base,
    Benefit,
    Currency,
    Deduction,
    Dispute,
    Every,
    KindBenefit,
    KindUnit,
    Ownership,
    PartyKind,
    PayeeKind,
    Side,
    StepScope,
    TransferRule,
    UseCode,
)

FORMAT: Final = "erdem-terms/1"
MILLION: Final = 1_000_000
LARGEST: Final = 10**15
"""Smallest units; what the ledger takes at most in one posting."""


@dataclass(frozen=True)
class Limit:
    """How many characters a text or how many lines a list may have."""

    most: int


Key = Annotated[str, Limit(16)]
Name = Annotated[str, Limit(200)]
Line = Annotated[str, Limit(500)]
Prose = Annotated[str, Limit(4000)]


@dataclass(frozen=True)
class Wording:
    """The words of a clause. ``clause`` names the entry of the clause library that they were taken from, empty for own words."""

    text: Prose = ""
    clause: Annotated[str, Limit(60)] = ""


@dataclass(frozen=True)
class Party:
    """Who agrees. ``id`` is the organisation's or the person's in the system; the name is as it stands on the paper."""

    side: Side
    kind: PartyKind
    id: int
    name: Name

    @property
    def key(self) -> str:
        """``community:12``"""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Subject:
    """A record that the terms are about: its id and number, its name, and which part of it."""

    record: int
    number: Name
    name: Name
    scope: Line = ""


@dataclass(frozen=True)
class Use:
    """A use, permitted or forbidden. ``note`` says it more closely; for ``other`` it says it all."""

    code: UseCode
    note: Line = ""


@dataclass(frozen=True)
class Transfer:
    """Handing on to third parties."""

    rule: TransferRule
    wording: Wording = Wording()


@dataclass(frozen=True)
class Property:
    """Intellectual property from the use: to whom it belongs, and how many days before a filing the user gives notice."""

    ownership: Ownership
    notice_days: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Confidentiality:
    """What stays confidential, and how many years beyond the end of the terms."""

    years: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Payee:
    """Who receives a share: a community or a person by the id in the system, a fund by its name; ``id`` 0 when unknown there."""

    kind: PayeeKind
    id: int
    name: Name

    @property
    def key(self) -> str:
        """``community:12``, or ``person:0:name`` for somebody whom the system does not know."""
        return f"{self.kind}:{self.id}" if self.id else f"{self.kind}:0:{self.name}"


@dataclass(frozen=True)
class Share:
    """So many parts of the whole for one payee."""

    payee: Payee
    part: int


@dataclass(frozen=True)
class Split:
    """Who receives how much of a line: parts that add up to ``of``."""

    of: int
    shares: Annotated[tuple[Share, ...], Limit(50)] = ()

    def fractions(self) -> dict[str, Fraction]:
        """Exact shares by the key of the payee, for the split of the ledger."""
        return {share.payee.key: Fraction(share.part, self.of) for share in self.shares}


@dataclass(frozen=True)
class Fixed:
    """An amount due on a day, and again every so often while the terms last."""

    KIND: ClassVar = "fixed"
    amount: int
    first_due: dt.date
    every: Every | None = None


@dataclass(frozen=True)
class Milestone:
    """An amount due once something is reached; ``expected`` is when both think that will be."""

    KIND: ClassVar = "milestone"
    amount: int
    reached_when: Line
    expected: dt.date | None = None


@dataclass(frozen=True)
class Allowed:
    """A deduction from gross sales that is allowed, up to so many parts per million of the sales of the same report line."""

    kind: Deduction
    most: int = MILLION


@dataclass(frozen=True)
class RateStep:
    """From sales or a quantity of ``above`` on, this rate holds for what lies above it, up to the next step."""

    above: int
    rate: int


@dataclass(frozen=True)
class Royalty:
    """A part of sales, or an amount for each unit of a quantity.

    ``rate``: parts per million of sales; for quantities millionths of the smallest unit of the currency for each ``unit``.
    ``floor`` and ``cap``: least and most a period, ``cap_total`` most over all periods; None where nothing is agreed.
    """

    KIND: ClassVar = "royalty"
    base: Base
    rate: int
    unit: Annotated[str, Limit(30)] = ""
    deductions: Annotated[tuple[Allowed, ...], Limit(10)] = ()
    floor: int | None = None
    cap: int | None = None
    cap_total: int | None = None
    step_scope: StepScope = StepScope.CUMULATIVE
    steps: Annotated[tuple[RateStep, ...], Limit(20)] = ()


@dataclass(frozen=True)
class MoneyLine:
    """One monetary benefit. ``key`` names the line for ever, through all versions."""

    key: Key
    benefit: Benefit
    label: Name
    currency: Currency
    rule: Fixed | Milestone | Royalty
    split: Split


@dataclass(frozen=True)
class KindLine:
    """One benefit that is not money: ``quantity`` of the unit is due on each of the days."""

    key: Key
    benefit: KindBenefit
    label: Name
    unit: KindUnit
    quantity: int
    due: Annotated[tuple[dt.date, ...], Limit(60)]
    split: Split


@dataclass(frozen=True)
class Bearers:
    """Support of the bearers of the knowledge (非遗法 Art. 37, rule R07): words, and the lines that give it."""

    wording: Wording = Wording()
    lines: Annotated[tuple[Key, ...], Limit(40)] = ()


@dataclass(frozen=True)
class Reports:
    """Use reports: for each period of the calendar, due so many days after its end."""

    every: Every
    days: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Payment:
    """What is due by a report or a milestone is paid within so many days of the day when that was due or reached."""

    days: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Audit:
    """Whether the other side may look into the books of the use, and how many days before it says so."""

    allowed: bool
    notice_days: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Breach:
    """A breach is put right within so many days of a warning, or the permit is revoked."""

    cure_days: int
    wording: Wording = Wording()


@dataclass(frozen=True)
class Settlement:
    """Where disputes go, and in which place."""

    way: Dispute
    wording: Wording = Wording()


@dataclass(frozen=True)
class Term:
    """First and last day; without a last day the terms hold until they are ended."""

    begins: dt.date
    ends: dt.date | None = None


@dataclass(frozen=True)
class Extra:
    """A clause of the parties' own."""

    title: Name
    wording: Wording


@dataclass(frozen=True)
class Terms:
    """All of it. A use that is not permitted here is a new request; that is the rule of ``change_of_use``, whatever its words."""

    parties: Annotated[tuple[Party, ...], Limit(40)]
    subject: Annotated[tuple[Subject, ...], Limit(200)]
    permitted: Annotated[tuple[Use, ...], Limit(20)]
    transfer: Transfer
    property: Property
    attribution: Wording
    confidentiality: Confidentiality
    reports: Reports
    payment: Payment
    audit: Audit
    breach: Breach
    settlement: Settlement
    law: Wording
    term: Term
    forbidden: Annotated[tuple[Use, ...], Limit(20)] = ()
    money: Annotated[tuple[MoneyLine, ...], Limit(40)] = ()
    in_kind: Annotated[tuple[KindLine, ...], Limit(40)] = ()
    bearers: Bearers = field(default_factory=Bearers)
    change_of_use: Wording = field(default_factory=Wording)
    extra: Annotated[tuple[Extra, ...], Limit(20)] = ()

    def lines(self) -> tuple[MoneyLine | KindLine, ...]:
        """All lines of benefits: money, then in kind."""
        return (*self.money, *self.in_kind)

    def money_line(self, key: str) -> MoneyLine | None:
        """The monetary line of this key."""
        return next((line for line in self.money if line.key == key), None)

    def royalties(self) -> tuple[MoneyLine, ...]:
        """The lines that reports are computed by."""
        return tuple(line for line in self.money if isinstance(line.rule, Royalty))

    def providers(self) -> tuple[Party, ...]:
        """The communities that give the knowledge."""
        return tuple(party for party in self.parties if party.side is Side.PROVIDER)

    def payees(self) -> tuple[Payee, ...]:
        """Everybody who receives something, in the order of the lines, each once."""
        found = {share.payee.key: share.payee for line in self.lines() for share in line.split.shares}
        return tuple(found.values())
