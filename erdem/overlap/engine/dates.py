"""When the sources of classical formulas are known from.

`year` is the year of the text's lineage, `edition` that of the book at hand when it is later: 伤寒论类方
(1759) orders the formulas of 伤寒论 (about 210) and carries their wording. General bibliographic
knowledge; a dossier needs the edition.
"""

from __future__ import annotations

from dataclasses import dataclass

from erdem.lib.folding import fold_name


@dataclass(frozen=True, slots=True)
class SourceDate:
    """Years of a source; `approximate` when the year is a scholarly convention."""

    year: int
    edition: int | None = None
    approximate: bool = False


_BOOKS = {
    "黄帝内经": SourceDate(-100, approximate=True),
    "神农本草经": SourceDate(100, approximate=True),
    "伤寒论": SourceDate(210, approximate=True),
    "金匮要略": SourceDate(210, approximate=True),
    "金匮要略方论": SourceDate(210, approximate=True),
    "伤寒论类方": SourceDate(210, 1759, approximate=True),
    "伤寒类方": SourceDate(210, 1759, approximate=True),
    "肘后备急方": SourceDate(340, approximate=True),
    "备急千金要方": SourceDate(652),
    "千金要方": SourceDate(652),
    "千金翼方": SourceDate(682),
    "外台秘要": SourceDate(752),
    "四部医典": SourceDate(773, approximate=True),
    "太平圣惠方": SourceDate(992),
    "博济方": SourceDate(1047),
    "太平惠民和剂局方": SourceDate(1078),
    "圣济总录": SourceDate(1117),
    "鸡峰普济方": SourceDate(1133),
    "洪氏集验方": SourceDate(1170),
    "杨氏家藏方": SourceDate(1178),
    "是斋百一选方": SourceDate(1196),
    "济生方": SourceDate(1253),
    "严氏济生方": SourceDate(1253),
    "瑞竹堂经验方": SourceDate(1326),
    "饮膳正要": SourceDate(1330),
    "普济方": SourceDate(1406),
    "奇效良方": SourceDate(1470),
    "本草纲目": SourceDate(1578),
    "医方考": SourceDate(1584),
    "医方集解": SourceDate(1682),
    "医方论": SourceDate(1865),
}


def source_date(book: str, known_since: int | None = None) -> SourceDate | None:
    """Date of a record's source: the record's own year wins, else the table, else None."""
    if known_since is not None:
        return SourceDate(known_since)
    return _BOOKS.get(fold_name(book)) if book else None
