"""`erdem backup` and `erdem restore`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from erdem.web.cli.failures import DATA_ERROR, say
from erdem.web.cli.session import load_django, start_server

KEYS = (
    "The backup holds the private keys of the logs and everything that is secret in the database. Keep it where only those"
    " come who may read all of it, and never beside the public files of the logs."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def backup(folder: Path, *, as_json: bool) -> None:
    """Write a backup of this installation to FOLDER, which must be new or empty. Erdem may go on running.

    It holds the database, the stored files, the public files of the logs and their private keys, each file with its
    SHA-256. Exit code 65 when stored files were missing or damaged already; the backup is whole apart from them.
    """
    load_django()
    held = start_server()
    from erdem.web.backups.making import make_backup

    made = make_backup(folder, say)
    del held
    manifest = made.manifest
    if as_json:
        click.echo(json.dumps({**asdict(manifest), "bytes": made.size, "sha256": made.fingerprint}, ensure_ascii=False))
    else:
        click.echo(f"Backup: {folder}, {made.size / 1e6:,.1f} MB")
        click.echo(f"  database: {len(manifest.rows)} tables, {sum(manifest.rows.values()):,} rows")
        click.echo(f"  files: {manifest.blobs:,}")
        for log, head in manifest.logs.items():
            click.echo(f"  log {log}: {head['size']:,} entries, root {head['root']}")
        click.echo(f"  SHA-256 of SHA256SUMS: {made.fingerprint}")
        click.echo(KEYS)
    if manifest.missing:
        say(f"{len(manifest.missing)} stored files are missing or damaged, the first {manifest.missing[0]}.")
        sys.exit(DATA_ERROR)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Set aside what is in the data folder. Nothing of it is deleted.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def restore(folder: Path, *, replace: bool, as_json: bool) -> None:
    """Restore the backup in FOLDER into the data folder (ERDEM_HOME), which must be empty.

    Every file of the backup is compared with its SHA-256 first. At the end every entry of the database is compared with
    the logs. Exit code 65 when the backup is damaged, or when something does not fit.
    """
    load_django()
    from erdem.web.backups.restoring import restore_backup

    restored = restore_backup(folder, say, replace=replace)
    if as_json:
        click.echo(json.dumps({**asdict(restored), "identical": not restored.differences}, ensure_ascii=False))
    else:
        click.echo(f"Restored: the backup of {restored.manifest.made_at}")
        for line in restored.compared:
            click.echo(f"  {line}")
        for note in restored.notes:
            click.echo(f"Note: {note}.".replace("..", "."))
        if restored.manifest.logs:
            click.echo(
                "Note: entries that were published after the backup are not in it. If others have seen them, restore a newer"
                " backup before anything is signed: see docs/guides/backup.md."
            )
    if restored.differences:
        say("What was restored does not fit together; Erdem will not start on it:")
        for difference in restored.differences:
            say(f"  {difference}")
        sys.exit(DATA_ERROR)
