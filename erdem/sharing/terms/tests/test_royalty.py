"""What a report gives: examples by hand, and random cases against a slow computation written otherwise."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.sharing.terms import Calculation, Exchange, History, ReportLine, TermsRefused, compute, period_of
from erdem.sharing.terms.choices import Base, Currency, Deduction, StepScope
from erdem.sharing.terms.model import Allowed, RateStep, Royalty
from erdem.sharing.terms.tests.examples import example_royalty, example_terms
from erdem.sharing.terms.tests.reference import slow

NOTHING_BEFORE = History()
FIRST, SECOND = dt.date(2027, 1, 1), dt.date(2027, 4, 1)
PLAIN = Royalty(Base.GROSS_SALES, 30_000)


def sold(amount: int, key: str = "1", **values: Any) -> ReportLine:
    return ReportLine(key, "示例酸奶", Currency.CNY, amount, **values)


def due(
    rule: Royalty, *sales: ReportLine, day: dt.date = FIRST, history: History = NOTHING_BEFORE, **term: Any
) -> Calculation:
    terms = example_terms(royalty=rule, **term)
    return compute(terms, "r1", sales, period_of(terms, day), history)


def test_three_percent_of_sales_are_three_percent() -> None:
    found = due(PLAIN, sold(100_000_00))
    assert (found.base, found.royalty, found.due) == (10_000_000, 300_000, 300_000)
    assert found.after == History(10_000_000, 300_000, 0)


def test_a_half_fen_goes_up_once_for_all_lines_together() -> None:
    half = Royalty(Base.GROSS_SALES, 500_000)
    assert due(half, sold(1)).due == 1
    assert due(half, sold(1), sold(1, "2"), sold(1, "3")).due == 2
    assert due(half, sold(3)).due == 2


def test_taking_a_sale_back_takes_back_what_it_gave() -> None:
    half = Royalty(Base.GROSS_SALES, 500_000)
    assert due(half, sold(-1, corrects="2027Q1/1")).royalty == -due(half, sold(1)).royalty


def test_the_example_goes_over_the_step_within_its_second_quarter() -> None:
    first = due(example_royalty(), sold(800_000_00, deductions=((Deduction.TAX, 90_000_00),)))
    assert (first.base, first.due) == (710_000_00, 21_300_00)
    second = due(
        example_royalty(),
        sold(400_000_00, deductions=((Deduction.FREIGHT, 25_000_00),)),
        day=SECOND,
        history=first.after,
    )
    assert second.base == 380_000_00, "freight counts up to 5 % of the sales"
    assert second.due == 290_000 * 3 + 90_000 * 4
    assert second.lines() == [
        "sales line=1 product=示例酸奶 currency=CNY result=40000000",
        "deducted line=1 kind=freight claimed=2500000 most=50000 result=2000000",
        "counted line=1 result=38000000",
        "base before=71000000 lines=1 result=38000000",
        "band above=0 up_to=100000000 part=29000000 rate=30000 result=870000000000",
        "band above=100000000 up_to= part=9000000 rate=40000 result=360000000000",
        "rounded millionths=1230000000000 result=1230000",
        "due credit=0 result=1230000",
    ]


def test_steps_that_begin_anew_look_at_their_period_alone() -> None:
    rule = Royalty(Base.GROSS_SALES, 10_000, step_scope=StepScope.PERIOD, steps=(RateStep(100, 1_000_000),))
    assert due(rule, sold(150), history=History(base=10_000)).due == 51 + 0


def test_nothing_sold_still_gives_the_least_that_was_agreed() -> None:
    found = due(example_royalty())
    assert (found.royalty, found.due) == (0, 2_000_00)
    assert "floor royalty=0 agreed=200000 result=200000" in found.lines()


def test_a_period_that_the_terms_cut_owes_the_least_by_its_days() -> None:
    found = due(example_royalty(), day=dt.date(2027, 3, 1), begins=dt.date(2027, 3, 1))
    assert found.due == 68_889, "31 of 90 days of 2,000 yuan are 688.888… yuan"


def test_the_most_a_period_and_the_most_in_all_hold() -> None:
    rule = Royalty(Base.GROSS_SALES, 1_000_000, cap=100, cap_total=250)
    history, paid = History(), []
    for day in (FIRST, SECOND, dt.date(2027, 7, 1), dt.date(2027, 10, 1)):
        found = due(rule, sold(500), day=day, history=history)
        history = found.after
        paid.append(found.due)
    assert paid == [100, 100, 50, 0]


def test_returns_become_a_credit_and_never_a_payment_back() -> None:
    first = due(PLAIN, sold(-100_000, corrects="2026Q4/3"))
    assert (first.royalty, first.due, first.after.credit) == (-3000, 0, 3000)
    second = due(PLAIN, sold(60_000), day=SECOND, history=first.after)
    assert (second.due, second.after.credit) == (0, 1200)
    third = due(PLAIN, sold(60_000), day=dt.date(2027, 7, 1), history=second.after)
    assert (third.due, third.after.credit) == (600, 0)
    assert "credit_used credit=1200 before=1800 result=1200" in third.lines()


def test_a_credit_never_takes_the_least_that_was_agreed() -> None:
    rule = dataclasses.replace(PLAIN, floor=1000)
    found = due(rule, sold(60_000), history=History(credit=3000))
    assert (found.due, found.after.credit) == (1000, 2200)


def test_what_was_sold_last_is_taken_back_first_at_its_rate() -> None:
    rule = Royalty(Base.GROSS_SALES, 10_000, steps=(RateStep(1000, 100_000),))
    found = due(rule, sold(-600, corrects="2027Q1/1"), history=History(base=1500))
    assert found.royalty == -(50 + 1)


def test_a_royalty_by_quantity_counts_whole_units() -> None:
    rule = Royalty(Base.QUANTITY, 12_500_000, "公斤")
    found = due(rule, sold(999, quantity=3))
    assert (found.base, found.royalty) == (3, 38), "12.5 fen a kilogram"


def test_sales_in_another_currency_are_exchanged_by_the_rate_they_name() -> None:
    rate = Exchange(71_234, 10_000, "中国人民银行", dt.date(2027, 3, 31))
    sale = ReportLine("1", "sour milk", Currency.USD, 1_000_01, exchange=rate)
    found = due(PLAIN, sale)
    assert found.base == 712_347
    assert "source=中国人民银行" in found.lines()[1]


@pytest.mark.parametrize(
    ("sales", "code"),
    [
        ([sold(-1)], "negative_sales"),
        ([sold(1, quantity=-1)], "negative_sales"),
        ([ReportLine("1", "x", Currency.USD, 5)], "currency_without_rate"),
        ([sold(5, exchange=Exchange(1, 1, "x", FIRST))], "rate_needless"),
        ([ReportLine("1", "x", Currency.USD, 5, exchange=Exchange(0, 1, "x", FIRST))], "bad_rate"),
        ([sold(5, deductions=((Deduction.DISCOUNT, 1),))], "deduction_not_agreed"),
        ([sold(5, deductions=((Deduction.TAX, -1),))], "negative_deduction"),
        ([sold(5, deductions=((Deduction.TAX, 6),))], "deductions_over_sales"),
        ([sold(5, deductions=((Deduction.TAX, 1), (Deduction.TAX, 1)))], "deduction_twice"),
        ([sold(5), sold(6)], "report_line_twice"),
        ([sold(10**16)], "number_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_report_that_cannot_be_computed_is_refused(sales: list[ReportLine], code: str) -> None:
    with pytest.raises(TermsRefused) as refused:
        due(example_royalty(), *sales)
    assert code in {problem.code for problem in refused.value.problems}


def test_what_is_no_royalty_no_period_or_no_history_is_refused() -> None:
    terms = example_terms()
    period = period_of(terms, FIRST)
    cases: list[tuple[str, Any]] = [
        ("no_royalty", lambda: compute(terms, "fee", [], period)),
        ("no_royalty", lambda: compute(terms, "nobody", [], period)),
        ("no_period", lambda: compute(terms, "r1", [], dataclasses.replace(period, of_days=1))),
        ("bad_history", lambda: compute(terms, "r1", [], period, History(credit=-1))),
        ("number_too_large", lambda: due(Royalty(Base.QUANTITY, 10**15, "个"), sold(0, quantity=10**15))),
    ]
    for code, call in cases:
        with pytest.raises(TermsRefused) as refused:
            call()
        assert refused.value.problems[0].code == code


AMOUNT = st.integers(0, 10**9)
BOUND = st.none() | AMOUNT


@st.composite
def rules(draw: st.DrawFn) -> Royalty:
    base = draw(st.sampled_from(list(Base)))
    most = 10**6 if base is not Base.QUANTITY else 10**8
    rate = st.integers(0, most)
    edges = sorted(draw(st.sets(st.integers(1, 10**9), max_size=4)))
    allowed = [Allowed(kind, draw(st.integers(0, 10**6))) for kind in Deduction if draw(st.booleans())]
    return Royalty(
        base,
        draw(rate),
        unit="kg" if base is Base.QUANTITY else "",
        deductions=tuple(allowed) if base is Base.NET_SALES else (),
        floor=draw(BOUND),
        cap=draw(BOUND),
        cap_total=draw(BOUND),
        step_scope=draw(st.sampled_from(list(StepScope))),
        steps=tuple(RateStep(edge, draw(rate)) for edge in edges),
    )


@st.composite
def reports(draw: st.DrawFn, rule: Royalty) -> list[ReportLine]:
    lines = []
    for number in range(draw(st.integers(0, 4))):
        sign = draw(st.sampled_from([1, 1, -1]))
        size, left, taken = draw(AMOUNT), 0, []
        left = size
        for allowed in rule.deductions:
            part = draw(st.integers(0, left))
            left -= part
            taken.append((allowed.kind, sign * part))
        foreign = draw(st.booleans()) and rule.base is not Base.QUANTITY
        rate = Exchange(draw(st.integers(1, 10**5)), draw(st.integers(1, 10**4)), "x", FIRST) if foreign else None
        lines.append(
            ReportLine(
                str(number),
                "p",
                Currency.USD if foreign else Currency.CNY,
                sign * size,
                sign * draw(AMOUNT),
                tuple(taken),
                "2026/1" if sign < 0 else "",
                rate,
            )
        )
    return lines


HISTORIES = st.builds(History, st.integers(-(10**9), 10**10), AMOUNT, AMOUNT)


@settings(max_examples=400)
@given(st.data())
def test_random_cases_agree_with_a_slow_computation_in_fractions(data: st.DataObject) -> None:
    rule = data.draw(rules())
    sales, history = data.draw(reports(rule)), data.draw(HISTORIES)
    begins = data.draw(st.dates(FIRST, dt.date(2027, 3, 31)))
    terms = example_terms(royalty=rule, begins=begins)
    period = period_of(terms, begins)
    if rule.cap is not None and rule.floor is not None and rule.cap < rule.floor:
        return
    found = compute(terms, "r1", sales, period, history)
    assert (found.base, found.royalty, found.due, found.after.credit) == slow(rule, sales, period, history)
    assert found.due >= 0
    assert found.after.base == history.base + found.base
    assert found.steps[-1].result == found.due


@settings(max_examples=200)
@given(st.data())
def test_the_order_of_the_report_lines_and_how_sales_are_cut_into_lines_do_not_matter(data: st.DataObject) -> None:
    rule = dataclasses.replace(data.draw(rules()), base=Base.GROSS_SALES, deductions=(), unit="", floor=None, cap=None)
    parts = data.draw(st.lists(AMOUNT, min_size=1, max_size=6))
    together = due(rule, sold(sum(parts)))
    cut = due(rule, *(sold(part, str(number)) for number, part in enumerate(parts)))
    assert cut.due == together.due
    backwards = due(rule, *(sold(part, str(number)) for number, part in reversed(list(enumerate(parts)))))
    assert backwards.due == together.due


@settings(max_examples=200)
@given(st.data())
def test_selling_and_taking_all_back_leaves_a_credit_of_what_was_due(data: st.DataObject) -> None:
    drawn = data.draw(rules())
    rule = dataclasses.replace(
        drawn, base=Base.GROSS_SALES, deductions=(), unit="", floor=None, cap=None, cap_total=None
    )
    amount = data.draw(AMOUNT)
    first = due(rule, sold(amount))
    back = due(rule, sold(-amount, corrects="2027Q1/1"), day=SECOND, history=first.after)
    if rule.step_scope is StepScope.CUMULATIVE:
        assert back.after == History(0, first.due, first.due)
    assert back.due == 0
