"""Columns of the TK table, with the names they may have, and the help the template prints.

Column names are compared without spaces, case, brackets and asterisks; each may be written in English or
Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from erdem.knowledge.formats.values import CATEGORIES, CLASSES, KINDS, LEVELS, TIERS, VITALITY, Words, plain


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, Chinese name, other names, explanation in both languages, an example, allowed
    words.
    """

    field: str
    zh: str
    names: tuple[str, ...]
    help_en: str
    help_zh: str
    example: str = ""
    choices: Words | None = None


COLUMNS: Final = (
    Column("id", "编号", ("外部编号", "序号", "identifier"), "Your own number of the record", "贵单位自己的编号", "示例"),
    Column("kind", "条目类型", ("记录类型", "kind of record"), "formula, process or narrative; found out if empty",
           "配方、工艺或叙事；留空时自动判断", "配方", KINDS),
    Column("name", "名称", ("中文名", "中文名称", "项目名称", "方名", "名字", "name_zh", "title"), "Name (required)",
           "名称（必填）", "黄芩汤"),
    Column("name_mn", "蒙古文名称", ("蒙文名", "蒙文名称", "蒙古语名称", "mongolian name", "name_mongolian"),
           "Name in traditional Mongolian script", "传统蒙古文名称"),
    Column("name_other", "其他语言名称", ("其他名称", "other name", "英文名"), "Name in another language", "其他语言的名称"),
    Column("aliases", "别名", ("又名", "alias", "other names"), "Other names, separated by ;", "别名，用分号隔开"),
    Column("tk_class", "类别", ("知识类别", "类别码", "class"), "Class 1 to 5", "传统知识类别 1–5", "2 传统医药", CLASSES),
    Column("tk_type", "类型", ("知识类型", "子类", "type"), "Type such as 2.5", "类型，如 2.5 方剂", "2.5"),
    Column("ich_category", "非遗类别", ("ich category", "category"), "Category of intangible heritage I to X",
           "非遗类别 Ⅰ–Ⅹ", "Ⅸ 传统医药", CATEGORIES),
    Column("item_code", "项目编号", ("非遗编号", "非遗项目编号", "ich_code", "item code"), "Item code of the list",
           "名录编号", "Ⅸ-12"),
    Column("level", "级别", ("非遗级别", "名录级别"), "Level of the list", "名录级别", "国家级", LEVELS),
    Column("batch", "批次", ("公布批次",), "Batch of the list (a number)", "公布批次（数字）", "4"),
    Column("list_year", "公布年份", ("公布时间", "list year"), "Year of the list", "公布年份", "2014"),
    Column("protection_unit", "保护单位", ("protection unit",), "Unit in charge of protection", "保护单位"),
    Column("tier", "传播层级", ("传播程度", "公开程度", "diffusion_tier", "diffusion tier", "密级"),
           "D1 secret or sacred, D2 within the community, D3 widely spread, D4 publicly documented",
           "D1 秘密或神圣；D2 社区内；D3 广泛传播；D4 已公开", "D4", TIERS),
    Column("tier_reason", "层级理由", ("diffusion_reason", "diffusion reason"), "Why this tier", "定级理由"),
    Column("origins", "发源地", ("起源地", "原产地", "origin", "claimed origins"),
           "Claimed origins with division code and source: 锡林郭勒盟[152500]（《元史》）; …",
           "发源地[区划代码]（依据），多个用分号隔开", "锡林郭勒盟[152500]（口述）"),
    Column("places", "流传地区", ("所在地", "地区", "流布地区", "place", "区划代码", "place codes"),
           "Places where it lives: names or division codes, separated by ;", "流传地区：名称或区划代码，用分号隔开", "152502"),
    Column("status", "状况", ("状态", "知识产权状况"), "Words on its state, separated by ;", "状况说明，用分号隔开"),
    Column("vitality", "传承现状", ("存续状况", "传承状况"), "How it is handed on", "传承现状", "良好", VITALITY),
    Column("people_group", "民族", ("群体", "民族/群体", "people", "people group"), "People or group", "民族或群体", "蒙古族"),
    Column("ingredients", "配方", ("组成", "药物组成", "方剂组成", "处方组成", "配料", "ingredient", "composition"),
           "Ingredients with amounts: 黄芩 三两; 芍药 二两（酒炒）", "组成与用量，用分号隔开，炮制写在括号里",
           "黄芩 三两; 芍药 二两（酒炒）; 甘草 二两（炙）; 大枣 十二枚"),
    Column("steps", "工艺流程", ("步骤", "制作步骤", "工序", "制法", "process steps"),
           "Steps: operation: materials | tool | temperature | time; …", "操作：材料｜工具｜温度｜时间；用分号隔开",
           "水煎: 诸药 | 砂锅 | 微火 | 煮取三升"),
    Column("materials", "原料", ("材料", "原材料", "material"), "Materials, separated by ;", "原料，用分号隔开"),
    Column("products", "产品", ("成品", "product"), "Products, separated by ;", "产品，用分号隔开", "汤剂"),
    Column("text", "正文", ("内容", "描述", "简介", "特征及内涵", "原文", "description"), "Full text", "正文或原文"),
    Column("indication", "功效主治", ("主治", "功效", "用途", "适应症", "use", "uses"), "What it is used for", "功效主治或用途"),
    Column("known_since", "已知年代", ("最早记载", "年代", "earliest_known", "known since"), "Known since when",
           "最早见于何时", "东汉"),
    Column("source_title", "出处", ("来源", "书名", "文献", "文献名称", "book", "source"), "Title of the source", "书名或文献名",
           "伤寒论"),
    Column("source_kind", "出处类型", ("来源类型", "source kind"), "Kind of source", "出处类型", "classic"),
    Column("source_author", "作者", ("著者", "author"), "Author", "作者", "张仲景"),
    Column("source_dynasty", "朝代", ("dynasty",), "Dynasty or period", "朝代", "东汉"),
    Column("source_edition", "版本", ("edition",), "Edition", "版本"),
    Column("source_chapter", "卷章", ("章节", "卷", "篇", "chapter"), "Chapter", "卷章"),
    Column("source_page", "页码", ("页", "page"), "Page", "页码"),
    Column("source_year", "出版年份", ("出版年", "year"), "Year as written", "出版年份"),
    Column("source_date", "日期原文", ("记录日期", "date"), "Date as written", "日期原文"),
    Column("confidence", "可信度", ("可靠程度",), "How far it may be relied on", "可信度", "high"),
    Column("note", "备注", ("说明", "注", "notes", "remark"), "Remarks", "备注"),
)  # fmt: skip


def column_key(name: str) -> str:
    """A column name for comparing."""
    return re.sub(r"[*＊_\-/／()（）\[\]【】：:\s]", "", plain(name))


BY_FIELD: Final = {column.field: column for column in COLUMNS}
BY_NAME: Final = {column_key(name): column for column in COLUMNS for name in (column.field, column.zh, *column.names)}


def find_column(name: str) -> Column | None:
    """The column a header cell names; explanations in brackets are ignored when the whole is unknown."""
    found = BY_NAME.get(column_key(name))
    return found or BY_NAME.get(column_key(re.sub(r"[（(\[【].*", "", name)))
