"""Terms of the demonstration's agreements, written as a firm would write them: fee, part of sales, training, equipment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from erdem.sharing.models import Agreement
from erdem.sharing.pages.term_drafts import first_document
from erdem.sharing.terms import Terms, read_terms
from erdem.sharing.terms.choices import (
    Base,
    Benefit,
    Currency,
    Deduction,
    KindBenefit,
    KindUnit,
    PayeeKind,
    UseCode,
)
from erdem.sharing.terms.model import (
    Allowed,
    Bearers,
    Fixed,
    KindLine,
    Milestone,
    MoneyLine,
    Payee,
    Payment,
    RateStep,
    Royalty,
    Share,
    Split,
    Use,
)

FEE, LAUNCH, SALES, TRAINING, EQUIPMENT = "fee", "launch", "sales", "training", "equipment"
PARTS = (50, 30, 20)


@dataclass(frozen=True)
class Offer:
    """What differs from one proposal to the next: the fee in fen and the rate in parts per million."""

    fee: int = 20_000_00
    rate: int = 30_000


def terms_of(agreement: Agreement, offer: Offer) -> Terms:
    """Return terms that fit an agreement: what its request says, words of the library, and the demonstration's benefits."""
    terms = read_terms(first_document(agreement))
    split, begins = _split(terms), terms.term.begins
    return replace(
        terms,
        permitted=(*terms.permitted, Use(UseCode.EDUCATION, "示例：企业内部培训")),
        forbidden=(Use(UseCode.OTHER, "示例：不得用于酒精度超过8度的饮品"),),
        payment=Payment(15, terms.payment.wording),
        money=_money(split, begins, offer),
        in_kind=_in_kind(split, begins),
        bearers=Bearers(terms.bearers.wording, (TRAINING,)),
    )


def _split(terms: Terms) -> Split:
    """Half for the community that looks after the record, the rest for those that hold it with it; alone it has the whole."""
    payees = [Payee(PayeeKind.COMMUNITY, party.id, party.name) for party in terms.providers()]
    parts = list(PARTS[: len(payees)])
    parts[0] += sum(PARTS) - sum(parts)
    return Split(sum(PARTS), tuple(Share(payee, part) for payee, part in zip(payees, parts, strict=True)))


def _money(split: Split, begins: dt.date, offer: Offer) -> tuple[MoneyLine, ...]:
    part = Royalty(
        Base.NET_SALES,
        offer.rate,
        deductions=(Allowed(Deduction.TAX), Allowed(Deduction.FREIGHT, 50_000)),
        floor=2_000_00,
        cap=500_000_00,
        steps=(RateStep(1_000_000_00, offer.rate + 10_000),),
    )
    launch = Milestone(50_000_00, "示例：首个产品开始销售", begins + dt.timedelta(days=540))
    return (
        MoneyLine(FEE, Benefit.M1, "获取费", Currency.CNY, Fixed(offer.fee, begins + dt.timedelta(days=30)), split),
        MoneyLine(LAUNCH, Benefit.M3, "首个产品上市", Currency.CNY, launch, split),
        MoneyLine(SALES, Benefit.M4, "销售提成", Currency.CNY, part, split),
    )


def _in_kind(split: Split, begins: dt.date) -> tuple[KindLine, ...]:
    days = begins + dt.timedelta(days=120), begins + dt.timedelta(days=485)
    return (
        KindLine(TRAINING, KindBenefit.N4, "乳品检验培训", KindUnit.TRAINING_DAY, 10, days, split),
        KindLine(EQUIPMENT, KindBenefit.N6, "冷藏罐", KindUnit.PIECE, 5, (begins + dt.timedelta(days=150),), split),
    )
