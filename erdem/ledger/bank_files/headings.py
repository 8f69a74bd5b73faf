"""The words that banks write over their columns, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

FIELDS: Final = (
    "day",
    "amount",
    "debit",
    "credit",
    "direction",
    "currency",
    "counterparty",
    "counterparty_number",
    "reference",
    "serial",
    "balance",
)
"""What a column can be. ``debit`` is money out, ``credit`` money in, ``direction`` says which of both an amount is."""
ESSENTIAL: Final = ("day",)
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "day": (
        "交易日期", "记账日期", "入账日期", "交易日", "日期",
        "交易时间", "记账日", "date", "transaction date", "booking date",
    ),
    "amount": ("交易金额", "发生额", "金额", "交易额", "amount", "transaction amount"),
    "debit": (
        "借方发生额", "借方金额", "借方", "支出金额", "支出", "付款金额",
        "转出金额", "支取", "debit", "debit amount", "withdrawal",
    ),
    "credit": (
        "贷方发生额", "贷方金额", "贷方", "收入金额", "收入", "收款金额",
        "转入金额", "存入", "credit", "credit amount", "deposit",
    ),
    "direction": (
        "借贷标志", "借贷方向", "收支方向", "借贷", "收/支",
        "收支", "交易方向", "debit/credit", "dc",
    ),
    "currency": ("币种", "货币", "币别", "currency"),
    "counterparty": (
        "对方户名", "对方账户名称", "对方名称", "对方账户名", "交易对方",
        "对手户名", "收付方名称", "对方单位", "counterparty", "name",
    ),
    "counterparty_number": (
        "对方账号", "对方账户", "对手账号", "收付方账号",
        "对方帐号", "counterparty account", "iban",
    ),
    "reference": (
        "摘要", "附言", "用途", "备注", "交易摘要",
        "交易附言", "reference", "description", "remittance information",
    ),
    "serial": (
        "流水号", "交易流水号", "交易流水", "凭证号", "银行流水号",
        "核心流水号", "流水", "serial", "serial number", "transaction id",
    ),
    "balance": ("余额", "账户余额", "交易后余额", "本次余额", "balance"),
}  # fmt: skip
_KNOWN: Final = {word: field for field, words in WORDS.items() for word in words}


@dataclass(frozen=True)
class Columns:
    """Which column (from 0) is which field; ``more`` are further columns of text that are joined to the reference."""

    places: Mapping[str, int]
    more: tuple[int, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What a statement cannot do without: a day, and an amount or the two columns of in and out."""
        lacking = [field for field in ESSENTIAL if field not in self.places]
        if "amount" not in self.places and not {"debit", "credit"} & self.places.keys():
            lacking.append("amount")
        return tuple(lacking)


def tidy(heading: str) -> str:
    """Return a heading as it is compared: narrow, small, without spaces around and without its unit in brackets."""
    plain = unicodedata.normalize("NFKC", heading).strip().casefold()
    return re.sub(r"[(\[【].*?[)\]】]|[:*]", "", plain).strip()


def find_columns(headings: Sequence[str]) -> Columns:
    """Return what is known of a row of headings; the first column of each kind counts, further texts join the reference."""
    places: dict[str, int] = {}
    more: list[int] = []
    for place, heading in enumerate(headings):
        field = _KNOWN.get(tidy(heading))
        if field is None:
            continue
        if field not in places:
            places[field] = place
        elif field == "reference":
            more.append(place)
    return Columns(places, tuple(more))
