"""Invented data of the style sheet page. Shapes are those that the components expect."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from django.core.paginator import Paginator

FORM_DATA = {"name": "奶豆腐（呼日德）", "year": "很早以前", "kind": "craft", "access": "all", "told": "on"}

SWATCHES = (
    ("felt", "毡白", ""),
    ("paper", "纸白", ""),
    ("sunk", "凹", ""),
    ("ink", "墨", "13.7"),
    ("ink-2", "次墨", "7.2"),
    ("rule-2", "线", ""),
    ("sky", "天青", "6.4"),
    ("sky-deep", "深天青", "9.7"),
    ("sky-soft", "淡天青", ""),
    ("saffron", "杏黄", ""),
    ("saffron-ink", "杏黄墨", "6.4"),
    ("saffron-soft", "淡杏黄", ""),
    ("birch", "桦", ""),
    ("birch-ink", "桦墨", "6.9"),
    ("birch-soft", "淡桦", ""),
    ("grass", "草", "6.2"),
    ("madder", "茜", "6.6"),
    ("stone", "石", "5.1"),
)

PAIRS = [
    {"number": 1, "left": {"name": "黄芩", "note": "3份"}, "right": {"name": "黄芩", "note": "三两"}},
    {"number": 2, "left": {"name": "甘草", "note": "2份"}, "right": {"name": "甘草（炙）", "note": "二两"}},
    {"number": 3, "left": {"name": "白芍", "note": "2份"}, "right": {"name": "芍药", "note": "二两"}},
    {"number": 4, "left": {"name": "大枣", "note": "2份"}, "right": {"name": "大枣（擘）", "note": "十二枚"}},
]
STEP_PAIRS = [
    {"right": {"name": "剔筋膜", "note": "牛肉", "step": "第1步"}},
    {
        "number": 1,
        "left": {"name": "切块", "note": "牦牛肉"},
        "right": {"name": "切长条", "note": "刀", "step": "第2步"},
    },
    {"left": {"name": "灭菌"}},
]
EVIDENCE = [
    {"number": 1, "patent": "黄芩", "book": "黄芩", "grade": "same", "dose": "3份", "percent": 33},
    {"number": 2, "patent": "甘草", "book": "甘草（炙）", "grade": "processed", "dose": "2份", "percent": 22},
    {"number": 3, "patent": "白芍", "book": "芍药", "grade": "alias", "dose": "2份", "percent": 22},
    {"number": 4, "patent": "大枣", "book": "大枣（擘）", "grade": "same", "dose": "2份", "percent": 22},
]
PANELS = [
    {
        "kind": "patent",
        "title": "一种药物组合物",
        "line": "CN101098705A",
        "cells": [
            {"name": "黄芩", "present": True, "note": "3份"},
            {"name": "甘草", "present": True, "note": "2份", "marks": ["另法炮制"]},
            {"name": "白芍", "present": True, "note": "2份"},
            {"name": "大枣", "present": False},
        ],
    },
    {
        "kind": "knowledge",
        "title": "黄芩汤",
        "line": "219年《伤寒论》",
        "is_own": True,
        "cells": [
            {"name": "黄芩", "present": True, "note": "三两"},
            {"name": "甘草", "present": True, "note": "二两", "marks": ["炙"]},
            {"name": "芍药", "present": True, "note": "二两"},
            {"name": "大枣", "present": True, "note": "十二枚"},
        ],
    },
]
DATES = [
    {"date": "约3世纪初", "text": "《伤寒论》成书", "note": "东汉末", "kind": "knowledge"},
    {"date": "1584年", "text": "《医方考》再录", "note": "组成相同，吴昆", "kind": "knowledge"},
    {"date": "2008-01-02", "text": "申请公布", "note": "CN101098705A", "kind": "patent"},
    {"date": "2026-11-20", "text": "本线索生成", "note": "存证号41,206"},
]
FIGURES = [
    {"label": "在册传统知识", "value": "128", "note": "条，本月新增6", "url": "#"},
    {"label": "待核线索", "value": "9", "note": "条，最早13天前", "url": "#"},
    {"label": "在办案件", "value": "6", "note": "件，1件超期", "url": "#"},
    {"label": "试点三年目标", "value": "7", "note": "／12项已达到", "url": "#"},
]
STEPPER = [
    {"label": "填写", "note": "11-05", "state": "done"},
    {"label": "社区告知", "note": "11-08", "state": "done"},
    {"label": "等同意", "note": "至12-05", "state": "now"},
    {"label": "议定条件"},
    {"label": "发许可"},
]
EVENTS = [
    {"time": "2026-11-20", "text": "法律援助申请收到", "on": True},
    {"time": "2026-11-16", "text": "答辩通知送达被请求人"},
    {"time": "2026-11-09", "text": "收到举报线索"},
]
LABELS = [
    {"stamp": "署名", "title": "请写明来处", "text": "使用时写“示例旗传承人小组”"},
    {"stamp": "非商", "title": "不作商业使用", "text": "商用须另行申请并约定惠益"},
    {"stamp": "社区", "title": "录音仅限社区", "text": "只对本社区成员开放"},
]
MEDIA = [
    {"caption": "哈那展开，图示", "url": "#"},
    {"caption": "口述：选地与朝向，12分", "shut": "仅限社区"},
    {"caption": "口述：毛绳的拧法，7分", "shut": "仅限社区"},
]
STEPS = [
    {"name": "选地铺地盘"},
    {"name": "竖包门"},
    {"name": "支架哈那（编壁）", "note": "每片高约1.3–1.6米"},
    {"name": "毛绳勒紧", "note": "鬃毛绳"},
]
TERMS = [
    {"text": "风干", "also": "风干肉、宝日茨、晾肉", "remove": "#"},
    {"text": "申请日2005年起", "remove": "#"},
    {"text": "设备", "excluded": True, "remove": "#"},
]
FACET = [
    {"value": "invention", "label": "发明", "count": 5, "checked": True},
    {"value": "utility", "label": "实用新型", "count": 0},
]
CHOICES = [
    {"value": "yes", "label": "同意他们用", "sign": "yes"},
    {"value": "no", "label": "不同意", "sign": "no"},
    {"value": "later", "label": "先同家里人商量", "sign": "later"},
]
PLAIN_FACTS = [
    {"term": "谁", "value": "示例乳业公司"},
    {"term": "要用什么", "value": "酸马奶的发酵做法。\n不含您家的引子。"},
    {"term": "社区得到什么", "value": "每卖100元，给社区2元。"},
]
FACTS = [
    {"term": "存证号", "value": "38,114"},
    {"term": "内容摘要", "value": "9f3c 71ae 04d2 b86e", "code": True},
    {"term": "精确地点", "value": "不公开", "lock": True},
]
CRUMBS = [
    {"label": "工作台", "url": "#"},
    {"label": "线索", "url": "#"},
    {"label": "XS-2026-0417"},
]
COLUMNS = [
    {"label": "日期", "key": "date"},
    {"label": "来自"},
    {"label": "给"},
    {"label": "依据"},
    {"label": "金额（元）", "key": "amount", "numeric": True},
]
ROWS = [
    ("2026-07-03", "示例乳业公司", "示例传承人小组", "按销售额2%", "12,480.00"),
    ("2026-08-02", "示例乳业公司", "示例传承人小组", "按销售额2%", "9,736.50"),
]
EXPORTS = [{"label": "CSV", "url": "#"}, {"label": "XLSX", "url": "#"}]
COUNTS = (3, 5, 4, 6, 8, 5, 7, 9, 6, 10, 8, 11)
CHECKED = (2, 3, 4, 4, 6, 6, 5, 8, 7, 7, 9, 8)


def months() -> list[dict[str, Any]]:
    """Twelve months up to November."""
    labels = ["12", *(str(month) for month in range(1, 12))]
    return [
        {"label": label, "count": count, "second": second}
        for label, count, second in zip(labels, COUNTS, CHECKED, strict=True)
    ]


def counties() -> list[dict[str, Any]]:
    """The tile gram with invented counts, spread by a fixed rule."""
    grid = json.loads(files("erdem.people").joinpath("seeds/tilegram.json").read_text("utf-8"))
    return [
        tile | {"value": max(0, (place * 7 + int(tile["code"][-1]) * 3) % 17 - 5), "url": "#"}
        for place, tile in enumerate(grid["tiles"])
    ]


def context() -> dict[str, Any]:
    """Everything the page shows: each constant above by its name in small letters."""
    constants = {name.lower(): value for name, value in globals().items() if name.isupper()}
    page = Paginator(range(95), 10).page(3)
    return constants | {"months": months(), "gram": counties(), "page": page}
