"""Made claims with known compositions, to measure how claims are read. Every text is SYNTHETIC and says so in its row.

A seed draws a composition and one of the forms in which claims are written; the labels are known because the text was written
from them. Nothing here comes from the parser: forms are written out, numbers spelt and noise laid on by this module's own
code, and some forms are hard on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import opencc

from erdem.lib.chance import repeatable
from erdem.overlap.engine.evaluating.synthetic_claims_parts import Item, Writer, draw_amounts, invented_name
from erdem.overlap.engine.evaluating.synthetic_claims_western import ENGLISH_FORMS
from erdem.overlap.engine.evaluating.synthetic_claims_zh import CHINESE_FORMS
from erdem.overlap.engine.lexicon import Lexicon, SubstanceKind

MARK = "synthetic"
Form = Callable[[Writer, Sequence[Item], random.Random], None]
_KINDS = (SubstanceKind.HERB, SubstanceKind.MINERAL, SubstanceKind.ANIMAL, SubstanceKind.FOOD)
_OPENINGS_ZH = (
    "{n}.一种{use}的{thing}，其特征在于，",
    "{n}、一种{thing}，其特征在于：",
    "一种{use}的{thing}，其特征是",
    "{n}．一种{thing}，",
)
_THINGS_ZH = ("中药组合物", "药物", "保健食品", "外用膏", "中药制剂", "蒙药组合物", "复方制剂", "口服液")
_USES_ZH = ("治疗咳嗽", "用于缓解关节疼痛", "治疗小儿厌食", "改善睡眠", "防治湿疹")
_TAILS_ZH = (
    "",
    "。",
    "；其制备方法为：将上述原料粉碎，加8倍量水煎煮2次，每次2小时，过滤，浓缩，加蜂蜜制丸。",
    "，其制备步骤如下：(1)取各原料洗净、烘干；(2)粉碎过80目筛；(3)加60%乙醇回流提取3次，减压浓缩，喷雾干燥。",
    "，制备方法：水煎服，每日2次，每次100ml。",
    "。所述组合物制成胶囊、片剂或颗粒剂，口服。",
)
_OPENINGS_EN = (
    "{n}. A {thing} {word} ",
    "{n}. A {thing} for treating {use}, {word} ",
    "A {thing} {word}: ",
    "What is claimed is: {n}. An herbal {thing} {word} ",
)
_THINGS_EN = (
    "composition",
    "pharmaceutical composition",
    "formulation",
    "topical preparation",
    "food composition",
    "beverage",
)
_WORDS_EN = ("comprising", "consisting of", "consisting essentially of", "which comprises", "containing", "including")
_USES_EN = ("cough", "joint pain", "eczema", "insomnia", "loss of appetite")
_TAILS_EN = (
    ".",
    ", wherein the composition is in the form of a tablet or capsule.",
    ", wherein all percentages are based on the total weight of the composition.",
    ", prepared by a process comprising extracting with 60% ethanol at 80° C. for 2 hours, filtering and drying.",
    "; wherein the composition is administered orally to a subject in need thereof.",
)
_FULL_WIDTH = {ord(a): b for a, b in zip("0123456789.%-", "０１２３４５６７８９．％－", strict=True)}


@dataclass(frozen=True, slots=True)
class SyntheticClaim:
    """A made claim: `row()` is the labelled row, marked synthetic."""

    id: str
    language: str
    form: str
    noise: tuple[str, ...]
    text: str
    labels: tuple[dict[str, object], ...] = field(default=())

    def row(self) -> dict[str, object]:
        """The JSON form, as the labelled real claims have it."""
        return {
            "id": self.id,
            "part": MARK,
            "synthetic": True,
            "language": self.language,
            "form": self.form,
            "noise": list(self.noise),
            "text": self.text,
            "ingredients": list(self.labels),
        }


def synthetic_claims(lexicon: Lexicon, count: int = 400, seed: int = 1) -> Iterator[SyntheticClaim]:
    """`count` claims, three Chinese to two English, forms in turn; the same seed and lexicon give the same claims."""
    chinese = sorted({s.name_zh for s in lexicon if s.kind in _KINDS and 2 <= len(s.name_zh) <= 5})
    western = [
        names
        for s in lexicon
        if s.kind in _KINDS
        and (names := [name for name in (*s.names_en, *s.latin) if 4 <= len(name) <= 40 and not name.endswith(" var")])
    ]
    for number in range(count):
        chance = repeatable(seed * 1_000_003 + number)
        if number % 5 < 3:
            yield _chinese(number, chance, chinese)
        else:
            yield _english(number, chance, [chance.choice(names) for names in chance.sample(western, 40)])


def _chinese(number: int, chance: random.Random, names: Sequence[str]) -> SyntheticClaim:
    form, write = CHINESE_FORMS[(number // 5 * 3 + number % 5) % len(CHINESE_FORMS)]
    items = _items(chance, names, "zh")
    writer = Writer()
    if form.startswith("dependent"):
        writer.say(f"{chance.randint(2, 9)}.根据权利要求1所述的{chance.choice(_THINGS_ZH)}，其特征在于，")
    else:
        opening = chance.choice(_OPENINGS_ZH)
        writer.say(opening.format(n=1, use=chance.choice(_USES_ZH), thing=chance.choice(_THINGS_ZH)))
    write(writer, items, chance)
    if not form.startswith("dependent"):
        writer.say(chance.choice(_TAILS_ZH))
    noise = _noise_zh(writer, chance)
    return SyntheticClaim(f"zh-{number:04}", "zh", form, noise, writer.text, tuple(writer.labels()))


def _english(number: int, chance: random.Random, names: Sequence[str]) -> SyntheticClaim:
    form, write = ENGLISH_FORMS[(number // 5 * 2 + number % 5 - 3) % len(ENGLISH_FORMS)]
    items = _items(chance, names, "en")
    writer = Writer()
    if form.startswith("dependent"):
        writer.say(f"{chance.randint(2, 9)}. The {chance.choice(_THINGS_EN)} of claim 1, ")
    else:
        opening = chance.choice(_OPENINGS_EN)
        word = chance.choice(_WORDS_EN)
        writer.say(opening.format(n=1, thing=chance.choice(_THINGS_EN), word=word, use=chance.choice(_USES_EN)))
    write(writer, items, chance)
    writer.say("." if form.startswith("dependent") else chance.choice(_TAILS_EN))
    noise: tuple[str, ...] = ()
    if chance.random() < 0.2:
        writer.insert(chance, "\n", every=70, only=" ")
        noise = ("line_breaks",)
    return SyntheticClaim(f"en-{number:04}", "en", form, noise, writer.text, tuple(writer.labels()))


def _items(chance: random.Random, names: Sequence[str], language: str) -> list[Item]:
    """Three to twelve ingredients with amounts of one unit; one name in twelve is invented."""
    size = chance.randint(3, 12)
    chosen: list[str] = []
    while len(chosen) < size:
        name = invented_name(chance, language) if chance.random() < 1 / 12 else chance.choice(names)
        if not any(name in other or other in name for other in chosen):
            chosen.append(name)
    amounts = draw_amounts(chance, size)
    unit = chance.choice(("份", "份", "份", "g", "%") if language == "zh" else ("份", "%", "g"))
    items = [Item(name, low, high, unit) for name, (low, high) in zip(chosen, amounts, strict=True)]
    return [replace(item, remark=_remark(chance, language)) for item in items]


def _remark(chance: random.Random, language: str) -> str:
    if chance.random() > 0.12:
        return ""
    return chance.choice(("（炒）", "（去皮）", "(蜜炙)", "（酒洗）")) if language == "zh" else ""


def _noise_zh(writer: Writer, chance: random.Random) -> tuple[str, ...]:
    """Lays noise on a text: full width, traditional script, blanks of optical reading, broken lines."""
    noise: list[str] = []
    if chance.random() < 0.2:
        writer.translate(_FULL_WIDTH)
        noise.append("full_width")
    if chance.random() < 0.15:
        writer.each(opencc.OpenCC("s2t").convert)
        noise.append("traditional")
    if chance.random() < 0.15:
        writer.insert(chance, " ", every=4)
        noise.append("blanks")
    if chance.random() < 0.15:
        writer.insert(chance, "\n", every=30)
        noise.append("line_breaks")
    return tuple(noise)
