"""The table for changing records outside: one row a record, every field a column, written so that a person can edit it.

Plain Python. Heads are Chinese or English and are known again in Chinese, English and Mongolian. `docs/reference/exchange.md`
describes each column.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from erdem.knowledge.formats import values
from erdem.knowledge.formats.lines import Part
from erdem.knowledge.formats.values import Words

NUMBER: Final = "number"
VERSION: Final = "version"
LONGEST_CELL: Final = 32_767
"""What a cell of a workbook holds."""

CONFIDENCE: Final = Words({"high": ("高",), "medium": ("中",), "low": ("低",), "unknown": ("未评估", "not assessed")})
HOLDERS: Final = Words(
    {
        "P": ("自然人持有人或传承人", "个人", "传承人", "person or inheritor"),
        "F": ("家族", "family"),
        "V": ("嘎查或村民委员会", "嘎查", "村", "gachaa or village committee"),
        "T": ("苏木或乡镇", "sum or township"),
        "B": ("寺庙或行业群体", "temple or trade"),
        "C": ("合作社或协会", "cooperative or association"),
        "U": ("非遗保护单位", "heritage protection unit"),
        "G": ("旗县政府（代管）", "banner government as trustee"),
        "X": ("持有人不明", "holder unknown"),
    }
)
GROUPS: Final = Words(
    {
        "ICH": ("非物质文化遗产", "intangible heritage"),
        "FOLK": ("民间文化", "folk culture"),
        "GR": ("遗传资源", "genetic resource"),
        "GRTK": ("遗传资源相关传统知识", "knowledge of genetic resources"),
        "MED": ("民族医药", "ethnic medicine"),
        "GIK": ("地理标志", "geographical indication"),
        "LANG": ("语言与命名", "names and signs"),
    }
)
LANGUAGES: Final = Words(
    {
        "zh": ("中文", "chinese"),
        "mn": ("蒙古文", "蒙文", "蒙古语", "mongolian"),
        "en": ("英文", "english"),
        "la": ("拉丁名", "latin"),
        "bo": ("藏语", "藏文", "tibetan"),
        "in": ("印度语言", "indian languages"),
        "other": ("其他",),
    }
)
SOURCES: Final = Words(
    {
        "classic": ("古籍", "old book"),
        "book": ("图书",),
        "journal": ("期刊论文", "journal article"),
        "thesis": ("学位论文",),
        "newspaper": ("报纸",),
        "magazine": ("杂志",),
        "news": ("新闻", "news report"),
        "web page": ("网页",),
        "dictionary": ("词典",),
        "standard": ("标准",),
        "official list": ("官方名录",),
        "pharmacopoeia": ("药典或部颁标准",),
        "medicine list": ("药品目录", "list of medicines"),
        "archive": ("档案", "archive file"),
        "oral": ("口述", "oral account"),
        "general knowledge": ("常识，无出处", "general knowledge, no source"),
        "other": ("其他",),
    }
)
FLAGS: Final = Words({"yes": ("是", "true", "1", "y", "тийм"), "no": ("否", "false", "0", "n", "үгүй")})


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``shape`` says how its cell is read: text, choice, whole, flag, list, lines, organisation, told.

    ``coded`` choices are written with their code (D4 已公开). ``told`` columns inform and are never read back.
    """

    field: str
    zh: str
    en: str
    names: tuple[str, ...] = ()
    shape: str = "text"
    words: Words | None = None
    coded: bool = False
    longest: int = 0
    required: bool = False
    bounds: tuple[int, int] | None = None
    parts: tuple[Part, ...] = ()
    first: Part | None = None
    locked: bool = False

    def head(self, language: str) -> str:
        """Return the head of the column in the language of the page."""
        return self.zh if language.startswith("zh") else self.en


def _text(name: str, zh: str, en: str, longest: int = 0, *names: str, required: bool = False) -> Field:
    return Field(name, zh, en, names, longest=longest, required=required)


def _choice(
    name: str, zh: str, en: str, words: Words, *names: str, coded: bool = False, required: bool = False
) -> Field:
    return Field(name, zh, en, names, "choice", words, coded, required=required)


