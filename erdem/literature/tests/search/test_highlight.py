"""What was found is marked in the original text, and the passages with the most of it are shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.lib.folding import fold
from erdem.literature.search.automaton import is_spaced
from erdem.literature.search.highlight import Mark, Passage, marked, marks_of, passages
from erdem.literature.search.language.nodes import Variant
from erdem.literature.search.language.parser import parse


def _marks(query: str, field: str = "") -> tuple[Mark, ...]:
    variants = (Variant("酸刺"), Variant("hippophae rhamnoides", "la", "latin"))
    return marks_of(parse(query, expander=lambda name: variants).node, field)


def _shown(text: str, marks: tuple[Mark, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in marked(text, marks))


def _text(passage: Passage) -> str:
    return "".join(piece.text for piece in passage.pieces)


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("沙棘", "一种沙棘果汁", "一种[沙棘]果汁"),
        ("黄芪", "含黃耆与黄芪", "含[黃耆]与[黄芪]"),
        ("沙棘 黄酮", "沙棘黄酮", "[沙棘黄酮]"),
        ("黄芪", "𠮷40℃黃耆㎎黃耆", "𠮷40℃[黃耆]㎎[黃耆]"),
        ("{沙棘}", "酸刺（Hippophae  L.；Hippophae rhamnoides）", "[酸刺]（Hippophae  L.；[Hippophae rhamnoides]）"),
        ("berry", "Berries and a BERRY, strawberry", "[Berries] and a [BERRY], strawberry"),
        ("berries box", "one berry, two boxes", "one [berry], two [boxes]"),
        ("sea*", "seaside sea undersea", "[seaside] [sea] undersea"),
        ("沙*", "沙棘与沙", "[沙]棘与[沙]"),
        ("维生素c", "维生素C片，维生素CD", "[维生素C]片，维生素CD"),
        ("“sea buckthorn”", "Sea buckthorn; sea", "[Sea buckthorn]; sea"),
        ("“沙棘 果汁”", "沙棘果汁", "[沙棘果汁]"),
        ("发酵 NEAR/3 乳清", "乳清发酵", "[乳清发酵]"),
        ("沙棘 -果汁 NOT 酒", "沙棘果汁酒", "[沙棘]果汁酒"),
        ("A61K pd:2010 CN102302596A", "A61K 2010 CN102302596A", "A61K 2010 CN102302596A"),
        ("沙棘", "", ""),
    ],
)
def test_it_marks_what_the_query_looks_for(query: str, text: str, shown: str) -> None:
    assert _shown(text, _marks(query)) == shown


def test_a_mongolian_word_is_marked_by_its_shape_and_its_stem() -> None:
    assert _shown("ᠠᠶᠢᠷᠠᠭ ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ 沙棘", _marks("ᠠᠶᠢᠷᠠᠭ ᠮᠣᠩᠭᠣᠯ 沙棘")) == "[ᠠᠶᠢᠷᠠᠭ] [ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ] [沙棘]"


def test_a_field_marks_its_own_words_and_those_of_the_default_text() -> None:
    marks = _marks("沙棘 ti:果汁 pa:中科院", "ti")
    assert marks == (Mark(("沙棘",)), Mark(("果汁",)))
    assert _marks("沙棘 ti:果汁", "cl") == (Mark(("沙棘",)),)
    assert len(_marks("沙棘 ti:果汁 pa:中科院")) == 3


def test_a_chinese_word_is_marked_as_the_index_cuts_it() -> None:
    marks = marks_of(parse("沙棘黄酮").node, parts=lambda word: (word[:2], word[2:]))
    assert _shown("黄酮来自沙棘", marks) == "[黄酮]来自[沙棘]"


def test_pieces_and_passages_know_their_place() -> None:
    text = "甲。" + "乙" * 300 + "。一种沙棘果汁" + "丙" * 300
    (passage,) = passages(["", text], _marks("沙棘"))
    assert passage.source == 1
    assert _text(passage).startswith("…一种沙棘果汁丙")
    for piece in passage.pieces:
        assert piece.text == "…" or text[piece.start :].startswith(piece.text)


def test_the_passages_show_the_most_different_marks_first_and_then_only_new_ones() -> None:
    far = "其他。" * 60
    text = "沙棘沙棘沙棘" + far + "沙棘与黄酮" + far + "发酵" + far + "沙棘"
    found = passages([text], _marks("沙棘 黄酮 发酵"))
    assert [[piece.text for piece in one.pieces if piece.is_marked] for one in found] == [["沙棘", "黄酮"], ["发酵"]]
    assert passages([text], _marks("沙棘 黄酮 发酵"), most=1) == found[:1]


def test_texts_after_one_that_shows_all_are_not_read() -> None:
    def texts() -> object:
        yield "沙棘黄酮"
        pytest.fail("read on")

    assert [one.source for one in passages(texts(), _marks("沙棘 黄酮"))] == [0]  # type: ignore[arg-type]  # a generator that would fail stands for texts


def test_without_a_hit_the_beginning_is_shown() -> None:
    (passage,) = passages(["", "沙" * 500], _marks("黄酮"))
    assert (passage.source, passage.start) == (1, 0)
    assert _text(passage) == "沙" * 130 + "…"
    assert passages([], _marks("黄酮")) == passages([""], ()) == []


def test_a_passage_cuts_no_latin_word() -> None:
    text = "sea buckthorn " + "extraction " * 40
    (passage,) = passages([text], _marks("sea"))
    assert all(word in ("sea", "buckthorn", "extraction") for word in _text(passage).rstrip("…").split())


ALPHABET = "沙棘果黃耆 aAbs-ß℃㎎𠮷é\n\r．"
NAMES = st.text(st.sampled_from("沙棘果黄芪ab s"), min_size=1, max_size=4).map(str.strip).filter(bool)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(ALPHABET), max_size=60), st.lists(NAMES, max_size=6))
def test_the_pieces_are_the_text_and_the_marked_ones_hold_a_name(text: str, names: list[str]) -> None:
    marks = tuple(Mark((name,)) for name in names)
    pieces = marked(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(text[piece.start :].startswith(piece.text) for piece in pieces)
    chinese = [name for name in names if not any(map(is_spaced, name)) and " " not in name]
    for piece in pieces:
        if piece.is_marked:
            assert piece.text
        else:
            assert not any(name in fold(piece.text) for name in chinese)


def test_a_long_claim_with_a_thousand_marks_is_marked() -> None:
    claim = "".join(chr(0x4E00 + at * 7919 % 4000) for at in range(200_000))
    marks = tuple(Mark((claim[at * 199 : at * 199 + 3],)) for at in range(1_000))
    hostile = tuple(Mark(("a" * length,)) for length in range(1, 200))
    assert any(piece.is_marked for passage in passages([claim], marks) for piece in passage.pieces)
    pieces = marked("a" * 50_000, hostile)
    assert "".join(piece.text for piece in pieces) == "a" * 50_000
