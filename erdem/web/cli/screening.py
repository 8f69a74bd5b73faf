"""`erdem screen`: traditional knowledge against literature, file against file, without a database."""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING

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

    pool, _ = pool_of(tk_file)
    patents, _ = patents_of(literature_file)
    results = engine.screen_all(pool, patents, top)
    with _output(out) as stream, _progress(results, len(patents), visible=out is not None) as shown:
        WRITERS[kind](stream, shown)
    if out is not None:
        click.echo(f"{len(patents):,} patents against {len(pool.records):,} records: {out}", err=True)


@contextlib.contextmanager
def _output(out: Path | None) -> Iterator[IO[str]]:
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


def write_jsonl(stream: IO[str], results: Iterable[Result]) -> None:
    """One object a patent."""
    for patent, matches in results:
        row = {"publication": patent.publication, "matches": [match.as_json() for match in matches]}
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


CSV_HEAD = ("publication", "title", "rank", "score", "relation", "tk", "tk_name", "book", "shared", "missing", "added")


def _neutral(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def write_csv(stream: IO[str], results: Iterable[Result]) -> None:
    """One line a match, with a byte-order mark so that office programs read Chinese."""
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(CSV_HEAD)
    for patent, matches in results:
        for match in matches:
            shared = "、".join(row.substance for row in match.shared)
            line = (patent.publication, patent.title, match.rank, round(match.score, 4), match.relation.value, match.tk)
            tail = (match.tk_name, match.tk_book, shared, "、".join(match.missing), "、".join(match.added))
            writer.writerow([_neutral(value) for value in (*line, *tail)])


HTML_HEAD = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>重合线索</title><style>
body{font:16px/1.7 "Noto Sans SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-inline-size:72rem;padding-inline:1rem;
background:#f6f3eb;color:#1c2730}h1,h2{font-family:"Noto Serif SC",SimSun,serif}h2{border-block-start:2px solid #1c2730;
padding-block-start:.5rem;margin-block-start:2.5rem}table{border-collapse:collapse;inline-size:100%;font-size:14px}
th,td{text-align:start;padding:.4rem .6rem;border-block-end:1px solid #dcd5c5;vertical-align:top}
td.n{text-align:end;font-variant-numeric:tabular-nums}p.small{font-size:13px;color:#46525b}
</style></head><body><h1>重合线索</h1>
<p class="small">分值只用来排先后，不是结论。同一程度：1 同一或异名同物，0.9 同种异制，0.5 同属代用。</p>
"""


def write_html(stream: IO[str], results: Iterable[Result]) -> None:
    """A page on its own, for reading and printing; everything from the files is escaped."""
    stream.write(HTML_HEAD)
    for patent, matches in results:
        stream.write(
            f"<h2>{escape(patent.title or patent.publication)}</h2><p class=small>{escape(patent.publication)}</p>\n"
        )
        if not matches:
            stream.write("<p>没有相近的记录。没有找到，不等于没有。</p>\n")
            continue
        stream.write(
            "<table><thead><tr><th>序<th>传统知识<th>出处<th>关系<th>排序分<th>相同<th>专利减<th>专利增</tr></thead><tbody>\n"
        )
        for match in matches:
            shared = "；".join(f"{row.claim_name}＝{row.tk_name}（{row.grade:g}）" for row in match.shared)
            cells = (match.tk_name, match.tk_book, match.relation.value, f"{match.score:.2f}", shared)
            tail = ("、".join(match.missing), "、".join(match.added))
            line = "".join(f"<td>{escape(str(cell))}" for cell in (*cells, *tail))
            stream.write(f"<tr><td class=n>{match.rank}{line}</tr>\n")
        stream.write("</tbody></table>\n")
    stream.write("</body></html>\n")


WRITERS: dict[str, Callable[[IO[str], Iterable[Result]], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "html": write_html,
}
