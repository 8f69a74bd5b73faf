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
from erdem.overlap.engine.processing import PREFIXES

_FORMULA_ENDINGS = "汤散丸饮丹"


class SubstanceKind(enum.StrEnum):
    """What sort of thing a substance is."""

    HERB = "herb"
    MINERAL = "mineral"
    ANIMAL = "animal"
    COMPOUND = "compound"
    FOOD = "food"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class EraName:
    """A name that may mean a substance in texts of certain years, besides what the name means today.

    `since` and `until` are years, inclusive, None when open; `grade` says how far the substance counts as the one
    meant, `confidence` how settled that is among herbalists; `source` is the reason in one line.
    """

    name: str
    grade: float
    since: int | None = None
    until: int | None = None
    confidence: float = 0.5
    source: str = ""

    def covers(self, year: int | None) -> bool:
        """Whether a text of this year may use the name so. A text without a year is taken for a modern one."""
        if year is None:
            return self.until is None
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def as_row(self) -> dict[str, object]:
        """The JSON form: `from` and `to` only where there is a limit."""
        row: dict[str, object] = {"name": self.name, "grade": self.grade, "confidence": self.confidence}
        row["source"] = self.source
        if self.since is not None:
            row["from"] = self.since
        if self.until is not None:
            row["to"] = self.until
        return row


@dataclass(frozen=True, slots=True)
class Substance:
    """One substance.

    `id` is a stable slug; `name_zh` the canonical Chinese name; `species` names a group of forms of one
    species and part that differ by processing (生地黄, 熟地黄); `plant` a group of different parts of one species
    (桑叶, 桑白皮); `substitutes` maps other ids to a grade of equality (0.5 same genus, 0.2 same class); `kind_of`
    lists what a wider name covers (川贝母 is a 贝母); `found_in` the herbs a compound comes from; `ingredients` what a
    ready mixture (三子散) stands for, mixtures among them; `eras` names that meant it in older texts. Mongolian,
    Tibetan and Indian names are in Latin letters; `unverified` are those names that no expert has checked.
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
    names_mn: tuple[str, ...] = ()
    names_bo: tuple[str, ...] = ()
    names_in: tuple[str, ...] = ()
    plant: str = ""
    kind_of: tuple[str, ...] = ()
    eras: tuple[EraName, ...] = ()
    unverified: tuple[str, ...] = ()

    @property
    def is_formula(self) -> bool:
        """A mixture known by the name of a formula (四物汤), unlike names written together (赤白芍)."""
        return bool(self.ingredients) and self.name_zh[-1] in _FORMULA_ENDINGS

    def as_row(self) -> dict[str, object]:
        """The JSON form, without empty fields."""
        row: dict[str, object] = {"id": self.id, "name_zh": self.name_zh, "kind": self.kind.value}
        for key in _PLAIN_FIELDS:
            value = getattr(self, key)
            if value:
                row[key] = list(value) if isinstance(value, tuple) else value
        if self.substitutes:
            row["substitutes"] = dict(self.substitutes)
        for key in ("kind_of", "found_in", "ingredients"):
            if getattr(self, key):
                row[key] = list(getattr(self, key))
        if self.eras:
            row["eras"] = [era.as_row() for era in self.eras]
        if self.unverified:
            row["unverified"] = list(self.unverified)
        return row


_PLAIN_FIELDS = (
    "aliases", "name_mn", "names_en", "latin", "names_mn", "names_bo", "names_in", "part", "processing", "species",
    "plant",
)  # fmt: skip


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
        self._eras: dict[str, list[tuple[str, EraName]]] = {}
        for substance in self.substances.values():
            self._zh.setdefault(fold_name(substance.name_zh), substance.id)
        for substance in self.substances.values():
            self._add_names(substance)
        self._zh.pop("", None)
        self._in_lists = {name: key for name, key in self._zh.items() if not self.substances[key].is_formula}
        self._in_text = {name: key for name, key in self._in_lists.items() if not self._is_treated_form(name, key)}
        self.version = self._hash()
        self.longest_zh = max(map(len, self._zh), default=0)

    def _add_names(self, substance: Substance) -> None:
        for alias in substance.aliases:
            self._zh.setdefault(fold_name(alias), substance.id)
        for name in (*substance.names_en, *substance.names_mn, *substance.names_bo, *substance.names_in):
            self._western.setdefault(english_key(name), substance.id)
        for era in substance.eras:
            self._eras.setdefault(fold_name(era.name), []).append((substance.id, era))
        for name in substance.latin:
            self._latin.setdefault(latin_key(name), substance.id)

    def _is_treated_form(self, name: str, key: str) -> bool:
        """炒当归 beside 当归: whoever scans a text finds the shorter name and widens it; the longer would hide 炒当归身."""
        if name == fold_name(self.substances[key].name_zh):
            return False
        rests = (name[len(word) :] for word in PREFIXES if name.startswith(word))
        return any(len(rest) > 1 and self._zh.get(rest) == key for rest in rests)

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

    def meant_by(self, folded_name: str, year: int | None) -> tuple[tuple[str, EraName], ...]:
        """Ids that an already folded Chinese name may have meant in a text of that year, besides its own; best first."""
        found = self._eras.get(folded_name)
        if not found:
            return ()
        covering = [(key, era) for key, era in found if era.covers(year)]
        return tuple(sorted(covering, key=lambda row: (-row[1].grade, row[0])))

    @property
    def has_eras(self) -> bool:
        """Whether any name of the lexicon meant something else in other centuries."""
        return bool(self._eras)

    def by_western(self, name: str) -> str | None:
        """Id for an English name or a Latin name (binomial or pharmacopoeia, any word order)."""
        return self._western.get(english_key(name)) or self._latin.get(latin_key(name))

    @property
    def chinese_names(self) -> Mapping[str, str]:
        """Folded Chinese name or alias -> id, to be looked for in running text.

        Left out are names of whole formulas (四物汤), since a text that names one need not have it as an ingredient, and
        names that are another name of the same substance behind a word of treatment or place.
        """
        return self._in_text

    @property
    def listed_names(self) -> Mapping[str, str]:
        """Folded Chinese name or alias -> id, as they stand in lists of ingredients: all but names of whole formulas."""
        return self._in_lists

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
    eras = row.get("eras") or ()
    if not isinstance(eras, list | tuple) or not all(map(_is_era, eras)):
        return RecordProblem(line, "eras", "each needs a name and a grade from 0 to 1")
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
        names_mn=_strings(row.get("names_mn")),
        names_bo=_strings(row.get("names_bo")),
        names_in=_strings(row.get("names_in")),
        plant=_string(row.get("plant")),
        kind_of=_strings(row.get("kind_of")),
        eras=tuple(map(_era, eras)),
        unverified=_strings(row.get("unverified")),
    )


def _is_era(row: object) -> bool:
    if not isinstance(row, Mapping) or not fold_name(_string(row.get("name"))):
        return False
    grade = row.get("grade")
    return isinstance(grade, int | float) and 0 < grade <= 1


def _era(row: Mapping[str, object]) -> EraName:
    confidence = row.get("confidence")
    return EraName(
        name=_string(row.get("name")),
        grade=float(str(row["grade"])),
        since=_year(row.get("from")),
        until=_year(row.get("to")),
        confidence=float(confidence) if isinstance(confidence, int | float) else 0.5,
        source=_string(row.get("source")),
    )


def _year(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


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
