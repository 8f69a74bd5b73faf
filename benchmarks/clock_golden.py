"""Compare the product's periods with the golden set: ``python benchmarks/clock_golden.py`` prints “N of N agree”.

With ``--fresh`` the golden answers are counted anew by `tools/golden_periods.py` first. Exits 1 when one differs.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from erdem.base.shipped import shipped_calendar  # noqa: E402  the path comes first
from erdem.lib.periods import Period, reckon  # noqa: E402

GOLDEN = ROOT / "tests" / "golden" / "periods.csv"


def answer(row: dict[str, str]) -> dt.date | None:
    """Return what the product says to one question."""
    extensions = [Period(int(one.split()[0]), one.split()[1]) for one in filter(None, row["extensions"].split(";"))]
    pauses = [
        (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        for first, last in (one.split("..") for one in filter(None, row["pauses"].split(";")))
    ]
    period, start = Period(int(row["limit"]), row["unit"]), dt.date.fromisoformat(row["start"])
    found = reckon(period, start, shipped_calendar(), extensions=extensions, pauses=pauses)
    return None if found.provisional else found.day


def golden() -> list[dict[str, str]]:
    """Return the questions with their golden answers."""
    with GOLDEN.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def fresh() -> list[dict[str, str]]:
    """Return the same, counted anew by the independent method."""
    import golden_periods

    return [
        {name: str(value) for name, value in zip(golden_periods.HEAD, (*case, day), strict=True)}
        for case, day in golden_periods.cases()
    ]


def main() -> int:
    """Compare and print the figures."""
    rows = fresh() if "--fresh" in sys.argv else golden()
    differing = [(row, found) for row in rows if str(found := answer(row)) != row["due"]]
    for row, found in differing:
        print(f"{row['why']}: {row['start']} + {row['limit']} {row['unit']} {row['extensions']} {row['pauses']}"
              f" = {row['due']}, here {found}")  # fmt: skip
    units = Counter(row["unit"] for row in rows)
    print(", ".join(f"{unit} {number}" for unit, number in sorted(units.items())))
    print(f"{len(rows) - len(differing)} of {len(rows)} agree")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
