"""The page of a community and the page of a firm to take away: as PDF and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from erdem.base.documents import Facts, Heading, Paragraph, Sheet, Table, sheet_pdf
from erdem.base.documents.sheet import Block
from erdem.base.formatting import long_date

Rows = list[tuple[str, ...]]


def community_pdf(name: str, page: dict[str, Any]) -> bytes:
    """The page of a community as a paper."""
    blocks: list[Block] = [Paragraph(page["title"])]
    for each in page["money"]:
        figures = [
            (_("Owed to us in all"), each["due"]),
            (pgettext("benefit", "Arrived"), each["arrived"]),
            (_("Still owed to us"), each["waits"]),
        ]
        blocks += [Heading(_("Money, %(unit)s") % {"unit": each["unit"]}), Facts(figures)]
        head = (_("Day"), _("What"), _("Calculation"), pgettext("benefit", "Amount"))
        rows = [
            (move["day"], f"{move['what']} ({move['kind']})", move["note"], move["amount"]) for move in each["moves"]
        ]
        blocks.append(Table(head, rows, numeric=(3,), widths=(2, 4, 4, 2)))
    for title, heads, lines in _tables(page):
        if lines:
            blocks += [Heading(title), Table(heads, lines)]
    return sheet_pdf(_sheet(_("Benefit statement of %(name)s") % {"name": name}, blocks))


def community_rows(page: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The page of a community as rows: section, day, what, amount, note."""
    for each in page["money"]:
        for move in each["moves"]:
            yield (
                _("Money, %(unit)s") % {"unit": each["unit"]},
                move["day"],
                f"{move['what']} ({move['kind']})",
                move["amount"],
                move["note"],
            )
    for title, head, rows in _tables(page):
        for row in rows:
            yield (
                title,
                "",
                row[0],
                row[-1],
                " · ".join(f"{key}: {value}" for key, value in zip(head[1:-1], row[1:-1], strict=True)),
            )


def community_heads() -> tuple[str, ...]:
    """The heads of those rows."""
    return (_("Section"), _("Day"), _("What"), pgettext("benefit", "Amount"), _("Note"))


def firm_pdf(name: str, page: dict[str, Any]) -> bytes:
    """The page of a firm as a paper."""
    head = firm_heads()
    blocks: list[Block] = [Paragraph(page["title"])]
    if page["owed"]:
        blocks.append(Facts([(f"{each['label']} ({each['note']})", each["value"]) for each in page["owed"]]))
    blocks.append(Table(head, list(firm_rows(page)), numeric=(3, 4, 5), widths=(3, 4, 2, 3, 3, 3, 2)))
    return sheet_pdf(_sheet(_("What %(name)s owes by when") % {"name": name}, blocks))


def firm_heads() -> tuple[str, ...]:
    """The heads of the rows of a firm."""
    return (
        _("Permit"),
        pgettext("benefit", "What for"),
        _("Due by"),
        pgettext("benefit", "Amount"),
        _("Settled"),
        _("Still open"),
        _("Status"),
    )


def firm_rows(page: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The obligations of a firm as rows."""
    for row in page["rows"]:
        yield (row["permit"], row["what"], row["due"], row["amount"], row["settled"], row["open"], row["state"])


def _tables(page: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    yield (
        _("Benefits in kind"),
        (_("Promised to us"), pgettext("benefit", "Arrived"), _("Still to come")),
        [(each["promised"], each["delivered"], each["open"]) for each in page["in_kind"]],
    )
    yield (
        _("What was used"),
        (pgettext("benefit", "Period"), pgettext("benefit", "Who"), pgettext("benefit", "Products"), _("Sales")),
        [(each["period"], each["who"], each["products"], ", ".join(each["sales"])) for each in page["used"]],
    )
    yield (
        _("What we agreed"),
        (_("Permit"), pgettext("benefit", "Who"), _("Until"), _("Our share")),
        [
            (
                each["number"],
                each["who"],
                each["until"],
                ", ".join(f"{line['label']} {line['share']}" for line in each["lines"]),
            )
            for each in page["agreed"]
        ],
    )
    yield (
        _("Who asked"),
        (_("Number"), pgettext("benefit", "Who"), _("What about"), _("Status")),
        [(each["number"], each["who"], each["title"], each["state"]) for each in page["requests"]],
    )
    yield (
        _("What comes next"),
        (_("What"), _("When"), pgettext("benefit", "Amount")),
        [(each["label"], each["day"], each["amount"]) for each in page["coming"]],
    )


def _sheet(title: str, blocks: list[Block]) -> Sheet:
    notice = _("Read from the books on this day. Currencies and units are never added up.")
    return Sheet(title, blocks, date=long_date(timezone.localdate()), notice=notice)
