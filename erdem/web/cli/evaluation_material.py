"""Labelled material of `erdem eval cases` and `erdem eval bands`: facts of real disputes and the shipped synthetic pairs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erdem.web.cli.failures import NothingToRead, Refused
from erdem.web.cli.material import own_lexicon, tell

if TYPE_CHECKING:
    from erdem.overlap.engine import Pool
    from erdem.overlap.engine.evaluating.acceptance import CaseBook
    from erdem.overlap.engine.evaluating.band_precision import Labelled

CLASSICAL = "data/tk/classical_formulas.jsonl.gz"
REGION = "data/tk/inner_mongolia_records.jsonl"
FACTS = "data/patents/cn_facts_inner_mongolia.jsonl"
TRUTH = "data/patents/groundtruth"
NO_SOURCE_CLASSES = ("control", "ingredient")


def shared_folder(given: Path) -> Path:
    """Return the folder of evaluation data.

    Raises:
        Refused: it is not there or lacks the material.
    """
    for part in (REGION, FACTS, f"{TRUTH}/tkdl_cases.json"):
        if not (given / part).exists():
            raise Refused(f"{given} holds no {part}. Name the folder of evaluation data with --shared.")
    return given


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _list(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def case_book(shared: Path) -> CaseBook:
    """Return every acceptance case of the folder, with the records that belong to them."""
    from erdem.overlap.engine.evaluating import acceptance

    facts, truth, pairs = _rows(shared / FACTS), shared / TRUTH, shared / "data" / "eval"
    return (
        acceptance.tkdl_book(_list(truth / "tkdl_cases.json"))
        + acceptance.handpicked_book(_list(truth / "cn_handpicked.json"), facts)
        + acceptance.region_book(_rows(pairs / "inner_mongolia_pairs.jsonl"), facts)
        + acceptance.hidden_book(_rows(pairs / "cn_hidden_sources_dev.jsonl"))
        + acceptance.dispute_book(_list(truth / "biopiracy_cases.json"))
    )


def pool_of_cases(tk_file: Path, shared: Path | None, book: CaseBook) -> Pool:
    """Return one pool of the file's records, the region's and those of the cases.

    Raises:
        NothingToRead: the file holds no record.
    """
    from erdem.overlap import engine
    from erdem.overlap.engine.evaluating.case_outcomes import case_pool

    records, problems = engine.read_tk(tk_file)
    tell(tk_file, problems)
    if not records:
        message = f"{tk_file} holds no record of traditional knowledge that can be read. Nothing was compared."
        raise NothingToRead(message)
    region = engine.read_tk(shared / REGION)[0] if shared else []
    return case_pool(records, region, book, own_lexicon())


def synthetic_pairs(pool: Pool, path: Path | None) -> list[Labelled]:
    """Return labelled synthetic patents, the shipped ones when no file is named.

    Raises:
        Refused: their keys belong to another file of records.
    """
    from erdem.overlap.engine.evaluating.band_precision import Labelled

    names = {str(record.id): record.name for record in pool.records}
    if path is None:
        with resources.as_file(resources.files("erdem.overlap") / "seeds" / "calibration_pairs.jsonl") as own:
            rows = _rows(own)
    else:
        rows = _rows(path)
    found = []
    for row in rows:
        own_keys = frozenset(str(key) for key in row["relevant"])
        if row["relevant"] and names.get(str(row["relevant"][0])) != row.get("source"):
            raise Refused(
                f"The labelled pairs were made from other records than --tk: {row['publication']} names"
                f" {row.get('source')!r}. Make new ones with `erdem eval generate`."
            )
        found.append(Labelled(f"synthetic {row['label']}", row, own_keys, synthetic=True, relation=row["relation"]))
    return found


def real_pairs(pool: Pool, shared: Path, book: CaseBook) -> list[Labelled]:
    """Return the labelled patents of the cases, and the controls and shared plants of the region.

    Disputes whose patent side is written from the facts count with the synthetic. A patent that stands in two files
    counts once, the case before the row of facts.
    """
    from erdem.overlap.engine.evaluating import acceptance
    from erdem.overlap.engine.evaluating.band_precision import Labelled
    from erdem.overlap.engine.evaluating.case_outcomes import own_keys

    found = []
    for case in book.cases:
        if case.patent is not None and case.kind in (acceptance.POSITIVE, acceptance.NEGATIVE):
            own = own_keys(pool, case) if case.kind == acceptance.POSITIVE else frozenset()
            built = case.group in ("tkdl", "biopiracy")
            found.append(Labelled(f"{case.group} {case.kind}", case.patent, own, synthetic=built))
    for row in _rows(shared / FACTS):
        if row["relation_class"] in NO_SOURCE_CLASSES:
            is_control = row["relation_class"] == "control"
            group = "control" if is_control else "shared plant"
            found.append(Labelled(group, row, frozenset(), synthetic=False, control=is_control))
    return list({_number(one.row): one for one in reversed(found)}.values())[::-1]


def _number(row: Mapping[str, object]) -> str:
    """Digits of the number, as far as the check digit; of a row without one the address or the title."""
    number = str(row.get("publication") or row.get("patent") or row.get("application") or "")
    return re.sub(r"\D", "", number.split(".")[0]) or number or str(row.get("url") or row.get("title"))
