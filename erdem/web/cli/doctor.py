"""`erdem doctor`: looks at the installation and says in plain words what to mend."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from erdem.web.cli.session import load_django, start_server

LEAST_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice`` says what to do when it is not well."""

    name: str
    well: bool
    detail: str
    advice: str = ""


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")


def _home() -> Iterator[Finding]:
    home = Path(load_django().HOME)
    probe = next(path for path in (home, *home.parents) if path.exists())
    yield Finding("data folder", os.access(probe, os.W_OK), str(home), "Give yourself permission, or set ERDEM_HOME.")
    free = shutil.disk_usage(probe).free
    yield Finding("free space", free > LEAST_FREE_BYTES, f"{free // 1_000_000:,} MB", "Free at least 1 GB.")


def _built_files() -> Iterator[Finding]:
    base = Path(load_django().PACKAGE) / "base"
    for name, folder in (("front-end assets", base / "static" / "vendor"), ("document fonts", base / "fonts")):
        there = folder.is_dir() and any(path.is_file() for path in folder.rglob("*"))
        yield Finding(name, there, str(folder.name), "Run `make prepare`.")
    compiled = list(Path(load_django().PACKAGE).glob("*/locale/zh_Hans/LC_MESSAGES/django.mo"))
    yield Finding("translations", bool(compiled), f"{len(compiled)} files", "Run `make prepare`.")


def _database() -> Iterator[Finding]:
    from django.db import connections

    from erdem.base import schema
    from erdem.web import wiring

    settings = load_django()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        yield Finding("database", well=True, detail=f"PostgreSQL {cursor.fetchone()[0]}")
    waiting = schema.pending()
    yield Finding("schema", waiting == 0, f"{waiting} migrations waiting", "Run `erdem upgrade`.")
    if waiting:
        return
    yield Finding(
        "workflow steps", not schema.steps_differ(wiring.workflows()), "table against code", "Run `erdem upgrade`."
    )
    yield from _locks(settings)


def _locks(settings: Any) -> Iterator[Finding]:
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        role, passes = cursor.fetchone()
        yield Finding(
            "application role", role == settings.APPLICATION_ROLE and not passes, role, "See docs/decisions/0002."
        )
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        owned = cursor.fetchone()[0]
        yield Finding("tables owned by the application", owned == 0, str(owned), "Set ERDEM_DATABASE_OWNER_URL.")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND NOT relforcerowsecurity ORDER BY 1"
        )
        loose = [row[0] for row in cursor.fetchall()]
        yield Finding(
            "row-level security forced", not loose, ", ".join(loose) or "on every locked table", "Run `erdem upgrade`."
        )


def _contents() -> Iterator[Finding]:
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.base.models import JobProgress, JobState
    from erdem.people import queries

    with acting_as(SYSTEM):
        places = queries.county_places().count()
        yield Finding(
            "divisions", places == 103, f"{places} banners, counties, cities and districts", "Run `erdem run` once."
        )
        failed = JobProgress.objects.filter(state=JobState.FAILED).count()
        yield Finding("stopped jobs", failed == 0, str(failed), "Start them again from the page that shows them.")


def _search_index() -> Iterator[Finding]:
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.literature import queries

    with acting_as(SYSTEM):
        seen = queries.index_health(SYSTEM)
    detail = f"{seen.documents:,} of {seen.publications:,} publications, {seen.waiting:,} changes waiting"
    differs = seen.missing or seen.left_over or (seen.publications and not seen.is_there)
    yield Finding("search index", not differs, detail, seen.advice)
    yield Finding(
        "search index words",
        well=True,
        detail="older than the lexicon, built again next night" if seen.stale else "as in the lexicon",
    )


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _home,
    _built_files,
    _database,
    _contents,
    _search_index,
)


def examine() -> list[Finding]:
    """Run all checks; a check that cannot be made is itself a finding."""
    from django.db import Error

    found: list[Finding] = []
    for check in CHECKS:
        try:
            found += list(check())
        except (OSError, Error) as error:
            name = check.__name__.strip("_").replace("_", " ")
            found.append(
                Finding(name, well=False, detail=str(error).splitlines()[0], advice="Start it with `erdem run`.")
            )
            break
    return found


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(*, as_json: bool) -> None:
    """Look at the installation and say what to mend. Exit code 0 when all is well."""
    load_django()
    held = start_server()
    found = examine()
    if as_json:
        click.echo(
            json.dumps({"well": all(f.well for f in found), "checks": [asdict(f) for f in found]}, ensure_ascii=False)
        )
    else:
        for finding in found:
            click.echo(f"{'ok   ' if finding.well else 'MEND '} {finding.name}: {finding.detail}")
            if not finding.well and finding.advice:
                click.echo(f"      {finding.advice}")
    del held
    sys.exit(0 if all(finding.well for finding in found) else 1)
