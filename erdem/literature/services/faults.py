"""Problems met while saving what was read well."""

from __future__ import annotations

from erdem.lib.reading import Fault

DIFFERENT_TITLE = Fault(
    "different-title",
    "The title of %(number)s differs from the one already held, “%(held)s”. The held title is kept; the other fields"
    " were taken where they were empty.",
)
NOT_STORED = Fault(
    "not-stored",
    "The record %(number)s could not be stored (%(reason)s). Nothing of it was kept; the other records are stored.",
)
