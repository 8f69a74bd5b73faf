"""The overlap kernel: for each composition the k best formulas of a pool, exactly, as compiled code over arrays.

It does per composition what a plain inverted index does, but touches a twentieth of the bytes. *Exact* means: the same
positions and the same scores, to the last bit, as scoring every formula (`brute_force`). The tricks, and why none loses
anything (each has its property test in `tests/engine/test_kernel.py`):

1. **Sums without rounding.** The weight of a substance is a multiple of 2**-20 (`layout.GRID`), kept as float32. Sums of
   such numbers below 2**32 are exact in float64, so they do not depend on the order of summing, and a score is one fixed
   formula of three exact sums: matched, asked (the claim's), total (the formula's).
2. **One set, one score.** Formulas with the same substances are scored once and written out one by one, by position.
   Their sums are equal, so their scores are.
3. **Counters of one byte.** Posting lists add `floor(weight * scale) + 1` to a byte for each formula, with `scale` such
   that all of a composition's terms together give at most 255. Each addend lies in `(weight * scale, weight * scale + 1]`,
   so a level `a` proves `(a - terms) / scale <= matched < a / scale`: bounds from both sides. The counters of 20,000
   sets fit into the first-level cache, which is where most of the time of a plain kernel goes.
4. **Substances in very many formulas** have a row of bytes (0 or 255) instead of a posting list; `row & addend` is
   added to all counters with vector instructions. It is the same sum.
5. **Blocks of like formulas, maxima by column.** Formulas are renumbered by `total` and laid out so that the formulas of
   one block stand under each other: the highest level of every block comes from vector maxima of whole rows. Every
   similarity here grows with `matched` and falls with `total`; so `f(highest level / scale, least total of the block)`
   bounds every formula of the block from above, and a block below the k-th best cannot hold a winner.
6. **A good threshold before the first score.** The formula with a block's highest level scores at least
   `f((level - terms) / scale, greatest total of the block)`. Blocks are disjoint, so the k-th greatest of these bounds is
   a lower bound of the k-th best score.
7. **The least level that can still win** is found for each open block by bisection of the bound of 5; what lies below is
   never scored. What remains (50 of 22,000) is summed exactly over its own list of substances.

Bounds are widened by 1e-8 of their value, a million times the error of the few operations they are made of. Ties go to
the lower position. A composition with more than `search.CROWDED` terms leaves no room in a byte and is scored in full.

`storage` keeps an index on disk, memory-mapped; `distributed` runs the same kernel as Ray tasks; `graded` is the first
stage of the screening, where a claimed substance also meets its near relatives.
"""

from erdem.overlap.engine.kernel.brute import brute_force
from erdem.overlap.engine.kernel.compositions import Compositions, synthetic
from erdem.overlap.engine.kernel.layout import KernelIndex, build
from erdem.overlap.engine.kernel.search import Found, top_k
from erdem.overlap.engine.kernel.similarity import Metric

__all__ = ["Compositions", "Found", "KernelIndex", "Metric", "brute_force", "build", "synthetic", "top_k"]
