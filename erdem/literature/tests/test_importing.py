"""Bringing literature in: once, without loss, whatever the file holds."""

from __future__ import annotations

import gzip
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erdem.base import events
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.literature.choices import Coverage, RunState
from erdem.literature.events import LiteratureImported
from erdem.literature.models import ImportRun, Publication, StatedIngredient, TextUnit
from erdem.literature.services import ImportOutcome, import_file

pytestmark = pytest.mark.django_db

SEEDS = ("inner_mongolia_facts.jsonl", "tcm_facts.jsonl", "handpicked.jsonl", "us_fulltext.jsonl.gz")


def written(folder: Path, *records: dict[str, Any], name: str = "示例.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def bring_in(path: Path, **options: Any) -> ImportOutcome:
    return import_file(SYSTEM, path, **options)


def only() -> Publication:
    return Publication.objects.get()


@pytest.fixture(autouse=True)
def _as_the_system() -> Any:
    with acting_as(SYSTEM):
        yield


@pytest.mark.parametrize("name", SEEDS)
def test_every_seed_comes_in_whole(name: str) -> None:
    path = Path(str(resources.files("erdem.literature") / "seeds" / name))
    outcome = bring_in(path, source_name="示例", demonstration=True)
    assert outcome.rejected == 0, outcome.problems
    assert outcome.kept == outcome.read > 0
    assert Publication.objects.count() == outcome.created
    assert Publication.objects.filter(title="").count() == 0
    assert Publication.objects.filter(is_demonstration=True).count() == outcome.created


def test_importing_the_seeds_again_changes_nothing() -> None:
    path = Path(str(resources.files("erdem.literature") / "seeds" / "inner_mongolia_facts.jsonl"))
    first = bring_in(path, source_name="示例")
    before = list(Publication.objects.order_by("pk").values())
    again = bring_in(path, source_name="示例")
    assert first.created > 100
    assert (again.created, again.merged) == (0, 0)
    assert list(Publication.objects.order_by("pk").values()) == before
    assert again.counts == first.counts


def test_a_second_source_fills_what_is_empty_and_takes_nothing_away(tmp_path: Path) -> None:
    bring_in(
        written(tmp_path, {"publication": "CN105192728B", "title": "一种风干牦牛肉的制备方法", "ipc": ["A23L13/10"]}),
        source_name="甲",
    )
    outcome = bring_in(
        written(
            tmp_path,
            {
                "publication": "CN 105192728 B",
                "title": "一种风干牦牛肉的制备方法",
                "abstract": "切块后先室外风干。",
                "claims": ["1. 一种风干牦牛肉的制备方法。", "2. 根据权利要求1所述的方法。"],
                "filing_date": "2015-08-17",
                "applicant": "示例公司",
                "ipc": ["A23L13/70"],
            },
            name="乙.jsonl",
        ),
        source_name="乙",
    )
    publication = only()
    assert (outcome.created, outcome.merged) == (0, 1)
    assert publication.filing_date is not None
    assert publication.filing_date.isoformat() == "2015-08-17"
    assert publication.applicants == "示例公司"
    assert publication.coverage == Coverage.CLAIMS
    assert [source["name"] for source in publication.sources] == ["甲", "乙"]
    assert set(publication.classifications.values_list("code", flat=True)) == {"A23L13/10", "A23L13/70"}
    assert list(publication.texts.filter(unit="claim").values_list("ordinal", "depends_on")) == [(1, []), (2, [1])]


def test_a_different_title_is_reported_and_the_held_one_kept(tmp_path: Path) -> None:
    bring_in(written(tmp_path, {"publication": "CN105192728B", "title": "一种风干牦牛肉的制备方法"}))
    outcome = bring_in(written(tmp_path, {"publication": "CN105192728B", "title": "一种发酵驼乳"}))
    assert [problem.code for problem in outcome.problems] == ["different-title"]
    assert outcome.problems[0].line == 1
    assert outcome.rejected == 0
    assert only().title == "一种风干牦牛肉的制备方法"


def test_a_number_without_kind_meets_the_same_number_with_kind(tmp_path: Path) -> None:
    bring_in(written(tmp_path, {"publication": "CN105995583", "title": "一种自然冷冻牦牛肉干"}))
    bring_in(written(tmp_path, {"publication": "CN105995583A", "title": "一种自然冷冻牦牛肉干", "abstract": "示例"}))
    assert only().number == "CN105995583A"
    bring_in(written(tmp_path, {"publication": "CN105995583", "title": "一种自然冷冻牦牛肉干", "ipc": ["A23L13/10"]}))
    assert only().classifications.count() == 1


def test_what_was_known_by_its_application_becomes_the_publication(tmp_path: Path) -> None:
    bring_in(written(tmp_path, {"application": "201310183863", "title": "一种风干牦牛肉的制作方法"}))
    assert only().number_kind == "application"
    assert only().filing_year == 2013
    record = {"publication": "CN103284197A", "application": "201310183863", "title": "一种风干牦牛肉的制作方法"}
    bring_in(written(tmp_path, record))
    assert (only().number, only().number_kind) == ("CN103284197A", "publication")


def test_application_and_grant_are_two_publications_of_one_family(tmp_path: Path) -> None:
    common = {"application": "201510503455.9", "title": "示例方法"}
    bring_in(written(tmp_path, {"publication": "CN105192728A", **common}, {"publication": "CN105192728B", **common}))
    first, second = Publication.objects.order_by("number_key")
    assert (first.stage, second.stage) == ("published", "granted")
    assert first.family is not None
    assert first.family == second.family


def test_the_same_document_twice_in_one_file_is_one_publication(tmp_path: Path) -> None:
    record = {"publication": "US5401504A", "title": "Use of turmeric in wound healing"}
    outcome = bring_in(written(tmp_path, record, {**record, "abstract": "A method."}))
    assert outcome.distinct_publications == Publication.objects.count() == 1


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, {"publication": "US5401504A", "title": "示例"}, {"title": "无号"}, {"publication": "US1A"})
    outcome = bring_in(path, dry_run=True)
    assert outcome.counts == {"read": 3, "kept": 1, "rejected": 2, "distinct_publications": 1}
    assert Publication.objects.count() == ImportRun.objects.count() == 0


