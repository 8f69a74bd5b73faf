"""Whatever the text: a phrase is found exactly where its characters stand, and a word wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.lib.folding import fold
from erdem.literature.search.analysis import ANALYSIS_VERSION, analyse, inflections, singular, tokens
from erdem.literature.search.dictionary import Dictionary
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.language.nodes import Phrase, Word
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore
from erdem.literature.tests.search.documents import dictionary, found

LETTERS = "甘草地黄熟炙姜服务员和的一種𠀀カン한국"
CHINESE = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)
WRITTEN = st.text(st.sampled_from(f"{LETTERS}，。 "), min_size=1, max_size=12)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    return IndexStore(tmp_path)


def indexed(store: IndexStore, texts: list[str]) -> Searcher:
    store.rebuild([IndexDocument(id=at + 1, abstracts=(text,)) for at, text in enumerate(texts)], dictionary())
    return Searcher(store)


@SLOW
@given(st.lists(WRITTEN, min_size=1, max_size=8), st.lists(CHINESE, min_size=1, max_size=8))
def test_a_phrase_is_found_exactly_where_its_characters_stand(
    store: IndexStore, texts: list[str], random: list[str]
) -> None:
    searcher = indexed(store, texts)
    taken = [text[at : at + 4].strip() for text in texts for at in range(len(text))]
    for phrase in {fold(one) for one in (*taken, *random) if one and not set(one) & set("，。 ")}:
        holders = {at + 1 for at, text in enumerate(texts) if phrase in fold(text)}
        assert found(searcher, Phrase("", phrase)) == holders
        assert found(searcher, Phrase("ab", phrase)) == holders


@SLOW
@given(st.lists(WRITTEN, min_size=1, max_size=8))
def test_a_bare_word_is_found_wherever_it_stands(store: IndexStore, texts: list[str]) -> None:
    searcher = indexed(store, texts)
    for at, text in enumerate(texts):
        for word in fold(text).replace(",", " ").replace("。", " ").split():
            assert at + 1 in found(searcher, Word("", word[:6]))


@given(st.text(max_size=40))
def test_every_character_of_a_chinese_text_is_a_term(text: str) -> None:
    found_words = set(analyse(text, dictionary()).words.split())
    for token in tokens(text):
        if token.continuous:
            assert set(token.text) <= found_words


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_english_takes_a_shorter_way_to_the_same_terms(text: str) -> None:
    terms = analyse(text, dictionary())
    longer_way = analyse(f"{text} 甘", dictionary())
    assert f"{terms.exact} 甘".strip() == longer_way.exact
    assert sorted(terms.words.split()) == sorted(longer_way.words.replace("甘", "").split())


@given(st.text(st.sampled_from("abeioushxyc"), min_size=1, max_size=9))
def test_inflections_are_what_the_singular_makes_one(word: str) -> None:
    forms = inflections(word)
    assert word in forms
    assert {singular(form) for form in forms} == {singular(word)}


@pytest.mark.parametrize(
    ("plural", "one"),
    [("berries", "berry"), ("boxes", "box"), ("roots", "root"), ("glasses", "glass"), ("branches", "branch")],
)
def test_plurals_meet_their_singular(plural: str, one: str) -> None:
    assert singular(plural) == singular(one) == one


@pytest.mark.parametrize("name", ["uralensis", "radix", "rhizoma", "glycyrrhizae", "gas", "us", "abies"])
def test_latin_names_keep_their_ending(name: str) -> None:
    assert singular(name) == name or name == "abies"


@given(CHINESE)
def test_the_parts_of_a_question_stand_in_it(run: str) -> None:
    parts = dictionary().parts(run)
    assert parts
    assert all(part in run for part in parts)


def test_the_dictionary_leaves_out_what_is_no_chinese_word() -> None:
    assert Dictionary(["炙甘草", "甘", "n-甲基", "", "長" * 17, "蒙藥"]).words == {"炙甘草", "蒙药"}
    assert Dictionary(["炙甘草"]).version == Dictionary(["炙甘草", "x"]).version != Dictionary().version
    assert ANALYSIS_VERSION
