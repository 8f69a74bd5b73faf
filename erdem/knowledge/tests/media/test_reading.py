"""Reading scans by machine: order of lines, Mongolian set aside, proposals that count for nothing before a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.mediafiles import ReadLine, can_read, read_scan
from erdem.knowledge.mediafiles.reading import in_order, line_of, seems_mongolian
from erdem.knowledge.models import TextLine
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import a_record, item


def column(left: float, top: float, text: str) -> ReadLine:
    return ReadLine((left, top, 0.05, 0.4), text, 0.9)


def row(left: float, top: float, text: str) -> ReadLine:
    return ReadLine((left, top, 0.4, 0.05), text, 0.9)


def test_columns_are_read_from_the_right_and_rows_from_the_top() -> None:
    columns = [column(0.1, 0.1, "丙"), column(0.5, 0.5, "乙下"), column(0.5, 0.05, "乙上"), column(0.9, 0.1, "甲")]
    assert [line.text for line in in_order(columns)] == ["甲", "乙上", "乙下", "丙"]
    rows = [row(0.5, 0.11, "二"), row(0.1, 0.5, "三"), row(0.05, 0.1, "一")]
    assert [line.text for line in in_order(rows)] == ["一", "二", "三"]
    assert in_order([]) == []


@pytest.mark.parametrize(
    ("text", "confidence", "tall", "expected"),
    [
        ("HTOTV", 0.9, True, True),
        ("rqgn", 0.4, False, True),
        ("Glycyrrhiza uralensis", 0.95, False, False),
        ("黄芪三两", 0.9, True, False),
        ("黄芪 A", 0.9, True, False),
        ("1987", 0.9, True, False),
    ],
)
def test_upright_latin_letters_are_taken_for_mongolian(
    text: str, confidence: float, tall: bool, expected: bool
) -> None:
    assert seems_mongolian(text, confidence, tall=tall) is expected


def test_a_line_set_aside_carries_no_meaningless_letters() -> None:
    line = line_of([(10, 0), (30, 0), (30, 200), (10, 200)], "HTOTV", 0.8, (100, 200))
    assert (line.text, line.skipped, line.box) == ("", True, (0.1, 0.0, 0.2, 1.0))


def test_a_printed_line_is_read(tmp_path: Path) -> None:
    """With the optional extra, which the tests bring along."""
    assert can_read()
    path = tmp_path / "scan.png"
    page = Image.new("RGB", (900, 260), "white")
    draw = ImageDraw.Draw(page)
    draw.text((40, 40), "Register 152530", fill="black", font=ImageFont.load_default(64))
    draw.text((40, 150), "Second line", fill="black", font=ImageFont.load_default(64))
    page.save(path)
    lines = read_scan(path, "png")
    assert [line.text.replace(" ", "") for line in lines] == ["Register152530", "Secondline"]
    assert all(line.confidence > 0.8 for line in lines)


@pytest.mark.django_db
def test_proposals_are_for_those_who_write_and_are_never_put_over_what_was_confirmed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_record(people, status="registered", diffusion_tier="D4")
    media = item(people.holder, record, making.jpeg(), "书影.jpg", MediaContent(title="示例", kind="scan"))
    read = [row(0.1, 0.1, "示例一"), row(0.1, 0.3, "示例二")]
    monkeypatch.setattr("erdem.knowledge.services.media_reading.read_scan", lambda _path, _code: read)
    with acting_as(people.holder):
        services.request_reading(actor=people.holder, media=media)
    for _again in range(2):
        assert services.read_media(actor=SYSTEM, media_id=media.pk) == 2
    with acting_as(people.applicant):
        assert not queries.lines_of(people.applicant, media).exists()
    with acting_as(people.holder):
        first = queries.lines_of(people.holder, media)[0]
        with pytest.raises(RuleBroken):
            services.confirm_lines(actor=SYSTEM, media=media, texts={first.pk: "x"})
        assert services.confirm_lines(actor=people.holder, media=media, texts={first.pk: " 示例甲 "}) == 1
        with pytest.raises(RuleBroken):
            services.request_reading(actor=people.holder, media=media)
    assert services.read_media(actor=SYSTEM, media_id=media.pk) == 0
    with acting_as(people.applicant):
        assert [line.text for line in queries.lines_of(people.applicant, media)] == ["示例甲"]
    with acting_as(SYSTEM):
        assert TextLine.objects.get(pk=first.pk).proposed == "示例一"


@pytest.mark.django_db
def test_only_pictures_are_read(people: People) -> None:
    media = item(people.holder, a_record(people), making.tone(), "口述.wav")
    with acting_as(people.holder), pytest.raises(RuleBroken):
        services.request_reading(actor=people.holder, media=media)
    assert services.read_media(actor=SYSTEM, media_id=media.pk) == 0
