"""Small documents in three languages that the tests of the index share."""

from __future__ import annotations

from pathlib import Path

from erdem.literature.search.dictionary import Dictionary, shared
from erdem.literature.search.document import IndexDocument
from erdem.literature.search.language import nodes
from erdem.literature.search.results import Result
from erdem.literature.search.searcher import Searcher
from erdem.literature.search.store import IndexStore

WORDS = frozenset({"炙甘草", "熟地黄", "地黄", "蒙药", "马奶酒"})

LICORICE = IndexDocument(
    id=1,
    number="CN 102302596 A",
    number_key="CN102302596A",
    number_stem="CN102302596",
    application_keys=("APP:CN201110265152",),
    family=70,
    titles=("一种含炙甘草与熟地黄的蒙药组合物", "Mongolian medicine composition"),
    abstracts=("本发明公开了一种治疗糖尿病的蒙药，由炙甘草、熟地黄、生姜制成。",),
    claims=("一种蒙药组合物，其特征在于含维生素C和炙甘草。", "如权利要求1所述的组合物，加入蜂蜜。"),
    descriptions=("取甘草，以蜜炙之，再与地黄同煎，文火熬至膏状，冷却后装瓶。",),
    applicants=("内蒙古医科大学",),
    inventors=("巴根那", "张伟"),
    others=("呼和浩特专利代理公司",),
    ipc=("A61K36/484", "A61P3/10"),
    places=("150000", "150100"),
    place_names=("内蒙古自治区", "呼和浩特市"),
    office="CN",
    kind="invention",
    status="in_force",
    held="full_text",
    languages=("zh", "en"),
    filing_day=20110908,
    publication_day=20120104,
    year=2011,
)
BERRIES = IndexDocument(
    id=2,
    number_key="US20130101709A1",
    number_stem="US20130101709",
    priority_keys=("APP:CN201110265152",),
    family=70,
    titles=("Extract of licorice roots and berries",),
    abstracts=("An anti-inflammatory extract obtained from the berries of Camellia sinensis at 3.5 mg/kg.",),
    claims=("A method of treating inflammation with an extract of berry.",),
    applicants=("Müller Herbs Inc.",),
    inventors=("Zhang Wei",),
    ipc=("A61K36/82",),
    cpc=("A61K36/82", "A61K2236/00"),
    places=("US",),
    office="US",
    kind="invention",
    status="pending",
    held="claims",
    languages=("en",),
    filing_day=20121001,
    publication_day=20130425,
    priority_day=20110908,
    year=2012,
)
KUMISS = IndexDocument(
    id=3,
    number_key="CN301234567S",
    number_stem="CN301234567",
    titles=("ᠠᠶᠢᠷᠠᠭ\u202fᠤᠨ ᠰᠠᠪᠠ", "马奶酒瓶"),
    abstracts=("盛装айраг的酒器。",),
    applicants=("锡林郭勒盟某厂",),
    locarno=("09-01",),
    places=("150000", "152500", "152502"),
    place_names=("内蒙古自治区", "锡林郭勒盟", "锡林浩特市"),
    office="CN",
    kind="design",
    status="ended",
    held="title",
    languages=("mn", "zh"),
    publication_day=20180605,
    year=2018,
)
ALL = (LICORICE, BERRIES, KUMISS)


def dictionary() -> Dictionary:
    return shared(WORDS)


def searcher_of(folder: Path, *documents: IndexDocument) -> Searcher:
    """A searcher over an index of these documents."""
    store = IndexStore(folder)
    store.rebuild(documents, dictionary())
    return Searcher(store)


def ids(result: Result) -> list[int]:
    return [hit.id for hit in result.hits]


def found(searcher: Searcher, node: nodes.Query) -> set[int]:
    """The ids that a query finds."""
    return set(ids(searcher.search(node, limit=1000)))