def test_a_truncated_file_keeps_its_whole_lines_and_says_so(tmp_path: Path) -> None:
    lines = [json.dumps({"publication": f"US{5401504 + n}A", "title": f"示例{n} {n * 7919}"}) for n in range(3000)]
    path = tmp_path / "断.jsonl.gz"
    whole = gzip.compress("\n".join(lines).encode())
    path.write_bytes(whole[: len(whole) // 2])
    outcome = bring_in(path)
    assert 0 < outcome.kept < 3000
    assert outcome.kept == Publication.objects.count()
    assert "truncated-gzip" in {problem.code for problem in outcome.problems}
    assert not outcome.is_clean


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
        b"\xff\xfe\x00",
        b"{" * 5000,
        b'{"publication": "US1"',
        "随便一行".encode(),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "坏文件"
    path.write_bytes(content)
    outcome = bring_in(path)
    assert outcome.problems
    assert outcome.kept == Publication.objects.count() == 0
    assert ImportRun.objects.get().problems.count() == len(outcome.problems)


def test_an_entity_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE us-patent-grant [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<us-patent-grant><abstract><p>&b;</p></abstract></us-patent-grant>",
        encoding="utf-8",
    )
    outcome = bring_in(path)
    assert Publication.objects.count() == 0
    assert outcome.problems


def test_a_record_that_the_database_refuses_is_left_out_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from erdem.literature.services import intake

    records = [{"publication": f"US{n}A1", "title": f"示例{n}"} for n in (1001, 1002, 1003)]
    monkeypatch.setattr(intake, "_country", lambda item, *_: "??" if "1002" in item.number else "US")
    outcome = bring_in(written(tmp_path, *records))
    assert [problem.code for problem in outcome.problems] == ["not-stored"]
    assert outcome.counts == {"read": 3, "kept": 2, "rejected": 1, "distinct_publications": 3}
    assert Publication.objects.count() == 2


def test_rejected_lines_are_kept_with_file_line_field_and_message(tmp_path: Path) -> None:
    path = written(tmp_path, {"publication": "US5401504A", "title": "示例", "filing_date": "昨天"}, {"title": "无号"})
    bring_in(path)
    run = ImportRun.objects.get()
    assert (run.state, run.read, run.kept, run.rejected, run.created) == (RunState.DONE, 2, 1, 1, 1)
    rows = list(run.problems.values_list("file", "line", "field", "record_kept"))
    assert rows == [("示例.jsonl", 1, "filing_date", True), ("示例.jsonl", 2, "publication", False)]
    assert all(problem.message for problem in run.problems.all())


def test_each_import_leaves_one_audit_entry(tmp_path: Path) -> None:
    before = AuditEntry.objects.count()
    bring_in(written(tmp_path, {"publication": "US5401504A", "title": "示例"}))
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("who", ["holder", "applicant", "stranger"])
def test_it_refuses_people_without_the_duty(who: str, people: People, tmp_path: Path) -> None:
    path = written(tmp_path, {"publication": "US5401504A", "title": "示例"})
    with pytest.raises(PermissionRefused):
        import_file(getattr(people, who), path)
    assert Publication.objects.count() == 0


def test_an_officer_may_import(people: People, tmp_path: Path) -> None:
    outcome = import_file(people.officer, written(tmp_path, {"publication": "US5401504A", "title": "示例"}))
    assert outcome.created == 1


def test_facts_are_kept_apart_from_the_text(tmp_path: Path) -> None:
    record = {
        "publication": "CN100408071C",
        "title": "示例",
        "ingredients": [{"name": "芦荟", "lo": 35, "hi": 55, "unit": "份"}, {"name": "乌药", "lo": 6, "hi": 2}],
        "steps": [{"op": "粉碎", "other": "70-90目"}],
        "source": "示例网",
        "confidence": "excerpt only",
        "applicant_place": "内蒙古;15 (028000)",
    }
    bring_in(written(tmp_path, record))
    publication = only()
    assert publication.coverage == Coverage.FACTS
    assert publication.applicant_region == "内蒙古"
    assert publication.facts_page == "示例网"
    assert publication.unseen == ["excerpt only"]
    assert not TextUnit.objects.exclude(unit="title").exists()
    assert list(StatedIngredient.objects.values_list("name", "amount_low", "amount_text")) == [
        ("芦荟", 35, ""),
        ("乌药", None, "6–2"),
    ]


def test_a_batch_costs_the_same_whatever_its_size(tmp_path: Path) -> None:
    counts = []
    for start, size in ((0, 5), (100, 80)):
        records = [
            {"publication": f"US{7000000 + start + n}B2", "title": f"示例{n}", "ipc": ["A61K36/00"], "abstract": "示例"}
            for n in range(size)
        ]
        path = written(tmp_path, *records, name=f"{start}.jsonl")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring_in(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_listeners_learn_of_new_and_completed_publications_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[LiteratureImported] = []
    monkeypatch.setattr(events, "publish", told.append)
    path = written(tmp_path, {"publication": "US5401504A", "title": "示例"})
    bring_in(path, source_name="甲")
    bring_in(path, source_name="甲")
    assert [event.changed for event in told] == [1, 0]


def test_a_stopped_import_keeps_whole_batches_and_is_marked(tmp_path: Path) -> None:
    records = [{"publication": f"US{n}B2", "title": f"示例{n}"} for n in range(7_000_000, 7_000_450)]

    def stop(done: int) -> None:
        if done >= 400:
            raise KeyboardInterrupt

    path = written(tmp_path, *records)
    with pytest.raises(KeyboardInterrupt):
        bring_in(path, on_progress=stop)
    assert Publication.objects.count() == 400
    run = ImportRun.objects.get()
    assert (run.state, run.position, run.created) == (RunState.PAUSED, 400, 400)
    outcome = bring_in(path)
    assert (outcome.resumed_at, outcome.created, outcome.counts["read"]) == (400, 450, 450)
    run.refresh_from_db()
    assert (run.state, run.position, run.interruptions) == (RunState.DONE, 450, 1)


@pytest.mark.parametrize(
    ("record", "kind_of_right", "stage"),
    [
        ({"publication": "CN105192728B"}, "invention", "granted"),
        ({"publication": "CN212113189U"}, "utility", "granted"),
        ({"publication": "CN300000001S"}, "design", "granted"),
        ({"application": "201420183863.4"}, "utility", "unknown"),
        ({"publication": "CN101015566", "type": "utility"}, "utility", "unknown"),
        ({"publication": "US5401504A"}, "invention", "granted"),
        ({"publication": "US20050286606"}, "invention", "unknown"),
        ({"publication": "US20050286606A1"}, "invention", "published"),
        ({"publication": "USD512345S1"}, "design", "granted"),
        ({"publication": "WO2015012345"}, "invention", "unknown"),
        ({"publication": "EP1429795B1"}, "invention", "granted"),
    ],
)
def test_the_number_tells_the_kind_of_right_and_the_stage(
    record: dict[str, str], kind_of_right: str, stage: str, tmp_path: Path
) -> None:
    bring_in(written(tmp_path, {"title": "示例", **record}))
    assert (only().type, only().stage) == (kind_of_right, stage)
