"""What made claims are put together from: items with amounts, a writer that knows where each name stands, numbers in words."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_SYLLABLES_ZH = ("云", "岭", "雪", "沙", "岩", "风", "星", "岚", "霞", "朔", "蓝", "银")
_PLANTS_ZH = ("灵草", "仙藤", "莲根", "蒿叶", "参须", "棘果", "芝实", "菊花", "柏籽", "葵皮")
_STEMS_EN = ("velor", "quast", "brindle", "marrow", "tessel", "hollin", "sorrow", "pelick")
_PLANTS_EN = ("wort", "bane", "root", "leaf extract", "berry powder", "gum", "seed oil", "bark")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Item:
    """One ingredient: bounds in `unit`; `kind` is rest or equal where no number is written, `bare` where nothing is."""

    name: str
    low: float | None
    high: float | None
    unit: str
    remark: str = ""
    kind: str = ""

    def numbers(self, dash: str = "-") -> str:
        """The amount without its unit: 5 or 5-10."""
        if self.low == self.high:
            return f"{self.low:g}"
        return f"{self.low:g}{dash}{self.high:g}"


class Writer:
    """Text under construction; remembers the place of every name written with `name`."""

    def __init__(self) -> None:
        self.text = ""
        self._places: list[tuple[int, int, Item]] = []

    def say(self, text: str) -> None:
        """Adds words."""
        self.text += text

    def name(self, item: Item, *, remark: bool = True) -> None:
        """Adds the name of an ingredient as one to be found, and its remark."""
        self._places.append((len(self.text), len(self.text) + len(item.name), item))
        self.text += item.name + (item.remark if remark else "")

    def labels(self) -> list[dict[str, object]]:
        """The labels of the names in order, as rows."""
        rows: list[dict[str, object]] = []
        for start, end, item in self._places:
            row: dict[str, object] = {"name": self.text[start:end], "span": [start, end]}
            if item.kind:
                row["kind"] = item.kind
            elif item.low is not None or item.high is not None:
                row |= {"lo": item.low, "hi": item.high, "unit": item.unit}
            rows.append(row)
        return rows

    def translate(self, table: Mapping[int, str]) -> None:
        """Replaces characters one by one."""
        self.text = self.text.translate(table)

    def each(self, change: Callable[[str], str]) -> None:
        """Changes every character alone; one that would change its length is left."""
        changed = (change(character) for character in self.text)
        self.text = "".join(new if len(new) == 1 else old for new, old in zip(changed, self.text, strict=True))

    def insert(self, chance: random.Random, mark: str, every: int, only: str = "") -> None:
        """Puts `mark` behind about one character in `every`, or in the place of `only`; never inside a number."""
        out: list[str] = []
        moved = [0] * (len(self.text) + 1)
        length = 0
        for index, character in enumerate(self.text):
            moved[index] = length
            if only and character == only and chance.randrange(max(every // 6, 1)) == 0:
                character = mark
            out.append(character)
            length += 1
            following = self.text[index + 1 : index + 2]
            inside = _is_of_number(character) and _is_of_number(following)
            if not only and not inside and chance.randrange(every) == 0:
                out.append(mark)
                length += len(mark)
        moved[len(self.text)] = length
        self.text = "".join(out)
        self._places = [(moved[start], moved[end - 1] + 1, item) for start, end, item in self._places]


def _is_of_number(character: str) -> bool:
    return character.isdigit() or character in "．.％%" or (character.isascii() and character.isalpha())


def draw_amounts(chance: random.Random, size: int) -> list[tuple[float, float]]:
    """Bounds, ranges and single numbers mixed; some with decimals."""
    amounts = []
    for _ in range(size):
        low = float(chance.choice((1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 20, 25, 30, 0.5, 1.5, 2.5)))
        high = low if chance.random() < 0.35 else low + chance.choice((1, 2, 3, 5, 10, 15, 0.5))
        amounts.append((low, high))
    return amounts


def invented_name(chance: random.Random, language: str) -> str:
    """A name no lexicon holds."""
    if language == "zh":
        return chance.choice(_SYLLABLES_ZH) + chance.choice(_SYLLABLES_ZH) + chance.choice(_PLANTS_ZH)
    return chance.choice(_STEMS_EN) + " " + chance.choice(_PLANTS_EN)


def in_chinese(number: float) -> str:
    """A whole number below 100 in Chinese numerals; others in digits."""
    if number != int(number) or not 0 < number < 100:
        return f"{number:g}"
    tens, ones = divmod(int(number), 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones or not tens else "")
