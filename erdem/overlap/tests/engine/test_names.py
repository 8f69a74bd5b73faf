"""Names against titles, claims and marks: by glyph, by sound, by script; what tells little; bad input."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.overlap import engine
from erdem.overlap.engine import Lexicon, Pool, Relation
from erdem.overlap.engine.names import (
    NameIndex,
    NameReason,
    WatchedKind,
    WatchedName,
    compare_names,
    watched_names,
)
from erdem.overlap.engine.names.distinct import distinctiveness
from erdem.overlap.engine.names.glyphs import likeness, look_alike
from erdem.overlap.engine.names.index import MAX_HITS
from erdem.overlap.engine.names.reading import read_lists
from erdem.overlap.engine.names.sounds import blurred, sounds_of, spelled
from erdem.overlap.engine.names.spelling import spelling_of
from erdem.overlap.engine.names.transliteration import agree
from erdem.overlap.engine.weights import NAMES

SPELLINGS = (
    "策格",
    "蒙古包",
    "马头琴",
    "科尔沁牛肉",
    "敖汉小米",
    "蒙牛",
    "阿如勒",
    "奶茶",
    "乌珠穆沁羊肉",
    "ᠢᠰᠡᠭᠡᠢ",
    "цэгээ",
    "morin khuur",
)
WATCHED = [WatchedName(name, name) for name in SPELLINGS]
WATCHED.append(WatchedName("赤峰", "150400", WatchedKind.PLACE))
INDEX = NameIndex.build(WATCHED)
# Cyrillic and traditional names are general knowledge; no list of renderings was at hand.
ONE_WORD = [
    ("ᠴᠢᠭᠡᠭᠡ", "цэгээ", "tsegee", "策格"),
    ("ᠠᠷᠢᠬᠢ", "архи", "arkhi", "阿日哈"),
    ("ᠪᠣᠷᠴᠠ", "борц", "borts", "宝日茨"),
    ("ᠣᠷᠳᠤᠰ", "Ордос", "Ordos", "鄂尔多斯"),
    ("ᠬᠣᠷᠴᠢᠨ", "Хорчин", "Khorchin", "科尔沁"),
]


def hits(text: str, kind: str = "mark", classes: Collection[int] = ()) -> list[tuple[str, str]]:
    return [(hit.watched.name, hit.reason.value) for hit in INDEX.search(text, kind, classes)]


@pytest.mark.parametrize(
    ("mark", "name", "reason"),
    [
        ("蒙牛", "蒙牛", NameReason.SAME),
        ("梦牛", "蒙牛", NameReason.SAME_SOUND),
        ("MENGNIU", "蒙牛", NameReason.SAME_SOUND),
        ("Meng Niu", "蒙牛", NameReason.SAME_SOUND),
        ("门牛", "蒙牛", NameReason.NEAR_SOUND),
        ("蒙午", "蒙牛", NameReason.LOOK_ALIKE),
        ("草原蒙牛乳业", "蒙牛", NameReason.CONTAINS),
        ("梦牛乳业", "蒙牛", NameReason.SAME_SOUND),
        ("汽车格栅", "策格", None),
        ("蒙 牛", "蒙牛", NameReason.SAME),
        ("蒙古苞", "蒙古包", NameReason.SAME_SOUND),
        ("馬頭琴", "马头琴", NameReason.SAME),
        ("科尔沁羊肉", "科尔沁牛肉", NameReason.ONE_CHARACTER),
        ("科尔沁草原牛肉", "科尔沁牛肉", None),
        ("TSEGEE", "цэгээ", NameReason.TRANSLITERATION),
        ("策格", "цэгээ", NameReason.TRANSLITERATION),
        ("MORIN-KHUUR", "morin khuur", NameReason.SAME),
    ],
)
def test_a_mark_is_near_a_name_for_a_reason(mark: str, name: str, reason: NameReason | None) -> None:
    assert dict(hits(mark)).get(name) == (reason.value if reason else None)


def test_one_mongolian_word_meets_itself_in_four_writings() -> None:
    missed = [(a, b) for group in ONE_WORD for a in group for b in group if not agree(a, b)]
    assert missed == []


def test_words_with_other_consonants_do_not_meet_across_scripts() -> None:
    words = [group[column] for column, group in enumerate(ONE_WORD[:4])]
    assert all(not agree(a, b) for a in words for b in words if a != b)


def test_the_same_visible_word_in_another_encoding_is_the_same_mongolian_word() -> None:
    found = compare_names("ᠮᠣᠩᠭᠣᠯ", "ᠮᠤᠩᠭᠤᠯ")  # o and u are drawn alike
    assert found is not None
    assert found.reason is NameReason.SAME_MONGOLIAN


def test_a_name_in_running_text_stands_between_words() -> None:
    assert ("策格", "contains") in hits("一种策格的发酵方法", "title")
    assert hits("面向政策格局的评价方法", "title") == []


def test_ordinary_words_that_sound_like_a_name_are_no_hit_in_a_title() -> None:
    index = NameIndex.build([WatchedName("鲫鱼散", 1), WatchedName("刺蓟饮子", 2)])
    assert index.search("基于三维视觉的钢轨打标装置", "title") == []
    assert index.search("集落刺激因子的应用", "title") == []
    assert [hit.reason for hit in index.search("鲫渔散", "title")] == [NameReason.SAME_SOUND]


def test_a_coined_spelling_is_heard_in_a_title() -> None:
    (hit,) = INDEX.search("一种阿茹勒的加工方法", "title")
    assert (hit.watched.name, hit.reason, hit.text) == ("阿如勒", NameReason.SAME_SOUND, "阿茹勒")


def test_an_everyday_word_and_a_bare_place_tell_little() -> None:
    (tea,) = INDEX.search("奶茶", "mark")
    assert tea.score < 0.35
    assert INDEX.search("一种电热奶茶机的控制系统", "title") == []
    assert all(hit.score < 0.35 for hit in INDEX.search("赤峰", "mark"))


def test_a_part_of_a_name_tells_as_much_as_the_part() -> None:
    reasons = {hit.watched.name: hit.reason for hit in INDEX.search("乌珠穆沁", "mark")}
    assert reasons == {"乌珠穆沁羊肉": NameReason.PART_OF}
    assert all(hit.score < 0.3 for hit in INDEX.search("赤峰", "mark") if hit.watched.name != "赤峰")


def test_a_name_watched_for_other_classes_is_left_out() -> None:
    index = NameIndex.build([WatchedName("敖汉小米", 1, classes=frozenset({30, 31})), WatchedName("马头琴", 2)])
    assert [hit.watched.record for hit in index.search("敖汉小米", "mark", classes=[30])] == [1]
    assert index.search("敖汉小米", "mark", classes=[9]) == []
    assert [hit.watched.record for hit in index.search("马头琴", "mark", classes=[15])] == [2]


def test_look_alikes_are_of_one_length_and_one_character() -> None:
    assert look_alike("未来", "末来")
    assert not look_alike("未来", "末末")
    assert not look_alike("未来", "未来")
    assert likeness("土", "士") == likeness("士", "土") > 0.9


def test_fuzzy_sounds_follow_the_input_methods() -> None:
    assert blurred("zhang") == blurred("zan")
    assert blurred("niu") == blurred("liu")
    assert blurred("fang") == blurred("huang")
    assert blurred("ying") == blurred("yin")
    assert blurred("gan") != blurred("gen")
    assert ("meng", "niu") in spelled("mengniu")
    assert spelled("strength") == frozenset()
    assert ("ma", "tou", "qin") in sounds_of("马头琴")


ALPHABET = "蒙梦牛午马头琴科尔沁策格羊肉奶茶未末土士汉漢mengiu цэгᠢᠰᠡᠭ ·-😀\ue234"
TEXTS = st.text(ALPHABET, max_size=12)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one)


@given(TEXTS)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    found = compare_names(name, name)
    assert found is None if not spelling_of(name).text else found is not None and found.reason is NameReason.SAME


@given(st.text(ALPHABET + "，。的一种", max_size=60), st.sampled_from(["title", "claim", "mark"]))
def test_spans_quote_the_text_exactly(text: str, kind: str) -> None:
    for hit in INDEX.search(text, kind):
        assert text[hit.start : hit.end] == hit.text
        assert 0 <= hit.start < hit.end <= len(text)
        assert 0 < hit.score <= 1


HAN = st.text("蒙梦牛午马头琴科尔沁策格羊肉奶茶未末土士", min_size=2, max_size=6)


@settings(max_examples=300)
@given(st.lists(HAN, min_size=1, max_size=6, unique=True), HAN)
def test_the_index_finds_what_a_scan_of_every_pair_finds(names: list[str], mark: str) -> None:
    found = {
        hit.watched.name for hit in NameIndex.build(WatchedName(name, name) for name in names).search(mark, "mark")
    }
    assert {name for name in names if _is_near(name, mark)} <= found


def _is_near(name: str, mark: str) -> bool:
    """What a comparison of the two says, weighed by how much the name, or the part of it that the mark is, tells."""
    likeness_found = compare_names(mark, name)
    if likeness_found is None:
        return False
    if likeness_found.reason is NameReason.CONTAINS and len(mark) < len(name):
        return NAMES.part_of * distinctiveness(mark) >= NAMES.least
    return likeness_found.grade * distinctiveness(name) >= NAMES.least


@given(st.sampled_from(["title", "claim", "mark"]), st.text(max_size=80))
def test_any_text_at_all_is_answered(kind: str, text: str) -> None:
    for hit in INDEX.search(text, kind):
        assert text[hit.start : hit.end] == hit.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "😀🐎" * 100_000,
        "蒙古" * 100_000,
        "mengniu" * 28_000,
        "ᠢᠰᠡᠭᠡᠢ " * 28_000,
        "\ue234\ue235" * 100_000,
        "цэгээ" * 40_000,
        "蒙а牛e" * 50_000,
    ],
)
def test_a_text_of_two_hundred_thousand_characters_is_searched(text: str) -> None:
    for kind in ("title", "claim", "mark"):
        assert len(INDEX.search(text[:200_000], kind)) <= MAX_HITS


def test_names_come_from_records_lists_and_divisions(tmp_path: Path) -> None:
    records = tmp_path / "a.jsonl"
    records.write_text(
        '{"name": "风干肉（宝日茨）", "name_mn": "ᠪᠣᠷᠴᠠ", "products": ["肉"]}\n"奶皮子"\n17\n{bad\n', encoding="utf-8"
    )
    marks = tmp_path / "b.csv"
    marks.write_text("name,level\n敖汉旗,county\n", encoding="utf-8")
    indications = tmp_path / "c.json"
    indications.write_text('{"items": [{"name": "敖汉小米", "scheme": "AGI"}]}', encoding="utf-8")
    rows, problems = read_lists(records)
    assert len(problems) == 2
    named = [(one.name, one.kind.value) for path in (marks, indications) for one in watched_names(read_lists(path)[0])]
    assert named == [("敖汉旗", "place"), ("敖汉", "place"), ("敖汉小米", "indication")]
    assert [one.name for one in watched_names(rows)] == ["风干肉", "宝日茨", "ᠪᠣᠷᠴᠠ", "奶皮子"]


def test_a_list_that_is_no_list_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    for name, text in (("a.json", "{"), ("b.csv", ""), ("c.json", "[1, null]"), ("d.json.gz", "\x1f\x8bxx")):
        path = tmp_path / name
        path.write_bytes(text.encode("latin-1"))
        rows, _ = read_lists(path)
        assert watched_names(rows) == []


def test_a_patent_that_renders_the_name_otherwise_is_name_evidence(lexicon: Lexicon) -> None:
    record = {
        "name": "阿如勒（奶干）",
        "kind": "process",
        "name_mn": "ᠠᠭᠠᠷᠤᠤᠯ",
        "steps": [{"op": "熬煮"}, {"op": "日晒"}],
    }
    pool = engine.prepare([record], lexicon)
    (match,) = engine.screen(pool, {"publication": "CN1", "title": "一种阿茹勒的加工方法"})
    assert match.relation is Relation.NAME_ONLY
    assert (match.name_term, match.name_reason) == ("阿茹勒", "same_sound")
    steps = [{"op": "熬"}, {"op": "晒"}]
    (stronger,) = engine.screen(pool, {"publication": "CN2", "title": "一种阿茹勒的加工方法", "steps": steps})
    assert stronger.score > match.score
    assert stronger.relation is Relation.SAME_PROCESS


def test_the_titles_of_controls_name_no_record_of_the_region(regional_pool: Pool) -> None:
    for title in ("一种古琴底板", "绿茶奶茶及其制备方法", "一种奶油生产线", "艾灸盒", "一种黑牛奶及其生产方法"):
        assert not [hit for hit in regional_pool.names.search(title, "title") if hit.score > 0.5], title
