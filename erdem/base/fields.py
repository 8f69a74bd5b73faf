"""Fields that the framework does not bring: several ranges of days in one column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

DayRange = tuple[dt.date, dt.date]
"""First and last day, both within the range."""


if TYPE_CHECKING:
    _Base = models.Field[Sequence[DayRange] | None, tuple[DayRange, ...] | None]
    _Lookup = models.Lookup[bool]
else:
    _Lookup = models.Lookup
    _Base = models.Field  # generic for the type checker alone


class DayRangesField(_Base):
    """Ranges of days (``datemultirange``): a tuple of first and last days, in order, overlapping ones merged."""

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "datemultirange"

    def get_prep_value(self, value: Any) -> Any:
        """Turn first and last days into what the driver sends."""
        if value is None or isinstance(value, Multirange):
            return value
        day = dt.timedelta(days=1)
        return Multirange([Range(first, last + day, "[)") for first, last in value])

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> tuple[DayRange, ...] | None:
        """Turn what the driver returns into first and last days."""
        if value is None:
            return None
        day = dt.timedelta(days=1)
        return tuple((one.lower, one.upper - day) for one in value)


@DayRangesField.register_lookup
class Covers(_Lookup):
    """``open_dates__covers=day``: the day lies within one of the ranges."""

    lookup_name = "covers"

    def get_prep_lookup(self) -> Any:
        """Take the day as it is."""
        return self.rhs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the containment test."""
        left, left_parameters = self.process_lhs(compiler, connection)
        return f"{left} @> %s::date", (*left_parameters, self.rhs)
