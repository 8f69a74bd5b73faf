"""The search index follows the database, whatever is written and wherever the feeder is killed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from erdem.base.actor import PUBLIC, SYSTEM, acting_as, tell_database
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.literature import services
from erdem.literature.jobs import update_index
from erdem.literature.models import Family, IndexChange, Party, Priority, Publication
from erdem.literature.queries import searching_expansion, searching_index
from erdem.literature.queries.searching import read_query, run_search
from erdem.literature.queries.searching_documents import LONGEST_TEXT, documents_of
from erdem.literature.queries.searching_index import index_documents, index_folder, index_store
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.search.faults import IndexBusyError
from erdem.literature.search.files import FileLock
from erdem.literature.search.generation import GenerationFolder
from erdem.literature.search.writer import Writer
from erdem.literature.services import indexing
from erdem.literature.tests.factories import make_publication
from erdem.people import services as people_services

pytestmark = pytest.mark.django_db
CONTEXT: Any = SimpleNamespace(should_abort=lambda: False)


def update() -> services.IndexUpdate:
    return services.update_index(actor=SYSTEM)


def found(query: str) -> list[int]:
    """What the index itself finds, rights and deletions aside."""
    request = SearchRequest(query, facets=(), collapse=False)
    answer = searching_index.look_up(request, read_query(request))
    assert answer is not None
    return [hit.publication_id for hit in answer[0].hits]


def waiting() -> int:
    with acting_as(SYSTEM):
        return IndexChange.objects.count()


def delete(publication: Publication) -> int:
    key = publication.pk
    with acting_as(SYSTEM):
        publication.delete()
    return key


def test_what_is_written_is_found_after_the_update_and_no_line_remains() -> None:
    made = make_publication("CN101361572A", "示例风干肉")
    assert waiting() > 0
    update()
    assert found("风干") == [made.pk]
    assert waiting() == 0


def test_a_changed_publication_is_found_by_its_new_words_only() -> None:
    made = make_publication("CN101361572A", "示例风干肉")
    update()
    with acting_as(SYSTEM):
        made.texts.all().delete()
        made.title = "示例奶豆腐"
        made.save()
    assert update().changes > 0
    assert (found("风干"), found("奶豆腐")) == ([], [made.pk])


def test_a_deleted_publication_is_taken_out() -> None:
    kept, gone = make_publication("CN101361572A", "示例风干肉"), make_publication("CN101361573A", "示例风干奶")
    update()
    delete(gone)
    update()
    assert found("风干") == [kept.pk]
    assert index_documents() == 1


def test_a_publication_that_came_and_went_between_two_updates_leaves_nothing() -> None:
    update()
    delete(make_publication("CN101361572A"))
    update()
    assert (index_documents(), waiting()) == (0, 0)


def test_updating_again_changes_nothing() -> None:
    make_publication("CN101361572A")
    update()
    before = index_store().state()
    assert update() == services.IndexUpdate()
    assert index_store().state() == before


def test_the_job_may_run_any_number_of_times() -> None:
    made = make_publication("CN101361572A", "示例风干肉")
    for _ in range(3):
        update_index(CONTEXT, timestamp=0)
    assert found("风干") == [made.pk]


@pytest.mark.parametrize(
    ("owner", "name"),
    [(Writer, "replace"), (Writer, "commit"), (GenerationFolder, "note"), (indexing, "_remove")],
    ids=["before writing", "before the commit", "between commit and position", "between commit and removal"],
)
def test_nothing_is_lost_when_the_feeder_is_killed(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    update()
    changed, gone = make_publication("CN101361572A", "示例风干肉"), make_publication("CN101361573A", "示例奶豆腐")
    update()
    with acting_as(SYSTEM):
        changed.texts.all().delete()
        changed.title = "示例毡子"
        changed.save()
    delete(gone)
    new = make_publication("CN101361574A", "示例皮囊")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, kill)
        with pytest.raises(SystemExit):
            update()
    assert waiting() > 0
    update()
    assert (found("毡子"), found("奶豆腐"), found("皮囊"), found("风干")) == ([changed.pk], [], [new.pk], [])
    assert (index_documents(), waiting()) == (2, 0)


def kill(*_arguments: Any, **_options: Any) -> None:
    """A step in which the process is killed."""
    raise SystemExit(137)


def test_many_changes_are_taken_up_commit_by_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    update()
    monkeypatch.setattr(indexing, "LINES", 5)
    monkeypatch.setattr(indexing, "TOGETHER", 2)
    monkeypatch.setattr(indexing, "SECONDS", 0)
    made = [make_publication(f"CN10136{place:04}A").pk for place in range(20)]
    assert update().changes >= len(made)
    assert sorted(found("示例")) == made
    assert waiting() == 0


def test_a_visit_stops_when_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    update()
    for name, value in (("LINES", 2), ("TOGETHER", 1), ("SECONDS", 0)):
        monkeypatch.setattr(indexing, name, value)
    made = [make_publication(f"CN10136{place:04}A").pk for place in range(5)]
    commits: list[int] = []
    visit = services.Visit(should_stop=lambda: bool(commits), on_commit=lambda: commits.append(1))
    services.update_index(actor=SYSTEM, visit=visit)
    assert len(found("示例")) == 1
    update()
    assert sorted(found("示例")) == made


def test_a_visit_lingers_for_the_next_change() -> None:
    update()
    make_publication("CN101361572A")
    later: list[int] = []

    def write_once() -> None:
        if not later:
            later.append(make_publication("CN101361573A", "示例奶豆腐").pk)

    services.update_index(actor=SYSTEM, visit=services.Visit(on_commit=write_once, linger=0.2))
    assert found("奶豆腐") == later
    assert waiting() == 0


def test_a_rebuild_goes_on_while_people_write_and_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BUILT", 2)
    made = [make_publication(f"CN10136{place:04}A") for place in range(6)]
    update()
    seen_meanwhile: list[list[int]] = []
    written: list[int] = []

    def write(done: int, _total: int) -> None:
        if done == 2:
            delete(made[0])
            delete(made[5])
            written.append(make_publication("CN20000001A", "示例奶豆腐").pk)
        elif done > 2 and not seen_meanwhile:
            seen_meanwhile.append(found("奶豆腐"))

    services.rebuild_index(actor=SYSTEM, on_progress=write)
    assert seen_meanwhile == [written]
    assert sorted(found("示例")) == sorted([*(one.pk for one in made[1:5]), *written])
    assert (index_store().state().generation, waiting()) == (2, 0)


def test_a_rebuild_that_fails_leaves_the_index_in_use_and_the_lines() -> None:
    made = make_publication("CN101361572A", "示例风干肉")
    update()
    new = make_publication("CN101361573A", "示例风干奶")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.rebuild_index(actor=SYSTEM, on_progress=stop)
    assert (index_store().state().generation, found("风干")) == (1, [made.pk])
    update()
    assert sorted(found("风干")) == [made.pk, new.pk]


def test_an_index_that_cannot_be_read_is_built_again() -> None:
    made = make_publication("CN101361572A", "示例风干肉")
    update()
    (index_folder() / "generations" / "1" / "meta.json").write_text('{"schema": 0}', encoding="utf-8")
    assert update().was_rebuilt
    assert found("风干") == [made.pk]


def test_a_rebuild_leaves_one_audit_entry_and_an_update_none() -> None:
    make_publication("CN101361572A")
    update()
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    make_publication("CN101361573A")
    update()
    services.rebuild_index(actor=SYSTEM)
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.filter(action="literature.rebuild_index").count() == 2


def test_it_is_built_again_for_new_words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"查干伊德"}
    monkeypatch.setattr(searching_expansion._Offers, "words", staticmethod(lambda: set(words)))
    make_publication("CN101361572A")
    assert services.refresh_index(actor=SYSTEM).was_rebuilt
    assert not services.refresh_index(actor=SYSTEM).was_rebuilt
    words.add("阿尔查")
    assert services.refresh_index(actor=SYSTEM).was_rebuilt


def test_one_feeds_at_a_time() -> None:
    update()
    with FileLock(index_folder() / "feeder.lock") as lock:
        assert lock.take()
        with pytest.raises(IndexBusyError):
            update()
        update_index(CONTEXT, timestamp=0)  # the job leaves it to the other
    update()


@pytest.mark.parametrize("act", [services.update_index, services.rebuild_index, services.refresh_index])
def test_only_machines_feed_the_index(act: Callable[..., Any], people: People) -> None:
    for actor in (*people.all(), PUBLIC):
        with pytest.raises(PermissionRefused):
            act(actor=actor)


def test_one_request_waits_at_most(django_capture_on_commit_callbacks: Any) -> None:
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            services.request_index_update()
    assert ProcrastinateJob.objects.filter(task_name="literature.update_index", status="todo").count() == 1


def test_the_number_of_queries_does_not_grow_with_the_documents() -> None:
    ids = [make_publication(f"CN10136{place:04}A", claims=["一", "二"]).pk for place in range(30)]
    counts = []
    for some in (ids[:1], ids):
        with acting_as(SYSTEM), CaptureQueriesContext(connection) as captured:
            assert len(list(documents_of(some))) == len(some)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_long_texts_are_searched_by_their_beginning() -> None:
    made = make_publication("CN101361572A", description="长" * (LONGEST_TEXT + 10))
    with acting_as(SYSTEM):
        (document,) = documents_of([made.pk])
    assert len(document.descriptions[0]) == LONGEST_TEXT


def test_a_document_is_told_with_family_priorities_and_places() -> None:
    with acting_as(SYSTEM):
        people_services.load_places(actor=SYSTEM)
        family = Family.objects.create(key="APP:CN2008101657231")
        made = make_publication("CN101361572A", family=family, application_key="APP:CN2008101657231")
        Priority.objects.create(publication=made, ordinal=0, number="US 61/1", number_key="APP:US61000001")
        Party.objects.create(publication=made, role="applicant", name="示例公司", place_id="152530")
        Party.objects.create(publication=made, role="applicant", ordinal=1, name="示例学院", region="四川")
        Party.objects.create(publication=made, role="agent", name="示例代理人", agency="示例事务所")
        (document,) = documents_of([made.pk])
    assert document.family == family.pk
    assert document.priority_keys == ("APP:US61000001",)
    assert document.places == ("152530", "152500", "150000", "510000")
    assert {"正蓝旗", "锡林郭勒盟", "内蒙古自治区", "四川"} <= set(document.place_names)
    assert document.others == ("示例代理人", "示例事务所")


def test_who_may_see_nothing_is_told_nothing() -> None:
    make_publication("CN101361572A", "示例风干肉")
    update()
    with acting_as(PUBLIC):
        assert run_search(PUBLIC, SearchRequest("风干")).total == 1
    tell_database(None)
    result = run_search(PUBLIC, SearchRequest("风干"))
    assert (result.total, result.hits, set(result.facets.values())) == (0, (), {()})
