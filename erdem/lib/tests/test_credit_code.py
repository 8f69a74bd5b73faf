"""The last character of a unified social credit code checks the others."""

from __future__ import annotations

import pytest

from erdem.lib import credit_code


def test_the_example_of_the_standard_is_valid() -> None:
    assert credit_code.is_valid("91350100M000100Y43")


@pytest.mark.parametrize("place", range(17))
def test_one_wrong_character_is_found(place: int) -> None:
    good = "91350100M000100Y43"
    for each in credit_code.ALPHABET:
        assert credit_code.is_valid(good[:place] + each + good[place + 1 :]) == (each == good[place])


def test_seventeen_characters_come_before_the_last() -> None:
    with pytest.raises(ValueError, match="Seventeen"):
        credit_code.check_character("1")
