"""What a book's text lists and the parsed list lost: invented records in the forms that damaged books have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool
from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.formula.recovery import recovered
from erdem.overlap.engine.records import Ingredient

NAMES = ("人参", "白术", "茯苓", "甘草", "陈皮", "生姜", "木香")


@pytest.fixture(scope="module")
def canonicalise() -> Canonicaliser:
    rows = [{"id": f"s{place}", "name_zh": name} for place, name in enumerate(NAMES)]
    return Canonicaliser(Lexicon.from_rows(rows))


def lost(text: str, listed: tuple[str, ...], canonicalise: Canonicaliser) -> list[tuple[str, str]]:
    own = frozenset(canonicalise(name).id for name in listed)
    found = recovered(text, [Ingredient(name) for name in listed], canonicalise, own)
    for item in found:
        assert item.span is not None
        assert text[slice(*item.span)] == item.name
        assert item.recovered
    return [(item.name, item.dose) for item in found]


def test_names_without_an_amount_of_their_own_are_read_with_the_shared_one(canonicalise: Canonicaliser) -> None:
    text = "治气虚。人参 白术 茯苓（各二两） 甘草（一两，炙）上为末，每服三钱，生姜汤下。"
    assert lost(text, ("茯苓", "甘草"), canonicalise) == [("人参", "各二两"), ("白术", "各二两")]


def test_what_follows_the_preparation_is_no_ingredient(canonicalise: Canonicaliser) -> None:
    assert lost("人参（一两） 白术（二两）上为末，煎木香汤下。", ("人参",), canonicalise) == [("白术", "二两")]


def test_what_a_bracket_says_of_another_is_no_ingredient(canonicalise: Canonicaliser) -> None:
    assert lost("人参（一两，生姜汁炒） 白术（二两）上为末", ("人参",), canonicalise) == [("白术", "二两")]


def test_names_in_a_sentence_are_no_list(canonicalise: Canonicaliser) -> None:
    text = "此方用人参者，以其能补；白术之性燥，宜与茯苓同服。甘草（一两）"
    assert lost(text, ("甘草",), canonicalise) == []


def test_a_run_without_anything_of_the_list_is_another_formula(canonicalise: Canonicaliser) -> None:
    assert lost("人参（一两） 白术（二两） 茯苓（二两）上为末", ("木香",), canonicalise) == []


def test_a_piece_of_a_longer_listed_name_is_not_read_again(canonicalise: Canonicaliser) -> None:
    assert lost("陈皮膏（一两） 白术（二两）", ("陈皮膏", "白术"), canonicalise) == []


def test_only_records_out_of_books_are_added_to_and_the_match_says_so() -> None:
    rows = [{"id": f"s{place}", "name_zh": name} for place, name in enumerate(NAMES)]
    text = "人参 白术 茯苓（各二两）上为末"
    record = {"name": "示例散", "ingredients": [{"herb": "茯苓", "dose": "各二两"}], "text": text}
    pool = engine.prepare([record | {"book": "示例方书"}, record], Lexicon.from_rows(rows))
    assert [len(items) for items in pool.compositions] == [3, 1]
    claim = {"publication": "CN1", "ingredients": [{"herb": "人参"}, {"herb": "白术"}, {"herb": "茯苓"}]}
    best = engine.screen(pool, claim)[0]
    assert {row.substance: row.recovered for row in best.shared} == {"人参": True, "白术": True, "茯苓": False}
    assert "read_from_text" in {reason.slug for reason in best.reasons}


@given(st.text(alphabet="人参白术茯苓甘草（）〔〕()两一二各 、，。上为末\n", max_size=200))
def test_any_text_is_read_without_fault_and_spans_quote(text: str) -> None:
    rows = [{"id": f"s{place}", "name_zh": name} for place, name in enumerate(NAMES)]
    lost(text, ("茯苓",), Canonicaliser(Lexicon.from_rows(rows)))


def test_damaged_lists_of_the_classical_corpus_are_read_back(classical_pool: Pool) -> None:
    read = sum(any(item.source.recovered for item in items) for items in classical_pool.compositions)
    assert read > 7_000
