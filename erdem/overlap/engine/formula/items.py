"""From written ingredients to canonical items: ready mixtures opened, glued names parted, running text weighed down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from erdem.lib.folding import fold_name
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found, glued_names
from erdem.overlap.engine.grades import Grade
from erdem.overlap.engine.lexicon import Lexicon
from erdem.overlap.engine.records import Ingredient
from erdem.overlap.engine.weights import FORMULA

# Characters of directions and symptoms that strayed into a list of ingredients of a damaged text.
_PROSE = re.compile(
    r"[去煎服次入令滤调搅焙锉研炒炮裂切烧浸渐咀渣滓者之而不或也每为则用取日夜食酒汤水盏升斗合两半微口心面手足身痛热冷虚渴汗"
    r"呕逆瘥胸膈噎塞胀满疼瘙痒咽喉瘾疹惊悸怯弱泻淋涩瘫痪噫急拘挛脚膝筋脉腰腿衄痢泄吐嗽喘咳气病症证患候疝瘕积聚痈疮疽癥痹"
    r"主治方曰法宜此其所如似加减更可及与以至故若凡无有作分味各等余干候少许多时卧坐行步妇孕娠产乳目耳鼻舌唇喑哑嚼饮]"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One canonical ingredient of one side; `weight` scales its information, `source` is what was written.

    `expanded` when it comes from a ready mixture; `rule` is the slug of the corpus error that was mended; `meant` what
    else the name may have meant in its time, with grades.
    """

    id: str
    treatments: frozenset[str]
    source: Ingredient
    found: Found
    weight: float = 1.0
    expanded: bool = False
    rule: str = ""
    meant: tuple[tuple[str, Grade], ...] = ()

    @property
    def is_provisional(self) -> bool:
        """True when the lexicon does not know the name."""
        return self.found is Found.PROVISIONAL


def items_of(
    ingredients: Iterable[Ingredient], canonicalise: Canonicaliser, year: int | None = None
) -> tuple[Item, ...]:
    """Canonical items, one a substance (the first with a readable amount wins), in the order written.

    `year` is that of the text: names that changed their meaning are read by it.
    """
    kept: dict[str, Item] = {}
    for ingredient in ingredients:
        for item in _open(ingredient, canonicalise, year):
            first = kept.get(item.id)
            if first is None or (item.source.quantity.is_numeric and not first.source.quantity.is_numeric):
                kept[item.id] = item if first is None else replace(item, treatments=first.treatments | item.treatments)
    return tuple(kept.values())


def _open(ingredient: Ingredient, canonicalise: Canonicaliser, year: int | None) -> list[Item]:
    canonical = canonicalise(ingredient.name, ingredient.processing, ingredient.dose, year=year)
    if ingredient.substance and canonicalise.lexicon.get(ingredient.substance):
        canonical = Canonical(ingredient.substance, Found.NAME, canonical.treatments)
    if not canonical.is_provisional:
        return _opened(canonical, ingredient, canonicalise)
    parts = [canonicalise(name, year=year) for name in _part(fold_name(ingredient.name), canonicalise)]
    if parts:
        return [item for part in parts for item in _opened(part, ingredient, canonicalise)]
    weight = FORMULA.prose if _is_prose(canonical.id[1:]) else FORMULA.provisional
    return [Item(canonical.id, canonical.treatments, ingredient, canonical.found, weight)]


def _opened(canonical: Canonical, ingredient: Ingredient, canonicalise: Canonicaliser) -> list[Item]:
    members = members_of(canonical.id, canonicalise.lexicon)
    if members != (canonical.id,):
        return [Item(member, frozenset(), ingredient, canonical.found, expanded=True) for member in members]
    return [
        Item(
            canonical.id,
            canonical.treatments,
            ingredient,
            canonical.found,
            rule=canonical.rule,
            meant=canonical.meant,
        )
    ]


def members_of(substance_id: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What a mixture stands for, mixtures within mixtures opened too, each once; the id itself when it is no mixture.

    A mixture that contains itself, directly or by way of another, is not opened again: reading always ends.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [substance_id]
    while waiting:
        current = waiting.pop(0)
        if current in seen:
            continue
        seen.add(current)
        substance = lexicon.get(current)
        inside = [member for member in substance.ingredients if member != current] if substance else []
        if inside:
            waiting[:0] = inside
        else:
            found[current] = None
    return tuple(found) or (substance_id,)


def _is_prose(folded: str) -> bool:
    return len(folded) < 2 or len(folded) > 6 or bool(_PROSE.search(folded))


def _part(folded: str, canonicalise: Canonicaliser) -> tuple[str, ...]:
    """Known names that make up a glued string completely (人参甘草), or nothing."""
    return glued_names(folded, canonicalise.lexicon.listed_names)
