"""Amounts of money in the capital numerals that Chinese cheques and decisions ask for (票据: 壹贰叁)."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
MYRIADS = ("", "万", "亿", "兆")


def in_capitals(fen: int) -> str:
    """Return an amount in fen in capitals: 300000 is 叁仟元整, 105 is 壹元零伍分.

    Raises:
        ValueError: the amount is negative or has more than 16 digits of yuan.
    """
    if not 0 <= fen < 10**18:
        message = f"An amount of {fen} fen cannot be written."
        raise ValueError(message)
    yuan, rest = divmod(fen, 100)
    jiao, single = divmod(rest, 10)
    head = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{head}整"
    middle = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return head + middle + (f"{DIGITS[single]}分" if single else "整")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    written, gap = "", False
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if group == 0:
            gap = bool(written)
            continue
        if written and (gap or group < 1000):
            written += DIGITS[0]
        written += _group(group) + MYRIADS[at]
        gap = False
    return written


def _group(group: int) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(written)
            continue
        written += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return written
