"""What is made from a file: previews, tiles, waveforms, playing copies and captions, without place or serial number."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from erdem.knowledge.mediafiles import (
    Caption,
    Refused,
    TileFolder,
    as_vtt,
    check_file,
    image_information,
    make_playing_copy,
    make_preview,
    make_tiles,
    peaks_of,
)
from erdem.knowledge.mediafiles.tiles import TILE, tiles_of
from erdem.knowledge.tests.media import making


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "photograph"
    path.write_bytes(making.jpeg(1400, 900, with_place=True, turned=6))
    return path


def test_a_preview_is_upright_small_and_says_nothing_of_place_or_device(photograph: Path) -> None:
    content, width, height = make_preview(photograph, "jpeg", 320)
    assert (width, height) == (206, 320)
    with Image.open(io.BytesIO(content)) as preview:
        assert (preview.format, preview.size, dict(preview.getexif())) == ("JPEG", (206, 320), {})
    assert making.SERIAL.encode() not in content
    assert b"Exif" not in content


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "I;16", "CMYK", "1"])
def test_pictures_of_every_colour_model_get_a_preview(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "picture"
    making.picture(64, 48).convert("L" if mode == "I;16" else "RGB").convert(mode).save(path, "TIFF")
    content, width, height = make_preview(path, "tiff", 320)
    assert (width, height) == (64, 48)
    assert content.startswith(b"\xff\xd8")


def test_a_transparent_picture_stands_on_white(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(path, "PNG")
    content, _width, _height = make_preview(path, "png", 20)
    with Image.open(io.BytesIO(content)) as preview:
        assert preview.getpixel((10, 10)) == (255, 255, 255)


def test_tiles_are_found_under_the_addresses_of_a_viewer(photograph: Path) -> None:
    stream = io.BytesIO()
    assert make_tiles(photograph, "jpeg", stream, ((206, 320),)) == (900, 1400)
    folder = TileFolder(stream, 900, 1400)
    first = folder.tile("0,0,512,512", "512,512")
    assert first is not None
    assert making.SERIAL.encode() not in first
    with Image.open(io.BytesIO(first)) as tile:
        assert tile.size == (512, 512)
    assert folder.tile("0,0,512,512", "max") == first
    edge = folder.tile("512,1024,388,376", "388,376")
    assert edge is not None
    for region, size in (("full", "206,320"), ("full", "max"), ("0,0,900,1400", "225,350"), ("full", "225,350")):
        assert folder.tile(region, size) is not None, (region, size)
    for region, size in (("full", "9,9"), ("../x", "max"), ("0,0,1,1", "1,1"), ("", ""), ("square", "max")):
        assert folder.tile(region, size) is None, (region, size)
    assert image_information("https://example.org/i", 900, 1400, ((206, 320),))["tiles"][0]["scaleFactors"] == [1, 2, 4]


@given(width=st.integers(1, 5000), height=st.integers(1, 5000))
def test_the_tiles_of_a_picture_cover_it_once(width: int, height: int) -> None:
    finest = [tile for tile in tiles_of(width, height) if tile.region[2:] == tile.size]
    assert sum(tile.size[0] * tile.size[1] for tile in finest) == width * height
    assert all(tile.size[0] <= TILE and tile.size[1] <= TILE for tile in tiles_of(width, height))
    names = [tile.name for tile in tiles_of(width, height)]
    assert len(names) == len(set(names))
    last = list(tiles_of(width, height))[-1]
    assert last.region == (0, 0, width, height)


def test_every_listed_tile_is_in_the_folder(tmp_path: Path) -> None:
    path, stream = tmp_path / "picture", io.BytesIO()
    making.picture(1025, 513).save(path, "PNG")
    make_tiles(path, "png", stream)
    with zipfile.ZipFile(stream) as packed:
        assert {part.date_time[0] for part in packed.infolist()} == {1980}, "the same picture gives the same bytes"
        assert sorted(packed.namelist()) == sorted(tile.name for tile in tiles_of(1025, 513))


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
def test_a_waveform_shows_where_the_sound_is_loud(tmp_path: Path, form: str) -> None:
    path = tmp_path / "sound"
    path.write_bytes(making.tone(3, form))
    found = peaks_of(path, form.lower())
    assert found is not None
    assert found["duration"] == pytest.approx(3, abs=0.1)
    peaks = found["peaks"]
    assert 1000 <= len(peaks) <= 1210
    assert max(peaks) == 100
    assert sum(peaks[:200]) < sum(peaks[-200:]) / 3


def test_no_waveform_is_made_of_what_is_not_unpacked_here(tmp_path: Path) -> None:
    path = tmp_path / "sound"
    path.write_bytes(making.film(sound_only=True))
    assert peaks_of(path, "m4a") is None
    path.write_bytes(b"RIFF____WAVE" + bytes(10))
    with pytest.raises(Refused):
        peaks_of(path, "wav")


def test_the_playing_copy_of_a_film_does_not_say_where_it_was_made(tmp_path: Path) -> None:
    path, stream = tmp_path / "film", io.BytesIO()
    path.write_bytes(making.film(with_place=True))
    assert check_file(path, "x.mp4").trace["place"].endswith(making.PLACE)
    assert make_playing_copy(path, "mp4", stream)
    copy = stream.getvalue()
    assert making.PLACE.encode() not in copy
    assert len(copy) == path.stat().st_size
    path.write_bytes(copy)
    again = check_file(path, "x.mp4")
    assert (again.duration_ms, again.width, again.trace) == (2500, 640, {})
    assert not make_playing_copy(path, "mp4", io.BytesIO())


def test_the_playing_copy_of_a_recording_does_not_name_the_recorder(tmp_path: Path) -> None:
    path, stream = tmp_path / "sound", io.BytesIO()
    path.write_bytes(making.tone_with_remarks())
    assert make_playing_copy(path, "wav", stream)
    assert making.SERIAL.encode() not in stream.getvalue()
    path.write_bytes(stream.getvalue())
    assert check_file(path, "x.wav").duration_ms == 1000


def test_captions_cannot_carry_markup_or_break_out_of_their_cue() -> None:
    text = as_vtt(
        [Caption(0, 1500, "第一句\n\n--> <b>&"), Caption(3_723_004, 3_724_000, "第二句"), Caption(1, 2, "  ")]
    )
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n第一句\n--&gt; &lt;b&gt;&amp;\n\n")
    assert "01:02:03.004 --> 01:02:04.000\n第二句" in text
    assert text.count("-->") == 2
