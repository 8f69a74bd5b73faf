"""Closed lists of the terms: short lasting words, which documents and signatures keep. What they are called stands in the app."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """On which side of the agreement a party stands."""

    USER = "user"
    PROVIDER = "provider"


class PartyKind(StrEnum):
    """What a party is to the system: an organisation or a person by its id, a community by the id of its organisation."""

    ORGANISATION = "organisation"
    PERSON = "person"
    COMMUNITY = "community"


class PayeeKind(StrEnum):
    """Who receives what is due."""

    COMMUNITY = "community"
    PERSON = "person"
    FUND = "fund"


class UseCode(StrEnum):
    """What the knowledge may be used for: the purposes of a request (form F04), and ``other`` in own words."""

    RESEARCH = "research"
    EDUCATION = "education"
    PUBLIC_BENEFIT = "public_benefit"
    COMMERCIAL = "commercial"
    PATENT_EXAMINATION = "patent_examination"
    MEDIA = "media"
    OTHER = "other"


class TransferRule(StrEnum):
    """Whether the user may hand the knowledge on to third parties."""

    NONE = "none"
    WITH_CONSENT = "with_consent"
    SAME_TERMS = "same_terms"


class Ownership(StrEnum):
    """To whom intellectual property belongs that comes from the use."""

    USER = "user"
    PROVIDER = "provider"
    JOINT = "joint"
    NO_RIGHTS = "no_rights"


class Benefit(StrEnum):
    """Kinds of monetary benefits: annex of the Nagoya Protocol."""

    M1 = "M1"
    M2 = "M2"
    M3 = "M3"
    M4 = "M4"
    M5 = "M5"
    M6 = "M6"
    M7 = "M7"
    M8 = "M8"
    M9 = "M9"
    M10 = "M10"


class KindBenefit(StrEnum):
    """Kinds of benefits that are not money: annex of the Nagoya Protocol."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    N9 = "N9"
    N10 = "N10"
    N11 = "N11"
    N12 = "N12"
    N13 = "N13"
    N14 = "N14"
    N15 = "N15"
    N16 = "N16"
    N17 = "N17"


class Currency(StrEnum):
    """Currencies, counted in their smallest unit: a hundredth of each of these."""

    CNY = "CNY"
    USD = "USD"
    EUR = "EUR"
    MNT = "MNT"


class KindUnit(StrEnum):
    """In what benefits that are not money are counted; the units of the ledger."""

    TRAINING_DAY = "training_day"
    PERSON_DAY = "person_day"
    PIECE = "piece"
    HEAD = "head"
    PLANT = "plant"


class Base(StrEnum):
    """Of what a royalty is computed: sales after or before deductions, in money; or a quantity, in whole units."""

    NET_SALES = "net_sales"
    GROSS_SALES = "gross_sales"
    QUANTITY = "quantity"


class Deduction(StrEnum):
    """What may be taken off gross sales where the terms allow it."""

    TAX = "tax"
    FREIGHT = "freight"
    DISCOUNT = "discount"
    RETURNS = "returns"


class StepScope(StrEnum):
    """Whether the steps of a rate begin anew each period or count everything since the beginning."""

    PERIOD = "period"
    CUMULATIVE = "cumulative"


class Every(StrEnum):
    """How often something returns. Reports follow the calendar: months, quarters, halves of years, years."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}


class Dispute(StrEnum):
    """Where a dispute goes when talking has not settled it."""

    MEDIATION = "mediation"
    ARBITRATION = "arbitration"
    COURT = "court"
