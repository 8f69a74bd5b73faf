"""How far a formula may be changed before its source is lost: the table of perturbations, redone with each engine.

From real formulas of the pool synthetic patents are derived by four recipes; names are written by aliases at random,
amounts are noised by a quarter. The truth is the cluster of variants of the source (records with the same canonical
set). A synthetic patent that by chance comes nearer to another formula counts as a miss. A swapped substance gives way
to a foreign one, and foreign ones are drawn as often as the pool holds them. Everything is seeded.
"""

from __future__ import annotations

import bisect
import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from erdem.lib.chance import repeatable
from erdem.lib.intervals import bootstrap_mean, wilson
from erdem.lib.quantity import Dimension, convention_of
from erdem.overlap.engine.claims.parse import ParsedPatent, parse_patent
from erdem.overlap.engine.evaluating.baselines import MEASURES, PlainSets
from erdem.overlap.engine.evaluating.retrieval import DEPTH, ENGINE, SEED, Ranker, ranker
from erdem.overlap.engine.pool import Pool
from erdem.overlap.engine.records import patent as read_patent

FEWEST, MOST = 4, 20
LEAST_KEPT = 2
NOISE = 0.25
ALIASED = 0.5
_WEIGHED = frozenset({Dimension.MASS, Dimension.OLD_MASS, Dimension.SHARE, Dimension.EQUAL})


@dataclass(frozen=True, slots=True)
class Recipe:
    """One column: shares of the source's substances dropped and swapped, number of foreign ones added, the aim of R@1."""

    name: str
    dropped: float
    swapped: float
    added: int
    aim: float


RECIPES = (
    Recipe("add 3", 0.0, 0.0, 3, 0.98),
    Recipe("add 8", 0.0, 0.0, 8, 0.95),
    Recipe("drop 20 %, add 3", 0.2, 0.0, 3, 0.88),
    Recipe("drop 30 %, add 6, swap 10 %", 0.3, 0.1, 6, 0.65),
)


@dataclass(frozen=True, slots=True)
class Perturbed:
    """One synthetic patent with the position of its source; `row` is marked synthetic."""

    source: int
    recipe: str
    row: Mapping[str, object]


class Frequencies:
    """Substances drawn as often as the pool holds them."""

    def __init__(self, pool: Pool) -> None:
        counts = Counter(item.id for items in pool.compositions for item in items if not item.is_provisional)
        self.ids = sorted(counts)
        self._steps = list(itertools.accumulate(counts[key] for key in self.ids))

    def draw(self, chance: random.Random, number: int, without: set[str]) -> list[str]:
        """So many different substances, none of `without`."""
        found: list[str] = []
        taken = set(without)
        while len(found) < number and len(taken) < len(self.ids):
            key = self.ids[bisect.bisect_right(self._steps, chance.randrange(self._steps[-1]))]
            if key not in taken:
                taken.add(key)
                found.append(key)
        return found


def sample_sources(pool: Pool, number: int, chance: random.Random) -> list[int]:
    """Positions of so many formulas, one a cluster: 4 to 20 known substances, each with an amount that can be weighed.

    Only records whose list is complete are taken. When too few are dosed in full, formulas without full doses fill up.
    """
    seen: set[str] = set()
    dosed: list[int] = []
    others: list[int] = []
    for position, items in enumerate(pool.compositions):
        whole = FEWEST <= len(items) <= MOST and not any(item.is_provisional or item.expanded for item in items)
        if whole and _as_listed(pool, position) and pool.cluster_of[position] not in seen:
            seen.add(pool.cluster_of[position])
            (dosed if _amounts(pool, position) else others).append(position)
    chance.shuffle(dosed)
    chance.shuffle(others)
    return [*dosed, *others][:number]


def _as_listed(pool: Pool, position: int) -> bool:
    """True when the record holds what its list says and nothing else: what the engine reads out of a text besides would be
    hidden from the plain measures.
    """
    listed = {pool.canonicalise(one.name).id for one in pool.records[position].ingredients}
    return listed == {item.id for item in pool.compositions[position]}


def _amounts(pool: Pool, position: int) -> dict[str, float]:
    """Amount of each substance in one unit, or nothing when one lacks it or they are of different kinds."""
    items = pool.compositions[position]
    convention = convention_of(item.source.quantity for item in items)
    intervals = {item.id: item.source.quantity.interval(convention) for item in items}
    kinds = {item.source.quantity.dimension for item in items}
    if len(kinds) > 1 or not kinds <= _WEIGHED:
        return {}
    found = {key: (pair[0] + pair[1]) / 2 for key, pair in intervals.items() if pair is not None and pair[1] > 0}
    return found if len(found) == len(items) else {}


