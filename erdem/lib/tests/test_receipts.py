"""Codes and passphrases of receipts."""

from __future__ import annotations

import pytest

from erdem.lib import receipts

CODES = [receipts.code_of(number.to_bytes(4, "big")) for number in range(200)]


def test_a_code_has_sixteen_readable_characters_in_groups_of_four() -> None:
    for code in CODES:
        assert receipts.is_code(code)
        assert len(code) == 16
        assert not set(code) & set("ILOU")
    assert [len(part) for part in receipts.grouped(CODES[0]).split("-")] == [4, 4, 4, 4]
    assert len(set(CODES)) == len(CODES)


def test_every_single_wrong_character_is_noticed() -> None:
    for code in CODES[:20]:
        for place in range(16):
            for letter in receipts.ALPHABET:
                changed = code[:place] + letter + code[place + 1 :]
                assert receipts.is_code(changed) == (changed == code)


def test_every_swap_of_two_neighbours_is_noticed() -> None:
    for code in CODES:
        for place in range(15):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert receipts.is_code(swapped) == (swapped == code), (code, place)


@pytest.mark.parametrize("written", ["{}", " {} ", "{}。"])
def test_a_code_is_read_as_people_write_it(written: str) -> None:
    code = CODES[7]
    shown = receipts.grouped(code).lower().replace("0", "o").replace("1", "l")
    assert receipts.read_code(written.format(shown)) == code
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    assert receipts.read_code(wide) == code


def test_a_passphrase_can_be_said_and_comes_from_its_secret_alone() -> None:
    phrase = receipts.phrase_of(b"one")
    assert phrase == receipts.phrase_of(b"one") != receipts.phrase_of(b"two")
    assert [len(part) for part in phrase.split("-")] == [4, 4, 4, 4]
    assert receipts.read_phrase(f" {phrase.upper()} ") == phrase.replace("-", "")
    assert receipts.code_of(b"one") == receipts.code_of(b"one") != receipts.code_of(b"two")
