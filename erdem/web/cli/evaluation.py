"""`erdem eval`: figures of quality over labelled pairs, with the size of the pool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from erdem.web.cli.evaluating_claims import claims
from erdem.web.cli.evaluating_processes import processes
from erdem.web.cli.evaluation_cases import bands, cases, generate
from erdem.web.cli.evaluation_options import IN_FILE, OUT_FILE, json_option, tk_option
from erdem.web.cli.failures import NothingToRead
from erdem.web.cli.material import pool_of, tell


@click.group("eval")
def eval_group() -> None:
    """Measure quality over labelled pairs."""


def pairs_of(path: Path) -> list[dict[str, Any]]:
    """Read pairs, one JSON object a line; what cannot be read is named on the error stream.

    Raises:
        NothingToRead: no pair could be read.
    """
    from erdem.overlap import engine

    pairs = []
    for line, row in engine.read_rows(path):
        if isinstance(row, dict):
            pairs.append(row)
        else:
            tell(path, [row if isinstance(row, engine.RecordProblem) else f"line {line + 1}: not an object"])
    if not pairs:
        message = f"{path} holds no pair that can be read. Nothing was measured."
        raise NothingToRead(message)
    return pairs


@eval_group.command("overlap")
@tk_option
@click.option(
    "--pairs", "pairs_file", required=True, type=IN_FILE, help="Compositions or claims with the relevant record ids."
)
@click.option(
    "--metric", default="engine", show_default=True, help="What ranks; an unknown name lists those there are."
)
@click.option("--out", "out_file", type=OUT_FILE, help="Write one JSON line a query: its rank and what stood above.")
@json_option
def overlap(tk_file: Path, pairs_file: Path, metric: str, out_file: Path | None, *, as_json: bool) -> None:
    """Recall and rank of the overlap engine: R@1, R@10, R@100, MRR, NDCG@10, with 95 % intervals.

    A pair counts as found at the rank of the first cluster of variants that holds a relevant record. IDF-Jaccard and
    plain Jaccard over sets of folded names are measured in the same run.
    """
    from erdem.overlap.engine.evaluating import retrieval as evaluation
    from erdem.web.cli.evaluation_tables import overlap_text

    if metric not in evaluation.metric_names():
        message = f"{metric!r} is no metric; there are {', '.join(evaluation.metric_names())}."
        raise click.BadParameter(message, param_hint="--metric")
    pool, _problems = pool_of(tk_file)
    pairs = pairs_of(pairs_file)
    found = evaluation.outcomes(pool, pairs, evaluation.ranker(pool, metric))
    report = evaluation.report_of(pool, pairs, found, metric)
    if out_file is not None:
        lines = (json.dumps(one.as_json(), ensure_ascii=False) + "\n" for one in found)
        out_file.write_text("".join(lines), encoding="utf-8")
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else overlap_text(report))


@eval_group.command("perturbation")
@tk_option
@click.option("--formulas", default=300, show_default=True, type=click.IntRange(1, 5_000), help="Sources sampled.")
@click.option("--seed", default=20_261_126, show_default=True, type=int, help="Same seed, same synthetic patents.")
@json_option
def perturbation(tk_file: Path, formulas: int, seed: int, *, as_json: bool) -> None:
    """How far a formula may be changed before its source is lost, for the engine and plain measures side by side.

    Synthetic patents are derived from real formulas by four recipes: add 3 substances; add 8; drop 20 % and add 3;
    drop 30 %, add 6 and swap 10 %. Amounts are noised by a quarter, names written by aliases at random.
    """
    from erdem.overlap.engine.evaluating import perturbation as table
    from erdem.web.cli.evaluation_tables import perturbation_text

    pool, _problems = pool_of(tk_file)
    report = table.perturbation_table(pool, formulas, seed)
    if not report["formulas"]:
        message = (
            f"{tk_file} holds no formula of {table.FEWEST} to {table.MOST} known substances. Nothing was measured."
        )
        raise NothingToRead(message)
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else perturbation_text(report))


for _command in (cases, bands, generate, processes, claims):
    eval_group.add_command(_command)
