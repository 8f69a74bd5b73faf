"""How many of the names written in records lead to a substance, and how: the measure of the lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from erdem.overlap.engine.canonical import Canonicaliser
from erdem.overlap.engine.formula.items import items_of
from erdem.overlap.engine.records import Ingredient
from erdem.overlap.engine.weights import FORMULA


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of occurrences. `prose` are pieces of running text taken for names: no ingredients, so no part of `share`.

    `found` counts how names were found, `rules` which errors of the text were mended, `unknown` the names without a
    substance.
    """

    occurrences: int = 0
    prose: int = 0
    found: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def resolved(self) -> int:
        """Occurrences that lead to a substance."""
        return sum(self.found.values())

    @property
    def share(self) -> float:
        """Resolved of all that are names, 0 to 1."""
        names = self.occurrences - self.prose
        return self.resolved / names if names else 0.0

    @property
    def share_of_all(self) -> float:
        """Resolved of everything written, running text included, 0 to 1."""
        return self.resolved / self.occurrences if self.occurrences else 0.0


def coverage(ingredients: Iterable[Ingredient], canonicalise: Canonicaliser) -> Coverage:
    """Counts how each written name is resolved. A glued string counts once, as resolved when each part is known."""
    names = Counter(ingredient.name for ingredient in ingredients if ingredient.name)
    found: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    prose = 0
    for name, count in names.items():
        items = items_of([Ingredient(name=name)], canonicalise)
        first = items[0]
        if not first.is_provisional:
            found["parted" if len(items) > 1 and not first.expanded else first.found.value] += count
            if first.rule:
                rules[first.rule] += count
        elif first.weight <= FORMULA.prose:
            prose += count
        else:
            unknown[name] += count
    return Coverage(sum(names.values()), prose, found, rules, unknown)
