"""`erdem eval cases`, `bands` and `generate`: acceptance cases, the precision of the bands, labelled synthetic claims."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import click

from erdem.web.cli.evaluation_options import IN_FILE, OUT_FILE, json_option, tk_option
from erdem.web.cli.failures import NothingToRead

_SHARED = click.option(
    "--shared",
    "shared_given",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("../shared"),
    show_default=True,
    envvar="ERDEM_SHARED",
    help="Folder of evaluation data.",
)
EACH = 15


@click.command("cases")
@click.option(
    "--tk", "tk_file", type=IN_FILE, help="Pool of distractors; without it, the classical formulas of --shared."
)
@_SHARED
@click.option(
    "--record", "record_file", type=OUT_FILE, help="Write the outcomes there, for later runs to compare with."
)
@json_option
def cases(tk_file: Path | None, shared_given: Path, record_file: Path | None, *, as_json: bool) -> None:
    """Acceptance cases one by one, failures included: the disputes of India's library, Chinese cases, hidden sources.

    Every case's own records lie in one pool with the classical formulas and the region's records. A case tells the
    rank of its own record, the relation, the band, and why it is not better.
    """
    from erdem.overlap.engine.evaluating.case_outcomes import case_table
    from erdem.web.cli import evaluation_material as material
    from erdem.web.cli.evaluation_tables import cases_text

    shared = material.shared_folder(shared_given)
    book = material.case_book(shared)
    pool = material.pool_of_cases(tk_file or shared / material.CLASSICAL, shared, book)
    report = _frame(pool) | {"cases": case_table(pool, book.cases)}
    if record_file is not None:
        _write(record_file, report | {"command": "erdem eval cases --record FILE"})
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else cases_text(report))


@click.command("bands")
@tk_option
@_SHARED
@click.option(
    "--pairs", "pairs_file", type=IN_FILE, help="Labelled synthetic claims; without it, those of the package."
)
@click.option("--synthetic-only", is_flag=True, help="Leave out the real pairs of --shared.")
@click.option("--out", "out_file", type=OUT_FILE, help="Write the report there too.")
@json_option
def bands(tk_file: Path, shared_given: Path, out_file: Path | None, *, as_json: bool, **pairs: Any) -> None:
    """How often each band is right over labelled pairs, with 95 % intervals; every control in the upper band is named."""
    from erdem.overlap.engine.evaluating.acceptance import CaseBook
    from erdem.overlap.engine.evaluating.band_precision import band_report
    from erdem.web.cli import evaluation_material as material
    from erdem.web.cli.evaluation_tables import bands_text

    shared = None if pairs["synthetic_only"] else material.shared_folder(shared_given)
    book = material.case_book(shared) if shared else CaseBook()
    pool = material.pool_of_cases(tk_file, shared, book)
    labelled = material.synthetic_pairs(pool, pairs["pairs_file"])
    labelled += material.real_pairs(pool, shared, book) if shared else []
    if not labelled:
        message = "There is no labelled pair. Nothing was measured."
        raise NothingToRead(message)
    report = _frame(pool) | band_report(pool, labelled)
    report |= {"data": _data(report), "command": "erdem eval bands --tk FILE --out FILE"}
    if out_file is not None:
        _write(out_file, report)
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else bands_text(report))


@click.command("generate")
@tk_option
@click.option("--out", "out_file", required=True, type=OUT_FILE, help="Where the claims go, JSON Lines.")
@click.option("--each", default=EACH, show_default=True, type=click.IntRange(1, 1_000), help="Claims of each kind.")
@click.option("--seed", default=20_261_126, show_default=True, type=int, help="Same seed, same claims.")
def generate(tk_file: Path, out_file: Path, each: int, seed: int) -> None:
    """Make labelled claims, every one marked synthetic: seven relations with a source, four look-alikes without.

    The same file, seed and lexicon give the same claims.
    """
    from erdem.overlap.engine.evaluating.synthetic import material, positives
    from erdem.overlap.engine.evaluating.synthetic_negatives import negatives
    from erdem.web.cli.material import pool_of

    pool, _problems = pool_of(tk_file)
    source = material(pool, seed)
    if len(source.sources) < each * 6:
        message = (
            f"{tk_file} holds {len(source.sources)} formulas to write claims from; {each * 6} are needed. Lower --each."
        )
        raise NothingToRead(message)
    rows = [*positives(source, each), *negatives(source, each)]
    out_file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    click.echo(f"{len(rows)} synthetic claims in {out_file}.")


def _frame(pool: Any) -> dict[str, Any]:
    from erdem.overlap import engine

    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "pool": len(pool.records),
        "clusters": len(pool.clusters),
        "engine": engine.ENGINE_VERSION,
        "lexicon": pool.lexicon.version,
    }


def _data(report: dict[str, Any]) -> str:
    every, made = report["patents"], report["synthetic_patents"]
    return f"{every} labelled patents, {made} of them synthetic or built from facts, {every - made} real"


def _write(path: Path, report: dict[str, Any]) -> None:
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
