"""Bring in a file or a stream of documents; an unfinished run of the same file goes on where it stopped."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from erdem.base.actor import Actor, acting_as
from erdem.base.policy import require
from erdem.lib.reading import Source, UnreadableError
from erdem.literature import formats
from erdem.literature.choices import RunState
from erdem.literature.models import ImportRun
from erdem.literature.policies import can_import
from erdem.literature.services.outcome import ImportOutcome
from erdem.literature.services.places import Gazetteer
from erdem.literature.services.runs import Advance, Item, Session, check_items
from erdem.literature.services.storing import Storer

AUTO: Final = "auto"
UNFINISHED: Final = (RunState.RUNNING, RunState.PAUSED, RunState.FAILED)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know how far an import is.

    ``begun`` gets the run once it is known (its ``position`` is where it goes on), ``read`` the number of records so far,
    ``bytes_read`` how much of the file is behind them.
    """

    begun: Callable[[ImportRun], None] | None = None
    read: Advance | None = None
    bytes_read: Advance | None = None


def import_publications(
    *,
    actor: Actor,
    items: Iterable[Item],
    source_name: str,
    file_name: str = "",
    demonstration: bool = False,
    on_progress: Advance | None = None,
) -> ImportOutcome:
    """Store documents batch by batch; importing the same again changes nothing.

    A batch is stored whole or not at all; a record that the database refuses is set aside alone and reported. Held fields
    are never overwritten. Leaves one audit entry and tells `LiteratureImported`.

    Raises:
        PermissionRefused: the actor may not bring literature in.
    """
    require(can_import(actor))
    run = _opened_run(actor, ImportRun(source_name=source_name[:100], file_name=(file_name or source_name)[:255]))
    return go_on(actor, run, items, demonstration=demonstration, on_progress=on_progress)


def go_on(
    actor: Actor,
    run: ImportRun,
    items: Iterable[Item],
    *,
    demonstration: bool = False,
    on_progress: Advance | None = None,
) -> ImportOutcome:
    """Read a run from its position to the end.

    Raises:
        RunTaken: another importer goes on with this run.
    """
    with acting_as(actor):
        gazetteer = Gazetteer.load()
    return Session(actor, run, Storer(run, gazetteer, demonstration=demonstration), on_progress).go(items)


def import_file(
    actor: Actor,
    path: Path | str,
    *,
    format: str = AUTO,  # noqa: A002  the word the command line uses
    dry_run: bool = False,
    source_name: str = "",
    demonstration: bool = False,
    fresh: bool = False,
    on_progress: Advance | None = None,
    watch: Watch | None = None,
) -> ImportOutcome:
    """Import a file of any known format, or with ``dry_run`` only count what it holds.

    When the last run of the same file (name, content and source) did not come to its end, it goes on behind what is
    settled, unless ``fresh`` asks for a new run. ``on_progress`` is called with the number of records read so far.

    Raises:
        PermissionRefused: the actor may not bring literature in.
        RunTaken: another importer goes on with this run.
    """
    path = Path(path)
    watch = watch or Watch(read=on_progress)
    with opened(path) as stream:
        chosen = format if format != AUTO else recognised(stream, path.name)
        items = formats.read(stream, chosen or AUTO, name=path.name)
        if dry_run:
            outcome = check_items(items, on_progress=_advance(watch, stream))
        else:
            require(can_import(actor))
            run = _run_of(actor, path, source_name or path.name, chosen, fresh=fresh)
            if watch.begun:
                watch.begun(run)
            outcome = go_on(actor, run, items, demonstration=demonstration, on_progress=_advance(watch, stream))
    outcome.format = chosen
    return outcome


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The file as a stream whose place can be asked; the path itself where it cannot be opened, so that reading says why."""
    with contextlib.ExitStack() as stack:
        source: Source = path
        with contextlib.suppress(OSError, ValueError):
            if not path.with_suffix(".z01").exists():  # the parts of a split archive are found by its path
                source = stack.enter_context(path.open("rb"))
        yield source


def _advance(watch: Watch, source: Source) -> Advance | None:
    if watch.read is None and watch.bytes_read is None:
        return None

    def advance(read: int) -> None:
        if watch.bytes_read and not isinstance(source, (str, Path)) and not source.closed:
            watch.bytes_read(source.tell())
        if watch.read:
            watch.read(read)

    return advance


def recognised(source: Source, name: str) -> str:
    """Return the name of the format a file is in, blank when it is none that is known."""
    try:
        return formats.detect(source, name)
    except UnreadableError:
        return ""


def _run_of(actor: Actor, path: Path, source_name: str, chosen: str, *, fresh: bool) -> ImportRun:
    """The unfinished run of this file, else a new one."""
    sha256, size = _digest(path)
    run = ImportRun(
        source_name=source_name[:100],
        file_name=path.name[:255],
        format=chosen[:40],
        sha256=sha256,
        size_bytes=size,
        path=str(path.absolute()).encode("utf-8", "replace").decode(),
    )
    unfinished = None if fresh or not sha256 else _unfinished(actor, run)
    return unfinished or _opened_run(actor, run)


def _unfinished(actor: Actor, run: ImportRun) -> ImportRun | None:
    """The last run of the same file, when it did not come to its end; it is running again from now on."""
    with acting_as(actor):
        same = ImportRun.objects.filter(
            sha256=run.sha256, file_name=run.file_name, source_name=run.source_name, blob__isnull=True
        )
        last = same.select_for_update().order_by("-pk").first()
        if last is None or last.state not in UNFINISHED:
            return None
        last.state, last.finished_at, last.path = RunState.RUNNING, None, run.path
        last.save(update_fields=["state", "finished_at", "path"])
        return last


def _opened_run(actor: Actor, run: ImportRun) -> ImportRun:
    with acting_as(actor):
        run.state, run.user_id = RunState.RUNNING, actor.user_id
        run.save(force_insert=True)
    return run


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file; nothing for one that cannot be read."""
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size
    return "", 0
