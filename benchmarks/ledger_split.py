"""Split random amounts among random shares and look at each result.

    python benchmarks/ledger_split.py [--cases 1000000] [--seed 1]

Checks for each case: the parts add up to the amount; nobody is a whole fen away from the exact share; another order of the
payees gives the same parts. Prints how often plain rounding of each share would have missed the amount.
"""

from __future__ import annotations

import argparse
import time
from fractions import Fraction

from erdem.ledger.sums import Share, split
from erdem.lib.chance import repeatable


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance, wrong, missed = repeatable(given.seed), 0, 0
    started = time.perf_counter()
    for _case in range(given.cases):
        weights = [chance.randrange(1, 10_000) for _payee in range(chance.randrange(1, 9))]
        whole = sum(weights)
        shares = [Share(f"{at}", Fraction(weight, whole)) for at, weight in enumerate(weights)]
        amount = chance.randrange(-(10**10), 10**10)
        parts = split(amount, shares)
        off = any(abs(parts[share.payee] - amount * share.part) >= 1 for share in shares)
        other = split(amount, chance.sample(shares, len(shares)))
        wrong += sum(parts.values()) != amount or off or other != parts
        missed += sum(round(amount * share.part) for share in shares) != amount
    seconds = time.perf_counter() - started
    print(f"cases: {given.cases:,}, wrong: {wrong}, seconds: {seconds:.0f}")
    print(f"plain rounding of each share misses the amount in {missed:,} of them ({missed / given.cases:.1%})")


if __name__ == "__main__":
    main()
