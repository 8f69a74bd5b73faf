"""What is given out first is there: a file that was renamed would come last again, unnoticed."""

from __future__ import annotations

from pathlib import Path

from tests.scheduling import FIRST

ROOT = Path(__file__).resolve().parents[1]


def test_every_name_in_the_order_is_a_file_or_a_folder() -> None:
    assert [name for name in FIRST if not (ROOT / name).exists()] == []
