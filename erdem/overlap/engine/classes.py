"""Fields of technology: where a formula would be classified, and how near a patent's classes are to it.

A patent office puts a medicine under A61K and A61P, a food under A23, a herbicide under A01N. Two compositions of the same plants
in different fields are hardly the same teaching. Classes are those of the International Patent Classification; only the field
is compared, never the number of a group.
"""

from __future__ import annotations

from collections.abc import Sequence

# Fields in which a formula that is taken, applied, eaten or drunk is at home.
_AT_HOME = ("A61K", "A61P", "A61Q", "A61H", "A61F", "A61M", "A23", "A21D", "C12G", "C12H", "C12J")
# Fields that use plants and minerals for something else.
_NEAR = ("A01H", "C12N", "C07", "C08B", "C11B", "G01N", "A24", "A61L", "A61")


def proximity(classes: Sequence[str]) -> float | None:
    """1 when one class is of a field where a formula is at home, 0.5 for a neighbouring field, else 0; None without classes."""
    written = [code.replace(" ", "").upper() for code in classes if code.strip()]
    if not written:
        return None
    if any(code.startswith(_AT_HOME) for code in written):
        return 1.0
    return 0.5 if any(code.startswith(_NEAR) for code in written) else 0.0
