"""What a file is, is decided by its content; hostile files are refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from erdem.knowledge.mediafiles import Family, Refused, check_file
from erdem.knowledge.mediafiles import pictures as pictures_module
from erdem.knowledge.tests.media import making


def checked(folder: Path, content: bytes, name: str) -> str:
    """Return the code of the format, or the code of the refusal."""
    path = folder / "file"
    path.write_bytes(content)
    try:
        return check_file(path, name).kind.code
    except Refused as refused:
        return f"refused: {refused.code}"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (making.jpeg(), "照片.jpg", "jpeg"),
        (making.saved("PNG", "RGBA"), "图.png", "png"),
        (making.saved("TIFF"), "扫描.tif", "tiff"),
        (making.saved("WEBP"), "图.webp", "webp"),
        (making.saved("GIF", "P"), "图.gif", "gif"),
        (making.tone(form="WAV"), "口述.wav", "wav"),
        (making.tone(form="FLAC"), "口述.flac", "flac"),
        (making.tone(form="OGG"), "口述.ogg", "ogg"),
        (making.tone(form="MP3"), "口述.mp3", "mp3"),
        (making.film(), "做法.mp4", "mp4"),
        (making.film(sound_only=True), "口述.m4a", "m4a"),
        (making.webm(), "做法.webm", "webm"),
        (making.webm(sound_only=True), "口述.webm", "weba"),
        (making.pdf(), "书影.pdf", "pdf"),
        (making.word(), "笔录.docx", "docx"),
        ("第一行\n第二行\n".encode(), "笔录.txt", "txt"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_it_recognises_what_it_takes(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    assert checked(tmp_path, content, name) == code


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.jpg", "empty"),
        (making.SVG, "图.svg", "markup"),
        (making.SVG_WITH_SCRIPT, "图.svg", "markup"),
        (making.SVG_WITH_SCRIPT, "照片.jpg", "markup"),
        (b"\xef\xbb\xbf  \n" + making.SVG_WITH_SCRIPT, "图.png", "markup"),
        ("<svg onload='x'>".encode("utf-16"), "图.png", "markup"),
        (making.PAGE, "笔录.txt", "markup"),
        (b"MZ" + bytes(200), "照片.jpg", "program"),
        (b"#!/bin/sh\nrm -rf /\n", "笔录.txt", "program"),
        (making.tone(), "照片.jpg", "another_kind"),
        (making.pdf(), "口述.mp3", "another_kind"),
        (making.jpeg()[:4000], "照片.jpg", "damaged"),
        (making.saved("PNG")[:-200], "图.png", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"not a picture", "图.png", "damaged"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "口述.mp3", "damaged"),
        (making.film()[:-30], "做法.mp4", "damaged"),
        (making.webm()[:30], "做法.webm", "damaged"),
        (making.picture_bomb(), "图.png", "too_many_pixels"),
        (making.jpeg() + making.archive(a_dot_html=making.PAGE), "照片.jpg", "two_in_one"),
        (making.jpeg() + b"<script>alert(1)</script>", "照片.jpg", "two_in_one"),
        (b"GIF89a/*<script>*/" + making.saved("GIF", "P")[6:], "图.gif", "two_in_one"),
        (making.jpeg()[:2] + b"\xff\xe0\x00\x10%PDF-1.4" + bytes(6) + making.jpeg()[2:], "照片.jpg", "two_in_one"),
        (making.pdf(script="app.alert(1)"), "书影.pdf", "active"),
        (making.pdf(hidden=True), "书影.pdf", "active"),
        (making.pdf(password="1"), "书影.pdf", "password"),
        (making.pdf(side=20_000), "书影.pdf", "page_too_large"),
        (making.pdf()[:200], "书影.pdf", "damaged"),
        (making.word(word__vbaProject_dot_bin=b"x"), "笔录.docx", "macros"),
        (making.archive(x=b"y"), "笔录.docx", "archive"),
        (making.archive(x=bytes(50 << 20)), "笔录.docx", "bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "笔录.doc", "old_office"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "包.rar", "unknown_kind"),
        (bytes(range(256)) * 20, "照片.jpg", "unknown_kind"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_it_refuses_what_lies_or_harms(tmp_path: Path, content: bytes, name: str, code: str) -> None:
    assert checked(tmp_path, content, name) == f"refused: {code}"


def test_a_wrong_name_of_the_same_family_is_taken_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(making.saved("PNG"))
    found = check_file(path, "照片.jpg")
    assert (found.kind.code, found.renamed) == ("png", True)


def test_no_picture_is_unpacked_before_its_pixels_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = making.saved("TIFF")
    monkeypatch.setattr(pictures_module, "MOST_PIXELS", 1000)
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("unpacked"))
    assert checked(tmp_path, scan, "扫描.tif") == "refused: too_many_pixels"


def test_size_length_and_pages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(making.jpeg(640, 480, turned=6))
    turned = check_file(path, "照片.jpg")
    assert (turned.width, turned.height) == (480, 640)
    path.write_bytes(making.tone(1.5))
    assert check_file(path, "口述.wav").duration_ms == 1500
    path.write_bytes(making.film())
    film = check_file(path, "做法.mp4")
    assert (film.kind.family, film.width, film.height, film.duration_ms) == (Family.VIDEO, 640, 360, 2500)
    path.write_bytes(making.webm())
    other = check_file(path, "做法.webm")
    assert (other.width, other.height, other.duration_ms) == (640, 360, 3000)
    path.write_bytes(making.pdf())
    assert check_file(path, "书影.pdf").pages == 1


def test_place_and_serial_number_are_kept_apart_from_the_facts_of_the_capture(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(making.jpeg(with_place=True))
    found = check_file(path, "照片.jpg")
    assert found.facts["model"] == "X-100"
    assert found.trace["serial"] == making.SERIAL
    assert found.trace["latitude"] == pytest.approx(43.6)
    assert found.trace["longitude"] == pytest.approx(115.99)
    assert making.SERIAL not in str(found.facts)


def test_an_archive_of_the_right_kind_without_its_parts_is_no_document(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert checked(tmp_path, stream.getvalue(), "笔录.odt") == "odt"
    assert checked(tmp_path, making.archive(mimetype=b"text/html"), "笔录.odt") == "refused: archive"
