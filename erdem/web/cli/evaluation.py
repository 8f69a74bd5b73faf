"""`erdem eval`: figures of quality over labelled pairs, with the size of the pool."""

from __future__ import annotations

import json
from pathlib import Path

import click

from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.material import pool_of, tell

_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("eval")
def eval_group() -> None:
    """Measure quality over labelled pairs."""


@eval_group.command("overlap")
@click.option(
    "--tk", "tk_file", required=True, type=_IN_FILE, help="Records of traditional knowledge, JSON Lines (.gz too)."
)
@click.option(
    "--pairs", "pairs_file", required=True, type=_IN_FILE, help="Compositions or claims with the relevant record ids."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def overlap(tk_file: Path, pairs_file: Path, *, as_json: bool) -> None:
    """Recall and rank of the overlap engine: R@1, R@10, R@100, MRR, NDCG@10.

    A pair counts as found at the rank of the first cluster of variants that holds a relevant record.
    """
    from erdem.overlap import engine

    pool, _problems = pool_of(tk_file)
    pairs = []
    for line, row in engine.read_rows(pairs_file):
        if isinstance(row, dict):
            pairs.append(row)
        else:
            tell(pairs_file, [row if isinstance(row, engine.RecordProblem) else f"line {line + 1}: not an object"])
    if not pairs:
        message = f"{pairs_file} holds no pair that can be read. Nothing was measured."
        raise NothingToRead(message)
    figures = engine.evaluate(pool, pairs)
    if as_json:
        click.echo(json.dumps(figures))
        return
    clusters = len(set(pool.cluster_of))
    click.echo(
        f"Pool: {len(pool.records):,} records in {clusters:,} clusters of variants; {figures['queries']} queries."
    )
    for name, value in figures.items():
        if name != "queries":
            click.echo(f"  {name:<8} {value:.4f}")
