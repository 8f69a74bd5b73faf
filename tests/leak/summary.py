"""Print the size of the matrix from what its parts left: ``python -m tests.leak.summary FOLDER leak|integrity``.

Ends with ``leak cells: N, canaries found: M`` or ``integrity attacks: N, succeeded: M``, and with 1 when M is not 0.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

_LAST = {
    "leak": "leak cells: {cells}, canaries found: {found}",
    "integrity": "integrity attacks: {cells}, succeeded: {found}",
}
_LISTED = 16


def figures(folder: Path, kind: str) -> list[dict[str, Any]]:
    """Return what the parts of one kind left."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(f"{kind}*.json"))]


def lines(parts: list[dict[str, Any]], kind: str) -> list[str]:
    """Return the lines to print."""
    told = [f"  {part['part']}: {part['cells']} cells" for part in parts]
    dimensions: dict[str, Counter[str]] = {}
    for part in parts:
        for name, counts in part["by"].items():
            dimensions.setdefault(name, Counter()).update(counts)
    for name, total in dimensions.items():
        listed = ", ".join(f"{value} {count}" for value, count in total.most_common(_LISTED))
        more = f", and {len(total) - _LISTED} more" if len(total) > _LISTED else ""
        told.append(f"  by {name} ({len(total)}): {listed}{more}")
    found = [sentence for part in parts for sentence in part["found"]]
    told += [f"  FOUND {sentence}" for sentence in found[:40]]
    told.append(_LAST[kind].format(cells=sum(part["cells"] for part in parts), found=len(found)))
    return told


def main(arguments: list[str]) -> int:
    """Print; return the exit status."""
    folder, kind = Path(arguments[0]), arguments[1]
    parts = figures(folder, kind)
    print("\n".join(lines(parts, kind)))  # noqa: T201  what the command is for
    return 1 if not parts or any(part["found"] for part in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
