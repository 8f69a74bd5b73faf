"""The document that follows one contract to its last fen says what the product computes, figure by figure."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from erdem.base.testing.actors import People
from erdem.sharing.tests.contract import walk, written

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "benefit.md"
pytestmark = pytest.mark.django_db


def test_the_document_says_what_is_computed(people: People) -> None:
    blocks = walk(people)
    text = DOCUMENT.read_text(encoding="utf-8")
    if os.environ.get("WRITE_BENEFIT_DOCUMENT"):  # how the blocks are written anew after the product has changed
        DOCUMENT.write_text(written(text, blocks), encoding="utf-8")
        text = DOCUMENT.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- computed: (\w+) -->", text)) == set(blocks)
    assert written(text, blocks) == text


def test_a_figure_that_is_wrong_is_found(people: People) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = dict(re.findall(r"<!-- computed: (\w+) -->\n```text\n(.*?)\n```", text, flags=re.DOTALL))
    assert written(text, blocks) == text
    assert written(text, {**blocks, "fee": blocks["fee"].replace("0", "1")}) != text
