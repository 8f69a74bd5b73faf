"""The small languages of table cells.

Ingredients: `黄芩 三两; 芍药 二两（酒炒）`: separated by `;`, `、`, `,` or a line break; the amount after a space or at
the end; remarks in brackets are the processing, or the part used when they name one. Steps: `过滤: 鲜奶 | 纱布 |
常温 | 2 小时` with materials, tool, temperature and time in this order. Origins: `锡林郭勒盟[152500]（《元史》）`.
"""

from __future__ import annotations

import re
from typing import Final

from erdem.knowledge.formats.model import Ingredient, Origin, Step
from erdem.lib.folding import fold_with_offsets
from erdem.lib.quantity import Kind, find_quantities, parse_quantity

PARTS: Final = frozenset(
    [
        "根",
        "茎",
        "叶",
        "花",
        "果",
        "果实",
        "果皮",
        "种子",
        "种仁",
        "全草",
        "皮",
        "树皮",
        "根皮",
        "根茎",
        "块茎",
        "鳞茎",
        "花蕾",
        "花序",
        "花粉",
        "枝",
        "嫩枝",
        "心",
        "藤",
        "树脂",
        "菌核",
        "子实体",
        "角",
        "骨",
        "胆",
        "血",
        "肉",
        "乳",
        "毛",
        "尾",
        "root",
        "leaf",
        "leaves",
        "flower",
        "fruit",
        "seed",
        "bark",
        "rhizome",
        "stem",
        "herb",
        "resin",
    ]
)
OPEN, CLOSE = "（([【〔", "）)]】〕"
BRACKETS: Final = re.compile(r"[（(]([^（()）]*)[）)]")
FREE: Final = re.compile(r"(?:各)?(?:少许|适量|若干|不拘多少|等分|各等分|等份|少量|微量)$")


def split_cell(text: str, marks: str) -> list[str]:
    """Parts of a cell, split at any of the marks outside brackets; empty parts are dropped."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character in OPEN:
            depth += 1
        elif character in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (character in marks or character == "\n"):
            parts.append(text[start:index])
            start = index + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def read_list(text: str) -> tuple[str, ...]:
    """A list of names: `奶豆腐; 呼日德`."""
    return tuple(dict.fromkeys(split_cell(text, ";；、|")))


def read_ingredients(text: str) -> tuple[Ingredient, ...]:
    """Ingredients of a cell, see the grammar above."""
    return tuple(read_ingredient(part) for part in split_cell(text, ";；、，,。"))


def read_ingredient(text: str) -> Ingredient:
    """One ingredient: `黄芩 三两（酒炒）`, `芍药二两`, `甘草（炙）6g`."""
    processing, part, dose = [], "", ""
    for remark in BRACKETS.findall(text):
        remark = remark.strip()
        if remark in PARTS:
            part = remark
        elif not dose and _is_dose(remark):
            dose = remark
        elif remark:
            processing.append(remark)
    bare = " ".join(BRACKETS.sub(" ", text).split())
    name, written = _name_and_dose(bare)
    if not name:  # nothing but brackets or an amount: keep what was written
        return Ingredient(text.strip())
    return Ingredient(name, written or dose, "；".join(processing), part)


def _is_dose(text: str) -> bool:
    quantity = parse_quantity(text)
    return (
        quantity.kind is not Kind.NONE
        and (quantity.is_numeric or quantity.kind is not Kind.EXACT)
        and bool(re.match(r"[各约共\d半一二两三四五六七八九十百]|少许|适量|等分", text))
    )


def _name_and_dose(bare: str) -> tuple[str, str]:
    name, space, rest = bare.partition(" ")
    if space:
        return (name, rest) if re.search(r"\d|[半一二两三四五六七八九十百]", rest) or FREE.search(rest) else (bare, "")
    if free := FREE.search(bare):
        return bare[: free.start()], free[0]
    folded = fold_with_offsets(bare)
    for quantity in reversed(find_quantities(folded.text)):
        start, end = folded.span(quantity.start, quantity.end)
        if end == len(bare) and start > 0:
            return bare[:start], bare[start:]
    return bare, ""


def read_steps(text: str) -> tuple[Step, ...]:
    """Steps of a cell: one a line or separated by `;`, or an arrow chain `过滤→发酵→压制`."""
    steps = []
    for part in split_cell(re.sub(r"\s*(?:→|->|=>|⇒)\s*", ";", text), ";；。"):
        op, _, rest = part.replace("：", ":").partition(":")
        details = [detail.strip() for detail in re.split(r"[|｜]", rest)] + [""] * 4
        steps.append(Step(re.sub(r"^\d{1,2}[.、)]\s*", "", op).strip(), *details[:4]))
    return tuple(step for step in steps if step.op)


ORIGIN: Final = re.compile(
    r"(?P<text>[^\[［（(]*)(?:[\[［]\s*(?P<code>\d{2,12})\s*[\]］])?\s*(?:[（(](?P<source>.*)[）)])?"
)


def read_origins(text: str) -> tuple[Origin, ...]:
    """Claimed origins of a cell, see the grammar above."""
    found = []
    for part in split_cell(text, ";；\n"):
        match = ORIGIN.fullmatch(part)
        if match and (match["text"].strip() or match["code"]):
            found.append(Origin(match["text"].strip(), match["code"] or "", (match["source"] or "").strip()))
        else:
            found.append(Origin(part))
    return tuple(found)
