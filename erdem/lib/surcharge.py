"""What is added to a fine that is paid late, in whole fen (行政处罚法 72)."""

from __future__ import annotations


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
