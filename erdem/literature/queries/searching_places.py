"""Codes and names of the places by which applicants are found: divisions of ours, provinces, countries."""

from __future__ import annotations

from typing import Final

from erdem.people.models import Place

PROVINCES: Final = {
    "北京": "110000", "天津": "120000", "河北": "130000", "山西": "140000", "内蒙古": "150000", "辽宁": "210000",
    "吉林": "220000", "黑龙江": "230000", "上海": "310000", "江苏": "320000", "浙江": "330000", "安徽": "340000",
    "福建": "350000", "江西": "360000", "山东": "370000", "河南": "410000", "湖北": "420000", "湖南": "430000",
    "广东": "440000", "广西": "450000", "海南": "460000", "重庆": "500000", "四川": "510000", "贵州": "520000",
    "云南": "530000", "西藏": "540000", "陕西": "610000", "甘肃": "620000", "青海": "630000", "宁夏": "640000",
    "新疆": "650000", "台湾": "710000", "香港": "810000", "澳门": "820000",
}  # fmt: skip
"""Short names of the provinces with their codes (GB/T 2260-2007)."""

PROVINCE_NAMES: Final = {code: name for name, code in PROVINCES.items()}


class Divisions:
    """The divisions in force, read once: a code with everything above it, and names. One query."""

    def __init__(self) -> None:
        rows = Place.objects.values_list("code", "name", "short_name", "parent_id")
        self._rows = {code: (name, short, parent) for code, name, short, parent in rows}

    def upwards(self, code: str) -> list[str]:
        """Return the code and those of the divisions it lies in, the innermost first."""
        found: list[str] = []
        at: str | None = code
        while at and at not in found:
            found.append(at)
            at = self._rows[at][2] if at in self._rows else None
        return found

    def names(self, code: str) -> list[str]:
        """Return the full and the short name; nothing for a code that is not in force."""
        name, short, _parent = self._rows.get(code, ("", "", None))
        return list(dict.fromkeys(word for word in (name, short) if word))

    def label(self, code: str) -> str:
        """Return the name to show, the code itself when it has none."""
        names = self.names(code)
        return names[0] if names else PROVINCE_NAMES.get(code, code)
