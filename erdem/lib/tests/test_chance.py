"""Draws that anybody can repeat."""

from __future__ import annotations

from erdem.lib.chance import repeatable


def test_one_seed_gives_one_draw_and_another_seed_another() -> None:
    def drawn(seed: int | str) -> list[int]:
        return repeatable(seed).choices(range(1_000), k=20)

    assert drawn(7) == drawn(7)
    assert drawn("示例") == drawn("示例")
    assert drawn(7) != drawn(8)
