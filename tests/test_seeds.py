"""The package's own seed data: complete, resolvable, free of addresses, small."""

from __future__ import annotations

import csv
import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parent.parent / "erdem"
PEOPLE = PACKAGE / "people" / "seeds"
KNOWLEDGE = PACKAGE / "knowledge" / "seeds"
LITERATURE = PACKAGE / "literature" / "seeds"
MEGABYTE = 1_000_000

LINES = {
    KNOWLEDGE / "ich_items.jsonl": (106, 106),
    KNOWLEDGE / "records.jsonl": (40, 40),
    KNOWLEDGE / "formulas.jsonl": (300, 1000),
    LITERATURE / "inner_mongolia_facts.jsonl": (126, 126),
    LITERATURE / "tcm_facts.jsonl": (60, 60),
    LITERATURE / "handpicked.jsonl": (8, 8),
    LITERATURE / "us_fulltext.jsonl.gz": (60, 200),
    LITERATURE / "invented.jsonl": (2, 2),
}
FULL_ADDRESS = re.compile(
    r"https?:|www\.|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|in|tw|cc|edu|gov|sg|info)/", re.IGNORECASE
)

# Both sides of what a reader from the region expects to see compared.
PAIRS = [
    ("the ger", "IMR-009", "CN201210320562"),
    ("the four-string fiddle", "IMR-011", "LOCAL-529c41f8"),
    ("the dried meat", "IMR-017", "CN105192728B"),
    ("the dried curd", "IMR-006", "CN200610105303"),
    ("the aconite plaster", "IMR-034", "CN200510053447"),
    ("the cold kidney", "PKG-002", "CN201811470367"),
    ("the hobble", "IMR-021", "LOCAL-957f9afa"),
    ("Huang Qin Tang", "SHL-066", "CN101098705A"),
    ("Ma Xing Shi Gan Tang", "SHL-025", "CN201310292799"),
]


def text_of(path: Path) -> str:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            return stream.read()
    return path.read_text(encoding="utf-8")


@cache
def objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(path).splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def divisions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table(PEOPLE / "divisions.csv")}


def seed_files() -> list[Path]:
    folders = (PEOPLE, KNOWLEDGE, LITERATURE)
    return sorted(
        path for folder in folders for path in folder.iterdir() if path.suffix in {".csv", ".json", ".jsonl", ".gz"}
    )


def test_it_knows_one_region_twelve_leagues_and_103_banners() -> None:
    levels = [row["level"] for row in divisions().values()]
    assert {level: levels.count(level) for level in levels} == {"region": 1, "league": 12, "banner": 103}


def test_it_gives_every_division_its_parent_and_a_short_name() -> None:
    known = divisions()
    for code, row in known.items():
        assert row["short_name"], code
        assert row["level"] == "region" or row["parent"] in known, code


def test_it_draws_each_banner_on_one_tile() -> None:
    tiles = json.loads(text_of(PEOPLE / "tilegram.json"))["tiles"]
    banners = {code for code, row in divisions().items() if row["level"] == "banner"}
    assert {tile["code"] for tile in tiles} == banners
    assert len({(tile["row"], tile["col"]) for tile in tiles}) == 103


def test_it_leads_every_retired_code_to_a_division_in_force_or_says_it_cannot() -> None:
    known = divisions()
    retired = table(PEOPLE / "divisions_history.csv")
    assert len(retired) == len({row["code"] for row in retired}) == 97
    for row in retired:
        assert row["code"] not in known
        current = row["current_codes"].split()
        assert set(current) <= set(known), row
        assert row["status"] == ("resolved" if current else "unresolved"), row


@pytest.mark.parametrize(
    ("code", "year", "today"),
    [
        ("152121", "1983", ["150783"]),
        ("152400", "1983", ["150400"]),
        ("152124", "1983", ["150782"]),
        ("152126", "1994", ["150785"]),
    ],
)
def test_it_resolves_a_code_retired_long_ago(code: str, year: str, today: list[str]) -> None:
    row = next(row for row in table(PEOPLE / "divisions_history.csv") if row["code"] == code)
    assert (row["valid_to"], row["current_codes"].split()) == (year, today)


@pytest.mark.parametrize("path", LINES, ids=lambda path: path.name)
def test_it_holds_the_promised_number_of_lines_each_with_its_own_id(path: Path) -> None:
    least, most = LINES[path]
    rows = objects(path)
    assert least <= len(rows) <= most
    assert len({row["id"] for row in rows}) == len(rows)
    assert text_of(path).endswith("\n")


@pytest.mark.parametrize("path", seed_files(), ids=lambda path: path.name)
def test_it_names_sites_but_never_a_full_address(path: Path) -> None:
    assert FULL_ADDRESS.findall(text_of(path)) == []


def test_it_stays_small() -> None:
    sizes = {path.name: path.stat().st_size for path in seed_files()}
    assert max(sizes.values()) < MEGABYTE
    assert sum(sizes.values()) < 3 * MEGABYTE


def test_it_packs_the_same_bytes_every_time() -> None:
    packed = (LITERATURE / "us_fulltext.jsonl.gz").read_bytes()
    assert packed[4:8] == b"\0\0\0\0", "the archive carries a time"
    assert not packed[3] & 0x08, "the archive carries a file name"


