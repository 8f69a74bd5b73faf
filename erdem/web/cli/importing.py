"""`erdem import tk` and `erdem import literature`: files in, line-level problems out."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from erdem.web.cli.failures import CANNOT_CREATE, DATA_ERROR, say
from erdem.web.cli.session import load_django, ready_database

SHOWN = 20
Advance = Callable[[int], None]


class Outcome(Protocol):
    """What both importers return."""

    read: int
    kept: int
    rejected: int
    problems: list[Any]

    @property
    def counts(self) -> dict[str, int]:
        """The figures to print."""


Importer = Callable[[Path, Advance], Outcome]

_FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
_OPTIONS = (
    click.option(
        "--format", "file_format", default="auto", show_default=True, help="Format of the files; auto looks inside."
    ),
    click.option("--dry-run", is_flag=True, help="Only count and report; write nothing."),
    click.option(
        "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write every problem to this CSV file."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object with the counts."),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return _FILES(command)


@click.group("import")
def import_group() -> None:
    """Bring records or patent literature in.

    Importing a file again writes nothing twice, so a stopped import is simply started again. Exit code 65 means that
    some lines could not be taken; each is named with file, line and field, and the good lines were taken.
    """


@import_group.command("literature")
@_with_options
def literature(files: tuple[Path, ...], file_format: str, report: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Bring patent literature in: JSON Lines, Lens CSV or JSON Lines, PATENTSCOPE XLS, USPTO XML."""
    held = None if dry_run else ready_database()
    load_django()
    from erdem.base.actor import SYSTEM
    from erdem.literature import services

    def one(path: Path, advance: Advance) -> Outcome:
        return services.import_file(SYSTEM, path, format=file_format, dry_run=dry_run, on_progress=advance)

    _run(files, one, report=report, as_json=as_json, dry_run=dry_run)
    del held


@import_group.command("tk")
@_with_options
@click.option("--place", default=None, help="Division code of the records that name none.")
@click.option("--register", is_flag=True, help="Enter the records in the register at once instead of as drafts.")
def traditional_knowledge(
    files: tuple[Path, ...],
    file_format: str,
    report: Path | None,
    place: str | None,
    *,
    dry_run: bool,
    as_json: bool,
    register: bool,
) -> None:
    """Bring records of traditional knowledge in: CSV, XLSX, JSON Lines."""
    held = ready_database()
    from erdem.knowledge import services
    from erdem.web.cli.records import import_records

    def one(path: Path, advance: Advance) -> Outcome:
        options = services.ImportOptions(file=path.name, register=register, default_place=place)
        return import_records(path, file_format, options, dry_run=dry_run, advance=advance)

    _run(files, one, report=report, as_json=as_json, dry_run=dry_run)
    del held


def _run(files: tuple[Path, ...], importer: Importer, *, report: Path | None, as_json: bool, dry_run: bool) -> None:
    totals: dict[str, int] = {}
    problems: list[Any] = []
    identifiers: set[str] = set()
    for path in files:
        with _progress(path, quiet=as_json) as advance:
            outcome = importer(path, advance)
        problems += outcome.problems
        for key, value in outcome.counts.items():
            totals[key] = totals.get(key, 0) + value
        identifiers |= getattr(outcome, "identifiers", set())
    if identifiers:
        totals["distinct_publications"] = len(identifiers)
    lost = [problem for problem in problems if not problem.kept]
    missing = _unwritten(report, problems) if report is not None else ""
    if as_json:
        click.echo(json.dumps(totals))
    else:
        _tell(totals, lost, None if missing else report, dry_run=dry_run)
    if missing:
        say(missing)
        sys.exit(CANNOT_CREATE)
    sys.exit(DATA_ERROR if lost else 0)


@contextmanager
def _progress(path: Path, *, quiet: bool) -> Iterator[Advance]:
    """Show how many records were read; the bar appears on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _read: None
        return
    with click.progressbar(length=0, label=path.name, file=sys.stderr, show_eta=False, show_percent=False) as bar:

        def advance(read: int) -> None:
            bar.label = f"{path.name}: {read:,}"
            bar.update(0)
            bar.render_progress()

        yield advance


def _tell(totals: dict[str, int], lost: list[Any], report: Path | None, *, dry_run: bool) -> None:
    words = ", ".join(f"{key.replace('_', ' ')} {value:,}" for key, value in totals.items())
    click.echo(f"{'Would import' if dry_run else 'Imported'}: {words}.")
    for problem in lost[:SHOWN]:
        say(str(problem))
    if len(lost) > SHOWN:
        rest = f"{len(lost) - SHOWN:,} more problems"
        say(f"… and {rest} in {report}." if report else f"… and {rest}; see them all with --report problems.csv")


def _unwritten(path: Path, problems: list[Any]) -> str:
    """Write the report; return why it could not be written, since the records are saved by then."""
    try:
        _write_report(path, problems)
    except OSError as error:
        return f"The report {path} cannot be written ({error.strerror}). The counts above hold. Name another file."
    return ""


def _write_report(path: Path, problems: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "line", "field", "code", "message", "record kept"])
        for problem in problems:
            writer.writerow(
                [
                    problem.file,
                    problem.line or "",
                    problem.field,
                    problem.code,
                    problem.message,
                    "yes" if problem.kept else "no",
                ]
            )
