"""The overlap kernel: for each composition the k best formulas of a pool, exactly, as compiled code over arrays.

*Exact* means: the same positions and the same scores, to the last bit, as scoring every formula (`brute_force`). The
tricks, and why none loses anything (each has its property test in `tests/engine/test_kernel.py`):

1. **Sums without rounding.** The weight of a substance is a multiple of 2**-20 (`layout.GRID`), kept as float32. Sums of
   such numbers below 2**32 are exact in float64, so they do not depend on the order of summing, and a score is one fixed
   formula of three exact sums: matched, asked (the claim's), total (the formula's).
2. **One set, one score.** Formulas with the same substances are one group, scored once and written out one by one, by
   position. Their sums are equal, so their scores are.
3. **Counters of one byte.** Posting lists add `floor(weight * scale) + 1` to a byte for each group, with `scale` such that
   all of a composition's terms together give at most 255. Each addend is greater than `weight * scale` but for its
   rounding, which the widening below covers, so a level `a` proves `matched < a / scale`, and a level 0 that nothing is
   shared. The counters of 20,000 groups fit into the
   first-level cache, and vector instructions compare 32 or 64 of them at a time.
4. **Substances in very many formulas** have a row of bytes (0 or 255) instead of a posting list; `row & addend` is
   added to all counters with vector instructions. It is the same sum.
5. **Blocks of like groups, maxima by column.** Groups are renumbered by `total` and laid out so that those of one block
   stand under each other: the highest level of every block, and of every field of eight blocks, comes from vector maxima
   of whole rows. Every similarity here grows with `matched` and falls with `total`; so with the least total of a block
   there is one least level that can reach a given score, and a block whose highest level is below it holds no winner.
6. **A good threshold from the start.** First the group with the highest level of each of the most promising fields is
   scored, and its counter cleared so that it does not come twice. They are true scores of different formulas, so the
   k-th best of them is a lower bound of the k-th best of all, whichever fields were taken.
7. **Only what can still win.** Then each block whose highest level reaches its least level for the k-th best so far is
   opened, and in it only the groups that do. That bound only rises, so what was passed over stays beaten. Some 20 of
   22,000 formulas are summed exactly, over their own lists of substances.

Bounds are widened by 1e-8 of their value, a million times the error of the few operations they are made of. Ties go to
the lower position. A composition with more than `search.CROWDED` terms leaves too few levels in a byte and is scored in
full.

`storage` keeps an index on disk, memory-mapped; `distributed` runs the same kernel as Ray tasks; `graded` is the first
stage of the screening, where a claimed substance also meets its near relatives.
"""

from erdem.overlap.engine.kernel.brute import brute_force
from erdem.overlap.engine.kernel.compositions import Compositions, synthetic
from erdem.overlap.engine.kernel.layout import KernelIndex, build
from erdem.overlap.engine.kernel.search import Found, top_k
from erdem.overlap.engine.kernel.similarity import Metric

__all__ = ["Compositions", "Found", "KernelIndex", "Metric", "brute_force", "build", "synthetic", "top_k"]
