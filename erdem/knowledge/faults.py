"""What can be wrong with an entry of a file once its fields have been read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from erdem.lib.reading import FAULTS, Fault

UNKNOWN_DIVISION = Fault(
    "unknown-division",
    "There is no division with the code %(code)s, today or earlier. The record was left out. Write the six digits of the "
    "banner, county, city or district, such as 152530.",
)
RETIRED_DIVISION = Fault(
    "retired-division",
    "%(code)s was %(division)s until %(year)s; today it is %(today)s. The code of today was used.",
)
SPLIT_DIVISION = Fault(
    "split-division",
    "%(code)s was %(division)s until %(year)s; today its area belongs to %(today)s. The record was left out. Write the code of "
    "the one that is meant.",
)
ENDED_DIVISION = Fault(
    "ended-division",
    "%(code)s was %(division)s until %(year)s and has no successor here. The record was left out. Write a code of today.",
)
REPEATED_IN_FILE = Fault(
    "repeated-in-file",
    "The same record stands in line %(first)d already. It is taken once.",
)
ALREADY_REGISTERED = Fault(
    "already-registered",
    "This record is in the register already as %(number)s. It was not changed.",
)
KEPT_ELSEWHERE = Fault(
    "kept-elsewhere",
    "This record was brought in earlier and is not open to you today. It was not changed.",
)
OUTSIDE_SCOPE = Fault(
    "outside-scope",
    "You may not write this record: %(reason)s It was left out.",
)
WRONG_CONTENT = Fault("wrong-content", "%(reason)s The record was left out.")


def told(code: str, params: Mapping[str, Any]) -> str:
    """Return the sentence of a problem in the language of the page."""
    fault = FAULTS.get(code)
    return gettext(fault.template) % params if fault else code


NO_SUCH_RECORD = Fault(
    "no-such-record",
    "There is no record %(value)s that you may read. The row was left out. Check the number, or empty the cell to "
    "begin a new record.",
)
NUMBER_TWICE = Fault(
    "number-twice",
    "The record %(value)s stands in line %(first)d already. This row was left out. Keep one row for each record.",
)
VERSION_MISSING = Fault(
    "version-missing",
    "The row changes %(column)s of %(value)s but does not say which version it was written from. Nothing was "
    "overwritten. Take the table out again with the column 登记版本 and put your changes in.",
)
VERSION_PASSED = Fault(
    "version-passed",
    "%(value)s has version %(now)s by now, your table shows version %(then)s and differs in %(column)s. Nothing "
    "was overwritten. Take the table out again and put your changes in.",
)
MAY_NOT_CHANGE = Fault(
    "may-not-change",
    "The row changes %(column)s of %(value)s, which you may not: %(reason)s It was left out.",
)
LOCKED_COLUMN = Fault(
    "locked-column",
    "The column %(column)s of %(value)s is not changed by a table. The row was left out. Put the old value back: "
    "%(known)s.",
)
CUT_CELL = Fault(
    "cut-cell",
    "The text in the column %(column)s was cut off at the longest cell of a spreadsheet. It was not changed; the "
    "rest of the row was read.",
)
NOT_TAKEN = Fault(
    "not-taken",
    "The register refused the row: two of its values do not go together. Its record was not changed. Look at the "
    "columns %(column)s.",
)
