"""Where an applicant sits: the short name of a Chinese province, else what the source wrote."""

from __future__ import annotations

import re
from typing import Final

PROVINCES: Final = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海",
    "宁夏", "新疆", "台湾", "香港", "澳门",
)  # fmt: skip
LONGEST: Final = 60


def region_of(written: str) -> str:
    """内蒙古 from “内蒙古;15 (028000)” or “内蒙古自治区呼和浩特市”; other places as written, codes after ; dropped."""
    plain = re.split(r"[;；(（]", written.strip(), maxsplit=1)[0].strip()
    for province in PROVINCES:
        if plain.startswith(province):
            return province
    return plain[:LONGEST]
