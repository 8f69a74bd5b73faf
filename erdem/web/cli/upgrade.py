"""`erdem upgrade`: bring the database to this program's schema."""

from __future__ import annotations

import click


@click.command()
def upgrade() -> None:
    """Bring the database up to date after a new version was installed.

    Safe to run at any time: what is up to date stays as it is.
    """
    from erdem.web.cli.session import ready_database

    held = ready_database()
    click.echo("The database is up to date.")
    del held
