"""Watching the time-stamps over the own logs, and the clock. Nothing is changed, nobody is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from erdem.base.actor import Actor
from erdem.notary import authorities
from erdem.notary.due import due_orders
from erdem.notary.models import PublishedCheckpoint, StampAttempt, TimeStamp
from erdem.notary.policies import visible_attempts, visible_logged
from erdem.notary.queries import log_stamps
from erdem.notary.stamped import SENTENCES, check_digests, read_chains
from erdem.notary.stamping import Algorithm, StampingProblem
from erdem.notary.stamping.verification import SKEW
from erdem.notary.tlog import Finding, Kind

OLDEST = dt.timedelta(hours=25)
"""How old the newest time-stamp may be while there are newer checkpoints: a day, and an hour to try again."""
GRACE = dt.timedelta(days=2)
"""How long a renewal may be due: it is made every night, so that nothing is due for longer unless it fails."""


def stamp_findings(actor: Actor, log: str, *, whole: bool) -> Iterator[Finding]:
    """Yield what is wrong with the time-stamps of a log; all are verified when ``whole``, those of one checkpoint otherwise."""
    rows = list(log_stamps(actor, log)) if whole else list(log_stamps(actor, log)[:8])
    yield from _stale(actor, log, rows)
    newest = [row for row in rows if whole or row.item_id == rows[0].item_id]
    if not newest:
        return
    roots = authorities.roots()
    for row in newest:
        if why := _why_not(row, roots):
            size = row.item.checkpoint.size if row.item.checkpoint else 0
            sentence = f"Time-stamp {row.pk} of {row.authority} over the checkpoint of {size} entries: {why}"
            yield Finding(Kind.BAD_STAMP, sentence)
    if whole:
        yield from _due(log)


def clock_findings(actor: Actor, log: str) -> Iterator[Finding]:
    """Yield that the clock of this machine was set back: what was published or stamped lies ahead of it."""
    now = timezone.now()
    rows = PublishedCheckpoint.objects.filter(visible_logged(actor), log=log)
    published = rows.order_by("-published_at").values_list("published_at", flat=True).first()
    stamped = log_stamps(actor, log).order_by("-proven_at").values_list("proven_at", flat=True).first()
    for name, moment in (("checkpoint was published", published), ("time-stamp was given", stamped)):
        if moment is not None and moment > now + SKEW:
            yield Finding(
                Kind.CLOCK,
                f"A {name} at {moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC, this machine says"
                f" {now.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC: its clock was set back.",
            )


def _stale(actor: Actor, log: str, rows: list[TimeStamp]) -> Iterator[Finding]:
    checkpoints = PublishedCheckpoint.objects.filter(visible_logged(actor), log=log)
    newest = checkpoints.order_by("-size").first()
    if newest is None:
        return
    now, last = timezone.now(), max(rows, key=lambda row: row.proven_at, default=None)
    if last is None:
        since = checkpoints.order_by("published_at").values_list("published_at", flat=True)[0]
        said = "No time authority has stamped any checkpoint"
    else:
        covered = max(row.item.checkpoint.size for row in rows if row.item.checkpoint)
        since = last.proven_at if covered < newest.size else now
        said = "The newest time-stamp is too old: no authority has stamped a checkpoint"
    if now - since <= OLDEST:
        return
    tried = StampAttempt.objects.filter(visible_attempts(actor), item__checkpoint__log=log).order_by("-id").first()
    reason = f" Last reason: {tried.reason}" if tried else " See whether the worker runs."
    yield Finding(Kind.STALE_STAMP, f"{said} for {(now - since) / dt.timedelta(hours=1):.0f} hours.{reason}")


def _why_not(row: TimeStamp, roots: tuple[bytes, ...]) -> str:
    """Return why a time-stamp proves nothing today; empty when it holds."""
    digests = {Algorithm(name): bytes.fromhex(digest) for name, digest in row.item.digests.items()}
    try:
        (found,) = check_digests(read_chains([row.chain]), digests, roots, timezone.now(), plugs=authorities.plugs())
    except StampingProblem as error:
        return str(error)
    return SENTENCES[found.doubt] if found.doubt else ""


def _due(log: str) -> Iterator[Finding]:
    orders = due_orders(timezone.localdate() - GRACE, authorities.strengths())
    waiting = [order for order in orders if order.row.item.checkpoint and order.row.item.checkpoint.log == log]
    if waiting:
        first = min(waiting, key=lambda each: each.why.by)
        said = f"{len(waiting)} time-stamps have to be renewed, the first, {first.row.pk}, by {first.why.by}"
        sentence = f"{said}: {first.why.reason}"
        yield Finding(Kind.STAMP_DUE, sentence)
