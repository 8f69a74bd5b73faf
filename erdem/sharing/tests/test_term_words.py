"""The words of terms: every code has some, units are those of the ledger, numbers are read as people write them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override

from erdem.ledger.choices import CURRENCIES, Unit
from erdem.sharing import terms_words as words
from erdem.sharing.forms.term_numbers import NotANumber, day_of, money_of, rate_of, scaled, written
from erdem.sharing.terms import choices, compute, period_of
from erdem.sharing.terms.choices import Base, Currency, KindUnit
from erdem.sharing.terms.clauses import ORDER, clauses
from erdem.sharing.terms.faults import SENTENCES, TermsProblem
from erdem.sharing.terms.model import RateStep, Royalty
from erdem.sharing.terms.tests.examples import example_terms
from erdem.sharing.terms_faults import SENTENCES as TRANSLATED
from erdem.sharing.terms_faults import fault_sentence
from erdem.sharing.terms_sentences import clause_texts, sentences_of, title_of


def test_currencies_and_units_are_those_of_the_ledger() -> None:
    assert {str(unit) for unit in CURRENCIES} == set(Currency)
    assert {str(unit) for unit in Unit} - set(Currency) == set(KindUnit)


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (choices.UseCode, words.USES),
        (choices.TransferRule, words.TRANSFERS),
        (choices.Ownership, words.OWNERSHIPS),
        (choices.Benefit, words.BENEFITS),
        (choices.KindBenefit, words.KIND_BENEFITS),
        (choices.Currency, words.CURRENCIES),
        (choices.KindUnit, words.KIND_UNITS),
        (choices.Base, words.BASES),
        (choices.Deduction, words.DEDUCTIONS),
        (choices.StepScope, words.SCOPES),
        (choices.Every, words.EVERY),
        (choices.Dispute, words.DISPUTES),
        (choices.Side, words.SIDES),
        (choices.PartyKind, words.PARTY_KINDS),
        (choices.PayeeKind, words.PAYEE_KINDS),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "words",
)
def test_every_code_has_words(codes: Any, known: words.Words) -> None:
    assert set(known) == set(codes)


def test_every_clause_and_every_fault_has_words() -> None:
    assert set(words.CLAUSES) == set(ORDER)
    assert set(TRANSLATED) == set(SENTENCES)


def test_every_clause_of_the_example_says_something_in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        with override(language):
            for clause, lines in clause_texts(example_terms()).items():
                assert lines, (language, clause)
                assert all("%(" not in line for line in lines), clause


def test_a_royalty_reads_as_it_was_agreed() -> None:
    terms = example_terms()
    with override("zh-hans"):
        said = "\n".join(sentences_of("money/r1", clauses(terms)["money/r1"]))
        title = title_of("money/r1", clauses(terms)["money/r1"])
    assert title == "货币惠益 · 销售提成"
    for part in ("3%", "超过1,000,000.00元的部分：4%", "运费（不超过销售额的5%）", "每期不少于2,000.00元", "70/100"):
        assert part in said, part


def test_a_royalty_by_quantity_names_money_for_each_unit() -> None:
    rule = Royalty(Base.QUANTITY, 12_500_000, "公斤", steps=(RateStep(1000, 10_000_000),))
    with override("zh-hans"):
        said = "\n".join(sentences_of("money/r1", clauses(example_terms(royalty=rule))["money/r1"]))
    assert "每公斤0.125元" in said
    assert "超过1,000公斤的部分：每公斤0.10元" in said


def test_a_fault_is_told_with_its_clause_and_amounts_as_people_write_them() -> None:
    with override("zh-hans"):
        problem = TermsProblem("cap_below_floor", "money/r1/cap", {"cap": 100_00, "floor": 200_00})
        assert fault_sentence(problem) == "货币惠益 r1：每期上限（100.00）低于每期下限（200.00）。"
        assert fault_sentence(TermsProblem("not_json")) == "这不是JSON文件，没有保存。"


@pytest.mark.parametrize(
    ("text", "fen"),
    [("20000", 2_000_000), ("20,000.5", 2_000_050), ("0.01", 1), ("-3", -300), (" 7 ", 700), ("1.50", 150)],
)
def test_money_is_read_exactly(text: str, fen: int) -> None:
    assert money_of(text) == fen
    assert money_of(written(fen, 2)) == fen


@pytest.mark.parametrize("text", ["", "three", "1.234", "1e5", "0x1", "1.2.3", "9" * 16, "--1"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        money_of(text)


def test_rates_are_parts_per_million() -> None:
    assert rate_of("3.5%", by_quantity=False) == 35_000
    assert rate_of("0.0001", by_quantity=False) == 1
    assert rate_of("0.125", by_quantity=True) == 12_500_000
    assert scaled("1000", 0) == 1000
    with pytest.raises(NotANumber):
        scaled("0.5", 0)


@pytest.mark.parametrize("text", ["2027-03-31", "2027年3月31日", "2027/3/31", "2027.3.31"])
def test_days_are_read_as_they_are_written_here(text: str) -> None:
    assert day_of(text) == dt.date(2027, 3, 31)


@pytest.mark.parametrize("text", ["2027-02-30", "31.3.2027", "tomorrow", "20270331"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        day_of(text)


def test_the_shares_of_a_line_go_to_the_ledger_as_exact_fractions() -> None:
    split = example_terms().money[0].split
    assert sum(split.fractions().values()) == 1
    assert list(split.fractions()) == ["community:11", "community:12", "community:13"]


def test_the_steps_of_a_calculation_fit_beside_a_posting() -> None:
    terms = example_terms()
    found = compute(terms, "r1", [], period_of(terms, dt.date(2027, 1, 1)))
    assert all(len(line) <= 300 for line in found.lines())
    assert dataclasses.asdict(found)["due"] == 200_000
