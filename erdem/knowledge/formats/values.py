"""The closed lists of the register, with the words people write for them in tables."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def plain(text: str) -> str:
    """For comparing: half width, lower case, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())


class Words(dict[str, tuple[str, ...]]):
    """A closed list: slug to the other words for it."""

    def __init__(self, words: dict[str, tuple[str, ...]]) -> None:
        super().__init__(words)
        self.slugs = {plain(name): slug for slug, names in words.items() for name in (*names, slug)}


KINDS: Final = Words(
    {
        "formula": ("配方", "方剂", "处方", "药方", "复方", "验方"),
        "process": ("工艺", "技艺", "制作工艺", "工艺流程", "技术", "craft"),
        "narrative": ("叙事", "叙述", "文化", "习俗", "故事", "音乐", "story", "custom"),
    }
)
TIERS: Final = Words(
    {
        "D1": ("秘密", "神圣", "秘密/神圣", "秘密或神圣", "secret", "sacred", "secret or sacred"),
        "D2": ("狭义传播", "社区内传播", "社区内", "narrow", "narrowly diffused", "known within the community"),
        "D3": (
            "广泛传播",
            "广泛传播但仍关联群体",
            "wide",
            "widely diffused",
            "widely spread, still tied to a community",
        ),
        "D4": ("公有", "公开", "已公开", "已公开文献", "公有/已公开文献", "public", "publicly documented"),
    }
)
CLASSES: Final = Words(
    {
        "1": ("传统选育农业遗传资源的相关知识", "农业遗传资源", "农业"),
        "2": ("传统医药相关知识", "传统医药", "医药", "traditional medicine"),
        "3": (
            "与生物资源可持续利用相关的传统技术及生产生活方式",
            "传统技术及生产生活方式",
            "传统技术",
            "techniques and livelihoods",
        ),
        "4": ("与生物多样性相关的传统文化", "传统文化", "culture"),
        "5": ("传统生物地理标志产品相关知识", "地理标志产品", "地理标志"),
    }
)
TYPES: Final = Words(
    {
        "1.1": ("农作物",),
        "1.2": ("畜禽",),
        "1.3": ("水产",),
        "1.4": ("林木果树",),
        "1.5": ("牧草饲用", "牧草"),
        "1.6": ("观赏植物",),
        "1.7": ("微生物", "食用菌", "发酵菌种", "微生物、食用菌、发酵菌种"),
        "2.1": ("药用生物资源引种驯化栽培保育",),
        "2.2": ("医药理论",),
        "2.3": ("诊疗技术、疗法", "诊疗技术", "疗法"),
        "2.4": ("药材采集加工炮制", "炮制"),
        "2.5": ("方剂", "formulas"),
        "2.6": ("养生保健",),
        "2.7": ("兽医", "蒙兽医", "兽医（蒙兽医）"),
        "3.1": ("种植",),
        "3.2": ("游牧畜牧", "草场管理", "游牧"),
        "3.3": ("渔猎采集",),
        "3.4": ("食品加工", "乳制品"),
        "3.5": ("纺织印染皮毛毡", "纺织", "皮毛毡"),
        "3.6": ("工艺品制作", "工艺品"),
        "3.7": ("居住", "交通", "能源", "居住、交通、能源"),
        "4.1": ("信仰与自然崇拜",),
        "4.2": ("习惯法", "乡规民约"),
        "4.3": ("口头传统与艺术", "口头传统"),
        "4.4": ("节庆礼仪",),
        "4.5": ("服饰饮食文化",),
        "5.1": ("植物源",),
        "5.2": ("动物源",),
        "5.3": ("加工食品",),
        "5.4": ("工艺/其他",),
    }
)
CATEGORIES: Final = Words(
    {
        "I": ("民间文学",),
        "II": ("传统音乐", "民间音乐"),
        "III": ("传统舞蹈", "民间舞蹈"),
        "IV": ("传统戏剧",),
        "V": ("曲艺",),
        "VI": ("传统体育、游艺与杂技", "传统体育", "杂技与竞技"),
        "VII": ("传统美术", "民间美术"),
        "VIII": ("传统技艺", "传统手工技艺"),
        "IX": ("传统医药",),
        "X": ("民俗",),
    }
)
LEVELS: Final = Words(
    {
        "unesco": ("人类非遗", "联合国", "世界级", "人类非物质文化遗产"),
        "national": ("国家级", "国家"),
        "region": ("自治区级", "自治区", "省级"),
        "league": ("盟市级", "市级", "盟级"),
        "banner": ("旗县级", "县级", "旗级", "区县级"),
    }
)
VITALITY: Final = Words(
    {
        "good": ("良好",),
        "fair": ("一般",),
        "endangered": ("濒危",),
        "lost": ("消失", "失传"),
        "unknown": ("未调查", "不详"),
    }
)


def find(words: Words, text: str) -> str:
    """The slug a text stands for, or an empty string. `2 传统医药` and `Ⅷ 传统技艺` give their leading code."""
    wanted = plain(text)
    if not wanted or wanted in words.slugs:
        return words.slugs.get(wanted, "")
    code = re.match(r"[a-z]?[\d.]+|[ivx]+", wanted)
    if code and code[0] != wanted:
        slug = words.slugs.get(code[0].rstrip("."), "")
        return slug if plain(slug) == code[0].rstrip(".") else ""
    return ""


def known(words: Words) -> str:
    """What may be written, for a message."""
    return ", ".join(f"{slug} ({names[0]})" for slug, names in words.items())
