"""What terms may not say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from erdem.sharing.terms import Terms, check
from erdem.sharing.terms.checking_money import percent
from erdem.sharing.terms.choices import Base, Deduction, PartyKind, PayeeKind, Side, UseCode
from erdem.sharing.terms.model import Allowed, Party, Payee, RateStep, Royalty, Share, Split, Use
from erdem.sharing.terms.tests.examples import example_royalty, example_terms


def faults(terms: Terms) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in check(terms)]


def with_royalty(**values: Any) -> Terms:
    return example_terms(royalty=dataclasses.replace(example_royalty(), **values))


def with_split(split: Split) -> Terms:
    terms = example_terms()
    line = dataclasses.replace(terms.money[0], split=split)
    return dataclasses.replace(terms, money=(line, *terms.money[1:]))


def share(part: int, number: int = 11, kind: PayeeKind = PayeeKind.COMMUNITY) -> Share:
    return Share(Payee(kind, number, f"示例{number}"), part)


def test_the_example_can_stand() -> None:
    assert check(example_terms()) == []


@pytest.mark.parametrize(
    ("values", "code", "where"),
    [
        ({"rate": 1_000_001}, "rate_over_whole", "rate"),
        ({"rate": -1}, "negative", "rate"),
        ({"steps": (RateStep(5, 1_200_000),)}, "rate_over_whole", "steps/1/rate"),
        ({"steps": (RateStep(5, 1), RateStep(5, 2))}, "steps_overlap", "steps/2/above"),
        ({"steps": (RateStep(9, 1), RateStep(5, 2))}, "steps_overlap", "steps/2/above"),
        ({"steps": (RateStep(0, 1),)}, "steps_overlap", "steps/1/above"),
        ({"steps": (RateStep(-3, 1),)}, "negative", "steps/1/above"),
        ({"floor": 500_000_01}, "cap_below_floor", "cap"),
        ({"cap_total": 499_999_99}, "total_below_cap", "cap_total"),
        ({"cap": None, "cap_total": 1_00}, "total_below_floor", "cap_total"),
        ({"floor": -1}, "negative", "floor"),
        ({"cap": 0, "floor": None}, "nothing", "cap"),
        ({"unit": "公斤"}, "unit_without_quantity", "unit"),
        ({"base": Base.QUANTITY, "deductions": ()}, "quantity_without_unit", "unit"),
        ({"base": Base.GROSS_SALES}, "deductions_without_net", "deductions"),
        ({"deductions": (Allowed(Deduction.TAX), Allowed(Deduction.TAX))}, "deduction_twice", "deductions"),
        ({"deductions": (Allowed(Deduction.TAX, 1_000_001),)}, "deduction_over_whole", "deductions"),
        ({"deductions": (Allowed(Deduction.TAX, -1),)}, "negative", "deductions/tax"),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_a_royalty_that_cannot_be_is_refused_by_its_line(values: dict[str, Any], code: str, where: str) -> None:
    assert (code, f"money/r1/{where}") in faults(with_royalty(**values))


def test_a_rate_on_a_quantity_may_be_more_than_the_whole() -> None:
    assert faults(example_terms(royalty=Royalty(Base.QUANTITY, 12_500_000, "公斤"))) == []


@pytest.mark.parametrize(
    ("split", "code"),
    [
        (Split(100, (share(70), share(20, 12))), "shares_not_whole"),
        (Split(100, (share(70), share(40, 12))), "shares_not_whole"),
        (Split(0, ()), "shares_nobody"),
        (Split(100, (share(50), share(50))), "shares_twice"),
        (Split(100, (share(110), share(-10, 12))), "negative"),
        (Split(100, (share(100), share(0, 12))), "nothing"),
        (Split(100, (share(100, 99),)), "payee_no_party"),
    ],
    ids=["too little", "too much", "nobody", "twice", "below nothing", "nothing", "a stranger"],
)
def test_shares_are_the_whole_and_go_to_those_who_agreed(split: Split, code: str) -> None:
    assert code in {found for found, where in faults(with_split(split)) if where.startswith("money/fee/split")}


def test_a_fund_and_a_person_may_receive_without_being_a_party() -> None:
    split = Split(3, (share(1), share(1, 0, PayeeKind.FUND), share(1, 5, PayeeKind.PERSON)))
    assert faults(with_split(split)) == []


def test_who_agrees_is_one_user_and_communities() -> None:
    terms = example_terms()
    user, *providers = terms.parties
    person = Party(Side.PROVIDER, PartyKind.PERSON, 3, "示例")
    cases = {
        "no_user": tuple(providers),
        "several_users": (user, dataclasses.replace(user, id=8), *providers),
        "no_provider": (user,),
        "provider_no_community": (user, person, *providers),
        "party_twice": (user, providers[0], *providers),
        "empty": (dataclasses.replace(user, name=" "), *providers),
    }
    for code, parties in cases.items():
        assert code in {found for found, _ in faults(dataclasses.replace(terms, parties=parties))}, code


def test_clauses_fit_each_other() -> None:
    terms = example_terms()
    wrong_days = dataclasses.replace(terms.term, ends=dt.date(2026, 1, 1))
    cases: dict[str, dict[str, Any]] = {
        "until_before_from": {"term": wrong_days},
        "due_outside": {"term": dataclasses.replace(terms.term, ends=dt.date(2027, 2, 1))},
        "no_subject": {"subject": ()},
        "record_twice": {"subject": terms.subject * 2},
        "no_use": {"permitted": ()},
        "use_twice": {"permitted": (Use(UseCode.MEDIA), Use(UseCode.MEDIA))},
        "use_both": {"forbidden": (Use(UseCode.RESEARCH),)},
        "use_without_words": {"forbidden": (Use(UseCode.OTHER),)},
        "key_twice": {"in_kind": (dataclasses.replace(terms.in_kind[0], key="fee"),)},
        "bad_key": {"in_kind": (dataclasses.replace(terms.in_kind[0], key="Ы"),)},
        "no_line": {"bearers": dataclasses.replace(terms.bearers, lines=("x",))},
        "negative": {"reports": dataclasses.replace(terms.reports, days=-1)},
        "number_too_large": {"breach": dataclasses.replace(terms.breach, cure_days=40_000)},
        "nothing": {"in_kind": (dataclasses.replace(terms.in_kind[0], quantity=0),)},
        "no_due_day": {"in_kind": (dataclasses.replace(terms.in_kind[0], due=()),)},
        "days_out_of_order": {"in_kind": (dataclasses.replace(terms.in_kind[0], due=terms.in_kind[0].due[::-1]),)},
        "empty": {"law": dataclasses.replace(terms.law, text=" ")},
    }
    for code, change in cases.items():
        assert code in {found for found, _ in faults(dataclasses.replace(terms, **change))}, code


def test_the_sentence_names_the_clause_and_the_number() -> None:
    [problem] = check(with_royalty(rate=1_200_000))
    assert problem.sentence == "money r1: the rate is 120 %, more than 100 %."


@pytest.mark.parametrize(("rate", "text"), [(30_000, "3"), (12_500, "1.25"), (1, "0.0001"), (-5000, "-0.5"), (0, "0")])
def test_percentages_are_exact(rate: int, text: str) -> None:
    assert percent(rate) == text
