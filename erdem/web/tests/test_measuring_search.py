"""The measurement of the search: what it measures with is always the same, and both ways mean the same."""

from __future__ import annotations

import random

import pytest
from tantivy import Query

from erdem.literature.search.dictionary import shared
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore
from erdem.web.cli.measuring_search import measure_questions, measure_writing
from erdem.web.cli.measuring_search_material import SYNTHETIC, Material
from erdem.web.cli.measuring_search_pages import Person
from erdem.web.cli.measuring_search_postgres import _tsquery, _vector
from erdem.web.cli.measuring_search_questions import KINDS, Question, questions
from erdem.web.cli.measuring_search_recall import measure_recall

COUNT = 240


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(None, COUNT)


@pytest.fixture(scope="module")
def asked(material: Material) -> dict[str, list[Question]]:
    texts = [" ".join((*one.titles, *one.abstracts)) for one in material.sample(100)]
    return questions(material.words, texts, 5)


@pytest.fixture(scope="module")
def store(material: Material, tmp_path_factory: pytest.TempPathFactory) -> IndexStore:
    store = IndexStore(tmp_path_factory.mktemp("index"))
    store.rebuild(material.documents(), shared(material.words.names))
    return store


def test_the_collection_is_always_the_same_and_says_what_is_invented(material: Material) -> None:
    first, second = list(material.documents()), list(Material(None, COUNT).documents())
    assert first == second
    assert [one.id for one in first] == list(range(1, COUNT + 1))
    invented = [one for one in first if one.number.startswith(SYNTHETIC)]
    assert COUNT // 2 <= len(invented) < COUNT
    assert invented[-1] == list(material.sample(2))[-1]


def test_a_larger_collection_holds_the_same_invented_documents() -> None:
    small = {one.id: one for one in Material(None, 1_000).documents()}
    large = {one.id: one for one in Material(None, 1_200).documents()}
    assert small[900] == large[900]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_means_the_same_typed_and_by_hand(
    kind: str, asked: dict[str, list[Question]], store: IndexStore
) -> None:
    figures = measure_questions(Searcher(store), store.snapshot(), asked[kind], 1)
    assert figures["equal_results"] == "5 of 5"
    assert figures["ratio_to_raw"] > 0


def test_every_name_finds_every_document_that_holds_it(material: Material, store: IndexStore) -> None:
    figures = measure_recall(material, store.snapshot())
    assert figures["pairs"] > COUNT
    assert (figures["recall"], figures["extra"]) == (1.0, 0)


def test_writing_is_measured_beside_tantivy_alone(material: Material, store: IndexStore) -> None:
    assert measure_writing(list(material.sample(50)), store.snapshot())["ratio_to_raw"] > 0


def test_terms_reach_the_database_with_their_places() -> None:
    assert _vector(["甘草 生姜", "甘草"]) == "'甘草':1,3 '生姜':2"


def test_questions_of_words_reach_the_database_as_terms() -> None:
    assert _tsquery(Question("甘草 roots", lambda _at: Query.empty_query())) == "'甘草' & 'root'"
    assert _tsquery(Question("甘草 OR 生姜", lambda _at: Query.empty_query())) == "'甘草' | '生姜'"


def test_people_ask_for_pages_of_many_kinds(asked: dict[str, list[Question]]) -> None:
    person = Person(asked, random.Random(1))
    addresses = {person.address() for _ in range(100)}
    assert all(one.startswith("/literature/?") for one in addresses)
    assert any("page=" in one for one in addresses)
    assert any("office=" in one or "type=" in one for one in addresses)
