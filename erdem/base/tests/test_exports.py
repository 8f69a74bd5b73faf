"""Downloads that a spreadsheet program opens without running anything."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from erdem.base import exports


@pytest.mark.parametrize("text", ["=1+1", "+86 471", "-2", "@SUM(A1)", "\tx", "\r=x"])
def test_text_that_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert exports.neutral(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (3, 3), (-2.5, -2.5), ("黄芩", "黄芩")])
def test_everything_else_stays_as_it_is(value: Any, cell: Any) -> None:
    assert exports.neutral(value) == cell


def test_a_csv_file_opens_with_chinese_text() -> None:
    response = exports.table_response("csv", "旗县", ["名称", "数"], [("正蓝旗", 3), ("=x", None)])
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [["名称", "数"], ["正蓝旗", "3"], ["'=x", ""]]
    assert "attachment" in response["Content-Disposition"]


def test_a_workbook_holds_numbers_as_numbers() -> None:
    response = exports.table_response("xlsx", "places", ["name", "count"], [("正蓝旗", 3), ("=1+1", 0)])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert sheet.to_python() == [["name", "count"], ["正蓝旗", 3.0], ["'=1+1", 0.0]]


def test_money_can_be_added_up_in_both() -> None:
    rows = [("收入", Decimal("1234.50")), ("支出", Decimal("-12.00"))]
    workbook = exports.table_response("xlsx", "amounts", ["name", "amount"], rows)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [["收入", 1234.5], ["支出", -12.0]]
    text = exports.table_response("csv", "amounts", ["name", "amount"], rows).content.decode("utf-8-sig")
    assert text.splitlines()[1:] == ["收入,1234.50", "支出,-12.00"]
