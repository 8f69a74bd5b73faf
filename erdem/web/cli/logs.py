"""`erdem log`: how the logs of this installation stand, whether all fits together, and having them stamped."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from erdem.web.cli.failures import DATA_ERROR, UNAVAILABLE, say
from erdem.web.cli.session import load_django, ready_database

if TYPE_CHECKING:
    from erdem.notary.services import Stamping

LOCAL = "our own authority: proves nothing to outsiders"


@click.group("log")
def log_group() -> None:
    """Look after the transparency logs of this installation."""


@log_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each log.")
def status(*, as_json: bool) -> None:
    """Say how many entries each log has, what waits, who stamped it last, and its public key.

    Exit code 69 when a log cannot be read.
    """
    load_django()
    held = ready_database(upgrade=False)
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.notary.choices import Log
    from erdem.notary.tlog import LogProblem

    with acting_as(SYSTEM):
        try:
            told = [_state(log) for log in Log]
        except LogProblem as error:
            click.echo(f"A log cannot be read: {error}", err=True)
            sys.exit(UNAVAILABLE)
    for each in told:
        click.echo(json.dumps(each, ensure_ascii=False) if as_json else _words(each))
    del held


def _state(log: str) -> dict[str, Any]:
    from erdem.base.actor import SYSTEM
    from erdem.notary import queries

    state = queries.log_state(SYSTEM, log)
    size = state.checkpoint.checkpoint.size if state.checkpoint else 0
    stamps = [
        {
            "authority": row.authority,
            "time": row.proven_at.isoformat(),
            "local": row.is_local,
            "size": row.item.checkpoint.size if row.item.checkpoint else 0,
            "expires": row.expires_at.isoformat(),
        }
        for row in queries.log_stamps(SYSTEM, log)[:5]
    ]
    return {"log": str(log), "size": size, "waiting": state.waiting, "key": state.key, "stamps": stamps}


def _words(told: dict[str, Any]) -> str:
    lines = [f"{told['log']}: {told['size']:,} entries, {told['waiting']:,} waiting", f"  {told['key']}"]
    for each in told["stamps"]:
        local = f" ({LOCAL})" if each["local"] else ""
        lines.append(f"  stamped by {each['authority']} at {each['time']}, {each['size']:,} entries{local}")
    return "\n".join(lines if told["stamps"] else [*lines, "  no time-stamp yet"])


@log_group.command("monitor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each finding.")
def monitor(*, as_json: bool) -> None:
    """Check each log against its files, its earlier checkpoints, its time-stamps and the database.

    What is found is also kept as an alarm on the desk of the offices, and alarms whose cause is gone are closed. Exit code 65
    when something does not fit.
    """
    load_django()
    held = ready_database(upgrade=False)
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.notary import services, watching
    from erdem.notary.choices import Log

    wrong = False
    for log in Log:
        with acting_as(SYSTEM):
            findings = watching.check_log(SYSTEM, log)
        services.keep_alarms(actor=SYSTEM, log=log, findings=findings)
        wrong = wrong or bool(findings)
        for finding in findings:
            told = {"log": str(log), "kind": finding.kind, "detail": finding.detail}
            click.echo(json.dumps(told) if as_json else f"{log}: {finding.detail}")
        if not findings and not as_json:
            click.echo(f"{log}: checkpoint, tiles, earlier checkpoints, time-stamps and database fit together.")
    del held
    if wrong:
        sys.exit(DATA_ERROR)


@log_group.command("stamp")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each log.")
def stamp(*, as_json: bool) -> None:
    """Have the published checkpoint of each log stamped now, without waiting for the day. Exit code 69 when too few stamped."""
    load_django()
    held = ready_database(upgrade=False)
    from erdem.base.actor import SYSTEM
    from erdem.notary import services
    from erdem.notary.choices import Log

    made = {str(log): services.stamp_checkpoint(actor=SYSTEM, log=log, at_once=True) for log in Log}
    for log, stamping in made.items():
        click.echo(json.dumps(_as_json(log, stamping), ensure_ascii=False) if as_json else _stamped(log, stamping))
    del held
    if any(stamping is not None and not stamping.is_done for stamping in made.values()):
        sys.exit(UNAVAILABLE)


def _as_json(log: str, stamping: Stamping | None) -> dict[str, Any]:
    if stamping is None:
        return {"log": log, "asked": False}
    return {
        "log": log,
        "asked": True,
        "done": stamping.is_done,
        "stamps": [
            {"authority": row.authority, "time": row.proven_at.isoformat(), "local": row.is_local}
            for row in stamping.stamps
        ],
        "failures": [{"authority": one.authority, "code": one.code, "reason": one.reason} for one in stamping.failures],
    }


def _stamped(log: str, stamping: Stamping | None) -> str:
    if stamping is None:
        return f"{log}: nothing to be stamped: the log is empty, its checkpoint is stamped, or the worker is at it."
    lines = [
        f"{log}: stamped by {row.authority} at {row.proven_at:%Y-%m-%d %H:%M:%S} UTC{f' ({LOCAL})' if row.is_local else ''}"
        for row in stamping.stamps
    ]
    lines += [f"{log}: NOT stamped by {one.authority}: {one.reason}" for one in stamping.failures]
    if not stamping.is_done:
        lines.append(f"{log}: too few authorities have stamped. Nothing is lost: the worker asks again.")
    return "\n".join(lines)


@log_group.command("adopt")
@click.argument("log")
def adopt(log: str) -> None:
    """Take over entries that were published in LOG and that the database has lost, after an older backup was restored.

    The log then goes on from what others have seen. Nobody here can explain such an entry, except holders of its evidence.
    Restore the newest backup first. Exit code 65 when anything else does not fit; nothing is taken over then.
    """
    load_django()
    held = ready_database()
    from erdem.base.actor import SYSTEM, acting_as
    from erdem.notary import services
    from erdem.notary.choices import Log
    from erdem.notary.tlog import LogProblem

    if log not in Log.values:
        raise click.BadParameter(f"There is no log {log}: write {' or '.join(Log.values)}.")
    try:
        with acting_as(SYSTEM):
            count = services.adopt_published(actor=SYSTEM, log=log)
    except LogProblem as error:
        say(str(error))
        sys.exit(DATA_ERROR)
    del held
    click.echo(f"{log}: {count:,} entries were taken over." if count else f"{log}: the database has every entry.")
