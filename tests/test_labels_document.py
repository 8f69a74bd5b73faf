"""The document of the labels is made from the catalogue."""

from __future__ import annotations

from tests.write_labels import DOCUMENT, document


def test_the_table_of_labels_is_that_of_the_catalogue() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "write it again: python -m tests.write_labels"
