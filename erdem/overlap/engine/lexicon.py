"""The substance lexicon: which names mean the same thing, and which things are close.

A substance is a herb, mineral, animal part, compound, food or craft material. The lexicon is data (one
JSON object a line); this module gives it look-ups. Names are compared folded
(`erdem.lib.folding.fold_name`).
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from erdem.lib.folding import fold, fold_name
from erdem.overlap.engine.problems import RecordProblem


class SubstanceKind(enum.StrEnum):
    """What sort of thing a substance is."""

    HERB = "herb"
    MINERAL = "mineral"
    ANIMAL = "animal"
    COMPOUND = "compound"
    FOOD = "food"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Substance:
    """One substance.

    `id` is a stable slug; `name_zh` the canonical Chinese name; `species` names a group of forms of one
    species and part that differ by processing (生地黄, 熟地黄); `substitutes` maps other ids to a grade
    of equality (0.5 same genus, 0.2 same class); `found_in` lists the herbs a compound comes from;
    `ingredients` what a ready mixture (三子散) stands for.
    """

    id: str
    name_zh: str
    kind: SubstanceKind = SubstanceKind.HERB
    aliases: tuple[str, ...] = ()
    name_mn: str = ""
    names_en: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    part: str = ""
    processing: str = ""
    species: str = ""
    substitutes: Mapping[str, float] = field(default_factory=dict)
    found_in: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()

    def as_row(self) -> dict[str, object]:
        """The JSON form, without empty fields."""
        row: dict[str, object] = {"id": self.id, "name_zh": self.name_zh, "kind": self.kind.value}
        for key in ("aliases", "name_mn", "names_en", "latin", "part", "processing", "species"):
            value = getattr(self, key)
            if value:
                row[key] = list(value) if isinstance(value, tuple) else value
        if self.substitutes:
            row["substitutes"] = dict(self.substitutes)
        for key in ("found_in", "ingredients"):
            if getattr(self, key):
                row[key] = list(getattr(self, key))
        return row


# Part words of pharmacopoeia Latin; "Astragali Radix" and "Radix Astragali" are one name.
_LATIN_STOP = frozenset({"et", "seu", "cum", "in", "var", "var.", "subsp", "subsp.", "l.", "spp.", "sp."})


def latin_key(name: str) -> str:
    """Order-free key of a Latin name."""
    words = [word for word in fold(name).replace(",", " ").split() if word not in _LATIN_STOP]
    return " ".join(sorted(words))


def english_key(name: str) -> str:
    """Key of an English name: folded, single spaces, plural s of the last word dropped."""
    words = fold(name).replace("-", " ").replace("'", "").replace("\u2019", "").split()
    if words and len(words[-1]) > 3 and words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is")):
        words[-1] = words[-1][:-1]
    return " ".join(words)


class Lexicon:
    """Substances with look-ups by name in Chinese, English and Latin. Immutable once built."""

    def __init__(self, substances: Iterable[Substance], problems: Iterable[RecordProblem] = ()) -> None:
        self.substances: dict[str, Substance] = {substance.id: substance for substance in substances}
        self.problems: tuple[RecordProblem, ...] = tuple(problems)
        self._zh: dict[str, str] = {}
        self._western: dict[str, str] = {}
        self._latin: dict[str, str] = {}
        for substance in self.substances.values():
            self._zh.setdefault(fold_name(substance.name_zh), substance.id)
        for substance in self.substances.values():
            self._add_names(substance)
        self._zh.pop("", None)
        self.version = self._hash()
        self.longest_zh = max(map(len, self._zh), default=0)

    def _add_names(self, substance: Substance) -> None:
        for alias in substance.aliases:
            self._zh.setdefault(fold_name(alias), substance.id)
        for name in substance.names_en:
            self._western.setdefault(english_key(name), substance.id)
        for name in substance.latin:
            self._latin.setdefault(latin_key(name), substance.id)

    def _hash(self) -> str:
        digest = hashlib.sha256()
        for key in sorted(self.substances):
            row = json.dumps(self.substances[key].as_row(), ensure_ascii=False, sort_keys=True)
            digest.update(row.encode())
            digest.update(b"\n")
        return digest.hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.substances)

    def __iter__(self) -> Iterator[Substance]:
        return iter(self.substances.values())

    def get(self, substance_id: str) -> Substance | None:
        """Substance with this id."""
        return self.substances.get(substance_id)

    def by_chinese(self, folded_name: str) -> str | None:
        """Id for an already folded Chinese name or alias."""
        return self._zh.get(folded_name)

    def by_western(self, name: str) -> str | None:
        """Id for an English name or a Latin name (binomial or pharmacopoeia, any word order)."""
        return self._western.get(english_key(name)) or self._latin.get(latin_key(name))

    @property
    def chinese_names(self) -> Mapping[str, str]:
        """Folded Chinese name or alias -> id."""
        return self._zh

    @property
    def english_names(self) -> Mapping[str, str]:
        """English key -> id."""
        return self._western

    @property
    def latin_names(self) -> Mapping[str, str]:
        """Latin key -> id."""
        return self._latin

    def name_of(self, substance_id: str) -> str:
        """Canonical Chinese name; the id itself, without its mark, for a provisional substance."""
        substance = self.substances.get(substance_id)
        return substance.name_zh if substance else substance_id.removeprefix("?")

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]]) -> Lexicon:
        """Builds from mappings with the keys of `Substance`; a bad row becomes a problem and is left out."""
        substances: list[Substance] = []
        problems: list[RecordProblem] = []
        for line, row in enumerate(rows):
            parsed = _parse_row(row, line)
            if isinstance(parsed, RecordProblem):
                problems.append(parsed)
            else:
                substances.append(parsed)
        return cls(substances, problems)


def _parse_row(row: object, line: int) -> Substance | RecordProblem:
    if not isinstance(row, Mapping):
        return RecordProblem(line, "", "a substance must be an object")
    identifier, name = row.get("id"), row.get("name_zh")
    if not isinstance(identifier, str) or not identifier or identifier.startswith("?"):
        return RecordProblem(line, "id", "a substance needs an id")
    if not isinstance(name, str) or not fold_name(name):
        return RecordProblem(line, "name_zh", "a substance needs a Chinese name")
    kind = row.get("kind") or "herb"
    if kind not in set(SubstanceKind):
        return RecordProblem(line, "kind", f"unknown kind {kind!r}")
    substitutes = row.get("substitutes") or {}
    if not isinstance(substitutes, Mapping):
        return RecordProblem(line, "substitutes", "must map ids to grades")
    return Substance(
        id=identifier,
        name_zh=name,
        kind=SubstanceKind(kind),
        aliases=_strings(row.get("aliases")),
        name_mn=_string(row.get("name_mn")),
        names_en=_strings(row.get("names_en")),
        latin=_strings(row.get("latin")),
        part=_string(row.get("part")),
        processing=_string(row.get("processing")),
        species=_string(row.get("species")),
        substitutes={str(k): float(v) for k, v in substitutes.items() if isinstance(v, int | float)},
        found_in=_strings(row.get("found_in")),
        ingredients=_strings(row.get("ingredients")),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(item for item in value if isinstance(item, str) and item)


def load_seed(path: str | Path) -> Lexicon:
    """Lexicon from a JSON Lines file. Raises OSError when it cannot be read; bad lines become `problems`."""
    rows: list[Mapping[str, object]] = []
    with Path(path).open(encoding="utf-8") as stream:
        rows.extend(json.loads(line) for line in stream if line.strip())
    return Lexicon.from_rows(rows)
