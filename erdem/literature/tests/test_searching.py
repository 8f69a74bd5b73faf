"""The search as pages use it: the index answers, the database does while there is none, and rights come first."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, tell_database
from erdem.base.testing.actors import People
from erdem.literature import queries, services
from erdem.literature.models import Classification, Family, Party, Publication
from erdem.literature.queries import searching, searching_expansion
from erdem.literature.queries.searching_index import index_folder, index_store
from erdem.literature.queries.searching_shapes import FACETS, QueryError, SearchRequest, SearchResult
from erdem.literature.search.language.nodes import Variant
from erdem.literature.tests.factories import make_publication
from erdem.people import services as people_services

pytestmark = pytest.mark.django_db


def ask(query: str = "", actor: Actor = PUBLIC, **asked: Any) -> SearchResult:
    with acting_as(actor):
        return queries.run_search(actor, SearchRequest(query, **asked))


def ids(result: SearchResult) -> list[int]:
    return [hit.publication_id for hit in result.hits]


def build() -> None:
    services.update_index(actor=SYSTEM)


@pytest.fixture
def held() -> Sequence[Publication]:
    """Four publications, two of one family, with classes, places and years."""
    with acting_as(SYSTEM):
        people_services.load_places(actor=SYSTEM)
        family = Family.objects.create(key="APP:CN2008101657231")
    made = (
        make_publication(
            "CN101361572A", "示例风干牛肉", claims=["一种风干方法。"], family=family, year=2008, type="invention"
        ),
        make_publication(
            "CN101361572B", "示例风干牛肉", claims=["一种风干方法。"], family=family, year=2010, type="invention"
        ),
        make_publication("CN201361573U", "示例奶豆腐模具", claims=["一种模具。"], year=2014, type="utility"),
        make_publication("US5401504A", "Example of dried beef", claims=["Drying beef."], year=1995, type="invention"),
    )
    with acting_as(SYSTEM):
        for publication, code in zip(made, ("A23L13/10", "A23L13/10", "A23C19/00", "A23L13/10"), strict=True):
            Classification.objects.create(
                publication=publication, scheme="ipc", code=code, subclass=code[:4], main_group=code.partition("/")[0]
            )
        Party.objects.create(publication=made[2], role="applicant", name="示例公司", place_id="152530", region="内蒙古")
        Party.objects.create(publication=made[3], role="applicant", name="Example Inc.", country="US")
        Publication.objects.filter(pk=made[2].pk).update(applicant_region="内蒙古")
    return made


ALIKE = (
    "", "风干", "ti:风干 牛肉", "风干 OR 奶豆腐", "牛肉 NOT ti:方法", "ic:A23L13", "ic:A23L", "A23C19/00", "CN101361572A",
    "pn:CN101361572", "since 2010", "date:2008..2012", "pa:示例公司", "beef", "不含 牛肉", "place:内蒙古",
)  # fmt: skip


@pytest.mark.parametrize("query", ALIKE)
def test_index_and_database_find_the_same(query: str, held: Sequence[Publication]) -> None:
    plain = ask(query, order="newest", collapse=False)
    build()
    indexed = ask(query, order="newest", collapse=False)
    assert sorted(ids(plain)) == sorted(ids(indexed)), query
    assert plain.total == indexed.total


@pytest.mark.parametrize(
    "chosen",
    [
        {"type": ("utility",)},
        {"class": ("A23L",), "office": ("CN",)},
        {"class": ("A23L", "A23C")},
        {"year": ("2010-2014",)},
        {"region": ("150000",)},
        {"region": ("152500",)},
        {"region": ("150000", "152530")},
        {"region": ("US",)},
        {"held": ("title",), "type": ("invention", "utility")},
        {"applicant": ("示例公司",)},
        {"region": ("xyz\u4e00",), "year": ("nonsense",)},
    ],
    ids=str,
)
def test_index_and_database_understand_the_same_boxes(
    chosen: dict[str, tuple[str, ...]], held: Sequence[Publication]
) -> None:
    plain = ask(chosen=chosen, order="newest", collapse=False)
    build()
    indexed = ask(chosen=chosen, order="newest", collapse=False)
    assert sorted(ids(plain)) == sorted(ids(indexed))


def test_without_an_index_the_page_works_and_says_so(held: Sequence[Publication]) -> None:
    result = ask("风干")
    assert (result.total, result.families, result.corpus.version) == (2, None, "database.4")
    assert len(result.warnings) == 1
    build()
    assert ask("风干").warnings == ()


def test_it_answers_again_when_the_index_was_removed_or_damaged(held: Sequence[Publication]) -> None:
    build()
    (index_folder() / "current").write_text("7\n", encoding="utf-8")
    assert ask("风干").total == 2
    index_store().close()
    shutil.rmtree(index_folder())
    assert ask("风干").total == 2
    build()
    assert ask("风干").warnings == ()


def test_a_family_is_one_hit_unless_every_document_is_wanted(held: Sequence[Publication]) -> None:
    build()
    folded, every = ask("风干"), ask("风干", collapse=False)
    assert (folded.total, folded.families, len(folded.hits)) == (2, 1, 1)
    assert folded.hits[0].more_in_family == 1
    assert (every.families, len(every.hits)) == (None, 2)


def test_a_reader_survives_a_swap(held: Sequence[Publication]) -> None:
    build()
    assert ask("风干").corpus.version.startswith("1.")
    services.rebuild_index(actor=SYSTEM)
    assert ask("风干").corpus.version.startswith("2.")
    assert ask("风干").total == 2


def test_what_is_gone_is_dropped_before_the_index_knows(held: Sequence[Publication]) -> None:
    build()
    with acting_as(SYSTEM):
        held[2].delete()
    assert ids(ask("奶豆腐")) == []
    with acting_as(PUBLIC):
        assert queries.matching_ids(PUBLIC, SearchRequest("奶豆腐")) == []


@pytest.mark.parametrize("has_index", [True, False])
def test_everybody_reads_and_nobody_without_an_actor(
    people: People, held: Sequence[Publication], *, has_index: bool
) -> None:
    if has_index:
        build()
    for actor in (*people.all(), PUBLIC, SYSTEM):
        assert ask("风干", actor).total == 2
    tell_database(None)
    blank = SearchRequest("风干")
    result = queries.run_search(PUBLIC, blank)
    assert (result.total, result.hits, set(result.facets.values())) == (0, (), {()})
    assert queries.matching_ids(PUBLIC, blank) == []
    assert queries.publications_by_id(PUBLIC, [held[0].pk]) == []
    assert queries.find_by_number(PUBLIC, "CN101361572A") is None
    assert queries.corpus(PUBLIC).publications_in_database == 0


def test_the_keys_come_in_the_order_of_the_pages(held: Sequence[Publication]) -> None:
    build()
    for order in ("relevance", "newest", "oldest", "number"):
        request = SearchRequest("风干 OR beef", order=order, collapse=False)
        with acting_as(PUBLIC):
            assert queries.matching_ids(PUBLIC, request) == ids(queries.run_search(PUBLIC, request))
            assert len(queries.matching_ids(PUBLIC, request, most=1)) == 1


def test_a_page_too_far_down_says_so_and_still_counts(held: Sequence[Publication]) -> None:
    build()
    result = ask("风干", offset=20_000)
    assert (result.total, result.hits, len(result.warnings)) == (2, (), 1)


def test_a_query_that_cannot_be_read_says_where(held: Sequence[Publication]) -> None:
    for _ in range(2):
        with pytest.raises(QueryError) as refused:
            ask("风干 pd>=2012-13")
        assert refused.value.start == len("风干 pd>=")
        build()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered_or_refused(query: str) -> None:
    try:
        result = ask(query.replace("\x00", " "))
    except QueryError:
        return
    assert result.total == 0


def test_a_herb_is_found_by_its_other_names(monkeypatch: pytest.MonkeyPatch, held: Sequence[Publication]) -> None:
    names = {"牛肉": (Variant("牛肉", kind="canonical"), Variant("beef", "en", "english"))}
    monkeypatch.setattr(searching_expansion._Offers, "expander", staticmethod(lambda: lambda one: names.get(one, ())))
    build()
    assert ask("{牛肉}", collapse=False).total == 3
    assert ask("{牛肉}", collapse=False, switched_off=("牛肉",)).total == 2


def test_similar_documents_leave_out_the_family(held: Sequence[Publication]) -> None:
    like = make_publication("CN101361579A", "示例风干牛肉", claims=["一种风干方法。"])
    build()
    with acting_as(PUBLIC):
        found = [hit.publication_id for hit in queries.similar_ids(PUBLIC, held[0])]
    assert found[:1] == [like.pk]
    assert held[1].pk not in found


def test_similar_documents_are_of_the_same_classes_while_there_is_no_index(held: Sequence[Publication]) -> None:
    with acting_as(PUBLIC):
        assert [hit.publication_id for hit in queries.similar_ids(PUBLIC, held[0])] == [held[3].pk]


def test_the_corpus_changes_its_name_with_every_commit(held: Sequence[Publication]) -> None:
    build()
    before = ask().corpus
    make_publication("CN101361579A")
    with acting_as(SYSTEM):
        waits = queries.corpus(SYSTEM)
    build()
    after = ask().corpus
    assert (before.documents, before.waiting, waits.publications_in_database, after.documents) == (4, 0, 5, 5)
    assert waits.waiting > 0
    assert after.version != before.version
    assert before.newest_import
    assert after.newest_import
    assert after.newest_import > before.newest_import


def test_a_large_collection_is_counted_once_a_commit(
    monkeypatch: pytest.MonkeyPatch, held: Sequence[Publication]
) -> None:
    monkeypatch.setattr(searching, "LARGE", 0)
    build()
    assert ask().corpus.publications_in_database == 4
    make_publication("CN101361579A")
    assert ask().corpus.publications_in_database == 4
    build()
    assert ask().corpus.publications_in_database == 5
    tell_database(None)
    assert queries.corpus(PUBLIC).publications_in_database == 0


def test_facets_have_words_and_keep_what_is_ticked(held: Sequence[Publication]) -> None:
    build()
    request = SearchRequest(chosen={"region": ("152530",), "type": ("design",)})
    with acting_as(PUBLIC):
        result = queries.run_search(PUBLIC, request)
        facets = {facet.name: facet for facet in queries.facet_options(result, request)}
    assert set(facets) == set(FACETS)
    places = [(option.value, option.depth, option.checked) for option in facets["region"].options]
    assert ("152530", 2, True) in places
    kinds = {option.value: (option.count, option.checked) for option in facets["type"].options}
    assert kinds["design"] == (0, True)
    assert kinds["utility"] == (1, False)


def test_places_open_downwards(held: Sequence[Publication]) -> None:
    build()
    for chosen, shown in (
        ((), ["150000"]),
        (("150000",), ["150000", "152500"]),
        (("152500",), ["150000", "152500", "152530"]),
    ):
        request = SearchRequest(chosen={"region": chosen})
        with acting_as(PUBLIC):
            counts = dict(queries.run_search(PUBLIC, request).facets["region"])
        assert [code for code in counts if code.isdecimal()] == shown


def test_a_number_is_found_however_it_is_written(held: Sequence[Publication]) -> None:
    with acting_as(PUBLIC):
        for written in ("CN101361572A", " cn 101361572 a ", "CN 101361572 A"):
            found = queries.find_by_number(PUBLIC, written)
            assert found is not None
            assert found.number == "CN101361572A"
        assert queries.find_by_number(PUBLIC, "nothing") is None
