"""Steps of a computation: a code, named numbers, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, replace

Values = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True)
class Step:
    """One step. ``values`` are what went in, in their order; ``result`` what came out; ``counts`` marks what the base adds up."""

    code: str
    result: int
    values: Values = ()
    counts: bool = False

    @classmethod
    def of(cls, code: str, result: int, **values: str | int) -> Step:
        """A step with its values by name."""
        return cls(code, result, tuple(values.items()))

    def counted(self) -> Step:
        """The same step as one that the base adds up."""
        return replace(self, counts=True)

    @property
    def text(self) -> str:
        """The step as one line of text data; blanks and line breaks within a value become ``_``."""
        told = "".join(f" {name}={'_'.join(str(value).split())}" for name, value in self.values)
        return f"{self.code}{told} result={self.result}"


def half_up(numerator: int, denominator: int) -> int:
    """The quotient as a whole number, the nearest one; half a unit goes up in size, so that -x gives minus what x gives."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