NAME: Final = Part("name", "名称", ("name",), 200)
FIELDS: Final = (
    Field(NUMBER, "登记编号", "Record number", ("记录编号", "register number", "бүртгэлийн дугаар"), "key"),
    Field(VERSION, "登记版本", "Record version", ("记录版本", "бүртгэлийн хувилбар"), "key"),
    _text("name", "名称", "Name", 200, "中文名", "нэр", "ᠨᠡᠷ᠎ᠡ", required=True),
    _text("name_mn", "蒙古文名称", "Mongolian name", 200, "蒙文名称", "蒙文名", "монгол нэр"),
    Field("name_mn_checked", "蒙古文已校对", "Mongolian name checked", ("монгол нэр шалгасан",), "flag", FLAGS),
    _text("name_other", "其他语言名称", "Name in another language", 200, "бусад хэлээрх нэр"),
    Field("names", "别名", "Other names", ("又名", "aliases", "өөр нэр"), "lines", first=NAME,
          parts=(Part("language", "语言", ("language", "хэл"), 0),)),
    _choice("kind", "条目类型", "Kind of record", values.KINDS, "бүртгэлийн хэлбэр", required=True),
    _choice("tk_class", "类别", "Class", values.CLASSES, "知识类别", "ангилал", coded=True, required=True),
    _choice("tk_type", "类型", "Type", values.TYPES, "知识类型", "төрөл", coded=True),
    Field("subject_groups", "主题组", "Subject groups", ("сэдвийн бүлэг",), "list", GROUPS, coded=True),
    _choice("ich_category", "非遗类别", "Heritage category", values.CATEGORIES, "өвийн ангилал", coded=True),
    _text("item_code", "项目编号", "Item code", 40, "非遗编号", "өвийн код"),
    _choice("level", "名录级别", "Level of the list", values.LEVELS, "级别", "level", "түвшин"),
    Field("batch", "批次", "Batch", ("ээлж",), "whole", bounds=(1, 99)),
    Field("list_year", "公布年份", "Year of the list", ("жагсаалтын он",), "whole", bounds=(1900, 2200)),
    _text("protection_unit", "保护单位", "Protection unit", 200, "хамгаалах байгууллага"),
    _choice("diffusion_tier", "传播层级", "Diffusion tier", values.TIERS, "tier", "层级", "тархалтын зэрэг", coded=True),
    _text("diffusion_reason", "层级理由", "Reason for the tier", 300, "зэргийн үндэслэл"),
    _choice("confidence", "可信度", "Confidence", CONFIDENCE, "итгэлцэл"),
    _text("confidence_note", "可信度依据", "What the confidence rests on"),
    Field("known_since_year", "最早年份", "Known since, year", ("мэдэгдсэн он",), "whole", bounds=(-3000, 2200)),
    _text("known_since_text", "已知年代", "Known since", 300, "мэдэгдсэн үе"),
    _text("known_since_confidence", "年代可信度", "Confidence of the year", 100),
    Field("community_id", "持有社区", "Holding community", ("эзэмшигч бүлэг",), "organisation"),
    _choice("holder_type", "持有人类型", "Type of holder", HOLDERS, "эзэмшигчийн төрөл", coded=True),
    _text("people_group", "民族或群体", "People or group", 100, "民族", "ястан"),
    _text("tradition", "传统体系", "Tradition", 100, "уламжлал"),
    _choice("vitality", "传承现状", "Being handed on", values.VITALITY, "өвлөгдөж буй байдал"),
    _text("biological_source", "生物来源", "Biological source", 300, "биологийн эх үүсвэр"),
    _text("summary", "一句话概述", "In one sentence", 0, "товч"),
    _text("text", "正文", "Text", 0, "内容", "эх бичвэр"),
    _text("indication", "功效主治", "Indication or use", 0, "主治", "用途", "хэрэглээ"),
    _text("lineage", "传承谱系", "Line of transmission", 0, "өвлөл"),
    _text("note", "备注", "Note", 0, "тэмдэглэл"),
    _text("book", "所出书籍", "Book", 200, "书名", "ном"),
    Field("places", "流传地区", "Places", ("地区", "place", "газар"), "lines", first=Part("code", "区划代码", ("code",), 12),
          parts=(Part("name", "区划名称", ("name",)), Part("text", "原文", ("as written", "text"), 100))),
    Field("origins", "发源地", "Claimed origins", ("起源地", "гарал"), "lines", first=Part("claim", "说法", ("claim",)),
          parts=(Part("source", "依据", ("source",), 300), Part("place_code", "区划代码", ("code",), 12),
                 Part("period", "时期", ("period",), 100))),
    Field("sources", "出处", "Sources", ("来源", "эх сурвалж"), "lines", first=Part("title", "题名", ("title",), 300),
          parts=(Part("kind", "种类", ("kind",)), Part("author", "作者", ("author",), 200),
                 Part("period", "朝代", ("period",), 60), Part("edition", "版本", ("edition",), 200),
                 Part("chapter", "卷章", ("chapter",), 200), Part("page", "页码", ("page",), 60),
                 Part("site", "网址", ("site",), 200), Part("year", "年份", ("year",)),
                 Part("date_text", "日期原文", ("date",), 100), Part("proves", "证明", ("proves",), 300),
                 Part("quotation", "引文", ("quotation",)))),
    Field("ingredients", "组成", "Ingredients", ("配方", "药物组成", "найрлага"), "lines", first=NAME,
          parts=(Part("dose", "用量", ("dose", "тун"), 200), Part("processing", "炮制", ("processing",), 300),
                 Part("part", "部位", ("part",), 100), Part("in_method", "仅见于制法", ("in method",)))),
    Field("steps", "工艺流程", "Steps", ("步骤", "工序", "үе шат"), "lines",
          first=Part("operation", "操作", ("operation",), 200),
          parts=(Part("materials", "材料", ("materials",), 300), Part("tool", "工具", ("tool",), 200),
                 Part("temperature", "温度", ("temperature",), 100), Part("duration", "时间", ("time",), 100),
                 Part("product", "产物", ("product",), 200))),
    Field("materials", "原料", "Materials", ("材料", "түүхий эд"), "lines", first=NAME),
    Field("products", "产品", "Products", ("成品", "бүтээгдэхүүн"), "lines", first=NAME),
    Field("extra", "其他字段", "Other fields", ("бусад",), "lines", first=Part("key", "字段", ("key",), 100),
          parts=(Part("text", "内容", ("text",)), Part("json", "JSON", ("json",)))),
    Field("source_key", "来源标识", "Key in the source", (), locked=True),
    Field("is_demonstration", "示例数据", "Demonstration", (), "flag", FLAGS, locked=True),
    Field("labels", "标签", "Labels", ("шошго",), "told"),
    Field("level_public", "对外级别", "Level for the public", (), "told"),
    Field("status", "状态", "Status", ("төлөв",), "told"),
    Field("watermark", "导出说明", "About this copy", (), "told"),
)  # fmt: skip
BY_FIELD: Final = {column.field: column for column in FIELDS}
CONTENT: Final = tuple(column for column in FIELDS if column.shape not in ("key", "told"))


def head_key(text: str) -> str:
    """Return a head for comparing: half width, lower case, without blanks, marks and explanations in brackets."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[*_\-/:\s\u202f\u180e]|\([^()]*\)", "", plain)


BY_HEAD: Final = {
    head_key(name): column
    for column in reversed(FIELDS)
    for name in (*column.names, column.field, column.en, column.zh)
}


def find_field(head: str) -> Field | None:
    """Return the column that a head names, in whatever of the three languages."""
    return BY_HEAD.get(head_key(head)) if head.strip() else None


def is_for_changing(heads: list[str]) -> bool:
    """Say whether a row of heads belongs to a table of records taken out for changing."""
    found = {column.field for head in heads if (column := find_field(head))}
    return NUMBER in found and bool(found - {NUMBER, VERSION})
