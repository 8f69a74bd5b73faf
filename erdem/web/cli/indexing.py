"""`erdem index`: the search index of the patent literature, looked at, brought up to date, built anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from erdem.web.cli.failures import UNAVAILABLE, Refused, say
from erdem.web.cli.session import load_django, ready_database


@click.group("index")
def index_group() -> None:
    """Look after the search index of the patent literature.

    `erdem run` keeps it by itself. The database is the source: the index may be removed at any time and is built again.
    """


@index_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(*, as_json: bool) -> None:
    """Say how many documents can be found, what waits, and whether building anew would help. Exit code 69 without an index."""
    load_django()
    held = ready_database(upgrade=False)
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.literature import queries

    with acting_as(SYSTEM):
        seen = queries.index_health(SYSTEM)
    if as_json:
        click.echo(json.dumps(seen.as_json(), ensure_ascii=False))
    else:
        click.echo(f"Index: {seen.version}, {seen.documents:,} documents of {seen.publications:,} publications")
        click.echo(f"Waiting: {seen.waiting:,} changes")
        click.echo(f"State: {seen.advice or 'well'}")
    del held
    sys.exit(0 if seen.is_there else UNAVAILABLE)


@index_group.command("update")
def update() -> None:
    """Take up what waits; build the index when there is none that this program can read."""
    held = ready_database()
    from erdem.base.actor import SYSTEM
    from erdem.literature import services

    with _unless_busy():
        came = services.update_index(actor=SYSTEM, patience=services.PATIENCE)
        done = "The index was built." if came.was_rebuilt else f"{came.changes:,} changes were taken up."
        click.echo(done)
    del held


@index_group.command("rebuild")
def rebuild() -> None:
    """Build the index anew beside the one in use, which goes on answering, and put it in its place."""
    held = ready_database()
    from erdem.base.actor import SYSTEM
    from erdem.literature import services
    from erdem.literature.queries import index_documents

    with _unless_busy(), click.progressbar(length=0, label="Publications", file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        services.rebuild_index(actor=SYSTEM, on_progress=advance, patience=services.PATIENCE)
    click.echo(f"The index was built: {index_documents():,} documents.")
    del held


@contextmanager
def _unless_busy() -> Iterator[None]:
    """Say that the worker has the index in hand, and what to do."""
    from erdem.literature.search.faults import IndexBusyError

    try:
        yield
    except IndexBusyError as error:
        message = (
            "Another process, usually the worker of `erdem run`, is feeding or building the index just now. Nothing was"
            " changed, and what waits is taken up there. Look again with `erdem index status`."
        )
        raise Refused(message) from error


def make_searchable() -> None:
    """Bring the index up to date after an import; when the worker has it in hand, leave it to the worker."""
    from erdem.base.actor import SYSTEM
    from erdem.literature import services
    from erdem.literature.search.faults import IndexBusyError

    try:
        services.update_index(actor=SYSTEM)
    except IndexBusyError:
        return
    except OSError as error:
        say(
            f"Everything was saved, but the search index cannot be written ({error.strerror or error}). Mend that, then"
            " run `erdem index update`."
        )
