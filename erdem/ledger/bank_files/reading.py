"""A statement row by row: the head is found, each row becomes a movement or says what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from erdem.ledger.bank_files.headings import Columns, find_columns
from erdem.ledger.bank_files.values import BadValue, read_amount, read_day
from erdem.lib.cell_guard import restore
from erdem.lib.reading import Problem, Source
from erdem.lib.tabular import Row, open_sheets

HEAD_ROWS: Final = 30
"""Banks write name, number and period of the account above the table."""
MOST_ROWS: Final = 500_000
IN: Final = frozenset({"贷", "贷方", "收", "收入", "转入", "c", "cr", "credit", "in", "+"})
OUT: Final = frozenset({"借", "借方", "支", "支出", "转出", "付", "d", "dr", "debit", "out", "-"})
CURRENCIES: Final = {
    "人民币": "CNY", "人民币元": "CNY", "rmb": "CNY", "cny": "CNY", "156": "CNY", "01": "CNY",
    "美元": "USD", "usd": "USD", "欧元": "EUR", "eur": "EUR", "图格里克": "MNT", "mnt": "MNT",
}  # fmt: skip
_FOOT: Final = ("合计", "总计", "小计", "total", "本页", "期末", "期初")


class Movement(NamedTuple):
    """One row: so much in (positive) or out (negative), in hundredths."""

    row: int
    day: dt.date
    amount: int
    counterparty: str
    counterparty_number: str
    reference: str
    serial: str
    balance: int | None


class RowProblem(NamedTuple):
    """What is wrong with a row, which was left out: a code, and the cell as it stands there. Row 0 is the file."""

    row: int
    code: str
    text: str


@dataclass(frozen=True)
class Head:
    """The row of headings and what they were found to mean."""

    row: int
    headings: tuple[str, ...]
    columns: Columns
    sample: tuple[tuple[str, ...], ...]


def look(source: Source, *, name: str = "") -> Head | None:
    """Return the head of a statement with its first rows; without known words the first row is taken. None without any row.

    Raises:
        UnreadableError: the file is empty, binary, or in no encoding that is known.
    """
    best: Head | None = None
    with open_sheets(source, name) as sheets:
        for sheet in sheets:
            rows = [row for row in islice(sheet.rows, HEAD_ROWS) if isinstance(row, Row)]
            for place, row in enumerate(rows):
                columns = find_columns(row.cells)
                if len(columns.places) >= 2 and (best is None or len(columns.places) > len(best.columns.places)):
                    best = Head(row.number, tuple(row.cells), columns, _cells(rows[place + 1 : place + 6]))
            if best is None and rows:
                best = Head(rows[0].number, tuple(rows[0].cells), Columns({}), _cells(rows[1:6]))
            return best
    return None


def _cells(rows: list[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.cells) for row in rows)


def read_movements(
    source: Source, head: Head, *, currency: str, name: str = "", latest: dt.date | None = None
) -> Iterator[Movement | RowProblem]:
    """Yield every row below the head as a movement, or what is wrong with it.

    ``currency`` is that of the account: rows in another one are refused. ``latest``: later days are refused.

    Raises:
        UnreadableError: the file breaks off.
    """
    count = 0
    with open_sheets(source, name) as sheets:
        for sheet in sheets:
            for row in sheet.rows:
                if isinstance(row, Problem):
                    yield RowProblem(row.line or 0, "broken-row", row.raw[:80])
                elif row.number > head.row and not _is_foot(row):
                    count += 1
                    if count > MOST_ROWS:
                        yield RowProblem(0, "too-many-rows", str(MOST_ROWS))
                        return
                    yield _movement(row, head.columns, currency, latest)
            return  # the table stands on the first sheet


def _is_foot(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return not filled or filled[0].casefold().startswith(_FOOT) or (len(filled) == 1 and len(row.cells) > 2)


def _movement(row: Row, columns: Columns, currency: str, latest: dt.date | None) -> Movement | RowProblem:
    cells = {field: _cell(row, place) for field, place in columns.places.items()}
    if row.damaged:
        return RowProblem(row.number, "lost-characters", " ".join(row.cells)[:80])
    try:
        day = read_day(cells.get("day", ""))
        amount = _signed(cells)
        balance = read_amount(cells.get("balance", ""))
    except BadValue as bad:
        return RowProblem(row.number, bad.code, bad.text[:80])
    code = _refused(cells, day, amount, currency, latest)
    if code:
        return RowProblem(
            row.number, code, (cells.get("currency", "") if code == "other-currency" else cells.get("day", ""))[:80]
        )
    words = [cells.get("reference", ""), *(_cell(row, place) for place in columns.more)]
    return Movement(
        row=row.number,
        day=day,
        amount=amount,
        counterparty=cells.get("counterparty", "")[:200],
        counterparty_number="".join(cells.get("counterparty_number", "").split())[:64],
        reference=" ".join(word for word in words if word)[:500],
        serial=cells.get("serial", "")[:64],
        balance=balance,
    )


def _refused(cells: Mapping[str, str], day: dt.date, amount: int, currency: str, latest: dt.date | None) -> str:
    said = cells.get("currency", "").strip().casefold()
    if said and CURRENCIES.get(said, said.upper()) != currency:
        return "other-currency"
    if amount == 0:
        return "no-movement"
    return "day-ahead" if latest is not None and day > latest else ""


def _cell(row: Row, place: int) -> str:
    return restore(row.cells[place]).strip() if place < len(row.cells) else ""


def _signed(cells: Mapping[str, str]) -> int:
    """Return the amount with its sign: from one column, with a word for the direction, or from the two of out and in."""
    if "amount" in cells and ("debit" not in cells or "credit" not in cells):
        amount = read_amount(cells["amount"]) or 0
        direction = cells.get("direction", "").strip().casefold()
        if not direction:
            return amount
        if direction in IN:
            return amount
        if direction in OUT:
            return -abs(amount)
        raise BadValue("no-direction", direction)
    out, into = read_amount(cells.get("debit", "")), read_amount(cells.get("credit", ""))
    if out and into:
        raise BadValue("in-and-out", f"{cells.get('debit')} / {cells.get('credit')}")
    if (out or 0) < 0 or (into or 0) < 0:
        raise BadValue("negative-amount", cells.get("debit", "") or cells.get("credit", ""))
    return (into or 0) - (out or 0)
