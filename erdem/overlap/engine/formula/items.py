"""From written ingredients to canonical items: ready mixtures opened, glued names parted, running text weighed down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from erdem.lib.folding import fold_name
from erdem.overlap.engine.canonical import Canonical, Canonicaliser, Found
from erdem.overlap.engine.records import Ingredient
from erdem.overlap.engine.weights import FORMULA

# Characters of directions and symptoms that strayed into a list of ingredients of a damaged text.
_PROSE = re.compile(
    r"[去煎服次入令滤调搅焙锉研炒炮裂切烧浸渐咀渣滓者之而不或也每为则用取日夜食酒汤水盏升斗合两半微口心面手足身痛热冷虚渴汗]"
)
_TRAILING = re.compile(r"(?:各|每|等分|[一二三四五六七八九十百半]+(?:两|钱|分|斤|个|枚|片|升|合)?|两|钱|分)+半?$")
_LEADS = ("次入", "用", "有", "好", "入", "加")
MAX_GLUED = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One canonical ingredient of one side; `weight` scales its information, `source` is what was written."""

    id: str
    treatments: frozenset[str]
    source: Ingredient
    found: Found
    weight: float = 1.0
    expanded: bool = False

    @property
    def is_provisional(self) -> bool:
        """True when the lexicon does not know the name."""
        return self.found is Found.PROVISIONAL


def items_of(ingredients: Iterable[Ingredient], canonicalise: Canonicaliser) -> tuple[Item, ...]:
    """Canonical items, one a substance (the first with a readable amount wins), in the order written."""
    kept: dict[str, Item] = {}
    for ingredient in ingredients:
        for item in _open(ingredient, canonicalise):
            first = kept.get(item.id)
            if first is None or (item.source.quantity.is_numeric and not first.source.quantity.is_numeric):
                kept[item.id] = item if first is None else replace(item, treatments=first.treatments | item.treatments)
    return tuple(kept.values())


def _open(ingredient: Ingredient, canonicalise: Canonicaliser) -> list[Item]:
    canonical = canonicalise(ingredient.name, ingredient.processing, ingredient.dose)
    if ingredient.substance and canonicalise.lexicon.get(ingredient.substance):
        canonical = Canonical(ingredient.substance, Found.NAME, canonical.treatments)
    if canonical.is_provisional:
        parts = _part(fold_name(ingredient.name), canonicalise)
        if parts:
            return [Item(part.id, part.treatments, ingredient, part.found) for part in parts]
        weight = FORMULA.prose if _is_prose(canonical.id[1:]) else FORMULA.provisional
        return [Item(canonical.id, canonical.treatments, ingredient, canonical.found, weight)]
    substance = canonicalise.lexicon.get(canonical.id)
    if substance is not None and substance.ingredients:
        return [
            Item(member, frozenset(), ingredient, canonical.found, expanded=True) for member in substance.ingredients
        ]
    return [Item(canonical.id, canonical.treatments, ingredient, canonical.found)]


def _is_prose(folded: str) -> bool:
    return len(folded) < 2 or len(folded) > 6 or bool(_PROSE.search(folded))


def _part(folded: str, canonicalise: Canonicaliser) -> list[Canonical]:
    """Known names that make up a glued string completely (人参甘草, 次入雄黄), or nothing."""
    for rest in (*(folded[len(lead) :] for lead in _LEADS if folded.startswith(lead)), _TRAILING.sub("", folded)):
        if len(rest) >= 2 and rest != folded and canonicalise.lexicon.by_chinese(rest):
            return [canonicalise(rest)]
    if not 4 <= len(folded) <= MAX_GLUED:
        return []
    names = canonicalise.lexicon.chinese_names
    parts: list[Canonical] = []
    position = 0
    while position < len(folded):
        size = next(
            (n for n in range(min(6, len(folded) - position), 1, -1) if folded[position : position + n] in names), 0
        )
        if not size:
            return []
        parts.append(canonicalise(folded[position : position + size]))
        position += size
    return parts
