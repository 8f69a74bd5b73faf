"""The order of hits, pages, families, facets, filters, and documents like another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from erdem.literature.search import ranking
from erdem.literature.search.document import (
    IndexDocument,
    class_terms,
    number_order,
    place_level,
    subclass_of,
)
from erdem.literature.search.faults import TooDeepError
from erdem.literature.search.language.nodes import And, ClassSymbol, Everything, Not, Or, Range, Word
from erdem.literature.search.results import Sort
from erdem.literature.search.searcher import Searcher
from erdem.literature.tests.search.documents import ALL, BERRIES, LICORICE, ids, searcher_of

FILLER = "本发明涉及一种方法"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searcher_of(tmp_path_factory.mktemp("index"), *ALL)


def many(count: int, families: int) -> list[IndexDocument]:
    """Documents with the same words, `families` families in turn, published on 50 days in turn."""
    return [
        IndexDocument(
            id=at + 1,
            number_key=f"CN{1000 + at}A",
            family=at % families + 1,
            abstracts=("甘草方剂",),
            publication_day=20200101 + at % 50 if at % 7 else 0,
        )
        for at in range(count)
    ]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return searcher_of(tmp_path_factory.mktemp("crowd"), *many(300, 90))


def test_the_title_counts_more_than_the_claims_and_they_more_than_the_rest(tmp_path: Path) -> None:
    parts = (FILLER, f"{FILLER}甘草")
    documents = [
        IndexDocument(id=1, titles=(parts[0],), claims=(parts[0],), abstracts=(parts[1],)),
        IndexDocument(id=2, titles=(parts[1],), claims=(parts[0],), abstracts=(parts[0],)),
        IndexDocument(id=3, titles=(parts[0],), claims=(parts[1],), abstracts=(parts[0],)),
    ]
    assert ids(searcher_of(tmp_path, *documents).search(Word("", "甘草"))) == [2, 3, 1]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "number"])
@pytest.mark.parametrize("collapse", [True, False])
def test_pages_join_without_gap_or_repetition(crowd: Searcher, sort: Sort, collapse: bool) -> None:
    whole = crowd.search(Word("", "甘草"), sort=sort, limit=300, collapse_families=collapse)
    pages = [
        crowd.search(Word("", "甘草"), sort=sort, offset=offset, limit=7, collapse_families=collapse)
        for offset in range(0, 300, 7)
    ]
    assert [one for page in pages for one in ids(page)] == ids(whole)
    assert len(set(ids(whole))) == len(ids(whole)) == (90 if collapse else 300)
    assert {page.total for page in pages} == {300}


def test_equal_scores_come_by_id_the_later_first(tmp_path: Path) -> None:
    searcher = searcher_of(tmp_path, *many(200, 90))
    assert ids(searcher.search(Word("", "甘草"), limit=20)) == list(range(200, 180, -1))


def test_unknown_days_come_last_either_way(crowd: Searcher) -> None:
    undated = {document.id for document in many(300, 90) if not document.publication_day}
    for sort in ("newest", "oldest"):
        last = ids(crowd.search(Everything(), sort=sort, limit=300))[-len(undated) :]
        assert set(last) == undated


def test_it_sorts_by_number(searcher: Searcher) -> None:
    assert ids(searcher.search(Everything(), sort="number")) == [1, 3, 2]


def test_what_only_selects_comes_newest_first(searcher: Searcher) -> None:
    assert ids(searcher.search(Range("pd", 19000101, None))) == [3, 2, 1]
    assert ids(searcher.search(And((Everything(), Not(Word("", "berry")))))) == [3, 1]


def test_a_family_is_one_hit_that_counts_the_others(searcher: Searcher) -> None:
    result = searcher.search(Everything(), collapse_families=True)
    assert [(hit.id, hit.family, hit.more_in_family) for hit in result.hits] == [(3, 0, 0), (2, 70, 1)]
    assert (result.total, result.families, result.families_exact) == (3, 2, True)


def test_only_members_that_match_are_counted(searcher: Searcher) -> None:
    result = searcher.search(Word("", "berry"), collapse_families=True)
    assert [(hit.id, hit.more_in_family) for hit in result.hits] == [(2, 0)]


def test_documents_without_family_are_each_their_own(tmp_path: Path) -> None:
    searcher = searcher_of(tmp_path, *(replace(document, family=0) for document in ALL))
    assert searcher.search(Everything(), collapse_families=True).families == 3


def test_it_says_how_deep_pages_go(crowd: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooDeepError, match=str(ranking.DEEPEST)):
        crowd.search(Word("", "甘草"), offset=ranking.DEEPEST, limit=1)
    monkeypatch.setattr(ranking, "DEEPEST_COLLAPSED", 60)
    with pytest.raises(TooDeepError, match="60"):
        crowd.search(Word("", "甘草"), offset=80, limit=10, collapse_families=True)


def test_facets_count_documents(searcher: Searcher) -> None:
    facets = searcher.search(
        Everything(),
        limit=1,
        facets=["type", "class", "region1", "region2", "region3", "year", "office", "held", "status", "applicant"],
    ).facets
    counts = {name: {one.value: one.count for one in values} for name, values in facets.items()}
    assert counts["type"] == {"invention": 2, "design": 1}
    assert counts["class"] == {"A61K": 2, "A61P": 1, "none": 1}
    assert counts["region1"] == {"150000": 2, "US": 1}
    assert counts["region2"] == {"150100": 1, "152500": 1}
    assert counts["region3"] == {"152502": 1}
    assert counts["year"] == {"2015-2019": 1, "2010-2014": 2}
    assert list(counts["year"]) == ["2015-2019", "2010-2014"]
    assert counts["office"] == {"CN": 2, "US": 1}
    assert counts["status"] == {"in_force": 1, "pending": 1, "ended": 1}
    assert counts["applicant"] == {"内蒙古医科大学": 1, "Müller Herbs Inc.": 1, "锡林郭勒盟某厂": 1}


def test_the_counts_of_a_facet_ignore_its_own_ticks(searcher: Searcher) -> None:
    result = searcher.search(
        Everything(), filters={"office": ["CN"], "region": ["152500"]}, facets=["office", "type", "region2"]
    )
    counts = {name: {one.value: one.count for one in values} for name, values in result.facets.items()}
    assert ids(result) == [3]
    assert counts["office"] == {"CN": 1}
    assert counts["type"] == {"design": 1}
    assert counts["region2"] == {"150100": 1, "152500": 1}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"office": ["CN", "US"]}, [3, 2, 1]),
        ({"office": ["CN"], "type": ["invention"]}, [1]),
        ({"class": ["A61K36"]}, [2, 1]),
        ({"class": ["a61p"]}, [1]),
        ({"year": ["2010-2014"]}, [2, 1]),
        ({"year": ["2018"]}, [3]),
        ({"year": ["last"]}, []),
        ({"region": ["150000"]}, [3, 1]),
        ({"family": ["70"]}, [2, 1]),
        ({"family": ["x"]}, []),
        ({"language": ["mn"]}, [3]),
        ({"replaced": ["yes"]}, []),
        ({"held": []}, [3, 2, 1]),
    ],
)
def test_filters_narrow(searcher: Searcher, filters: dict[str, list[str]], expected: list[int]) -> None:
    assert ids(searcher.search(Everything(), filters=filters)) == expected


def test_unknown_filters_and_facets_are_refused(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="no filter colour"):
        searcher.search(Everything(), filters={"colour": ["red"]})
    with pytest.raises(ValueError, match="no facet colour"):
        searcher.search(Everything(), facets=["colour"])


def test_documents_like_one_are_without_itself_and_its_family(tmp_path: Path) -> None:
    other = replace(LICORICE, id=9, family=0, titles=("炙甘草蒙药组合物的制备",))
    searcher = searcher_of(tmp_path, *ALL, other)
    assert ids(searcher.similar(LICORICE)) == [9]
    assert ids(searcher.similar(replace(LICORICE, id=1000, family=0))) == [1, 9]
    assert ids(searcher.similar(IndexDocument(id=5))) == []


def test_scores_add_up_over_the_words_of_a_question(searcher: Searcher) -> None:
    result = searcher.search(Or((Word("", "extract"), Word("", "berry"), Word("", "甘草"), ClassSymbol("ic", "A61K"))))
    assert ids(result)[0] == BERRIES.id
    assert result.took_ms > 0


def test_class_symbols_lie_in_all_that_is_above_them() -> None:
    assert class_terms("A61K 36/484") == ("A", "A61", "A61K", "A61K36", "A61K36/484")
    assert class_terms("Y02A") == ("Y", "Y02", "Y02A")
    assert class_terms("09-03") == ("09", "09-03")
    assert (subclass_of("A61K36/484"), subclass_of("09-03")) == ("A61K", "")


def test_places_have_a_level() -> None:
    assert [place_level(code) for code in ("150000", "150100", "150102", "US", "x")] == [1, 2, 3, 1, 0]


def test_numbers_sort_by_office_serial_and_kind() -> None:
    keys = ["CN999A", "CN1000A", "CN1000B", "CN1000B2", "CN102302596A", "US5A", "WO2020123456A1"]
    orders = [number_order(key) for key in keys]
    assert orders == sorted(set(orders))
    assert number_order("X") == 0
    assert all(0 <= number_order(key) < 2**63 for key in ("ZZ" + "9" * 50 + "Z9", *keys))


@pytest.mark.parametrize("id_", [0, -1, 10**11])
def test_an_id_out_of_range_is_refused(id_: int) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        IndexDocument(id=id_)
