"""The fields of the query language: their slugs, what each holds, and every name a person may type for it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "party", "number", "class", "date", "place", "status"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``aliases`` are folded; the first one is shown when a name is suggested in Chinese."""

    slug: str
    kind: Kind
    aliases: tuple[str, ...]


FIELDS: Final[dict[str, Field]] = {
    field.slug: field
    for field in (
        Field("ti", "text", ("标题", "题名", "名称", "发明名称", "专利名称", "title", "tit", "ttl")),
        Field("ab", "text", ("摘要", "文摘", "abstract", "abs", "abst")),
        Field("cl", "text", ("权利要求", "权利要求书", "主权项", "权利项", "claim", "claims", "clm")),
        Field("de", "text", ("说明书", "说明", "description", "desc", "spec")),
        Field(
            "pa",
            "party",
            ("申请人", "专利权人", "申请专利权人", "权利人", "applicant", "applicants", "assignee", "owner", "ap"),
        ),
        Field("in", "party", ("发明人", "设计人", "发明设计人", "inventor", "inventors")),
        Field(
            "pn", "number", ("公开号", "公告号", "公开公告号", "专利号", "文献号", "publication", "publication-number")
        ),
        Field("an", "number", ("申请号", "application", "application-number", "apn")),
        Field("pr", "number", ("优先权", "优先权号", "优先权日", "priority", "priority-number", "prn")),
        Field("ic", "class", ("分类号", "ipc", "ipc分类号", "国际分类号", "主分类号", "分类", "ipc分类")),
        Field("cpc", "class", ("cpc分类号", "联合分类号", "cpc分类")),
        Field("lo", "class", ("洛迦诺", "洛迦诺分类号", "外观分类号", "洛迦诺分类", "locarno", "loc")),
        Field("ad", "date", ("申请日", "申请日期", "filing-date", "filed", "application-date", "apd")),
        Field("pd", "date", ("公开日", "公告日", "公开日期", "公开公告日", "publication-date", "published", "pubdate")),
        Field("date", "date", ("日期", "年份", "年", "year")),
        Field("place", "place", ("地区", "地址", "地域", "所在地", "省份", "region", "address")),
        Field("status", "status", ("法律状态", "状态", "legal-status", "legal")),
    )
}
NAMES: Final[dict[str, str]] = {
    name: slug
    for slug, field in FIELDS.items()
    for name in (slug, *field.aliases, *(a.replace("-", "_") for a in field.aliases))
}
DATES_TOO: Final = frozenset({"pr"})
"""Number fields that also take a date: a priority has both."""

STANDINGS: Final[dict[str, str]] = {
    "有效": "in_force",
    "授权": "in_force",
    "授权有效": "in_force",
    "有权": "in_force",
    "in_force": "in_force",
    "active": "in_force",
    "granted": "in_force",
    "审中": "pending",
    "在审": "pending",
    "实质审查": "pending",
    "未授权": "pending",
    "公开": "pending",
    "pending": "pending",
    "失效": "ended",
    "无效": "ended",
    "终止": "ended",
    "无权": "ended",
    "驳回": "ended",
    "撤回": "ended",
    "届满": "ended",
    "ended": "ended",
    "expired": "ended",
    "lapsed": "ended",
    "dead": "ended",
    "未知": "unknown",
    "unknown": "unknown",
}
"""What a person calls a legal standing, folded, to the slugs of `literature.choices.StatusGroup`."""


def kind_of(slug: str) -> Kind:
    """What the field holds; the default text ("") holds text."""
    return FIELDS[slug].kind if slug else "text"


def nearest(name: str) -> str:
    """The known name most like ``name`` (folded), or "" when none is: for the sentence about an unknown field."""
    found = difflib.get_close_matches(name[:30], NAMES, n=1, cutoff=0.6)
    return found[0] if found else ""
