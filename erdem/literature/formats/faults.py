"""Problems of patent literature files beyond those of reading text."""

from __future__ import annotations

from erdem.lib.reading import Fault

UNKNOWN_FORMAT = Fault(
    "unknown-format",
    "The file is in none of the formats that can be imported. Nothing was read. Known formats: %(known)s.",
)
FORMAT_NOT_SUPPORTED = Fault(
    "format-not-supported",
    "This is %(what)s, which cannot be imported yet. Nothing was stored from it. Use %(instead)s.",
)
NO_NUMBER = Fault(
    "no-number",
    "The record has neither publication nor application number nor a source to tell it by, and was skipped. "
    "The other records are read.",
)
UNREADABLE_NUMBER = Fault(
    "unreadable-number",
    "The number %(value)s is no patent number, so the record was skipped. The other records are read.",
)
NO_CONTENT = Fault(
    "no-content",
    "The record %(value)s holds nothing but a number, so there is nothing to compare; it was skipped.",
)
UNREADABLE_DATE = Fault(
    "unreadable-date",
    "The date %(value)s cannot be read for certain. The record is kept without this date. Write dates as 2011-09-08.",
)
MISSING_COLUMN = Fault(
    "missing-column",
    "The table has no column %(column)s. Nothing was read. Export it again with this column.",
)
XML_ENTITY = Fault(
    "xml-entity",
    "The document defines its own XML entities (%(entity)s). Such definitions can blow up or read other "
    "files, so it was refused unread. The other documents of the file are read.",
)
XML_EXTERNAL = Fault(
    "xml-external-entity",
    "The document wants to load something from outside (%(entity)s). This is never done, and the document "
    "was refused unread. The other documents of the file are read.",
)
BROKEN_XML = Fault(
    "broken-xml",
    "The document is not well-formed XML (%(reason)s) and was skipped. The other documents of the file are read.",
)
XML_TOO_LONG = Fault(
    "xml-too-long",
    "The document is longer than %(limit)d bytes and was skipped. The other documents of the file are read.",
)
XML_UNKNOWN_ROOT = Fault(
    "xml-unknown-root",
    "The document begins with <%(root)s>, which is no patent document known here; it was skipped. The other "
    "documents of the file are read.",
)
