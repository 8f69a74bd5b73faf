"""A query that means nothing is refused with the place of the mistake; a harmless slip is mended with a remark."""

from __future__ import annotations

import contextlib
import itertools
import sys

import pytest

from erdem.literature.search.language.nodes import And, Everything, Not, Or, Phrase, Range, Word
from erdem.literature.search.language.parser import MOST_REMARKS, parse
from erdem.literature.search.language.problems import QueryError

REFUSED = [
    ("foo:沙棘", "query-unknown-field", "foo"),
    ("titel:沙棘", "query-misspelt-field", "titel"),
    ("申请入：张三", "query-misspelt-field", "申请入"),
    ("沙棘 ti:", "query-field-without-value", "ti:"),
    ("ti: AND 沙棘", "query-field-without-value", "ti:"),
    ("沙棘 NOT", "query-lonely-not", "NOT"),
    ("非", "query-lonely-not", "非"),
    ("沙棘 不含 AND 酒", "query-lonely-not", "不含"),
    ("NEAR 沙棘", "query-near-without-neighbour", "NEAR"),
    ("沙棘 NEAR/3", "query-near-without-neighbour", "NEAR/3"),
    ("沙棘 NEAR NOT 酒", "query-near-without-neighbour", "NEAR"),
    ("a NEAR b NEAR/2 c", "query-near-chain", "NEAR/2"),
    ("a NEAR (b c)", "query-near-needs-words", "NEAR"),
    ("a NEAR 2011年", "query-near-needs-words", "NEAR"),
    ("ti:a NEAR ab:b", "query-near-different-fields", "NEAR"),
    ("sea*buck", "query-star-misplaced", "*"),
    ("*棘", "query-star-misplaced", "*"),
    ('"沙*棘"', "query-star-misplaced", '"沙*棘"'),
    ("a*", "query-prefix-too-short", "a*"),
    ("/沙.棘/", "query-no-patterns", "/沙.棘/"),
    ("colo?r", "query-no-patterns", "colo?r"),
    ("pd:20110230", "query-no-such-date", "20110230"),
    ("pd:2011-13", "query-no-such-date", "2011-13"),
    ("pd:沙棘", "query-no-such-date", "沙棘"),
    ("pd:..", "query-no-such-date", ".."),
    ("pd>=20111", "query-no-such-date", "20111"),
    ("ti>=2010", "query-no-comparison", "ti>="),
    ("ic:沙棘", "query-unreadable-class", "沙棘"),
    ("lo:A61K", "query-unreadable-class", "A61K"),
    ("pn:沙棘", "query-unreadable-number", "沙棘"),
    ("OR", "query-nothing-to-search", "OR"),
    ("()", "query-nothing-to-search", "()"),
    ('""', "query-nothing-to-search", '""'),
]


@pytest.mark.parametrize(("text", "code", "blamed"), REFUSED)
def test_it_refuses_what_means_nothing_and_points_at_it(text: str, code: str, blamed: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.code, text[caught.value.start : caught.value.end]) == (code, blamed)
    assert caught.value.template % caught.value.params == str(caught.value)


@pytest.mark.parametrize(
    ("text", "node", "code", "blamed"),
    [
        ("沙棘 AND", Word("", "沙棘"), "query-lonely-connector", "AND"),
        ("或 沙棘", Word("", "沙棘"), "query-lonely-connector", "或"),
        ("a OR OR b", Or((Word("", "a"), Word("", "b"))), "query-lonely-connector", "OR"),
        ("-酒", And((Everything(), Not(Word("", "酒")))), "query-only-exclusions", "-酒"),
        ("“沙棘 果汁", Phrase("", "沙棘 果汁"), "query-unclosed-quote", "“沙棘 果汁"),
        ("(沙棘", Word("", "沙棘"), "query-unclosed-bracket", "("),
        ("沙棘）", Word("", "沙棘"), "query-stray-bracket", "）"),
        ("沙棘 ()", Word("", "沙棘"), "query-empty-brackets", "("),
        ("沙棘^2", Word("", "沙棘"), "query-modifier-ignored", "^2"),
        ("pd:2015..2010", Range("pd", 20100101, 20151231), "query-reversed-range", "2015..2010"),
        ("功效：腹泻", And((Word("", "功效"), Word("", "腹泻"))), "query-no-such-label", "功效"),
    ],
)
def test_it_mends_what_is_harmless_and_says_so(text: str, node: object, code: str, blamed: str) -> None:
    parsed = parse(text)
    assert parsed.node == node
    assert [(one.code, text[one.start : one.end]) for one in parsed.warnings] == [(code, blamed)]
    assert str(parsed.warnings[0]) == parsed.warnings[0].template % parsed.warnings[0].params


def test_a_question_mark_behind_a_question_is_no_pattern() -> None:
    assert parse("沙棘能治病吗？").node == Word("", "沙棘能治病吗")


def test_a_far_distance_is_brought_near() -> None:
    parsed = parse("a NEAR/999 b")
    assert [one.params["distance"] for one in parsed.warnings] == [50]


def test_it_suggests_the_nearest_field() -> None:
    with pytest.raises(QueryError) as caught:
        parse("titel:沙棘")
    assert caught.value.params["nearest"] == "title"


def test_the_length_the_terms_and_the_depth_are_bounded() -> None:
    assert len(str(parse("词 " * 1000).node)) > 0
    for text, code in (
        ("沙" * 20_001, "query-too-long"),
        ("a " * 1_001, "query-too-many-terms"),
        ("a " * 10_000, "query-too-many-terms"),
        ("(" * 51 + "a" + ")" * 51, "query-too-deep"),
        ("(" * 20_000, "query-too-deep"),
    ):
        with pytest.raises(QueryError) as caught:
            parse(text)
        assert caught.value.code == code
    assert parse("(" * 50 + "a" + ")" * 50).node == Word("", "a")


def test_remarks_are_bounded() -> None:
    assert len(parse("a) " * 500).warnings) == MOST_REMARKS


@pytest.mark.parametrize(
    "unit",
    ["a:", "-", "NOT ", '"', "{", "[", "[2010 TO ", "!", "~", "^1", "a~1", "1,", "ti:ti", " ", "2010-", "*", "(", ")", "沙棘 OR ",
     "CN ", "CN 1 ", "NEAR/", "9", "\u1820\u202f", "A61K", "不含", "a=", "<"],
)  # fmt: skip
def test_no_text_takes_long(unit: str) -> None:
    """Twice the text is at most twice the work; counted in calls, because a busy machine has no seconds of its own."""
    assert calls_to_parse(unit, 20_000) <= 2.2 * calls_to_parse(unit, 10_000) + 100


def calls_to_parse(unit: str, length: int) -> int:
    """Return how many calls and returns it takes to read a text of a length that repeats the unit."""
    counted = itertools.count()
    sys.setprofile(lambda *_call: next(counted) and None)
    try:
        with contextlib.suppress(QueryError):
            parse((unit * length)[:length])
    finally:
        sys.setprofile(None)
    return next(counted)
