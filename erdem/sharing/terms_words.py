"""What the closed lists of the terms are called, clause by clause: for the paper, the pages and the forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from erdem.knowledge.choices import Purpose
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

Words = Mapping[str, str | Promise]

CLAUSES: Final[Words] = {
    "parties": pgettext_lazy("clause", "Parties"),
    "subject": pgettext_lazy("clause", "Subject"),
    "permitted": pgettext_lazy("clause", "Permitted uses"),
    "forbidden": pgettext_lazy("clause", "Forbidden uses"),
    "transfer": pgettext_lazy("clause", "Transfer to third parties"),
    "property": pgettext_lazy("clause", "Intellectual property"),
    "attribution": pgettext_lazy("clause", "Attribution"),
    "confidentiality": pgettext_lazy("clause", "Confidentiality"),
    "money": pgettext_lazy("clause", "Monetary benefits"),
    "in_kind": pgettext_lazy("clause", "Benefits in kind"),
    "bearers": pgettext_lazy("clause", "Support of the bearers"),
    "reports": pgettext_lazy("clause", "Use reports"),
    "payment": pgettext_lazy("clause", "Payment"),
    "audit": pgettext_lazy("clause", "Right of audit"),
    "change_of_use": pgettext_lazy("clause", "Change of use"),
    "breach": pgettext_lazy("clause", "Breach and revocation"),
    "settlement": pgettext_lazy("clause", "Settlement of disputes"),
    "law": pgettext_lazy("clause", "Applicable law"),
    "term": pgettext_lazy("clause", "Term"),
    "extra": pgettext_lazy("clause", "Further clauses"),
}
SIDES: Final[Words] = {
    Side.USER: pgettext_lazy("terms", "user"),
    Side.PROVIDER: pgettext_lazy("terms", "provider"),
}
PARTY_KINDS: Final[Words] = {
    PartyKind.ORGANISATION: pgettext_lazy("terms", "organisation"),
    PartyKind.PERSON: pgettext_lazy("terms", "person"),
    PartyKind.COMMUNITY: pgettext_lazy("terms", "community"),
}
PAYEE_KINDS: Final[Words] = {
    PayeeKind.COMMUNITY: pgettext_lazy("terms", "community"),
    PayeeKind.PERSON: pgettext_lazy("terms", "person"),
    PayeeKind.FUND: pgettext_lazy("terms", "fund"),
}
USES: Final[Words] = {
    **{UseCode(purpose.value): purpose.label for purpose in Purpose},
    UseCode.OTHER: pgettext_lazy("terms", "another use"),
}
TRANSFERS: Final[Words] = {
    TransferRule.NONE: pgettext_lazy("terms", "No transfer to third parties."),
    TransferRule.WITH_CONSENT: pgettext_lazy(
        "terms", "Transfer to third parties only with written consent of every provider."
    ),
    TransferRule.SAME_TERMS: pgettext_lazy(
        "terms", "Transfer to third parties is free, when they take over the same terms in writing."
    ),
}
OWNERSHIPS: Final[Words] = {
    Ownership.USER: pgettext_lazy("terms", "Intellectual property from the use belongs to the user."),
    Ownership.PROVIDER: pgettext_lazy("terms", "Intellectual property from the use belongs to the providers."),
    Ownership.JOINT: pgettext_lazy(
        "terms", "Intellectual property from the use belongs to the user and the providers together."
    ),
    Ownership.NO_RIGHTS: pgettext_lazy("terms", "The user applies for no intellectual property from the use."),
}
BENEFITS: Final[Words] = {
    Benefit.M1: pgettext_lazy("benefit", "access fee"),
    Benefit.M2: pgettext_lazy("benefit", "up-front payment"),
    Benefit.M3: pgettext_lazy("benefit", "milestone payment"),
    Benefit.M4: pgettext_lazy("benefit", "royalty"),
    Benefit.M5: pgettext_lazy("benefit", "licence fee"),
    Benefit.M6: pgettext_lazy("benefit", "fee to a trust fund for conservation"),
    Benefit.M7: pgettext_lazy("benefit", "salaries and preferential terms"),
    Benefit.M8: pgettext_lazy("benefit", "research funding"),
    Benefit.M9: pgettext_lazy("benefit", "joint venture"),
    Benefit.M10: pgettext_lazy("benefit", "joint ownership of intellectual property"),
}
KIND_BENEFITS: Final[Words] = {
    KindBenefit.N1: pgettext_lazy("benefit", "sharing of results"),
    KindBenefit.N2: pgettext_lazy("benefit", "joint research and development"),
    KindBenefit.N3: pgettext_lazy("benefit", "taking part in product development"),
    KindBenefit.N4: pgettext_lazy("benefit", "education and training"),
    KindBenefit.N5: pgettext_lazy("benefit", "access to collections and databases"),
    KindBenefit.N6: pgettext_lazy("benefit", "transfer of technology"),
    KindBenefit.N7: pgettext_lazy("benefit", "strengthened capacity for technology transfer"),
    KindBenefit.N8: pgettext_lazy("benefit", "institutional capacity"),
    KindBenefit.N9: pgettext_lazy("benefit", "resources for running access rules"),
    KindBenefit.N10: pgettext_lazy("benefit", "training in which the providers take full part"),
    KindBenefit.N11: pgettext_lazy("benefit", "scientific information"),
    KindBenefit.N12: pgettext_lazy("benefit", "contribution to the local economy"),
    KindBenefit.N13: pgettext_lazy("benefit", "research on priority needs"),
    KindBenefit.N14: pgettext_lazy("benefit", "relations between institutions"),
    KindBenefit.N15: pgettext_lazy("benefit", "food and livelihood security"),
    KindBenefit.N16: pgettext_lazy("benefit", "social recognition"),
    KindBenefit.N17: pgettext_lazy("benefit", "joint intellectual property"),
}
CURRENCIES: Final[Words] = {
    Currency.CNY: pgettext_lazy("terms", "yuan"),
    Currency.USD: pgettext_lazy("terms", "US dollars"),
    Currency.EUR: pgettext_lazy("terms", "euros"),
    Currency.MNT: pgettext_lazy("terms", "tögrög"),
}
KIND_UNITS: Final[Words] = {
    KindUnit.TRAINING_DAY: pgettext_lazy("terms", "training days"),
    KindUnit.PERSON_DAY: pgettext_lazy("terms", "days of work"),
    KindUnit.PIECE: pgettext_lazy("terms", "pieces"),
    KindUnit.HEAD: pgettext_lazy("terms", "head of animals"),
    KindUnit.PLANT: pgettext_lazy("terms", "plants"),
}
BASES: Final[Words] = {
    Base.NET_SALES: pgettext_lazy("terms", "net sales"),
    Base.GROSS_SALES: pgettext_lazy("terms", "gross sales"),
    Base.QUANTITY: pgettext_lazy("terms", "quantity"),
}
DEDUCTIONS: Final[Words] = {
    Deduction.TAX: pgettext_lazy("terms", "turnover tax"),
    Deduction.FREIGHT: pgettext_lazy("terms", "freight"),
    Deduction.DISCOUNT: pgettext_lazy("terms", "discounts"),
    Deduction.RETURNS: pgettext_lazy("terms", "returned goods"),
}
SCOPES: Final[Words] = {
    StepScope.PERIOD: pgettext_lazy("terms", "counted anew each period"),
    StepScope.CUMULATIVE: pgettext_lazy("terms", "counted since the first day"),
}
EVERY: Final[Words] = {
    Every.MONTH: pgettext_lazy("terms", "every month"),
    Every.QUARTER: pgettext_lazy("terms", "every quarter"),
    Every.HALF_YEAR: pgettext_lazy("terms", "every half year"),
    Every.YEAR: pgettext_lazy("terms", "every year"),
}
DISPUTES: Final[Words] = {
    Dispute.MEDIATION: pgettext_lazy("terms", "Disputes that talking does not settle go to mediation, then to court."),
    Dispute.ARBITRATION: pgettext_lazy("terms", "Disputes that talking does not settle go to arbitration."),
    Dispute.COURT: pgettext_lazy("terms", "Disputes that talking does not settle go to court."),
}
