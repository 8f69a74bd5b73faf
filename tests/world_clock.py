"""A local holiday of the small world; years, days and rules come with the product."""

from __future__ import annotations

import datetime as dt

from erdem.base.models import LocalHoliday


def add_calendar() -> None:
    """Enter a local holiday that is switched off, as the machinery."""
    LocalHoliday.objects.get_or_create(
        place_code="152500", day=dt.date(2026, 7, 14), defaults={"name": "示例那达慕", "basis": "示例：地方规定"}
    )
