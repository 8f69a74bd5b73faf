"""`erdem import tk` and `erdem import literature`: files in, line-level problems out."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from erdem.web.cli.failures import CANNOT_CREATE, DATA_ERROR, Refused, say
from erdem.web.cli.indexing import make_searchable
from erdem.web.cli.session import load_django, ready_database

if TYPE_CHECKING:
    from erdem.literature.models import ImportRun
    from erdem.literature.services import Watch
    from erdem.web.cli.progress import Meter

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


Importer = Callable[[Path, "Meter | None"], Outcome]

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

    Importing a file again writes nothing twice. A stopped import is simply started again: literature goes on behind
    what is saved. Exit code 65 means that some lines could not be taken; each is named with file, line and field, and
    the good lines were taken.
    """


@import_group.command("literature")
@_with_options
@click.option("--source", default="", help="Where the files come from, for instance: Lens export of 2026-11-23.")
@click.option("--fresh", is_flag=True, help="Start from the beginning though an earlier import was interrupted.")
def literature(
    files: tuple[Path, ...],
    file_format: str,
    report: Path | None,
    source: str,
    *,
    dry_run: bool,
    as_json: bool,
    fresh: bool,
) -> None:
    """Bring patent literature in: every format that `docs/reference/formats.md` lists, packed or not."""
    held = None if dry_run else ready_database()
    load_django()
    from erdem.base.actor import SYSTEM
    from erdem.literature import services

    def one(path: Path, meter: Meter | None) -> Outcome:
        with _said_plainly(path):
            outcome = services.import_file(
                SYSTEM,
                path,
                format=file_format,
                dry_run=dry_run,
                source_name=source,
                fresh=fresh,
                watch=_watch(path, meter),
            )
        if outcome.paused:
            raise Refused(_stopped(path, "It was paused on its page."))
        if not dry_run:
            make_searchable()
        return outcome

    _run(files, one, report=report, as_json=as_json, dry_run=dry_run)
    del held


def _watch(path: Path, meter: Meter | None) -> Watch:
    from erdem.literature.services import Watch

    def begun(run: ImportRun) -> None:
        if run.position:
            say(
                f"{path.name}: going on with the import of {run.created_at:%Y-%m-%d}, {run.read:,} records are settled."
                " Start over with --fresh."
            )

    return Watch(begun, meter.records if meter else None, meter.bytes_read if meter else None)


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """Say what is safe when the database goes away or another importer is at work."""
    from django.db import InterfaceError, OperationalError

    from erdem.literature.services import RunTaken

    try:
        yield
    except RunTaken as error:
        raise Refused(f"{path.name}: {error}") from error
    except (InterfaceError, OperationalError) as error:
        reason = (str(error).splitlines() or ["no reason given"])[0]
        raise Refused(_stopped(path, f"The database stopped answering ({reason}).")) from error


def _stopped(path: Path, why: str) -> str:
    return f"{path.name}: {why} What is saved is kept. Start the same command again; it goes on behind it."


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

    def one(path: Path, meter: Meter | None) -> Outcome:
        options = services.ImportOptions(file=path.name, register=register, default_place=place)
        return import_records(path, file_format, options, dry_run=dry_run, advance=meter.records if meter else _nothing)

    _run(files, one, report=report, as_json=as_json, dry_run=dry_run)
    del held


def _run(files: tuple[Path, ...], importer: Importer, *, report: Path | None, as_json: bool, dry_run: bool) -> None:
    from erdem.web.cli.progress import metered

    totals: dict[str, int] = {}
    problems: list[Any] = []
    together: Any = None
    for path in files:
        with metered(path.name, path.stat().st_size if path.is_file() else 0, quiet=as_json) as meter:
            outcome = importer(path, meter)
        problems += outcome.problems
        for key, value in outcome.counts.items():
            totals[key] = totals.get(key, 0) + value
        together = _together(together, getattr(outcome, "distinct", None))
    if together is not None:
        totals["distinct_publications"] = len(together)
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


def _together(one: Any, other: Any) -> Any:
    """Documents that several files speak of count once."""
    if one is None or other is None:
        return other if one is None else one
    one.update(other)
    return one


def _nothing(_read: int) -> None:
    """Show nothing."""


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
