"""The forms of made Chinese claims; each writes its list with the writer and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from erdem.overlap.engine.evaluating.synthetic_claims_parts import Item, Writer, in_chinese

_UNITS = {"份": ("份", "重量份", "质量份"), "g": ("g", "克", "G"), "%": ("%", "％")}
_DASHES = ("-", "~", "～", "—", "－", "至", "到", "–")
_LEADS = (
    "由以下重量份的原料制成：",
    "由下列原料组成：",
    "包括如下组分：",
    "按重量份计，由",
    "它含有",
    "其原料组成为：",
    "由",
)
_WHOLE = ("按重量份计，包括以下组分：", "各原料的重量份数为：", "其重量份配比如下：", "由以下重量份数的原料组成：")


def _unit(item: Item, chance: random.Random) -> str:
    return chance.choice(_UNITS.get(item.unit, (item.unit,)))


def _joined(writer: Writer, items: Sequence[Item], mark: str, write: Callable[[Item], None]) -> None:
    for index, item in enumerate(items):
        if index:
            writer.say(mark)
        write(item)


def _after(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS))
    unit, dash, mark = _unit(items[0], chance), chance.choice(_DASHES), chance.choice(("、", "，", "；", ","))

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(item.numbers(dash) + unit)

    _joined(writer, items, mark, write)


def _before(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS))
    unit, dash, of = _unit(items[0], chance), chance.choice(_DASHES), chance.choice(("", "的"))

    def write(item: Item) -> None:
        writer.say(item.numbers(dash) + unit + of)
        writer.name(item)

    _joined(writer, items, "、", write)
    writer.say("组成")


def _colon(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS[:3]))
    unit, dash, mark = _unit(items[0], chance), chance.choice(_DASHES), chance.choice(("；", "，", "\n"))

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(chance.choice(("：", ": ")) + item.numbers(dash) + unit)

    _joined(writer, items, mark, write)


def _bracket(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("含有")
    unit, dash = _unit(items[0], chance), chance.choice(_DASHES[:4])

    def write(item: Item) -> None:
        writer.name(item, remark=False)
        writer.say(f"（{item.numbers(dash)}{unit}）")

    _joined(writer, items, "、", write)


def _heading(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_WHOLE))
    dash, mark = chance.choice(_DASHES[:4]), chance.choice(("，", "；", "、"))

    def write(item: Item) -> None:
        writer.name(replace(item, unit="份"))
        writer.say(chance.choice(("", " ", "：")) + item.numbers(dash))

    _joined(writer, items, mark, write)


def _each(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS))
    cut = chance.randint(2, len(items))
    shared = items[cut - 1]
    for index, item in enumerate(items):
        own = shared if index < cut else item
        writer.name(replace(item, low=own.low, high=own.high))
        if index == cut - 1:
            writer.say("各" + shared.numbers(chance.choice(_DASHES[:4])) + _unit(shared, chance))
        elif index >= cut:
            writer.say(item.numbers("-") + _unit(item, chance))
        writer.say("" if index == len(items) - 1 else chance.choice(("、", "和")) if index == cut - 2 else "、")


def _equal(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("由")
    _joined(writer, [replace(item, kind="equal") for item in items], "、", writer.name)
    writer.say(chance.choice(("各等分", "各等份", "等量")) + "制成")


def _ratio(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    few = [replace(item, high=item.low, unit="份") for item in items[:6]]
    writer.say("由")
    _joined(writer, few, "、", writer.name)
    writer.say(
        chance.choice(("按重量比", "按质量比为", "以重量比")) + ":".join(f"{item.low:g}" for item in few) + "组成"
    )


def _ratio_between(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    few = [replace(item, unit="份") for item in items[:5]]
    writer.say("各原料的重量比为，")
    _joined(writer, few, chance.choice(("：", ":")), lambda item: writer.name(item, remark=False))
    writer.say(chance.choice(("=", "为")) + "：".join(item.numbers("-") for item in few))


def _amount_words(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("其中")
    words = chance.choice(("的用量为", "的重量份为", "为", "的含量为", "占", "的加入量是"))
    unit = _unit(items[0], chance)

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(words + item.numbers(chance.choice(_DASHES[:4])) + unit)

    _joined(writer, items, "，", write)


def _bounds(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("含有")

    def write(item: Item) -> None:
        sort = chance.randrange(5)
        unit = _unit(item, chance)
        if sort == 0:
            writer.name(replace(item, high=None))
            writer.say(chance.choice(("不少于", "至少", "不低于", "≥")) + f"{item.low:g}{unit}")
        elif sort == 1:
            writer.name(replace(item, low=None))
            writer.say(chance.choice(("不超过", "至多", "不高于", "≤")) + f"{item.high:g}{unit}")
        elif sort == 2 and item.low != item.high:
            writer.name(item)
            writer.say(f"大于{item.low:g}小于{item.high:g}{unit}")
        else:
            writer.name(item)
            writer.say(chance.choice(("约", "")) + item.numbers() + unit)

    _joined(writer, items, "、", write)


def _numerals(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS))
    unit = chance.choice(("份", "克"))
    kind = "份" if unit == "份" else "g"

    def write(item: Item) -> None:
        whole = replace(item, low=float(int(item.low or 1) or 1), unit=kind)
        whole = replace(whole, high=whole.low)
        writer.name(whole)
        writer.say(in_chinese(whole.low or 1) + unit)

    _joined(writer, items, "、", write)


def _circled(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("由以下重量份的组分组成：")
    for index, item in enumerate(items):
        writer.say(chance.choice((chr(0x2460 + index), f"({index + 1})", f"{index + 1})")))
        writer.name(item)
        writer.say(item.numbers() + _unit(item, chance) + "；")


def _table(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    mark = chance.choice(("\t", " | ", "    "))
    writer.say("组成如下（重量份）：\n")
    for item in items:
        writer.name(replace(item, unit="份"), remark=False)
        writer.say(mark + item.numbers() + "\n")


def _preferred(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(_LEADS[:4]))
    unit = _unit(items[0], chance)

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(item.numbers() + unit)
        if item.low != item.high and chance.random() < 0.6:
            writer.say(chance.choice(("（优选{}）", "，优选{}", "，更优选为{}")).format(f"{item.low:g}{unit}"))

    _joined(writer, items, chance.choice(("；", "、")), write)


def _rest(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("按重量百分比计，包括：")
    for item in items[:-1]:
        writer.name(replace(item, unit="%"))
        writer.say(item.numbers() + "%、")
    last = replace(items[-1], kind="rest", remark="")
    if chance.random() < 0.5:
        writer.name(last)
        writer.say(chance.choice(("余量", "补足至100%")))
    else:
        writer.say(chance.choice(("余量为", "其余为")))
        writer.name(last)


def _optional(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    _after(writer, items[:-1], chance)
    writer.say(chance.choice(("，任选地含有", "，以及任选的", "、可选的")))
    last = replace(items[-1], low=0.0, high=items[-1].high)
    writer.name(last)
    writer.say(f"0-{last.high:g}{_unit(last, chance)}")


def _alternatives(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("包括")
    for item in items[:-2]:
        writer.name(item)
        writer.say(item.numbers() + _unit(item, chance) + "、")
    amount = items[-1]
    writer.name(replace(items[-2], low=amount.low, high=amount.high))
    writer.say(chance.choice(("或", "和/或", "或者")))
    writer.name(amount)
    writer.say(amount.numbers() + _unit(amount, chance))


def _selected(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    cut = max(1, len(items) // 2)
    writer.say("含有")
    for item in items[:cut]:
        writer.name(item)
        writer.say(item.numbers() + _unit(item, chance) + "，")
    writer.say("以及选自由")
    rest = [replace(item, low=None, high=None, remark="") for item in items[cut:]]
    for index, item in enumerate(rest):
        writer.name(item)
        writer.say("" if index == len(rest) - 1 else "和" if index == len(rest) - 2 else "、")
    writer.say("组成的组中的至少一种")


def _glued(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("由")
    unit = _unit(items[0], chance)
    for item in items:
        writer.name(item, remark=False)
        writer.say(item.numbers() + unit)
    writer.say("制成")


def _bare(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(("由", "包含", "其原料包括")))
    none = [replace(item, low=None, high=None) for item in items]
    for index, item in enumerate(none):
        writer.name(item)
        writer.say(
            "" if index == len(none) - 1 else chance.choice(("和", "与", "及")) if index == len(none) - 2 else "、"
        )
    writer.say("制成")


def _by_process(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("它是由以下方法制备得到的：取")
    unit = _unit(items[0], chance)

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(item.numbers() + unit)

    _joined(writer, items, "、", write)
    writer.say("，加水浸泡30分钟，煎煮两次")


def _respectively(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    few = [replace(item, remark="", unit="份") for item in items[:5]]
    writer.say("由")
    for index, item in enumerate(few):
        writer.name(item)
        writer.say("" if index == len(few) - 1 else "和" if index == len(few) - 2 else "、")
    writer.say("组成，其重量份分别为" + "、".join(item.numbers() for item in few) + "份")


def _percent_words(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say("各组分的质量百分比为：")

    def write(item: Item) -> None:
        writer.name(replace(item, unit="%"))
        writer.say(item.numbers(chance.choice(_DASHES[:4])) + chance.choice(("%", "％", "wt%")))

    _joined(writer, items, "，", write)


def _whole(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(("每100g中含有", "每1000ml含", "以总重量为100份计，含")))
    grams = [replace(item, unit="g", high=item.low) for item in items]

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(f"{item.low:g}g")

    _joined(writer, grams, "、", write)


def _dependent_adds(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    writer.say(chance.choice(("还包括", "所述原料还含有", "进一步包括")))

    def write(item: Item) -> None:
        writer.name(item)
        writer.say(item.numbers() + _unit(item, chance))

    _joined(writer, items[:3], "、", write)
    writer.say("。")


def _dependent_narrows(writer: Writer, items: Sequence[Item], chance: random.Random) -> None:
    word = chance.choice(("所述{}", "{}"))

    def write(item: Item) -> None:
        writer.say(word.split("{}")[0])
        writer.name(replace(item, high=item.low), remark=False)
        writer.say(f"为{item.low:g}{_unit(item, chance)}")

    _joined(writer, items[:4], "，", write)
    writer.say("。")


CHINESE_FORMS = (
    ("after", _after),
    ("before", _before),
    ("colon", _colon),
    ("bracket", _bracket),
    ("heading", _heading),
    ("each", _each),
    ("equal", _equal),
    ("ratio", _ratio),
    ("ratio_between", _ratio_between),
    ("amount_words", _amount_words),
    ("bounds", _bounds),
    ("numerals", _numerals),
    ("circled", _circled),
    ("table", _table),
    ("preferred", _preferred),
    ("rest", _rest),
    ("optional", _optional),
    ("alternatives", _alternatives),
    ("selected", _selected),
    ("glued", _glued),
    ("bare", _bare),
    ("by_process", _by_process),
    ("respectively", _respectively),
    ("percent_words", _percent_words),
    ("whole", _whole),
    ("dependent_adds", _dependent_adds),
    ("dependent_narrows", _dependent_narrows),
)
