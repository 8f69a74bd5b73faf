"""`erdem watch`: what is still to be compared, and comparing it."""

from __future__ import annotations

import json
import sys

import click

from erdem.web.cli.session import load_django, ready_database


@click.group("watch")
def watch_group() -> None:
    """Compare what is new or changed in literature and register.

    The worker of `erdem run` does it by itself after each import and registration and every night.
    """


@watch_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(*, as_json: bool) -> None:
    """Say what is due, when the last comparison ended and how long it took."""
    load_django()
    held = ready_database(upgrade=False)
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.overlap.queries import watching

    with acting_as(SYSTEM):
        seen = watching.as_json(watching.watch_state(SYSTEM))
    del held
    if as_json:
        click.echo(json.dumps(seen))
        return
    click.echo(f"Due: {seen['due_publications']:,} publications, {seen['new_records']:,} records never compared")
    if seen["unfinished_run"]:
        click.echo(f"Unfinished: run {seen['unfinished_run']}; `erdem watch run` goes on where it stopped")
    if seen["last_run"]:
        click.echo(
            f"Last: {seen['last_run']} ({seen['last_scope']}), {seen['last_compared']:,} publications in"
            f" {seen['last_seconds']:,} s; new findings {seen['raised']}, with news {seen['outdated']}"
        )
    else:
        click.echo("Last: never")


@watch_group.command("run")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after about so many publications.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def run(*, limit: int | None, as_json: bool) -> None:
    """Compare what is due now. It may be stopped at any time: what was compared is kept."""
    held = ready_database()
    from erdem.base.actor import job_actor
    from erdem.overlap import services

    actor = job_actor(services.WATCH)
    with click.progressbar(length=0, label="Publications", file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        outcome = services.watch(actor=actor, on_progress=advance, most=limit)
    letters = services.tell_deciders(actor=actor)
    del held
    if as_json:
        names = ("publications", "skipped", "raised", "refreshed", "outdated", "is_whole")
        click.echo(json.dumps({**{name: getattr(outcome, name) for name in names}, "letters": letters}))
        return
    click.echo(
        f"Compared {outcome.publications:,} publications with {outcome.records:,} records: new findings"
        f" {outcome.raised}, brought up to date {outcome.refreshed}, decided ones with news {outcome.outdated}."
    )
    if not outcome.is_whole:
        click.echo("More is due: run it again.")
