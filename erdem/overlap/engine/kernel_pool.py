"""The formulas of a prepared pool as arrays for the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from erdem.overlap.engine.kernel.compositions import Compositions, from_names
from erdem.overlap.engine.kernel.similarity import Doubles

if TYPE_CHECKING:
    from erdem.overlap.engine.formula.index import FormulaIndex
    from erdem.overlap.engine.formula.items import Item


@dataclass(frozen=True, slots=True)
class KernelPool:
    """Compositions in the order of the pool, the number of each canonical id, and the information of each number."""

    compositions: Compositions
    numbers: Mapping[str, int]
    information: Doubles


def kernel_pool(index: FormulaIndex, compositions: Sequence[Sequence[Item]]) -> KernelPool:
    """Numbers the substances of a pool. An unknown name keeps its lower weight, which depends on the name alone."""
    numbers = {name: number for number, name in enumerate(sorted(index.information))}
    information = np.ones(len(numbers))
    for items in compositions:
        for item in items:
            information[numbers[item.id]] = index.information[item.id] * item.weight
    return KernelPool(
        from_names(([item.id for item in items] for items in compositions), numbers), numbers, information
    )
