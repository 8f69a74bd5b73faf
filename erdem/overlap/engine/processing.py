"""Processing words (炮制): which were written, and what class of treatment they are.

Slugs are stable. An unknown treatment is kept as text and has the class `other`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from erdem.lib.folding import fold

# Treatment character or word -> slug. Longer words first when scanning.
TREATMENTS = {
    "炙": "roasted",
    "灸": "roasted",
    "炒": "roasted",
    "麸炒": "roasted",
    "土炒": "roasted",
    "煨": "roasted",
    "焙": "roasted",
    "熬": "roasted",
    "炮": "blast_roasted",
    "制": "prepared",
    "炮制": "prepared",
    "诃子汤制": "prepared",
    "煅": "calcined",
    "烧": "calcined",
    "炭": "charred",
    "焦": "charred",
    "酒": "wine",
    "醋": "vinegar",
    "盐": "salt",
    "蜜": "honey",
    "姜": "ginger",
    "法": "prepared",
    "清": "prepared",
    "蒸": "steamed",
    "熟": "steamed",
    "煮": "boiled",
    "汁": "juice",
    "霜": "defatted",
    "水飞": "levigated",
    "飞": "levigated",
    "提取物": "extract",
    "浸膏": "extract",
    "流浸膏": "extract",
}
# Words that state the plain, fresh or cleaned form: no treatment that changes the substance.
PLAIN = frozenset(
    ("生", "鲜", "干", "净", "新鲜", "生用", "洗", "去皮", "去芦", "去节", "去心", "擘", "碎", "锉", "切", "研")
)

_TREATMENT = re.compile("|".join(sorted(map(re.escape, TREATMENTS), key=lambda word: (-len(word), word))))

# Prefixes that may stand before a name, and suffixes behind it, without making another substance.
PREFIXES = (
    "新鲜", "麸炒", "土炒", "酒炒", "醋炒", "盐炒", "蜜炙", "酒制", "醋制", "姜制", "炒焦", "酒洗", "酒浸", "广东",
    "炙", "灸", "炒", "生", "制", "煅", "酒", "醋", "盐", "蜜", "姜", "焦", "炮", "法", "清", "熟", "蒸", "煨", "烧",
    "鲜", "干", "净", "川", "汉", "怀", "杭", "辽", "绵", "真", "好", "肥", "大", "小", "老", "嫩", "北", "南", "西",
    "东", "广", "关", "明", "陈", "粉", "全", "白", "舶上", "上好", "细", "野", "枯", "优质", "道地", "醇", "飞",
)  # fmt: skip
SUFFIXES = (
    "乙醇提取物", "水提取物", "提取液", "提取物", "流浸膏", "浸膏", "饮片", "药材", "粗粉", "细粉", "干粉", "粉末",
    "茎叶", "碎", "炭", "末", "屑", "粉", "汁", "肉", "仁", "片", "霜", "灰", "干", "段", "丝", "块",
)  # fmt: skip
PLACE_PREFIXES = frozenset("川汉怀杭辽绵真好肥大小老嫩北南西东广关明陈粉全白细") | {
    "舶上",
    "上好",
    "广东",
    "野",
    "优质",
    "道地",
    "醇",
}


@lru_cache(maxsize=16384)
def treatments_in(text: str) -> frozenset[str]:
    """Slugs of the treatments a processing text names."""
    return frozenset(TREATMENTS[match] for match in _TREATMENT.findall(fold(text)))
