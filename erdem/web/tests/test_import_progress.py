"""What the command line shows of an import on its way."""

from __future__ import annotations

import pytest

from erdem.web.cli.progress import Meter, duration, metered


def test_it_shows_rate_share_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter([0.0, 0.0, 0.0, 0.0, 10.0, 10.0, 10.0])
    meter = Meter("示例.jsonl", 40_000_000, clock=lambda: next(moments))
    for done_bytes, read in ((0, 0), (10_000_000, 5_000)):
        meter.bytes_read(done_bytes)
        meter.records(read)
    assert capsys.readouterr().err == "示例.jsonl: 5,000 records, 500 a second, 1.0 MB/s, 25 %, 30 s left\n"


def test_without_a_terminal_there_is_a_line_every_few_seconds_only(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = 0.0

    def clock() -> float:
        nonlocal seconds
        seconds += 0.25
        return seconds

    meter = Meter("示例", clock=clock)
    for read in range(100):
        meter.records(read)
    assert 5 <= len(capsys.readouterr().err.splitlines()) <= 15


def test_as_one_object_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with metered("示例", quiet=True) as meter:
        assert meter is None
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59, "59 s"), (90, "2 min"), (3_700, "1 h 02 min")])
def test_durations_are_said_in_units_that_say_something(seconds: int, words: str) -> None:
    assert duration(seconds) == words
