"""Terms for tests and examples: a dairy firm and three communities of a sour-milk recipe. All names are invented."""

from __future__ import annotations

import datetime as dt

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
    TransferRule,
    UseCode,
)
from erdem.sharing.terms.model import (
    Allowed,
    Audit,
    Bearers,
    Breach,
    Confidentiality,
    Extra,
    Fixed,
    KindLine,
    Milestone,
    MoneyLine,
    Party,
    Payee,
    Payment,
    Property,
    RateStep,
    Reports,
    Royalty,
    Settlement,
    Share,
    Split,
    Subject,
    Term,
    Terms,
    Transfer,
    Use,
    Wording,
)

NAMES = ("示例嘎查甲", "示例嘎查乙", "示例嘎查丙")


def example_split(communities: tuple[tuple[int, str], ...], parts: tuple[int, ...] = (70, 20, 10)) -> Split:
    """A split among communities; with fewer of them the first takes the rest."""
    shares = list(parts[: len(communities)])
    shares[0] += sum(parts) - sum(shares)
    payees = [Payee(PayeeKind.COMMUNITY, number, name) for number, name in communities]
    return Split(sum(parts), tuple(Share(payee, part) for payee, part in zip(payees, shares, strict=True)))


def example_royalty() -> Royalty:
    """3 % of net sales, 4 % of what lies above 1,000,000 yuan in all; at least 2,000 yuan a quarter, at most 500,000."""
    return Royalty(
        Base.NET_SALES,
        30_000,
        deductions=(Allowed(Deduction.TAX), Allowed(Deduction.FREIGHT, 50_000)),
        floor=2_000_00,
        cap=500_000_00,
        cap_total=3_000_000_00,
        steps=(RateStep(1_000_000_00, 40_000),),
    )


def example_terms(
    *,
    communities: tuple[tuple[int, str], ...] = tuple(enumerate(NAMES, 11)),
    user: tuple[int, str] = (7, "示例乳业有限公司"),
    records: tuple[tuple[int, str, str], ...] = ((1, "TK-152530-000001", "酸马奶制作"),),
    begins: dt.date = dt.date(2027, 1, 1),
    ends: dt.date | None = dt.date(2029, 12, 31),
    royalty: Royalty | None = None,
) -> Terms:
    """Terms that can stand: a fee once, a milestone, a royalty by quarter, training and saplings; three years."""
    split = example_split(communities)
    return Terms(
        parties=(
            Party(Side.USER, PartyKind.ORGANISATION, *user),
            *(Party(Side.PROVIDER, PartyKind.COMMUNITY, number, name) for number, name in communities),
        ),
        subject=tuple(Subject(record, number, name) for record, number, name in records),
        permitted=(Use(UseCode.RESEARCH), Use(UseCode.COMMERCIAL, "以该做法为基础的乳制品，境内销售")),
        forbidden=(Use(UseCode.OTHER, "不得用于酒精度超过8度的饮品"),),
        transfer=Transfer(TransferRule.WITH_CONSENT, Wording("经各方书面同意，方可转给第三方。")),
        property=Property(Ownership.JOINT, 60, Wording("申请专利前60日书面告知，披露来源。")),
        attribution=Wording("产品包装注明“做法来自示例嘎查”。"),
        confidentiality=Confidentiality(5, Wording("配比不对外公开。")),
        money=(
            MoneyLine(
                "fee", Benefit.M1, "获取费", Currency.CNY, Fixed(20_000_00, begins + dt.timedelta(days=30)), split
            ),
            MoneyLine(
                "launch",
                Benefit.M3,
                "首个产品上市",
                Currency.CNY,
                Milestone(50_000_00, "首个产品开始销售", begins + dt.timedelta(days=270)),
                split,
            ),
            MoneyLine("r1", Benefit.M4, "销售提成", Currency.CNY, royalty or example_royalty(), split),
        ),
        in_kind=(
            KindLine(
                "n1",
                KindBenefit.N4,
                "乳品检验培训",
                KindUnit.TRAINING_DAY,
                10,
                (begins + dt.timedelta(days=150), begins + dt.timedelta(days=515)),
                split,
            ),
        ),
        bearers=Bearers(Wording("每年支持传承人授徒。"), ("n1",)),
        reports=Reports(Every.QUARTER, 30),
        payment=Payment(15),
        audit=Audit(allowed=True, notice_days=10),
        change_of_use=Wording("超出约定用途的，另行申请。"),
        breach=Breach(30, Wording("三十日内未改正的，可撤销许可。")),
        settlement=Settlement(Dispute.MEDIATION, Wording("先由旗县知识产权部门调解。")),
        law=Wording("中华人民共和国法律"),
        term=Term(begins, ends),
        extra=(Extra("样品", Wording("每年向各嘎查送样品一份。")),),
    )
