"""Keys of traditional Mongolian words: what is equal under which key, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib import mongolian
from erdem.lib.mongolian import LegacyCodesError, keys, sound, split_suffixes

NAME = "ᠨᠡᠷ\u180eᠡ"  # name, with a separated final vowel


def test_the_version_names_the_specification_and_the_shaping_data() -> None:
    specification, plus, data = mongolian.version().partition("+")
    assert specification == "erdem-mn/1"
    assert plus
    assert data


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ᠣᠷᠳᠤ", "ᠤᠷᠲᠤ"),  # palace and long look the same
        ("ᠠᠮᠤ", "ᠠᠮᠣ"),  # o for u
        (f"{NAME}\u202fᠶᠢᠨ", f"{NAME}\u180eᠶᠢᠨ"),  # vowel separator for the narrow space
    ],
)
def test_words_that_look_the_same_share_their_shape(one: str, other: str) -> None:
    assert one != other
    assert keys(one).shape == keys(other).shape != ""


def test_a_word_with_a_suffix_shares_its_stem_with_the_bare_word() -> None:
    bare, suffixed = keys(NAME), keys(f"{NAME}\u202fᠶᠢᠨ")
    assert bare.stem == suffixed.stem == bare.shape
    assert bare.shape != suffixed.shape


def test_a_separated_final_vowel_is_no_suffix() -> None:
    assert split_suffixes(NAME) == (NAME, ())
    assert split_suffixes(f"{NAME}\u202fᠶᠢᠨ") == (NAME, ("ᠶᠢᠨ",))


@pytest.mark.parametrize(("one", "other"), [("ᠡᠮ", "ᠠᠮ"), ("ᠮᠥᠩᠭᠥ", "ᠮᠣᠩᠭᠣ")])
def test_sounds_that_share_a_letter_share_the_fold_but_not_the_shape(one: str, other: str) -> None:
    assert keys(one).fold == keys(other).fold
    assert keys(one).shape != keys(other).shape


def test_two_spellings_of_a_word_meet_in_its_sound_only() -> None:
    one, other = keys("ᠠᠶᠢᠷᠠᠭ"), keys("ᠠᠢᠷᠠᠭ")
    assert one.sound == other.sound != ""
    assert one.fold != other.fold


@pytest.mark.parametrize(
    ("mongolian_word", "cyrillic", "latin"),
    [
        ("ᠮᠣᠩᠭᠣᠯ", "монгол", "mongol"),
        ("ᠠᠶᠢᠷᠠᠭ", "айраг", "airag"),
        ("ᠪᠠᠭᠠᠲᠤᠷ", "баатар", "baɣatur"),
        ("ᠡᠷᠳᠡᠮ", "эрдэм", "erdem"),
        ("ᠰᠤᠷᠭᠠᠭᠤᠯᠢ", "сургууль", "surɣaɣuli"),
    ],
)
def test_three_scripts_meet_in_the_sound(mongolian_word: str, cyrillic: str, latin: str) -> None:
    assert keys(mongolian_word).sound == sound(cyrillic) == sound(latin) != ""


def test_a_sound_of_one_consonant_says_nothing() -> None:
    assert sound("ᠡᠮ") == sound("эм") == sound("甘草") == ""


def test_letters_beyond_hudum_are_compared_as_written() -> None:
    assert keys("ᡏᡆᡊᡎᡆᠯ") == mongolian.Keys("ᡏᡆᡊᡎᡆᠯ")


def test_a_run_too_long_for_a_word_has_no_keys() -> None:
    run = "ᠠ" * (mongolian.LONGEST + 1)
    assert keys(run) == mongolian.Keys("ᠠ" * mongolian.LONGEST)


def test_it_refuses_private_codes_and_says_where() -> None:
    with pytest.raises(LegacyCodesError, match=r"character 3 .* convert the text") as caught:
        mongolian.clean("ᠡᠮ\ue234")
    assert caught.value.position == 2


def test_cleaning_keeps_what_shapes_the_word() -> None:
    assert mongolian.clean("\ufeffᠡ\u200bᠮ\u202fᠦᠨ\u180b") == "ᠡᠮ\u202fᠦᠨ\u180b"


def test_words_are_found_between_other_writing() -> None:
    text = f"蒙药 {NAME}\u202fᠶᠢᠨ，ᠡᠮ abc \u202f \ue234"
    assert list(mongolian.words(text)) == [f"{NAME}\u202fᠶᠢᠨ", "ᠡᠮ"]
    assert mongolian.is_word(f"{NAME}\u202fᠶᠢᠨ")
    assert not mongolian.is_word("ᠡᠮ ᠡᠮ")
    assert not mongolian.is_word("\u202f")


BLOCK = st.text(
    st.sampled_from([chr(code) for code in range(0x1800, 0x18AB)] + list("\u202f\u200c\u200da甘 ")), max_size=30
)


@given(BLOCK)
def test_keys_of_any_run_are_ascii_without_spaces(text: str) -> None:
    for word in mongolian.words(text):
        found = keys(word)
        for key in (found.shape, found.stem, found.fold, found.sound):
            assert key.isascii()
            assert not any(map(str.isspace, key))


@given(BLOCK)
def test_every_character_stays_in_a_piece(text: str) -> None:
    joined = "".join(piece for piece, _ in mongolian.pieces(text))
    assert [c for c in joined if 0x1820 <= ord(c) <= 0x18AA] == [c for c in text if 0x1820 <= ord(c) <= 0x18AA]
