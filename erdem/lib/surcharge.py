"""What is added to a fine that is paid late, in whole fen (行政处罚法 72)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

Dated = tuple[dt.date, int]
"""A day and an amount in fen: the last day of an instalment, or the day of a payment."""


def surcharge(fine_fen: int, days_late: int, *, percent_a_day: int, cap_percent: int) -> int:
    """Return the surcharge in fen, at most ``cap_percent`` of the fine; fractions of a fen are left out.

    Raises:
        ValueError: an amount or a rate is negative.
    """
    if min(fine_fen, percent_a_day, cap_percent) < 0:
        message = "A fine and its rates are not negative."
        raise ValueError(message)
    grown = fine_fen * percent_a_day * max(days_late, 0) // 100
    return min(grown, fine_fen * cap_percent // 100)


def surcharge_of_parts(
    parts: Iterable[Dated], payments: Iterable[Dated], today: dt.date, *, percent_a_day: int, cap_percent: int
) -> int:
    """Return the surcharge in fen of a fine that is due in parts: each fen grows from the day after it was due until it was paid.

    Payments go to the part that was due first. That only what is still unpaid grows is our reading of 第七十二条, the milder one
    for the party; the whole stays under the cap.

    Args:
        parts: last day and amount of each instalment; one when the fine is due at once.
        payments: day and amount of each payment, for the fine first.
        today: until when unpaid parts have grown.
    """
    parts = sorted(parts)
    left = sorted(payments)
    percents = 0
    for due, amount in parts:
        while amount > 0 and left:
            paid_on, paid = left.pop(0)
            taken = min(amount, paid)
            amount -= taken
            percents += taken * percent_a_day * max((paid_on - due).days, 0)
            if paid > taken:
                left.insert(0, (paid_on, paid - taken))
        percents += amount * percent_a_day * max((today - due).days, 0)
    return min(percents // 100, sum(amount for _due, amount in parts) * cap_percent // 100)
