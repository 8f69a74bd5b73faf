"""Kills a process that settles payment orders, and looks at what is left in the books.

Run by `test_payment_crashes` for a few kills and by `benchmarks/ledger_payments.py` for hundreds. Each child goes on with the run
that the one before has left; it tells of every line that is committed.
"""

from __future__ import annotations

import os
import select
import signal
import traceback
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, Sum

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.ledger import queries, services
from erdem.ledger.models import Entry, PaymentLine
from erdem.ledger.payment_choices import LineState, OrderStatus
from erdem.ledger.tests.paying import Desk

DATABASE_GONE = 3
Kill = Callable[[int], None]


class Ended(Exception):
    """A child came to an end that a kill does not explain."""


class Watched:
    """What the children have said of one desk, and how much of it was broken."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acknowledged: set[int] = set()
        self.kills = self.lost = self.twice = self.wrong = 0

    @property
    def told(self) -> str:
        """The figures in a line."""
        return (
            f"kills: {self.kills}, acknowledged: {len(self.acknowledged)}, lost: {self.lost}, paid twice: {self.twice},"
            f" books wrong: {self.wrong}"
        )

    @property
    def is_well(self) -> bool:
        """Whether nothing was broken."""
        return not (self.lost or self.twice or self.wrong)

    def check(self, *, at_rest: bool = False) -> None:
        """Compare books and orders with what was said; ``at_rest`` when every run has come to its end."""
        with acting_as(SYSTEM):
            lines = list(PaymentLine.objects.filter(order__book=self.desk.book).select_related("order"))
            found = Entry.objects.filter(book=self.desk.book, document_type="payment_line")
            entries = dict(found.values_list("document_id").annotate(count=Count("id")))
            moved = found.filter(postings__account=self.desk.bank.account).aggregate(sum=Sum("postings__amount"))["sum"]
            balance = queries.balance(self.desk.bank.account)
        paid = [line for line in lines if line.state == LineState.PAID]
        self.lost += len(self.acknowledged - {line.pk for line in paid})
        self.twice += sum(count > 1 for count in entries.values())
        self.wrong += set(entries) != {str(line.pk) for line in paid}
        self.wrong += (moved or 0) != -sum(line.amount for line in paid) or balance != (moved or 0)
        if at_rest:
            self.wrong += any(
                line.state == LineState.OPEN or line.order.status != OrderStatus.SETTLED for line in lines
            )
        connections.close_all()


def die_at(step: int) -> None:
    """Kill this process before its n-th word to the database."""
    count = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return counting

    for owner, name in ((CursorWrapper, "execute"), (BaseDatabaseWrapper, "_commit")):
        setattr(owner, name, counted(getattr(owner, name)))


def child(
    watched: Watched, actor: Actor, order: int, *, step: int = 0, seconds: float = 0.0, kill: Kill | None = None
) -> bool:
    """Run an order in a child that is killed at a step or after a while; say whether it came to its end before.

    Raises:
        Ended: it failed by itself.
    """
    connections.close_all()  # a connection that two processes share would be closed by both
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os._exit(_life(writing, actor, order, step))
    os.close(writing)
    if seconds:
        select.select([], [], [], seconds)
        (kill or _kill)(pid)
    with os.fdopen(reading) as told:
        whole = [line for line in told if line.endswith("\n")]
    watched.acknowledged |= {int(line) for line in whole}
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in (0, -signal.SIGKILL, DATABASE_GONE):
        raise Ended(f"a child ended with {code}")
    watched.kills += code != 0
    return code == 0


def _life(writing: int, actor: Actor, order: int, step: int) -> int:
    if step:
        die_at(step)
    try:
        with acting_as(actor):
            waiting = PaymentLine.objects.filter(order=order, state=LineState.OPEN).order_by("ordinal")
            keys = list(waiting.values_list("pk", flat=True))
        services.run_order(actor=actor, order_id=order, on_progress=lambda done: _tell(writing, str(keys[done - 1])))
    except (OperationalError, InterfaceError):
        return DATABASE_GONE
    except BaseException:  # noqa: BLE001  whatever it is, the parent hears of it by the exit code
        traceback.print_exc()
        return 1
    return 0


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _tell(writing: int, line: str) -> None:
    os.write(writing, f"{line}\n".encode())
