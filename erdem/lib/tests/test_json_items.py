"""JSON records of a file: Lines, arrays, wrapped lists; what is broken is named with its line."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.lib.json_items import Item, read_items
from erdem.lib.reading import Problem


def items(text: str | bytes) -> list[Item | Problem]:
    return list(read_items(io.BytesIO(text.encode() if isinstance(text, str) else text), name="a.jsonl"))


def told(text: str | bytes) -> list[tuple[int | None, object]]:
    return [(one.line, one.code if isinstance(one, Problem) else one.values) for one in items(text)]


def test_json_lines_keep_their_numbers_and_a_broken_line_costs_only_itself() -> None:
    text = '{"a": 1}\n\n{"a": \n[1]\n"x"\n{"a": 2}'
    assert told(text) == [(1, {"a": 1}), (3, "not-json"), (4, "not-a-record"), (5, "not-a-record"), (6, {"a": 2})]


def test_a_broken_first_line_does_not_turn_json_lines_into_a_document() -> None:
    assert told('{"a": \n{"a": 2}\n') == [(1, "not-json"), (2, {"a": 2})]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": 2}]',
        '[\n {"a": 1},\n {"a": 2}\n]',
        '{"source": "x", "items": [{"a": 1}, {"a": 2}]}',
        '{\n "count": 2,\n "items": [\n  {"a": 1},\n  {"a": 2}]\n}',
    ],
)
def test_it_reads_arrays_and_wrapped_lists(text: str) -> None:
    found = items(text)
    assert [(one.position, one.values) for one in found if isinstance(one, Item)] == [(0, {"a": 1}), (1, {"a": 2})]
    assert all(json.loads(one.raw) == one.values for one in found if isinstance(one, Item))


def test_members_of_an_array_know_their_line() -> None:
    assert told('[\n {"a": 1},\n {"a": }\n]') == [(2, {"a": 1}), (3, "not-json")]


def test_one_pretty_printed_record_is_one_record() -> None:
    assert told('{\n "name": "x",\n "steps": [{"op": "y"}]\n}') == [(1, {"name": "x", "steps": [{"op": "y"}]})]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"a": NaN}', "not-json"),
        ('{"a": 1e400}', None),
        ('{"a": ' + "[" * 100_000 + "}", "not-json"),
        ('{"a": ' + "9" * 5000 + "}", "not-json"),
        (r'{"a": "\ud800"}', "bad-character"),
        (r'{"a": "x\u0000y"}', "bad-character"),
        (r'{"a": "\ud83d\ude00"}', None),
    ],
)
def test_what_no_register_could_hold_is_refused(line: str, code: str | None) -> None:
    (found,) = items(line + "\n")
    assert (found.code if isinstance(found, Problem) else None) == code


def test_utf16_with_mark_is_read() -> None:
    assert told('{"名": "黄芩"}\n{"名": "芍药"}\n'.encode("utf-16")) == [(1, {"名": "黄芩"}), (2, {"名": "芍药"})]


@given(st.text(max_size=200))
def test_reading_never_raises(text: str) -> None:
    for one in items(text.encode("utf-8", "surrogatepass")):
        assert isinstance(one, Item | Problem)
