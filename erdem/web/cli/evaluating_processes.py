"""`erdem eval processes`: rank of the source of labelled process patents, and false alarms."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.material import patents_of, pool_of

if TYPE_CHECKING:
    from erdem.overlap.engine import Patent
    from erdem.overlap.engine.evaluating.processes import Judged

_WORD_OF_ADDRESS = re.compile(r"[A-Za-z0-9]{6,}")
_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("processes")
@click.option(
    "--tk", "tk_file", required=True, type=_IN_FILE, help="Records of traditional knowledge, JSON Lines (.gz too)."
)
@click.option("--literature", "literature_file", required=True, type=_IN_FILE, help="The patents of the pairs.")
@click.option(
    "--pairs",
    "pairs_file",
    type=_IN_FILE,
    help="Labelled pairs: patent, tk, label (source, near, none). Without it the pairs that the package ships.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every pair.")
def processes(tk_file: Path, literature_file: Path, pairs_file: Path | None, *, as_json: bool) -> None:
    """Recall of the sources of process patents, alarms without a source, and retold processes.

    A retold process is made from a record: its steps in other words, without its name, among steps of a machine.
    """
    from erdem.overlap.engine.evaluating import processes as evaluation

    pool, _problems = pool_of(tk_file)
    patents, _trouble = patents_of(literature_file)
    pairs = evaluation.read_pairs(_pair_rows(pairs_file))
    judged = list(evaluation.judge(pool, pairs, _by_key(literature_file, patents)))
    if not judged:
        message = "None of the pairs names a patent of the literature given. Nothing was measured."
        raise NothingToRead(message)
    retold = evaluation.judge_retold(pool)
    figures = evaluation.figures(judged)
    again = evaluation.figures(retold)
    figures.update({f"retold {key}": again[f"source {key}"] for key in ("R@1", "R@3")}, retold=len(retold))
    if as_json:
        rows = [_row(one) for one in (*judged, *retold)]
        click.echo(json.dumps({"records": len(pool.records), **figures, "pairs": rows}, ensure_ascii=False))
        return
    _print(len(pool.records), figures, judged, retold)


def _print(records: int, figures: Mapping[str, float], judged: Sequence[Judged], retold: Sequence[Judged]) -> None:
    click.echo(f"Pool: {records:,} records; {len(judged)} labelled patents, {len(retold)} retold processes.")
    for name, value in figures.items():
        click.echo(f"  {name:<14} {value:.4f}" if "R@" in name else f"  {name:<14} {value:g}")
    for one in (*judged, *retold):
        if one.pair.label == "none" and one.alarms:
            click.echo(f"alarm without a source: {one.pair.patent}: {', '.join(one.alarms)}")
        elif one.pair.label == "source" and one.rank != 1:
            place = f"rank {one.rank}" if one.rank else "not found"
            click.echo(
                f"{place}: {one.pair.patent} <- {' / '.join(one.pair.records)} (first: {one.first or 'nothing'})"
            )


def _row(one: Judged) -> dict[str, object]:
    return {
        "patent": one.pair.patent,
        "label": one.pair.label,
        "tk": list(one.pair.records),
        "rank": one.rank,
        "first": one.first,
        "relation": one.relation,
        "alarms": list(one.alarms),
    }


def _pair_rows(path: Path | None) -> list[dict[str, Any]]:
    shipped = resources.files("erdem.overlap") / "seeds" / "process_pairs.jsonl"
    text = path.read_text(encoding="utf-8") if path else shipped.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _by_key(path: Path, patents: Sequence[Patent]) -> dict[str, Patent]:
    """Patents by number and title, and by the numbers of its row and the words of its address that no other has."""
    from erdem.overlap import engine

    keyed = {patent.title: patent for patent in patents if patent.title}
    keyed |= {patent.publication: patent for patent in patents}
    addressed: dict[str, list[Patent]] = defaultdict(list)
    for line, row in engine.read_rows(path):
        patent = engine.patent(row, line)[0] if isinstance(row, dict) else None
        if not isinstance(row, dict) or patent is None:
            continue
        for name in (row.get("application"), row.get("publication")):
            if name:
                keyed.setdefault(str(name), patent)
        for word in set(_WORD_OF_ADDRESS.findall(str(row.get("url") or ""))):
            addressed[word].append(patent)
    for word, found in addressed.items():
        if len(found) == 1:
            keyed.setdefault(word, found[0])
    return keyed
