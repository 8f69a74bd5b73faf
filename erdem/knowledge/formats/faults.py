"""Problems of traditional-knowledge files beyond those of reading text, tables and JSON."""

from __future__ import annotations

from erdem.lib.reading import Fault

UNKNOWN_TABLE = Fault(
    "no-header",
    "No row of %(place)s names the columns (there must be 名称 or name and one column with content). Nothing was read from it. "
    "Use the template, or name the columns in the first row.",
)
UNKNOWN_FILE = Fault(
    "unknown-record-file",
    "The file is neither a table (CSV, XLS, XLSX) nor JSON Lines. Nothing was read. Use the template, or "
    "export the records as CSV, XLSX or JSON Lines.",
)
MERGED_HEADER = Fault(
    "merged-header",
    "The column name “%(name)s” spans the merged cells %(area)s, so it is not clear which column it names. "
    "Nothing was read from this sheet. Undo the merge and give every column its own name.",
)
MERGED_CELLS = Fault(
    "merged-cells",
    "The row lies in the merged cells %(area)s, so it is not clear what belongs to it; it was skipped. The "
    "other rows are read. Undo the merge and fill in every row.",
)
REPEATED_COLUMN = Fault(
    "repeated-column",
    "The columns “%(first)s” and “%(second)s” mean the same. Nothing was read from this sheet. Keep one of them.",
)
UNKNOWN_COLUMN = Fault(
    "unknown-column",
    "The column “%(name)s” is not known and its cells are not read. The other columns are read. The template "
    "lists the known columns.",
)
RAGGED_ROW = Fault(
    "ragged-row",
    "The row has %(cells)d cells under %(columns)d column names, so its cells may have shifted; it was "
    "skipped. The other rows are read. Put quotation marks around cells that contain the delimiter.",
)
PATENT_RECORD = Fault(
    "patent-record",
    "This record is a patent publication, not traditional knowledge; it was skipped. Import the file as literature.",
)
NO_NAME = Fault(
    "missing-name",
    "The record has no name and was skipped. The other records are read. Fill in 名称 (name).",
)
UNKNOWN_KIND = Fault(
    "unknown-kind",
    "“%(value)s” is no kind of record; it was skipped. The other records are read. Write one of: %(known)s.",
)
UNKNOWN_TIER = Fault(
    "unknown-tier",
    "“%(value)s” is no diffusion tier. The record was skipped, because a wrong guess could make it visible. "
    "Write one of: %(known)s.",
)
UNKNOWN_VALUE = Fault(
    "unknown-value",
    "“%(value)s” is not in the list of this field. The record is kept without it. Write one of: %(known)s.",
)
REPEATED_RECORD = Fault(
    "repeated-record",
    "The record “%(name)s” is the same as the one in %(first)s and was skipped.",
)
REPEATED_ID = Fault(
    "repeated-id",
    "The identifier %(id)s was already used in %(first)s; this record was skipped. Give every "
    "record its own identifier.",
)

NO_RECORD_NUMBER = Fault(
    "unreadable-record-number",
    "“%(value)s” is no record number. The row was left out. Write it as on the record, such as TK-152530-0007, or "
    "leave the cell empty for a new record.",
)
UNREADABLE_CELL = Fault(
    "unreadable-cell",
    "“%(value)s” cannot be read in the column %(column)s. The row was left out and its record not changed. Write "
    "one of: %(known)s.",
)
UNREADABLE_LINE = Fault(
    "unreadable-line",
    "The line “%(value)s” of the column %(column)s cannot be read. The row was left out and its record not "
    "changed. Write one thing a line and divide its parts by a bar, with these labels: %(known)s.",
)
INCOMPLETE_LINE = Fault(
    "incomplete-line",
    "A line of the column %(column)s lacks %(known)s. The row was left out and its record not changed. Add it, or "
    "delete the line.",
)
LONG_CELL = Fault(
    "long-cell",
    "“%(value)s…” in the column %(column)s is longer than %(known)s characters. The row was left out and its "
    "record not changed. Shorten it.",
)
NOT_WHOLE = Fault(
    "not-a-whole-number",
    "“%(value)s” in the column %(column)s is no whole number. The row was left out and its record not changed. "
    "Write figures only.",
)
OUT_OF_BOUNDS = Fault(
    "out-of-bounds",
    "%(value)s in the column %(column)s lies outside %(known)s. The row was left out and its record not changed. "
    "Correct the number.",
)
EMPTY_REQUIRED = Fault(
    "empty-required",
    "The column %(column)s is empty; a record cannot be without it. The row was left out and its record not "
    "changed. Fill it in.",
)
UNKNOWN_COMMUNITY = Fault(
    "unknown-community",
    "There is no community called “%(value)s”, or several are. The row was left out and its record not changed. "
    "Write the name as on the page of the community.",
)
FORMULA_CELL = Fault(
    "formula-without-value",
    "The cell holds a formula whose result was not saved. The row was left out and its record not changed. Open "
    "the file, save it again, or put the value in place of the formula.",
)
ERROR_CELL = Fault(
    "formula-with-error",
    "The cell shows the error %(value)s. The row was left out and its record not changed. Correct the formula, or "
    "put the value in its place.",
)
TOO_MANY_ROWS = Fault(
    "too-many-rows",
    "The file has more than %(most)d rows. The rows up to here are read, the rest is not. Divide the file.",
)
