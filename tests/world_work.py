"""What an officer made of search results, for the small world."""

from __future__ import annotations

from dataclasses import dataclass

from erdem.base import blobs
from erdem.base.testing.actors import People
from erdem.literature.models import (
    Collection,
    ImportRun,
    IndexChange,
    Publication,
    QuarantinedRecord,
    SavedSearch,
    SearchReport,
)
from erdem.people.models import ApiKey
from erdem.people.tests.factories import user_of
from tests.paper import empty_sheet


@dataclass(frozen=True)
class Work:
    """What the officer made of search results, and a key of the applicant for programs."""

    search: SavedSearch
    collection: Collection
    report: SearchReport
    key: ApiKey


def add_work(people: People, publication: Publication) -> Work:
    """What the officer keeps: one of each for herself, and one of each shared with the office."""
    user, (office,) = people.officer.user_id or 0, people.officer.organisation_ids
    for shared in (None, office):
        search = SavedSearch.objects.create(
            owner_id=user, organisation_id=shared, name=f"示例检索{shared}", query="牛肉"
        )
        search.hits.create(publication=publication)
        collection = Collection.objects.create(owner_id=user, organisation_id=shared, name=f"示例文献夹{shared}")
        collection.items.create(publication=publication, note="示例")
        report = SearchReport.objects.create(
            number=f"JS-2026-{shared or 0:04d}",
            user_id=user,
            organisation_id=shared,
            question="示例问题",
            blob=blobs.keep(empty_sheet(), media_type="application/pdf"),
            made_by="示例",
        )
    key = ApiKey.objects.create(user=user_of(people.applicant), name="示例", prefix="示例", sha256="0" * 64)
    key.uses.create(minute="2026-11-25T08:00:00Z", requests=1)
    IndexChange.objects.create(publication_id=publication.pk)
    return Work(search, collection, report, key)


def add_refused_import() -> tuple[ImportRun, QuarantinedRecord]:
    """An import of literature with a line that was refused; the caller acts as the system."""
    run = ImportRun.objects.create(source_name="示例", file_name="示例.jsonl")
    run.problems.create(file="示例.jsonl", line=1, code="示例", message="示例")
    refused = run.quarantine.create(file="示例.jsonl", line=1, code="示例", message="示例", format="jsonl", raw="{}")
    return run, refused
