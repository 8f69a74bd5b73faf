"""`erdem bench`: measurements with their baseline, made in the same run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import click

from erdem.web.cli.failures import say

_IN_FOLDER = click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("bench")
def bench_group() -> None:
    """Measure speed and memory, each figure beside a plain baseline."""


@bench_group.command("overlap")
@click.option("--tk", "tk_file", type=_IN_FILE, help="Records of traditional knowledge; without it, our own seeds.")
@click.option("--literature", "literature_file", type=_IN_FILE, help="Patents; without it, our own seeds.")
@click.option(
    "--compositions",
    default=50_000,
    show_default=True,
    type=click.IntRange(1, 100_000_000),
    help="Synthetic compositions for the kernel.",
)
@click.option(
    "--formulas",
    default=22_211,
    show_default=True,
    type=click.IntRange(1, 10_000_000),
    help="Least size of the kernel's pool; what the records lack is invented.",
)
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 256), help="Of the kernel.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def overlap(tk_file: Path | None, literature_file: Path | None, *, as_json: bool, **sizes: int) -> None:
    """Measure the kernel and the screening: how fast, whether nothing is lost, and what `erdem screen` costs.

    The kernel finds the ten best formulas of the pool for each synthetic composition (3 to 19 substances, drawn by
    frequency); in turns with it, on the same arrays, run sparse_dot_topn with as many threads, and for a sample scipy
    and plain Python. Those rates are per second on the clock. The baseline of the screening is plain Jaccard over sets
    of substances whose other names are folded; its rates are per second of processor time on one processor. The
    seconds and the memory of `erdem screen` count from the start of its process.
    """
    with (
        _file(tk_file, "erdem.knowledge", "formulas.jsonl") as tk,
        _file(literature_file, "erdem.literature", "tcm_facts.jsonl") as literature,
    ):
        figures = _measure(tk, literature, sizes)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        _tell(figures)


@bench_group.command("search")
@click.option("--documents", default=20_000, show_default=True, type=click.IntRange(1_000, 5_000_000), help="Size.")
@click.option("--corpora", type=_IN_FOLDER, help="Real documents; without it, the shared folder or our own seeds.")
@click.option("--questions", default=100, show_default=True, type=click.IntRange(1, 1_000), help="Of each kind.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 20), help="Times each is asked.")
@click.option(
    "--processes", default=2, show_default=True, type=click.IntRange(0, 8), help="That analyse beside this one."
)
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the index there, or use the one there."
)
@click.option(
    "--postgres", is_flag=True, help="Compare with PostgreSQL full text on the same documents, at most 200,000."
)
@click.option("--pages", is_flag=True, help="Load the search page with 20 people at a time.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(*, as_json: bool, postgres: bool, pages: bool, **sizes: Any) -> None:
    """Measure the patent search beside tantivy asked directly: time, equal results, names found, building.

    The collection is real documents, at most half of it, and synthetic ones with numbers that begin with XS. Without
    --keep the index is removed at the end. A million documents take about 6 GB of disk.
    """
    from erdem.web.cli import measuring_search_report as report

    figures = report.measure(postgres=postgres, pages=pages, **sizes)
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else report.told(figures))


@contextlib.contextmanager
def _file(given: Path | None, package: str, seed: str) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with resources.as_file(resources.files(package) / "seeds" / seed) as own:
        yield own


def _measure(tk: Path, literature: Path, sizes: dict[str, int]) -> dict[str, Any]:
    from erdem.overlap import engine
    from erdem.web.cli.material import patents_of, pool_of
    from erdem.web.cli.measuring import machine, measure_overlap, measure_screening
    from erdem.web.cli.measuring_kernel import measure_kernel

    process = measure_screening(tk, literature)  # first: a child's highest memory counts from what this process holds
    pool, _problems = pool_of(tk)
    patents, _problems = patents_of(literature)
    kernel = measure_kernel(pool, **sizes)
    rates = measure_overlap(pool, patents)
    return {
        **kernel,
        **rates,
        "pool": len(pool.records),
        "clusters": len(pool.clusters),
        "patents": len(patents),
        "screen_seconds": process.seconds,
        "screen_processor_seconds": process.processor_seconds,
        "screen_peak_mb": process.peak_mb,
        "engine": engine.ENGINE_VERSION,
        "lexicon": pool.lexicon.version,
        "machine": machine(),
    }


def _exactness(figures: dict[str, Any]) -> str:
    checked = f"{figures['candidates_checked']} patents checked"
    if figures["candidates_exact"]:
        return f"the first ten are those of scoring every record ({checked})"
    return f"the first ten differ from scoring every record at scores up to {figures['differs_from_score']} only ({checked})"


def _tell_kernel(figures: dict[str, Any]) -> None:
    found = "the same ten as scoring every formula" if figures["exact"] else "NOT the ten of scoring every formula"
    click.echo(
        f"Kernel: {figures['synthetic_compositions']:,} synthetic compositions against {figures['formulas']:,} formulas, "
        f"{figures['invented_formulas']:,} of them invented, of {figures['substances']:,} substances; "
        f"{figures['threads']} threads, load {figures['load_before']} before."
    )
    click.echo(
        f"  kernel             {figures['compositions_per_s']:>10,.0f} compositions/s; {found}"
        f" ({figures['exact_checked']} checked); {figures['kernel_peak_mb']:,.0f} MB at most, the pool included"
    )
    lines = (
        ("sparse_dot_topn", figures["sparse_dot_topn_per_s"], f"(kernel / sparse_dot_topn = {figures['ratio']})"),
        ("scipy product", figures["scipy_per_s"], f"({figures['scipy_sample']:,} compositions, one thread)"),
        ("plain Python", figures["python_per_s"], f"({figures['python_sample']:,} compositions)"),
    )
    for name, rate, remark in lines:
        said = "not measured: not installed" if rate is None else f"{rate:>10,.0f} compositions/s {remark}"
        click.echo(f"  {name:<18} {said}")
    if not figures["agrees"]:
        click.echo("  The scores of the ways differ by more than float32 explains.")
    if figures["versions"]["ray"] is None:
        click.echo("  ray                not installed: `python benchmarks/overlap_ray.py` measures it")


def _tell(figures: dict[str, Any]) -> None:
    _tell_kernel(figures)
    click.echo(
        f"Screening: {figures['pool']:,} records in {figures['clusters']:,} clusters; {figures['patents']:,} patents, "
        f"{figures['compositions']:,} of them with a composition. {figures['machine']}."
    )
    click.echo(f"  engine             {figures['screened_per_s']:>10,.1f} compositions/s; {_exactness(figures)}")
    click.echo(
        f"  plain Jaccard      {figures['jaccard_per_s']:>10,.1f} compositions/s"
        f" (engine / plain = {figures['ratio_to_jaccard']})"
    )
    click.echo(
        f"  erdem screen       {figures['screen_seconds']:.2f} s from process start,"
        f" {figures['screen_processor_seconds']:.2f} s of processor time, {figures['screen_peak_mb']:,.0f} MB at most"
    )


@bench_group.command("import")
@click.option("--file", "file", type=_IN_FILE, help="XML v4 of the American office; without it, invented grants.")
@click.option(
    "--megabytes",
    type=click.IntRange(1, 20_000),
    default=200,
    show_default=True,
    help="Size of the file whose import is watched for its memory.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_rate(file: Path | None, megabytes: int, *, as_json: bool) -> None:
    """Measure how fast American patent XML is read and made uniform, and how much memory its import takes.

    The baseline of the same run is a bare pass of lxml (iterparse, every element cleared) over the same documents.
    Rates are per second of processor time; the memory is that of `erdem import literature --dry-run` in a process of
    its own.
    """
    from erdem.web.cli.measuring_import import measure_import

    figures = measure_import(file, megabytes)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    click.echo(
        f"{figures['file']}: {figures['documents']:,} documents, {figures['bytes'] / 1e6:,.1f} MB, "
        f"{figures['publications']:,} publications, {figures['rounds']} rounds. {figures['machine']}."
    )
    click.echo(f"  reading            {figures['mb_per_s']:>10,.1f} MB/s")
    click.echo(
        f"  bare lxml          {figures['lxml_mb_per_s']:>10,.1f} MB/s (reading / bare = {figures['ratio_to_lxml']})"
    )
    click.echo(
        f"  erdem import       {figures['import_seconds']:.2f} s for {figures['peak_file_mb']:,.0f} MB (dry run),"
        f" {figures['peak_mb']:,.0f} MB of memory at most"
    )


LARGE_LOG = 1_000_000
"""Entries from which on the files of a log are measured alone."""


@bench_group.command("log")
@click.option("--leaves", type=click.IntRange(1000, 100_000_000), default=20_000, show_default=True, help="Entries.")
@click.option(
    "--rate", type=click.IntRange(1, 1000), default=50, show_default=True, help="Entries a second, one by one."
)
@click.option("--seconds", type=click.IntRange(1, 3600), default=20, show_default=True, help="How long at that rate.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def log_rate(leaves: int, rate: int, seconds: int, *, as_json: bool) -> None:
    """Measure the transparency log: entries a second until they can be proven, waiting at a rate, proofs, size.

    With a database and a worker of its own, nothing of their durability relaxed. The baselines of the same run are the same
    rows written alone and the same entries appended to files alone.

    From a million entries on the files of the log are measured alone, without database and worker: appending, proofs, the
    root computed anew, the whole check of the monitor, and sizes.
    """
    if leaves >= LARGE_LOG:
        from erdem.web.cli.measuring_large_log import measure_large

        _tell_large_log(measure_large(leaves, say), as_json=as_json)
        return
    from erdem.web.cli.measuring_log import Plan, measure

    figures = measure(Plan(leaves, rate, seconds))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    alone, steady = figures["baselines"], figures["at_a_rate"]
    click.echo(f"{figures['machine']}, load {figures['load']}; {leaves:,} entries")
    click.echo(f"  entered and proven {figures['leaves_per_s']:>10,} /s; entered {figures['entered_per_s']:,} /s")
    click.echo(
        f"  rows alone         {alone['rows_alone_per_s']:>10,} /s; files alone {alone['files_alone_per_s']:,} /s"
    )
    click.echo(f"  at {rate} a second     p50 {steady['p50_s']} s, p99 {steady['p99_s']} s, most {steady['most_s']} s")
    verified = f"10,000 verified in {figures['verified_10000_s']} s"
    click.echo(f"  a proof            {figures['proof_ms']} ms, p99 {figures['proof_p99_ms']} ms; {verified}")
    click.echo(f"  beyond the entry   {figures['bytes_per_leaf']} bytes each")


def _tell_large_log(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    click.echo(
        f"{figures['machine']}, load {figures['load']}; {figures['leaves']:,} entries in files, without a database"
    )
    click.echo(f"  appended           {figures['appended_per_s']:>10,} /s under {figures['checkpoints']:,} checkpoints")
    clock = f"{figures['proof_ms']} ms, p99 {figures['proof_p99_ms']} ms at load {figures['load_at_proofs']}"
    worked = f"{figures['proof_processor_ms']}, p99 {figures['proof_processor_p99_ms']} ms of processor time"
    click.echo(f"  a proof            {clock}; {worked}")
    click.echo(f"  verified           10,000 in {figures['verified_10000_s']} s")
    click.echo(f"  root computed anew in {figures['root_rebuilt_s']} s, the one that was signed: {figures['root']}")
    click.echo(f"  everything checked in {figures['whole_check_s']} s, nothing found")
    click.echo(
        f"  beyond the entry   {figures['bytes_per_leaf']} bytes each; {figures['bytes_per_leaf_in_blocks']} with the"
        f" blocks of this disk, {figures['files']:,} files"
    )
