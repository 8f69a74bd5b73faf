"""Statements of banks in their encodings, with their headings, and with what is wrong in them."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.ledger.bank_files import (
    BadValue,
    Keys,
    Movement,
    RowProblem,
    look,
    read_amount,
    read_day,
    read_movements,
)
from erdem.lib.reading import UnreadableError

STATEMENT = """示例银行对公账户明细,,,,,,,
账号：,6222000000001234,,,,,,
交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,流水号
20261120,"1,234.50",,98765.50,示例持有社区,6222111,PO-2026-0001/1 分成,A1
2026-11-21,,700.00,99465.50,示例企业,6222333,往来款,A2
2026/11/22,12.00,,99453.50,,,手续费,A3
合计,1246.50,700.00,,,,,
"""


def read(text: str, encoding: str = "utf-8", **more: Any) -> list[Movement | RowProblem]:
    source = io.BytesIO(text.encode(encoding))
    head = look(source, name="示例.csv")
    assert head is not None
    source.seek(0)
    return list(read_movements(source, head, currency="CNY", **more))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_statement_is_read_in_the_encodings_of_banks(encoding: str) -> None:
    rows = read(STATEMENT, encoding)
    assert [(row.day.isoformat(), row.amount, row.serial) for row in rows if isinstance(row, Movement)] == [
        ("2026-11-20", -123450, "A1"),
        ("2026-11-21", 70000, "A2"),
        ("2026-11-22", -1200, "A3"),
    ]
    assert len(rows) == 3


def test_one_column_with_a_direction_is_read_too() -> None:
    rows = read("记账日期,交易金额,收/支,对方名称,附言,用途\n2026-11-20,5.00,支,甲,乙,丙\n2026-11-20,6,收,甲,,丙\n")
    assert [row.amount for row in rows if isinstance(row, Movement)] == [-500, 600]
    assert [row.reference for row in rows if isinstance(row, Movement)] == ["乙 丙", "丙"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-11-20,-5,,甲", "negative-amount"),
        ("2026-11-20,5,6,甲", "in-and-out"),
        ("2026-11-20,,,甲", "no-movement"),
        ("2026-13-20,5,,甲", "no-day"),
        ("20/11/2026,5,,甲", "no-day"),
        ("2026-11-20,五,,甲", "no-amount"),
        ("2026-11-20,5.005,,甲", "parts-of-a-fen"),
        ("2026-11-20,99999999999999999,,甲", "too-large"),
        ("2999-01-01,5,,甲", "day-ahead"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_the_others_are_read(row: str, code: str) -> None:
    rows = read(f"交易日期,支出,收入,对方户名\n{row}\n2026-11-20,1,,乙\n", latest=dt.date(2026, 11, 26))
    assert isinstance(rows[0], RowProblem)
    assert (rows[0].row, rows[0].code) == (2, code)
    assert isinstance(rows[1], Movement)


def test_another_currency_than_the_accounts_is_refused() -> None:
    rows = read("交易日期,金额,币种\n2026-11-20,5,人民币\n2026-11-20,5,美元\n")
    assert [type(row).__name__ for row in rows] == ["Movement", "RowProblem"]
    assert isinstance(rows[1], RowProblem)
    assert rows[1].code == "other-currency"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"%PDF-1.7", bytes(range(1, 256)) * 20])
def test_what_is_no_table_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        look(io.BytesIO(content), name="示例")


def test_a_table_without_the_words_of_a_bank_shows_its_first_row_and_knows_no_column() -> None:
    head = look(io.BytesIO("甲,乙\n1,2\n".encode()), name="示例")
    assert head is not None
    assert (head.headings, head.sample, head.columns.missing) == (("甲", "乙"), (("1", "2"),), ("day", "amount"))


def test_equal_lines_without_a_number_count_and_overlapping_files_agree() -> None:
    head = "交易日期,金额,摘要\n"
    one, two = "2026-11-20,5,茶\n", "2026-11-21,6,茶\n"

    def keys(text: str) -> list[str]:
        made = Keys()
        return [made.key(row) for row in read(head + text) if isinstance(row, Movement)]

    first, second = keys(one + one + two), keys(one + two + two)
    assert len(set(first)) == 3
    assert first[0] == second[0]
    assert first[2] == second[1]
    assert len(set(first) | set(second)) == 4


def test_a_fee_with_the_number_of_its_payment_is_a_line_of_its_own() -> None:
    made = Keys()
    rows = read("交易日期,金额,流水号\n2026-11-20,-500,A1\n2026-11-20,-2,A1\n2026-11-20,-2,A1\n")
    assert len({made.key(row) for row in rows if isinstance(row, Movement)}) == 2


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("（1,234.5）", -123450),
        ("¥5", 500),
        ("５．０１", 501),
        ("12-", -1200),
        ("-", None),
        ("", None),
        ("3.10 元", 310),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, fen: int | None) -> None:
    assert read_amount(text) == fen


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_every_amount_reads_back_exactly(fen: int) -> None:
    sign, size = ("-" if fen < 0 else ""), abs(fen)
    assert read_amount(f"{sign}{size // 100:,}.{size % 100:02}") == fen


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_amounts_and_days(text: str) -> None:
    for reader in (read_amount, read_day):
        with contextlib.suppress(BadValue):
            assert reader(text) is None or reader(text) == reader(f" {text} ")
