"""Typed access to the fields of one decoded record of patent literature: `erdem.lib.fields` and dates."""

from __future__ import annotations

import datetime

from erdem.lib import fields
from erdem.literature.formats.faults import UNREADABLE_DATE
from erdem.literature.formats.fields import read_date


class Record(fields.Record):
    """One JSON object (or row as mapping) with the place it came from."""

    def date(self, *names: str, day_first: bool = False, near_year: int = 0) -> datetime.date | None:
        name, value = self.first(*names)
        if value is None or value == 0:
            return None
        text = str(value) if isinstance(value, (str, int)) else ""
        found = read_date(text, day_first=day_first, near_year=near_year)
        if found is None:
            shown = fields.squeeze(str(value))[:40]
            self.problems.append(UNREADABLE_DATE.at(self.file, self.line, name, kept=True, value=shown))
        return found
