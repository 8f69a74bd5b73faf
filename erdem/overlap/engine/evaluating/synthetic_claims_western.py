"""The forms of made English claims; each writes its list with the writer and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from erdem.overlap.engine.evaluating.synthetic_claims_parts import Item, Writer

_UNITS = {
    "份": ("parts by weight", "parts", "weight parts"),
    "%": ("wt %", "% by weight", "percent by weight", "wt%", "weight percent", "% (w/w)"),
    "g": ("g", "grams"),
}
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _unit(item: Item, chance: random.Random) -> str:
    return chance.choice(_UNITS.get(item.unit, (item.unit,)))


def _listed(writer: Writer, items: Sequence[Item], write: Callable[[Item], None], mark: str = ", ") -> None:
    """A, B and C; with semicolons also before the last."""
    for index, item in enumerate(items):
        if index:
            last = index == len(items) - 1
            writer.say((f"{mark}and " if mark == "; " else " and ") if last else mark)
        write(item)


def _before(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    unit, dash, of = _unit(items[0], chance), chance.choice((" to ", "-", "–")), chance.choice((" of ", " "))
    about = chance.choice(("", "about ", "from ", "from about "))
    if unit.startswith("%") or unit in ("wt %", "wt%"):
        of = chance.choice((" of ", " "))
    else:
        of = " of " if "part" in unit or unit == "grams" else of

    def write(item: Item) -> None:
        lead = about if item.low != item.high or "from" not in about else "about "
        writer.say(lead + item.numbers(dash) + ("" if unit.startswith("%") else " ") + unit + of)
        writer.name(item)

    _listed(writer, items, write, chance.choice((", ", "; ")))


def _after(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    unit, dash = _unit(items[0], chance), chance.choice(("-", " to ", "–"))

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(" " + item.numbers(dash) + ("" if unit.startswith("%") else " ") + unit)

    _listed(writer, items, write)


def _amount_of(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    unit = _unit(items[0], chance)
    words = chance.choice(
        (" in an amount of ", " present in an amount of ", " at a concentration of ", " in an amount of from ")
    )

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(words + item.numbers(" to ") + " " + unit)

    _listed(writer, items, write, "; ")


def _bracket(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    unit = chance.choice(("%", " g", " parts"))
    kind = {"%": "%", " g": "g", " parts": "份"}[unit]

    def write(item: Item) -> None:
        writer.name(replace(item, unit=kind))
        writer.say(f" ({item.numbers()}{unit})")

    _listed(writer, items, write)


def _between(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    def write(item: Item) -> None:
        wide = replace(item, high=(item.high or 0) + 1, unit="%")
        writer.say(
            f"between {chance.choice(('', 'about '))}{wide.low:g}% and {wide.high:g}% {chance.choice(('', 'by weight of '))}"
        )
        writer.name(wide)

    _listed(writer, items, write)


def _bounds(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    def write(item: Item) -> None:
        if chance.random() < 0.5:
            writer.say(
                chance.choice(("at least ", "not less than ", "more than ", "at least about "))
                + f"{item.low:g}% by weight of "
            )
            writer.name(replace(item, high=None, unit="%"))
        else:
            writer.say(
                chance.choice(("up to ", "at most ", "less than ", "no more than ")) + f"{item.high:g}% by weight of "
            )
            writer.name(replace(item, low=None, unit="%"))

    _listed(writer, items, write, "; ")


def _bare(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    lead = chance.choice(("", "extracts of ", "a mixture of "))
    writer.say(lead)
    _listed(writer, [replace(item, low=None, high=None) for item in items], writer.name)


def _ratio(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    few = [replace(item, high=item.low, unit="份") for item in items[:5]]
    _listed(writer, few, writer.name)
    writer.say(chance.choice((" in a weight ratio of ", " in a ratio of ")) + ":".join(f"{item.low:g}" for item in few))


def _selected(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    first, rest = items[0], [replace(item, low=None, high=None) for item in items[1:]]
    writer.say(f"{first.numbers(' to ')} {_unit(first, chance)} of ")
    writer.name(first)
    writer.say(" and at least one herb selected from the group consisting of ")
    _listed(writer, rest, writer.name)


def _colon(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    unit = _unit(items[0], chance)

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(": " + item.numbers() + " " + unit)

    _listed(writer, items, write, "; ")


def _balance(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    for item in items[:-1]:
        writer.say(f"{item.numbers(' to ')}% by weight of ")
        writer.name(replace(item, unit="%"))
        writer.say(", ")
    writer.say(chance.choice(("and the balance ", "the remainder being ", "the balance being ")))
    writer.name(replace(items[-1], kind="rest"))


def _preferred(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    def write(item: Item) -> None:
        writer.say(f"{item.numbers(' to ')}% by weight")
        if item.low != item.high:
            writer.say(chance.choice((" (preferably {}%)", ", preferably {}%,")).format(f"{item.low:g}"))
        writer.say(" of ")
        writer.name(replace(item, unit="%"))

    _listed(writer, items, write, "; ")


def _equal(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(("equal parts of ", "equal amounts of ")))
    _listed(writer, [replace(item, kind="equal") for item in items], writer.name)


def _number_words(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    def write(item: Item) -> None:
        value = min(max(int(item.low or 1), 1), 10)
        writer.say(f"{_WORDS[value - 1]} part{'s' if value > 1 else ''} of ")
        writer.name(replace(item, low=float(value), high=float(value), unit="份"))

    _listed(writer, items, write)


def _labelled(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    for index, item in enumerate(items):
        label = chr(ord("a") + index)
        writer.say(chance.choice((f"{label}) ", f"({label}) ")))
        writer.say(f"from about {item.low:g}% to about {(item.high or 0) + 1:g}% of ")
        writer.name(replace(item, high=(item.high or 0) + 1, unit="%"))
        writer.say("" if index == len(items) - 1 else "; and " if index == len(items) - 2 else "; ")


def _respectively(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    few = [replace(item, high=item.low, unit="份") for item in items[:4]]
    numbers = [f"{item.low:g}" for item in few]
    writer.say(", ".join(numbers[:-1]) + f" and {numbers[-1]} parts by weight of ")
    _listed(writer, few, writer.name)
    writer.say(", respectively")


def _extracts(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    def write(item: Item) -> None:
        writer.say(f"{item.numbers(' to ')} parts by weight of ")
        if chance.random() < 0.5:
            writer.say("an extract of ")
            writer.name(replace(item, unit="份"))
        else:
            writer.name(replace(item, unit="份"))
            writer.say(" extract")

    _listed(writer, items, write)


def _dependent_adds(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("further comprising ")
    _before(writer, items[:2], chance)


def _dependent_narrows(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("wherein ")
    form = chance.choice(("the {} is present in an amount of ", "the amount of the {} is ", "the {} is "))
    head, tail = form.split("{}")

    def write(item: Item) -> None:
        writer.say(head)
        writer.name(replace(item, unit="%"))
        writer.say(tail + item.numbers(" to ") + "% by weight")

    _listed(writer, items[:2], write)


ENGLISH_FORMS = (
    ("before", _before),
    ("after", _after),
    ("amount_of", _amount_of),
    ("bracket", _bracket),
    ("between", _between),
    ("bounds", _bounds),
    ("bare", _bare),
    ("ratio", _ratio),
    ("selected", _selected),
    ("colon", _colon),
    ("balance", _balance),
    ("preferred", _preferred),
    ("equal", _equal),
    ("number_words", _number_words),
    ("labelled", _labelled),
    ("respectively", _respectively),
    ("extracts", _extracts),
    ("dependent_adds", _dependent_adds),
    ("dependent_narrows", _dependent_narrows),
)
