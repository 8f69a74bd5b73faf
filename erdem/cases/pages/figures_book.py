"""The figures as a workbook to hand upward: always the same sheets, rows and columns, in Chinese, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.exports import neutral
from erdem.base.formatting import iso_date, iso_moment
from erdem.cases.choices import CaseKind, Channel, Subject
from erdem.cases.pages.figures import Wanted, county_names, name_of, others_table, places_of
from erdem.cases.pages.figures_tables import HELD_BACK, Cell, Table, own_tables
from erdem.cases.queries import figures
from erdem.people.queries import get_place

LAYOUT = 1
"""Goes up whenever a sheet, row or column moves; who reads the file by its places looks at it first."""
LANDSCAPE_A4 = 9
FIRST_WIDTH, OTHER_WIDTH, MARK_WIDTH = 34, 11, 14


def tables_of(actor: Actor, wanted: Wanted) -> tuple[Table, ...]:
    """Return all tables in their order, of the same figures as the page shows."""
    names = county_names()
    counted = figures.figures_of(actor, wanted.asked)
    own = own_tables(counted, places_of(actor, names), figures.rules_counted(), lambda _behind: "")
    others = others_table(actor, wanted, names, always=True)
    return own if others is None else (*own, others)


def book_of(actor: Actor, wanted: Wanted) -> bytes:
    """Return the workbook."""
    stream = io.BytesIO()
    with translation.override("zh-hans"):
        book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "total": book.add_format({"bold": True, "top": 1, "num_format": "#,##0"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "rate": book.add_format({"num_format": "0.0%"}),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
            "small": book.add_format({"font_size": 9, "italic": True}),
        }
        _cover(book, styles, actor, wanted)
        for table in tables_of(actor, wanted):
            _sheet(book, styles, table)
        book.close()
    return stream.getvalue()


def long_rows(actor: Actor, wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    """Yield every cell as a line of its own: table, line, column, value."""
    for table in tables_of(actor, wanted):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield table.title, row.label, column, _value(cell)


def long_columns() -> tuple[str, ...]:
    """Return the heads of `long_rows`."""
    return (
        pgettext("figures", "Table"),
        pgettext("figures", "Line"),
        pgettext("figures", "Column"),
        pgettext("figures", "Value"),
    )


def _cover(book: Any, styles: dict[str, Any], actor: Actor, wanted: Wanted) -> None:
    sheet = book.add_worksheet(pgettext("figures", "About"))
    _printed(sheet)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write(0, 0, _("Figures about cases"), styles["title"])
    for line, (name, value) in enumerate(_facts(actor, wanted), 2):
        sheet.write(line, 0, name, styles["words"])
        sheet.write(line, 1, neutral(value), styles["words"])


def _facts(actor: Actor, wanted: Wanted) -> tuple[tuple[str, Any], ...]:
    asked = wanted.asked
    every, told = pgettext("filter of cases", "All"), figures.smallest_told()
    place = get_place(asked.place.ljust(6, "0")) if asked.place else None
    labels = (dict(CaseKind.choices), dict(Subject.choices), dict(Channel.choices))
    kind, subject, channel = (
        str(known.get(value, every))
        for known, value in zip(labels, (asked.kind, asked.subject, asked.channel), strict=True)
    )
    return (
        (_("Layout version"), LAYOUT),
        (pgettext("figures", "Span"), name_of(wanted.period, asked.first, asked.last)),
        (pgettext("figures", "First day"), iso_date(asked.first)),
        (pgettext("figures", "Last day"), iso_date(asked.last)),
        (_("Division"), f"{place.code} {place}" if place else _("all that the office serves")),
        (pgettext("case", "Kind"), kind),
        (pgettext("case", "Subject"), subject),
        (pgettext("case", "How it came"), channel),
        (pgettext("figures", "Office"), actor.organisation),
        (pgettext("figures", "Source"), _("Cases and clocks of this system; nothing was entered by hand.")),
        (pgettext("figures", "Taken on"), iso_moment(timezone.now())),
        (
            pgettext("figures", "In time"),
            _(
                "By the clock alone: done by the last day, of all that were done or are overdue. "
                "Days typed into a case do not count."
            ),
        ),
        (_("to be confirmed"), _("The length of this period was not read in the text of the law in force.")),
        (
            HELD_BACK,
            _("A number below %(smallest)s, or one from which such a number could be worked out. Basis: %(basis)s.")
            % {"smallest": told.value, "basis": told.basis},
        ),
        (
            _("Empty cells"),
            _("Not counted for you, nothing to judge, or a table that is given for quarters that are over only."),
        ),
    )


def _sheet(book: Any, styles: dict[str, Any], table: Table) -> None:
    sheet = book.add_worksheet(table.title)
    _printed(sheet)
    sheet.write(0, 0, table.title, styles["title"])
    sheet.write(1, 0, table.note, styles["small"])
    sheet.write_row(2, 0, (table.head, *table.columns), styles["head"])
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, len(table.columns), OTHER_WIDTH)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    for line, row in enumerate(table.rows, 3):
        sheet.write(line, 0, neutral(row.label), styles["total"] if row.is_total else None)
        for place, cell in enumerate(row.cells, 1):
            style = styles["rate"] if cell.is_rate else styles["total"] if row.is_total else styles["number"]
            sheet.write(line, place, _value(cell), style)


def _printed(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _value(cell: Cell) -> Any:
    return HELD_BACK if cell.held_back else "" if cell.value is None else cell.value
