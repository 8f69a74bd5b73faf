"""Renewal: a newer time-stamp over an older one before its certificate or its algorithms end (RFC 4998)."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from erdem.base import audit
from erdem.base.actor import Actor, acting_as
from erdem.notary import authorities
from erdem.notary.due import Order, due_orders
from erdem.notary.services.stamping import keep_chain, keep_failures
from erdem.notary.stamped import check_digests
from erdem.notary.stamping import (
    Algorithm,
    ArchiveChain,
    Failure,
    Renewal,
    Stamper,
    StampingProblem,
    Strength,
    limits,
    renew_hash,
    renew_time_stamp,
)

logger = logging.getLogger(__name__)
MOST = 500
"""Time-stamps that one run renews."""


@dataclass(frozen=True)
class Renewing:
    """What came of a run: how many were due, how many were renewed, and how many hold no longer, so that nothing helps them."""

    due: int
    renewed: int
    ended: int


def renew_stamps(*, actor: Actor, now: dt.datetime | None = None) -> Renewing:
    """Renew what is due within the days of the settings, one transaction and one audit entry each. For machines.

    An authority that still signs with a certificate that ends as soon is passed over: such a stamp would be no renewal.

    Raises:
        BadSetting: the authorities or the rows about algorithms cannot be read.
    """
    moment, rows = now or timezone.now(), authorities.strengths()
    with acting_as(actor):
        orders = due_orders(moment.date(), rows)
    stampers, roots = authorities.stampers(), authorities.roots()
    renewed = ended = 0
    for order in orders[:MOST]:
        if not _holds(order, roots, moment):
            ended += 1
            continue
        answer = _renew(order, stampers, rows)
        with acting_as(actor):
            renewed += _keep(actor, order, answer)
    return Renewing(len(orders), renewed, ended)


def _holds(order: Order, roots: Sequence[bytes], now: dt.datetime) -> bool:
    """Say whether the chain still proves its time: a stamp over one that has ended would prove nothing."""
    try:
        (found,) = check_digests([order.chain], order.digests, roots, now, plugs=authorities.plugs())
    except StampingProblem as error:
        logger.warning("a time-stamp cannot be renewed: %s", error)
        return False
    return found.trusted


def _renew(order: Order, stampers: Sequence[Stamper], strengths: Sequence[Strength]) -> ArchiveChain | list[Failure]:
    """Return the longer chain, or why each authority could not make one; the authority of the stamp itself is asked first."""
    own = order.chain.last.authority
    failures: list[Failure] = []
    for stamper in sorted(stampers, key=lambda one: one.authority.name != own):
        for algorithm in _algorithms(order, stamper):
            try:
                longer = _longer(order, stamper, algorithm)
            except StampingProblem as error:
                failures.append(Failure(stamper.authority.name, algorithm, error.code, str(error)))
                continue
            if limits(longer, strengths)[0].by > order.why.by:
                return longer
            sentence = f"{stamper.authority.name} still signs with what ends on {limits(longer, strengths)[0].by}."
            failures.append(Failure(stamper.authority.name, algorithm, "no_longer", sentence))
    return failures


def _algorithms(order: Order, stamper: Stamper) -> tuple[Algorithm, ...]:
    """Return by which algorithms the authority may renew: the one of the chain for a certificate, another one for a weak hash."""
    same = order.chain.algorithm
    if order.why.kind is Renewal.TIME_STAMP:
        return (same,) if same in stamper.authority.algorithms else ()
    return tuple(one for one in stamper.authority.algorithms if one is not same and one in order.digests)


def _longer(order: Order, stamper: Stamper, algorithm: Algorithm) -> ArchiveChain:
    if order.why.kind is Renewal.TIME_STAMP:
        return renew_time_stamp(order.chain, stamper)
    return renew_hash(order.chain, order.digests, stamper, algorithm)


def _keep(actor: Actor, order: Order, answer: ArchiveChain | list[Failure]) -> int:
    """Keep the longer chain as a row over the older one; return how many are new."""
    item = order.row.item
    if isinstance(answer, list):
        failures = tuple(answer) or (
            Failure(
                "-", order.chain.algorithm, "algorithm", "No authority works with an algorithm that could renew it."
            ),
        )
        keep_failures(item, failures)
        detail = {"reason": order.why.kind.value, "failures": [f"{one.authority}: {one.code}" for one in failures]}
        audit.record(actor, action="notary.renew_stamp", target=order.row, detail=detail)
        return 0
    row = keep_chain(item, answer, renews=order.row)
    if row is None:
        return 0
    audit.record(actor, action="notary.renew_stamp", target=row, detail={"reason": order.why.kind.value})
    return 1
