"""An amount of renminbi in capital numerals, as it stands on vouchers.

Rules: 正确填写票据和结算凭证的基本规定 (中国人民银行, 支付结算办法 附一). Noughts within the figure are
written 零 once, 整 closes an amount that ends with yuan or jiao, and nothing is left blank between 人民币 and the figure.
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿", "万亿")
LARGEST: Final = 10**18


def in_capitals(fen: int) -> str:
    """Return an amount in fen as capital numerals: 123456 is 人民币壹仟贰佰叁拾肆元伍角陆分.

    Raises:
        ValueError: the amount is larger than the numerals reach.
    """
    if abs(fen) >= LARGEST:
        message = "The amount is larger than the numerals reach."
        raise ValueError(message)
    yuan, part = divmod(abs(fen), 100)
    jiao, rest = divmod(part, 10)
    whole = _whole(yuan)
    words = f"{whole}元" if whole else ""
    if not part:
        words = (words or "零元") + "整"
    elif not rest:
        words += f"{DIGITS[jiao]}角整"
    else:
        words += (f"{DIGITS[jiao]}角" if jiao else ("零" if whole else "")) + f"{DIGITS[rest]}分"
    return "人民币" + ("负" if fen < 0 else "") + words


def _whole(yuan: int) -> str:
    """Return whole yuan, without a unit; nothing for nought."""
    fours = []
    while yuan:
        yuan, four = divmod(yuan, 10_000)
        fours.append(four)
    words, nought = "", False
    for place in reversed(range(len(fours))):
        four = fours[place]
        if not four:
            nought = True
            continue
        if words and (nought or four < 1000):
            words += "零"
        # Of a figure such as 12345 亿 the 万 is said, and 亿 once.
        words += _four(four) + ("万" if place == len(GROUPS) - 1 and fours[place - 1] else GROUPS[place])
        nought = four % 10 == 0
    return words


def _four(number: int) -> str:
    """Return a figure of up to four digits, without noughts at its ends."""
    words, nought = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if nought and words else "") + DIGITS[digit] + PLACES[place]
            nought = False
        else:
            nought = True
    return words