class Writer:
    """Writes substances the way applicants do: by one of their names, with an amount in parts."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._names: dict[str, list[str]] = {}

    def name(self, substance: str, chance: random.Random) -> str:
        """The canonical name, or half of the time one of the aliases that mean this substance and no other."""
        if substance not in self._names:
            known = self.pool.lexicon.get(substance)
            aliases = known.aliases if known else ()
            self._names[substance] = [name for name in aliases if self.pool.canonicalise(name).id == substance]
        others = self._names[substance]
        if others and chance.random() < ALIASED:
            return chance.choice(others)
        return self.pool.lexicon.name_of(substance)


def perturb(pool: Pool, recipe: Recipe, source: int, writer: Writer, foreign: Frequencies, seed: int) -> Perturbed:
    """One synthetic patent from one formula; the same seed gives the same patent."""
    chance = repeatable(f"{seed}|{recipe.name}|{source}")
    own = [item.id for item in pool.compositions[source]]
    amounts = _amounts(pool, source)
    chance.shuffle(own)
    swapped = _part(len(own), recipe.swapped, chance)
    lost = min(_part(len(own), recipe.dropped, chance) + swapped, len(own) - LEAST_KEPT)
    kept = own[lost:]
    added = foreign.draw(chance, recipe.added + swapped, set(own))
    usual = sorted(amounts.values())[len(amounts) // 2] if amounts else 0.0
    ingredients = []
    for substance in [*kept, *added]:
        row: dict[str, object] = {"herb": writer.name(substance, chance)}
        if amounts:
            amount = amounts.get(substance, usual * 2 ** chance.uniform(-1, 1))
            row["dose"] = f"{amount * chance.uniform(1 - NOISE, 1 + NOISE):.3g}份"
        ingredients.append(row)
    chance.shuffle(ingredients)
    number = f"SYNTHETIC-{recipe.name.replace(' ', '')}-{source}"
    return Perturbed(source, recipe.name, {"publication": number, "synthetic": True, "ingredients": ingredients})


def _part(size: int, share: float, chance: random.Random) -> int:
    """A share of so many substances; the fraction left over becomes one more as often as it is large."""
    whole, rest = divmod(size * share, 1)
    return int(whole) + (chance.random() < rest)


def perturbation_table(
    pool: Pool,
    formulas: int = 300,
    seed: int = SEED,
    metrics: Sequence[str] = (ENGINE, *MEASURES),
    progress: Callable[[str], None] = lambda _text: None,
) -> dict[str, object]:
    """R@1 and MRR of the true source for each recipe and metric, with 95 % intervals, as `erdem eval perturbation` prints."""
    sources = sample_sources(pool, formulas, repeatable(seed))
    writer, foreign, plain = Writer(pool), Frequencies(pool), PlainSets(pool)
    columns: dict[str, object] = {}
    for recipe in RECIPES:
        progress(recipe.name)
        made = [perturb(pool, recipe, source, writer, foreign, seed) for source in sources]
        parsed = [_parsed(pool, one) for one in made]
        truths = [pool.cluster_of[one.source] for one in made]
        columns[recipe.name] = {
            "aim": recipe.aim,
            "metrics": {name: _figures(pool, ranker(pool, name, plain), parsed, truths, seed) for name in metrics},
        }
    return {
        "formulas": len(sources),
        "with_full_doses": sum(bool(_amounts(pool, source)) for source in sources),
        "pool": len(pool.records),
        "clusters": len(pool.clusters),
        "truth": "the cluster of variants with the canonical set of the source",
        "synthetic": True,
        "seed": seed,
        "lexicon": pool.lexicon.version,
        "columns": columns,
    }


def _parsed(pool: Pool, one: Perturbed) -> ParsedPatent:
    patent, problems = read_patent(one.row, 0)
    if patent is None:
        raise ValueError("; ".join(map(str, problems)))
    return parse_patent(patent, pool.canonicalise)


def _figures(
    pool: Pool, rank: Ranker, parsed: Sequence[ParsedPatent], truths: Sequence[str], seed: int
) -> dict[str, object]:
    gains: list[float] = []
    for claim, truth in zip(parsed, truths, strict=True):
        places = [pool.cluster_of[one.position] for one in rank(claim)[:DEPTH]]
        gains.append(1 / (places.index(truth) + 1) if truth in places else 0.0)
    first = sum(gain == 1.0 for gain in gains)
    return {
        "R@1": round(first / max(len(gains), 1), 4),
        "MRR": round(sum(gains) / max(len(gains), 1), 4),
        "R@1 interval": [round(edge, 4) for edge in wilson(first, len(gains))],
        "MRR interval": [round(edge, 4) for edge in bootstrap_mean(gains, seed)],
    }
