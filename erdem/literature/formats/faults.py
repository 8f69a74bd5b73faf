"""Problems of patent literature files beyond those of reading text."""

from __future__ import annotations

from erdem.lib.reading import Fault

UNKNOWN_FORMAT = Fault(
    "unknown-format",
    "The file is in none of the formats that can be imported. Nothing was read. Known formats: %(known)s.",
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
XML_CUT_OFF = Fault(
    "xml-cut-off",
    "The document ends before <%(root)s> is closed, so the copy is incomplete. What stands before the break was read. "
    "Copy or download the file again and repeat the import.",
)
XML_NO_RECORDS = Fault(
    "xml-no-records",
    "The document begins with <%(root)s> but holds no publication. Nothing was stored from it.",
)
NUMBERS_ONLY = Fault(
    "numbers-only",
    "This is a list of numbers found by a search (%(count)d of them), without titles or texts. Nothing was stored from "
    "it. Ask the service for the bibliographic data of these numbers.",
)
IMAGES_ONLY = Fault(
    "images-only",
    "This is a list of page images, without any text. Nothing was stored from it. Ask the service for the "
    "bibliographic data or the full text.",
)
ARCHIVE_DAMAGED = Fault(
    "archive-damaged",
    "The archive cannot be opened (%(reason)s). Nothing was read from it. Copy or download it again.",
)
ARCHIVE_PART_MISSING = Fault(
    "archive-part-missing",
    "This archive is split into %(count)d parts, and part %(part)s is not beside it. Nothing was read. Put all parts "
    "into one folder and import the last one, which ends in .zip.",
)
ARCHIVE_PART_ALONE = Fault(
    "archive-part-alone",
    "This is the first part of a split archive. Nothing was read from it. Put all parts into one folder and import the "
    "last one, which ends in .zip.",
)
ARCHIVE_EMPTY = Fault("archive-empty", "The archive holds no file that could be read. Nothing was stored from it.")
ARCHIVE_TOO_DEEP = Fault(
    "archive-too-deep",
    "This archive lies more than %(limit)d archives deep and was skipped. The other files are read. Unpack it and "
    "import it on its own.",
)
ARCHIVE_TOO_MANY = Fault(
    "archive-too-many",
    "The archive holds more than %(limit)d files. What comes after them was not read; what comes before is read. "
    "Import the rest in parts.",
)
ARCHIVE_TOO_LARGE = Fault(
    "archive-too-large",
    "The archive grows beyond %(limit)d bytes when unpacked. What comes after that was not read; what comes before is "
    "read. Import the rest in parts.",
)
MEMBER_TOO_LARGE = Fault(
    "member-too-large",
    "This file of the archive grows to %(size)d bytes, %(ratio)d times its packed size, which no real document does; it "
    "was skipped. The other files are read.",
)
MEMBER_ENCRYPTED = Fault(
    "member-encrypted",
    "This file of the archive is locked with a password and was skipped. The other files are read. Unpack it with the "
    "password and import it on its own.",
)
MEMBER_PACKING = Fault(
    "member-packing",
    "This file of the archive is packed in a way that is not known here (%(method)s) and was skipped. The other files "
    "are read. Pack the archive again with the usual method (Deflate).",
)
MEMBER_DAMAGED = Fault(
    "member-damaged",
    "This file of the archive is damaged (%(reason)s). What stands before the damage was read, and so are the other "
    "files. Copy or download the archive again.",
)
MEMBER_NAME = Fault(
    "member-name",
    "The name of this file of the archive points out of the archive, as no honest archive does; it was skipped. The "
    "other files are read.",
)
MEMBER_REPEATED = Fault(
    "member-repeated",
    "The archive holds a second file of this name. Only the first one is read; the second was skipped.",
)
RECORD_TOO_LONG = Fault(
    "record-too-long",
    "The record is longer than %(limit)d characters and was skipped. The other records are read.",
)
BROKEN_CITATION = Fault(
    "broken-citation",
    "The line is no citation of a patent as CNKI writes it ([1]inventors. title[P]. place：number,date) and was "
    "skipped. The other lines are read.",
)
NO_PUBLICATIONS = Fault(
    "no-publications",
    "The file holds no publication: its records have none of the fields of one (found: %(fields)s). Nothing was read. "
    "Each publication needs a number to tell it by.",
)
TEXT_WITHOUT_NUMBERS = Fault(
    "text-without-numbers",
    "The file is running text without any publication number, so it holds no publication that could be told from "
    "others. Nothing was read. Use a table with a column of numbers, or JSON Lines.",
)
SCHEMA_ONLY = Fault(
    "schema-only",
    "The file describes the columns of a data base and holds no publication. Nothing was read. Export the rows of the "
    "table itself as JSON Lines.",
)
PAGE_TOO_LONG = Fault(
    "page-too-long",
    "The saved page is longer than %(limit)d bytes. Nothing was read. Save the page of one publication alone.",
)
PAGE_WITHOUT_NUMBER = Fault(
    "page-without-number",
    "The saved page names no publication number. Nothing was read. Open the publication, wait until its text is shown, "
    "and save the page again.",
)
UNMAPPED_TABLE = Fault(
    "unmapped-table",
    "No column of the table could be recognised as the number of the publication (columns: %(columns)s). Nothing was "
    "read. Choose the columns by hand, or name the column of numbers Publication Number.",
)
UNKNOWN_COLUMN = Fault(
    "no-such-column",
    "The table has no column %(column)s, which was chosen for %(field)s. Nothing was read. Choose the columns again.",
)
SEQUENCES_ONLY = Fault(
    "sequences-only",
    "The file holds nothing but sequence listings, which are parts of other documents. Nothing was stored from it.",
)
CLASSIFICATION_FILE = Fault(
    "classification-file",
    "This is a file of the CPC classification (<%(root)s>), not of publications, so nothing was stored from it. Import "
    "the documents themselves.",
)