def test_it_places_every_heritage_item_in_a_division_and_names_no_inheritor() -> None:
    known = divisions()
    items = objects(KNOWLEDGE / "ich_items.jsonl")
    assert len({item["code"] for item in items}) == 76
    for item in items:
        assert item["place_code"] in known
        assert {item["city_code"], item["county_code"]} <= {*known, None}
        assert "(" not in item["name"]
        assert not {"inheritors", "url", "lng", "lat"} & set(item)


def test_it_ties_records_to_divisions_items_and_vocabularies() -> None:
    known, items = divisions(), {item["code"] for item in objects(KNOWLEDGE / "ich_items.jsonl")}
    vocabularies = json.loads(text_of(KNOWLEDGE / "vocabularies.json"))
    types = {entry["code"] for entry in vocabularies["tk_types"]}
    tiers = {entry["code"] for entry in vocabularies["diffusion_tiers"]}
    for record in objects(KNOWLEDGE / "records.jsonl"):
        assert set(record["place_codes"]) <= set(known)
        assert len(record["place_codes"]) + len(record.get("places_unresolved", [])) == len(record["places"])
        assert record["ich_code"] in {*items, None}
        assert record["tk_type"] in types
        assert record["tk_type"].startswith(record["tk_class"])
        assert record["diffusion_tier"] in tiers
        assert record["sources"]
        assert record["confidence"]


def test_it_marks_unread_vocabularies_as_provisional() -> None:
    vocabularies = json.loads(text_of(KNOWLEDGE / "vocabularies.json"))
    words = set(vocabularies["confidence_words"])
    assert words == {"verified", "secondary", "memory", "proposal"}
    assert all(entry["provisional"] and entry["official_code"] is None for entry in vocabularies["tk_types"])
    lists = [entries for name, entries in vocabularies.items() if name != "confidence_words"]
    assert all(entry["confidence"] in words for entries in lists for entry in entries)


def test_it_takes_only_whole_formulas_from_dated_books() -> None:
    books = {row["title"]: row for row in table(KNOWLEDGE / "books.csv")}
    for formula in objects(KNOWLEDGE / "formulas.jsonl"):
        book = books[formula["book"]]
        assert str(formula["known_since"] or "") == book["year"], formula["id"]
        assert len(formula["ingredients"]) >= 2, formula["id"]
        for row in formula["ingredients"]:
            assert re.fullmatch(r"[\u3400-\u9fff]{1,6}", row["herb"]), (formula["id"], row)
            assert "text" not in formula or row["herb"] in formula["text"], (formula["id"], row)
    titles = [formula["book"] for formula in objects(KNOWLEDGE / "formulas.jsonl")]
    assert titles.count("饮膳正要") >= 150
    assert titles.count("瑞竹堂经验方") >= 80


@pytest.mark.parametrize(
    "name",
    [
        "黄芩汤",
        "麻黄杏仁甘草石膏汤",
        "四物汤",
        "八珍汤",
        "四君子汤",
        "归脾汤",
        "消风散",
        "甘草附子汤",
        "乌头汤",
        "二陈汤",
        "蠲痹汤",
        "二至丸",
        "温胆汤",
        "芍药甘草汤",
        "那如三味片",
        "槟榔七味丸",
    ],
)
def test_it_holds_the_formulas_that_the_literature_builds_on(name: str) -> None:
    assert any(formula["name"] == name for formula in objects(KNOWLEDGE / "formulas.jsonl"))


def test_it_keeps_publications_without_a_number_and_says_so() -> None:
    for name in ("inner_mongolia_facts", "tcm_facts", "handpicked"):
        for row in objects(LITERATURE / f"{name}.jsonl"):
            numbered = bool(row["publication"] or row["application"])
            assert row["id"].startswith("LOCAL-") is not numbered, row["id"]
            assert numbered or row["number_note"] == "number not obtained", row["id"]
            assert row["title"], row["id"]


def test_it_cuts_descriptions_but_never_claims() -> None:
    for row in objects(LITERATURE / "us_fulltext.jsonl.gz"):
        assert row["claims"], row["id"]
        assert len(row["description"]) <= 20_000
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])


@pytest.mark.parametrize(("what", "knowledge", "publication"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_it_holds_both_sides_of(what: str, knowledge: str, publication: str) -> None:
    sides = {row["id"] for name in ("records", "formulas") for row in objects(KNOWLEDGE / f"{name}.jsonl")}
    papers = {
        row["id"] for name in ("inner_mongolia_facts", "handpicked") for row in objects(LITERATURE / f"{name}.jsonl")
    }
    assert knowledge in sides, what
    assert publication in papers, what


def test_it_has_no_traditional_formula_for_a_plain_sea_buckthorn_juice() -> None:
    named = [row["herb"] for formula in objects(KNOWLEDGE / "formulas.jsonl") for row in formula["ingredients"]]
    assert not {"沙棘", "酸刺", "赤赤哈纳"} & set(named)
    papers = {row["id"] for row in objects(LITERATURE / "inner_mongolia_facts.jsonl")}
    assert {"CN109043041A", "CN110916025A", "CN116439336A"} <= papers
