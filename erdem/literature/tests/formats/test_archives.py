"""Archives: nested, split, named in Chinese, damaged, hostile; each trouble costs one member and is said once."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from erdem.lib.reading import Problem
from erdem.literature.formats import Publication, archives, detect, read
from erdem.literature.formats.archive_files import is_archive
from erdem.literature.tests.formats.cnipa_sample import BODY, HEAD
from erdem.literature.tests.formats.sample import document, line, problems, publications, take

CHINESE = HEAD + BODY
PICTURE = b"\xff\xd8\xff\xe0 picture"
Files = Mapping[str, bytes | str]


def pack(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return raw.getvalue()


def shown(items: list[Publication | Problem]) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in problems(items)]


def test_every_member_is_read_in_the_format_it_is_in() -> None:
    data = pack(
        {
            "a/grant.xml": document(),
            "a/text.dat": CHINESE,
            "b/list.jsonl": line(publication="CN101098705A", title="草药"),
            "b/1.JPG": PICTURE,
            "b/scan": PICTURE,
        }
    )
    items = take(data)
    assert [one.source_format for one in publications(items)] == ["uspto-xml", "cnipa", "jsonl"]
    assert shown(items) == []
    assert detect(io.BytesIO(data)) == "zip"


def test_archives_in_archives_are_read_and_problems_name_the_whole_path() -> None:
    broken = document().replace("</claims>", "")
    data = pack(
        {
            "week/one.zip": pack({"x/broken.xml": broken, "x/good.xml": CHINESE}),
            "stored.ZIP": pack({"g.xml": document()}),
        }
    )
    items = take(data)
    assert [one.number for one in publications(items)] == ["CN104751825B", "US9999999B2"]
    assert shown(items) == [("broken-xml", "sample/week/one.zip/x/broken.xml")]
    assert problems(items)[0].raw


def test_a_refused_member_that_was_corrected_is_read_alone() -> None:
    (problem,) = problems(take(pack({"a.xml": CHINESE.replace("</business:Claims>", "")})))
    corrected = problem.raw.replace("<business:Description>", "</business:Claims><business:Description>")
    assert [one.number for one in publications(take(corrected, "zip"))] == ["CN104751825B"]


def test_depth_is_bounded() -> None:
    data = pack({"a.xml": CHINESE})
    for _ in range(archives.DEEPEST):
        data = pack({"inner.zip": data})
    assert len(publications(take(data))) == 1
    assert shown(take(pack({"inner.zip": data}))) == [("archive-too-deep", "sample" + "/inner.zip" * 4)]


def test_sequence_listings_raw_data_and_pictures_are_passed_over() -> None:
    data = pack(
        {
            "生物序列表/1.xml": "<broken",
            "2023-rawdata/1.xml": "<broken",
            "__MACOSX/a.xml": "<broken",
            "a/1.TIF": b"broken",
            "a/style.xsl": "<x/>",
            "a/1.xml": CHINESE,
        }
    )
    items = take(data)
    assert (len(publications(items)), shown(items)) == (1, [])


def test_an_archive_without_documents_says_so() -> None:
    for files in ({}, {"1.jpg": PICTURE}):
        assert [one.code for one in problems(take(pack(files)))] == ["archive-empty"]
    assert shown(take(pack({"read.me": "hello"}))) == [("unknown-format", "sample/read.me")]


def rename(data: bytes, old: bytes, new: bytes) -> bytes:
    """Put raw bytes in the place of a name, as programs do that do not know UTF-8."""
    assert len(old) == len(new)
    return data.replace(old, new)


def test_names_in_the_encoding_of_chinese_systems_are_shown_as_they_are() -> None:
    wanted = "专利/坏的.xml"
    raw = wanted.encode("gb18030")
    data = rename(pack({"x" * len(raw): "<broken"}), b"x" * len(raw), raw)
    assert shown(take(data)) == [("unknown-format", f"sample/{wanted}")]
    skipped = "生物序列/1.xml".encode("gbk")
    data = rename(pack({"y" * len(skipped): "<broken"}), b"y" * len(skipped), skipped)
    assert [one.code for one in problems(take(data))] == ["archive-empty"]


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd.xml", "a/../../b.xml", "C:/x.xml"])
def test_names_that_lead_out_of_the_archive_are_refused(name: str, tmp_path: Path) -> None:
    items = take(pack({name: CHINESE, "good.xml": document()}))
    assert shown(items) == [("member-name", f"sample/{name}")]
    assert len(publications(items)) == 1
    assert list(tmp_path.iterdir()) == []


def test_backslashes_are_separators_and_refused_when_they_lead_out() -> None:
    data = rename(pack({"..xevil.xml": CHINESE}), b"..xevil.xml", b"..\\evil.xml")
    assert [one.code for one in problems(take(data))] == ["member-name"]


def test_of_two_members_of_one_name_the_first_is_read() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("a.xml", CHINESE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.xml", document())
    items = take(raw.getvalue())
    assert [one.number for one in publications(items)] == ["CN104751825B"]
    assert shown(items) == [("member-repeated", "sample/a.xml")]


def patched(data: bytes, offset_local: int, offset_central: int, value: int) -> bytes:
    """Change a field of two bytes in the local header and in the directory of the first member."""
    changed = bytearray(data)
    struct.pack_into("<H", changed, offset_local, value)
    struct.pack_into("<H", changed, data.index(b"PK\x01\x02") + offset_central, value)
    return bytes(changed)


def test_locked_and_strangely_packed_members_are_named_and_the_rest_read() -> None:
    data = pack({"a.xml": CHINESE, "b.xml": document()})
    locked = take(patched(data, 6, 8, 1))
    assert shown(locked) == [("member-encrypted", "sample/a.xml")]
    strange = take(patched(data, 8, 10, 9))
    assert shown(strange) == [("member-packing", "sample/a.xml")]
    assert problems(strange)[0].params["method"] == "deflate64"
    assert len(publications(locked)) == len(publications(strange)) == 1


def test_damage_costs_one_member() -> None:
    data = bytearray(pack({"a.xml": CHINESE + CHINESE, "b.xml": document()}, zipfile.ZIP_STORED))
    at = data.index("一种蒙药膏".encode())
    data[at : at + 3] = b"XXX"
    items = take(bytes(data))
    assert shown(items)[-1] == ("member-damaged", "sample/a.xml")
    assert publications(items)[-1].number == "US9999999B2"
    deflated = bytearray(pack({"a.xml": CHINESE * 40, "b.xml": document()}))
    deflated[300:340] = b"\xff" * 40
    items = take(bytes(deflated))
    assert shown(items) == [("member-damaged", "sample/a.xml")]
    assert [one.number for one in publications(items)] == ["US9999999B2"]


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_cut_off_archive_says_so(cut: int) -> None:
    items = take(pack({"a.xml": CHINESE})[:-cut])
    assert [one.code for one in problems(items)] == ["archive-damaged"]
    inner = take(pack({"i.zip": pack({"a.xml": CHINESE})[:-cut], "b.xml": document()}))
    assert shown(inner) == [("archive-damaged", "sample/i.zip")]
    assert len(publications(inner)) == 1


def test_a_bomb_is_refused_unopened_and_memory_stays_small() -> None:
    bomb = pack({"bomb.xml": b"<a>" + b" " * (64 << 20)})
    data = pack({"bomb.zip": bomb, "also.xml": b"<a>" + b" " * (32 << 20), "good.xml": CHINESE})
    tracemalloc.start()
    items = take(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert shown(items) == [("member-too-large", "sample/bomb.zip/bomb.xml"), ("member-too-large", "sample/also.xml")]
    assert len(publications(items)) == 1
    assert peak < 16 << 20


def test_the_whole_size_and_the_number_of_members_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack({f"{number}.xml": CHINESE for number in range(5)})
    with monkeypatch.context() as patch:
        patch.setattr(archives, "LARGEST_TOTAL", len(CHINESE.encode()) * 2)
        items = take(data)
        assert (len(publications(items)), [one.code for one in problems(items)]) == (2, ["archive-too-large"])
    with monkeypatch.context() as patch:
        patch.setattr(archives, "MOST_MEMBERS", 3)
        items = take(pack({"i.zip": data, "z.xml": CHINESE}))
        assert (len(publications(items)), [one.code for one in problems(items)]) == (2, ["archive-too-many"])


def test_a_large_inner_archive_goes_through_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "HELD_IN_MEMORY", 100)
    assert len(publications(take(pack({"i.zip": pack({"a.xml": CHINESE})})))) == 1


def test_a_workbook_stays_a_workbook_also_inside_an_archive(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("ResultSet")
        page.write_row(
            2, 0, ["Publication Number", "Publication Date", "Title", "Priority Data", "IPC", "Applicants", "Inventors"]
        )
        page.write_row(3, 0, ["CN101098705", "31.12.2008", "Herbs", "", "A61K 36/00", "E", "A"])
    workbook = (tmp_path / "a.xlsx").read_bytes()
    assert not is_archive(workbook)
    assert detect(tmp_path / "a.xlsx") == "patentscope"
    items = take(pack({"a.xlsx": workbook, "b.xml": CHINESE}, zipfile.ZIP_STORED))
    assert [one.title for one in publications(items)] == ["Herbs", "一种蒙药膏"]


def split(data: bytes, folder: Path, size: int, name: str = "batch") -> Path:
    """Cut an archive into parts as archivers do: places in the directory count from the beginning of their part."""
    raw = bytearray(b"PK\x07\x08" + data)
    end = raw.rindex(b"PK\x05\x06")
    starts = list(range(0, end, size))  # the end record is never cut
    count, _, directory_size, directory = struct.unpack_from("<HHLL", raw, end + 8)
    at = directory + 4
    for _ in range(count):
        place = struct.unpack_from("<L", raw, at + 42)[0] + 4
        struct.pack_into("<H", raw, at + 34, place // size)
        struct.pack_into("<L", raw, at + 42, place % size)
        lengths = struct.unpack_from("<HHH", raw, at + 28)
        at += 46 + sum(lengths)
    place = directory + 4
    struct.pack_into(
        "<HHHHLL", raw, end + 4, len(starts) - 1, place // size, count, count, directory_size, place % size
    )
    for number, start in enumerate(starts, 1):
        suffix = "zip" if number == len(starts) else f"z{number:02d}"
        stop = start + size if number < len(starts) else len(raw)
        (folder / f"{name}.{suffix}").write_bytes(raw[start:stop])
    return folder / f"{name}.zip"


@pytest.mark.parametrize("size", [700, 1500, 4096])
def test_a_split_archive_is_read_from_its_last_part(tmp_path: Path, size: int) -> None:
    inner = pack({f"{number}.xml": CHINESE for number in range(3)})
    last = split(pack({"one.zip": inner, "a.xml": document(), "b.xml": CHINESE}, zipfile.ZIP_STORED), tmp_path, size)
    assert detect(last) == "zip"
    items = list(read(last))
    assert len(publications(items)) == 5
    assert shown(items) == []


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    last = split(pack({"a.xml": CHINESE * 9}), tmp_path, 900)
    first = tmp_path / "batch.z01"
    data = first.read_bytes()
    assert [one.code for one in problems(read(first))] == ["archive-part-alone"]
    first.unlink()
    (problem,) = problems(read(last))
    assert (problem.code, problem.params["part"]) == ("archive-part-missing", "batch.z01")
    (tmp_path / "BATCH.Z01").write_bytes(data)
    assert len(publications(read(last))) == 9
    with last.open("rb") as stream:
        assert [one.code for one in problems(read(stream))] == ["archive-part-missing"]


@settings(max_examples=60)
@given(st.binary(max_size=40), st.integers(0, 2000), st.integers(1, 40))
def test_no_damage_makes_reading_raise(junk: bytes, at: int, gone: int) -> None:
    data = pack({"a.xml": document(), "i.zip": pack({"b.xml": CHINESE})})
    place = at % len(data)
    for item in take(data[:place] + junk + data[place + gone :], "zip"):
        assert item is not None
