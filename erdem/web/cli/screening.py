"""`erdem screen`: traditional knowledge against literature, file against file, without a database."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from erdem.web.cli.material import patents_of, pool_of

if TYPE_CHECKING:
    from erdem.overlap.engine import Match, Patent

Result = tuple["Patent", list["Match"]]
_IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.option(
    "--tk", "tk_file", required=True, type=_IN_FILE, help="Records of traditional knowledge, JSON Lines (.gz too)."
)
@click.option(
    "--literature", "literature_file", required=True, type=_IN_FILE, help="Patents: JSON Lines or any known format."
)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Matches for each patent.")
@click.option(
    "--format",
    "kind",
    default="jsonl",
    show_default=True,
    type=click.Choice(["jsonl", "html", "csv"]),
    help="Form of the output.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to the screen.")
def screen(tk_file: Path, literature_file: Path, top: int, kind: str, out: Path | None) -> None:
    """Compare every patent of a file with every record of a file and rank what is close, with the reasons.

    The score orders candidates for a person to read; it is not a verdict. Lines that cannot be read are named and passed
    over; exit code 65 means that a file holds nothing that can be compared.
    """
    from erdem.overlap import engine
    from erdem.overlap.engine import output

    pool, _ = pool_of(tk_file)
    patents, _ = patents_of(literature_file)
    results = engine.screen_all(pool, patents, top)
    with _output(out) as stream, _progress(results, len(patents), visible=out is not None) as shown:
        if kind == "csv":
            stream.write("\ufeff")  # office programs read Chinese only with a byte-order mark
        {"jsonl": output.write_jsonl, "csv": output.write_csv, "html": output.write_html}[kind](shown, stream)
    if out is not None:
        click.echo(f"{len(patents):,} patents against {len(pool.records):,} records: {out}", err=True)


@contextlib.contextmanager
def _output(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    waiting = out.with_name(f"{out.name}.part")
    with waiting.open("w", encoding="utf-8", newline="") as stream:
        yield stream
    waiting.replace(out)  # a stopped run leaves no half-written result under the final name


@contextlib.contextmanager
def _progress(results: Iterable[Result], length: int, *, visible: bool) -> Iterator[Iterable[Result]]:
    if not visible or not sys.stderr.isatty():
        yield results
        return
    with click.progressbar(results, length=length, label="Comparing", file=sys.stderr) as bar:
        yield bar
