"""Bundles: written the same every time; whatever is changed in them afterwards is found and named."""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.notary import bundle, bundle_reading
from erdem.notary.bundle import Basis, BundleProblem, DateKind, DateRefused, StatedDate
from erdem.notary.canonical import canonical
from erdem.notary.checking import Checked, Trusted, check, check_stream
from erdem.notary.evidence import Fault
from erdem.notary.tests.bundles import CONTENT, KEY, MEMBERS, content_of, evidence_for, packed, proven, unpacked

TRUSTED = Trusted((KEY.verifier,))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    content, manifest = content_of()
    return proven(content, evidence_for(manifest, tmp_path_factory.mktemp("log")))


def of_manifest(told: dict[str, Any], tmp_path: Path) -> Checked:
    """Check a bundle whose manifest was written by somebody who holds the key of the log."""
    manifest = canonical(told).decode()
    files = {member.path: b"".join(member.pieces()) for member in (bundle.readme(), *MEMBERS)}
    return check(
        packed({"manifest.json": manifest.encode(), **files, "proof/evidence.json": evidence_for(manifest, tmp_path)}),
        TRUSTED,
    )


def manifest_of(content: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(unpacked(content)["manifest.json"])
    return told


def test_the_same_input_gives_the_same_bytes() -> None:
    assert content_of() == content_of(tuple(reversed(MEMBERS)))


def test_a_bundle_holds_and_names_its_files(whole: bytes) -> None:
    found = check(whole, TRUSTED)
    assert (found.form, found.holds, found.key_is_known, found.why) == ("bundle", True, True, "")
    assert {file["path"]: file["state"] for file in found.detail["files"]} == {
        "README.txt": "ok",
        "dossier/ZJ-2026-0001.pdf": "ok",
        "pages/01.png": "ok",
        "sources/sources.json": "ok",
    }
    assert (found.detail["number"], found.detail["kind"], found.detail["index"]) == ("ZJ-2026-0001", "dossier", 1)
    assert found.detail["missing"] == [{"what": "library and call number", "why": "not recorded"}]
    assert {file["sha256"] for file in found.detail["files"]} <= found.digests


def test_without_a_trusted_key_it_only_fits_together(whole: bytes) -> None:
    found = check(whole, Trusted())
    assert found.holds
    assert not found.key_is_known


def test_tools_that_are_not_ours_agree(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(whole)
    folder = tmp_path / "bundle"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(MEMBERS) + 2
    for entry in manifest_of(whole)["files"]:
        said = subprocess.run(
            ["openssl", "dgst", "-sm3", "-r", entry["path"]], cwd=folder, capture_output=True, check=True, text=True
        )
        assert said.stdout.split()[0] == entry["sm3"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_packed_again_it_still_holds(whole: bytes, method: int) -> None:
    assert check(packed(dict(reversed(unpacked(whole).items())), method), TRUSTED).holds


def test_what_was_changed_is_missing_or_was_added_is_named(whole: bytes) -> None:
    files = unpacked(whole)
    files["pages/01.png"] = files["pages/01.png"].replace(b"invented", b"INVENTED")
    del files["sources/sources.json"]
    files["pages/02.png"] = b"smuggled in"
    found = check(packed(files), TRUSTED)
    assert found.fault == Fault.FILES_DIFFER
    assert "changed: pages/01.png; missing: sources/sources.json; not in the manifest: 'pages/02.png'" in found.why
    states = {file["path"]: file["state"] for file in found.detail["files"]}
    assert (states["pages/01.png"], states["sources/sources.json"], states["README.txt"]) == (
        "changed",
        "missing",
        "ok",
    )


def test_a_list_of_digests_that_says_something_else_is_found(whole: bytes) -> None:
    files = unpacked(whole)
    files["SHA256SUMS"] = files["SHA256SUMS"].upper()
    assert "changed: SHA256SUMS" in check(packed(files), TRUSTED).why


def test_without_its_proof_it_says_so(whole: bytes) -> None:
    assert check(content_of()[0], TRUSTED).fault == Fault.NO_PROOF


def test_the_proof_of_another_bundle_is_not_taken(whole: bytes, tmp_path: Path) -> None:
    other = evidence_for(
        content_of(content=replace(CONTENT, number="ZJ-2026-0002"))[1], tmp_path / "a", number="ZJ-2026-0002"
    )
    own = evidence_for(content_of()[1], tmp_path / "b", kind="register_version")
    for evidence in (other, own):
        assert check(proven(content_of()[0], evidence), TRUSTED).fault == Fault.DOCUMENT_CHANGED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None)
@given(data=st.data())
def test_every_turned_bit_is_caught_or_changes_neither_names_nor_contents(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[place // 8] ^= 1 << place % 8
    if check(bytes(turned), TRUSTED).holds:
        assert {**unpacked(bytes(turned)), "proof/evidence.json": b""} == {
            **unpacked(whole),
            "proof/evidence.json": b"",
        }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_every_turned_bit_of_a_content_is_caught(whole: bytes, data: st.DataObject) -> None:
    files = unpacked(whole)
    name = data.draw(st.sampled_from(sorted(files.keys() - {"proof/evidence.json"})))
    place = data.draw(st.integers(0, len(files[name]) * 8 - 1))
    turned = bytearray(files[name])
    turned[place // 8] ^= 1 << place % 8
    assert not check(packed({**files, name: bytes(turned)}, zipfile.ZIP_STORED), TRUSTED).holds


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(cut=st.integers(0, 6000))
def test_a_bundle_cut_short_does_not_hold(whole: bytes, cut: int) -> None:
    assert not check(whole[: max(0, len(whole) - 1 - cut)], TRUSTED).holds


def test_our_own_date_cannot_be_stated_as_one_of_publication() -> None:
    with pytest.raises(DateRefused, match="never one of kind published"):
        StatedDate(DateKind.PUBLISHED, Basis.PLATFORM, "2026-11-26", "the log")
    with pytest.raises(DateRefused):
        replace(CONTENT.dates[1], kind=DateKind.PUBLISHED)


def test_a_manifest_that_offers_our_own_date_does_not_hold_however_well_it_is_proven(
    whole: bytes, tmp_path: Path
) -> None:
    told = manifest_of(whole)
    assert of_manifest(told, tmp_path / "honest").holds
    told["dates"][1]["kind"] = "published"
    found = of_manifest(told, tmp_path / "smuggled")
    assert found.fault == Fault.OWN_DATE
    assert "2026-11-26" in found.why


@pytest.mark.parametrize(
    "path",
    [
        "../out",
        "/etc/passwd",
        "a/../../b",
        "manifest.json",
        "proof/evidence.json",
        "README.txt",
        "readme.TXT",
        "名.txt",
        "a//b",
        "",
    ],
)
def test_a_path_that_is_not_plain_or_is_taken_is_not_written(path: str) -> None:
    with pytest.raises(BundleProblem):
        content_of((replace(MEMBERS[0], path=path),))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a\\..\\b", "C:evil", "pages/../../evil"])
def test_a_name_that_leads_out_of_the_folder_is_refused(whole: bytes, name: str) -> None:
    found = check(packed({**unpacked(whole), name: b"x"}), TRUSTED)
    assert found.fault == Fault.DAMAGED
    assert "leads out of its folder" in found.why


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(whole: bytes) -> None:
    for again in ("manifest.json", "MANIFEST.json"):
        found = check(packed([*unpacked(whole).items(), (again, b"{}")]), TRUSTED)
        assert "stands in it twice" in found.why


def _field(content: bytes, name: str, offset: int, form: str, value: int) -> bytes:
    """Change one number in the directory's entry of a file."""
    at = content.rfind(name.encode()) - 46
    changed = bytearray(content)
    struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("offset", "form", "value"),
    [(8, "<H", 1), (24, "<I", 0xFFFFFF00), (24, "<I", 3), (38, "<I", 0o120777 << 16), (10, "<H", 12), (42, "<I", 7)],
    ids=["encrypted", "says it is larger", "says it is smaller", "a link", "another compression", "begins elsewhere"],
)
def test_an_entry_that_lies_is_refused(whole: bytes, offset: int, form: str, value: int) -> None:
    found = check(_field(whole, "pages/01.png", offset, form, value), TRUSTED)
    assert not found.holds
    assert found.why


def test_a_bomb_is_not_unpacked(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry says 260 bytes, as the manifest does, and would give a thousand times the memory that it is allowed."""
    taken = 0

    def counted(archive: Any, entry: Any, most: int) -> Any:
        nonlocal taken
        for piece in pieces(archive, entry, most):
            taken += len(piece)
            yield piece

    pieces: Callable[..., Any] = bundle_reading._pieces
    monkeypatch.setattr(bundle_reading, "_pieces", counted)
    files = unpacked(whole)
    size = len(files["pages/01.png"])
    bomb = packed({**files, "pages/01.png": bytes(64 << 20)})
    assert len(bomb) < 200_000
    assert check(bomb, TRUSTED).fault == Fault.FILES_DIFFER
    assert check(_field(bomb, "pages/01.png", 24, "<I", size), TRUSTED).fault == Fault.FILES_DIFFER
    assert taken < 4 << 20


def test_a_hundred_thousand_entries_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", None)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 46 * 60_000, 4, 0)
    many = b"PK\x03\x04" + bytes(46 * 60_000) + end
    large = b"PK\x03\x04" + b"PK\x06\x07" + bytes(16) + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 20, 4, 0)
    for content in (many, large):
        found = check(content, TRUSTED)
        assert found.fault == Fault.DAMAGED
        assert "more than 10,000 entries" in found.why


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04", b"PK\x03\x04" + bytes(100), packed({"a": b"b"}), packed({"manifest.json": b"{}"})],
    ids=["nothing", "zeros", "another ZIP", "another manifest"],
)
def test_what_is_no_bundle_gets_a_sentence(content: bytes) -> None:
    found = check(content, TRUSTED)
    assert not found.holds
    assert found.why.endswith(".")


def test_something_before_or_behind_the_archive_is_refused(whole: bytes) -> None:
    for content in (whole + b"x", b"PK\x03\x04" + whole):
        assert "does not fit together" in check(content, TRUSTED).why


def test_manifests_that_are_not_whole_are_refused(whole: bytes, tmp_path: Path) -> None:
    broken: list[tuple[str, Any]] = [
        ("files", "none"), ("number", 1), ("dates", [{"kind": "published"}]), ("dates", [3]), ("missing", [{}]),
        ("files", [{**manifest_of(whole)["files"][0], "bytes": -1}]), ("files", manifest_of(whole)["files"][:1] * 2),
        ("files", [{**manifest_of(whole)["files"][0], "path": "../x"}]),
    ]  # fmt: skip
    for place, (name, value) in enumerate(broken):
        found = of_manifest({**manifest_of(whole), name: value}, tmp_path / str(place))
        assert (found.holds, found.fault) == (False, Fault.INCOMPLETE)


def test_a_bundle_is_checked_from_the_disk_too(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(whole)
    with file.open("rb") as stream:
        assert check_stream(stream, TRUSTED).holds
    file.write_bytes(unpacked(whole)["proof/evidence.json"])
    with file.open("rb") as stream:
        assert check_stream(stream, TRUSTED).form == "evidence"


def test_the_example_of_the_reference_is_what_is_written_today(whole: bytes) -> None:
    example = (Path(__file__).parent / "vectors" / "bundle.zip").read_bytes()
    assert example == whole
    page = (Path(__file__).parents[3] / "docs" / "reference" / "proofs.md").read_text("utf-8")
    listed = next(each for each in manifest_of(whole)["files"] if each["path"] == "sources/sources.json")
    manifest = unpacked(whole)["manifest.json"]
    for digest in (
        hashlib.sha256(whole).hexdigest(),
        hashlib.sha256(manifest).hexdigest(),
        listed["sha256"],
        listed["sm3"],
    ):
        assert digest in page


def test_it_is_read_with_what_any_program_has() -> None:
    """The content is stored, so that a reader needs no more than the offsets of the directory."""
    content, manifest = content_of()
    assert content[30 : 30 + len("manifest.json")] == b"manifest.json"
    assert content[43 : 43 + len(manifest.encode())] == manifest.encode()
    assert struct.unpack("<I", content[14:18])[0] == zlib.crc32(manifest.encode())
