"""How telling an operation or a material is, measured: what stands in most processes tells little, 擀 or 烟熏 much.

The counts stand in `counts.json` beside this file. They are counted again with

    python -m erdem.overlap.engine.process.information FILE… > erdem/overlap/engine/process/counts.json

from records and patents that state steps (JSON Lines). Information is `log(1 + N/n)` scaled to 1, as for substances.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from erdem.overlap.engine.process.operations import classes_of
from erdem.overlap.engine.records import Step

UNKNOWN = 0.5  # information of an operation that stands in no class


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many of `documents` processes each class and each material (lexicon id) stands."""

    documents: int
    classes: Mapping[str, int]
    materials: Mapping[str, int]

    def of_class(self, slug: str) -> float:
        """Information of a class, 0..1."""
        return _information(self.documents, self.classes.get(slug, 0))

    def of_material(self, identifier: str) -> float:
        """Information of a material, 0..1."""
        return _information(self.documents, self.materials.get(identifier, 0))


def _information(documents: int, count: int) -> float:
    return math.log(1 + documents / max(count, 1)) / math.log(1 + documents) if documents else 1.0


@lru_cache(maxsize=1)
def counts() -> Counts:
    """The counts the package ships."""
    text = (resources.files("erdem.overlap.engine.process") / "counts.json").read_text(encoding="utf-8")
    row = json.loads(text)
    return Counts(row["documents"], row["classes"], row["materials"])


@lru_cache(maxsize=4096)
def class_information(slugs: tuple[str, ...]) -> float:
    """Information of a step by its most telling class; `UNKNOWN` when it stands in none."""
    return max(map(counts().of_class, slugs), default=UNKNOWN)


def count(processes: Iterable[tuple[Sequence[Step], Iterable[str]]]) -> Counts:
    """Counts classes and materials over processes, each given by its steps and the ids of its materials."""
    documents = 0
    classes: Counter[str] = Counter()
    materials: Counter[str] = Counter()
    for steps, identifiers in processes:
        documents += 1
        classes.update({slug for step in steps for slug in classes_of(step.operation)})
        materials.update(set(identifiers))
    # A material that is not listed counts as standing in one process.
    often = {key: number for key, number in sorted(materials.items()) if number > 1}
    return Counts(documents, dict(sorted(classes.items())), often)


def _main(paths: Sequence[str]) -> None:
    from erdem.overlap.engine.canonical import Canonicaliser
    from erdem.overlap.engine.lexicon import load_seed
    from erdem.overlap.engine.process.materials import materials_in
    from erdem.overlap.engine.readers import read_literature, read_tk

    with resources.as_file(resources.files("erdem.knowledge") / "seeds" / "substances.jsonl") as path:
        canonicalise = Canonicaliser(load_seed(path))
    rows: list[tuple[Sequence[Step], Iterable[str]]] = []
    for name in paths:
        records = [record for record in read_tk(Path(name))[0] if record.kind != "formula"]
        of_records = [
            (record.steps, [*record.materials, *(step.material for step in record.steps)]) for record in records
        ]
        of_patents = [
            (patent.steps, [*(item.name for item in patent.ingredients), *(step.material for step in patent.steps)])
            for patent in ([] if of_records else read_literature(Path(name))[0])
        ]
        rows += [
            (steps, list(materials_in(written, canonicalise))) for steps, written in (*of_records, *of_patents) if steps
        ]
    found = count(rows)
    sources = [Path(name).name for name in paths]
    json.dump(
        {"sources": sources, "documents": found.documents, "classes": found.classes, "materials": found.materials},
        sys.stdout,
        ensure_ascii=False,
        indent=1,
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
