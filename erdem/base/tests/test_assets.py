"""Front-end assets: complete, addressed rightly, free of traces of where they came from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from erdem.base.assets import build, fonts

STATIC = build.BASE / "static"
CLASSICAL = "栝艽苈蔹萆荜蓣螵蛸荑茇薤黄芪甘草枣"
URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")


@pytest.fixture
def vendor() -> Path:
    if not build.is_current(build.VENDOR, build.fingerprint(*build.VENDOR_RECIPE)):
        pytest.skip("the assets are not built: python -m erdem.base.assets.build")
    return build.VENDOR


@pytest.fixture
def print_fonts() -> Path:
    if not build.is_current(build.PRINT_FONTS, build.fingerprint("fonts.py")):
        pytest.skip("the document fonts are not built: python -m erdem.base.assets.build")
    return build.PRINT_FONTS


def test_the_lock_file_pins_every_package_by_hash_and_names_no_address() -> None:
    lock = json.loads((build.HERE / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "http" not in (build.HERE / "package-lock.json").read_text("utf-8")


def test_the_lock_file_follows_the_package_list() -> None:
    package = json.loads((build.HERE / "package.json").read_text("utf-8"))
    lock = json.loads((build.HERE / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert lock[f"node_modules/{name}"]["version"] == version


def test_every_address_in_a_style_sheet_leads_to_a_file(vendor: Path) -> None:
    sheets = [*STATIC.glob("erdem/css/**/*.css"), *vendor.rglob("*.css")]
    assert len(sheets) > 20
    for sheet in sheets:
        for address in URL.findall(sheet.read_text("utf-8")):
            if not address.startswith(("data:", "#", "%23")):
                assert (sheet.parent / address.split("?")[0].split("#")[0]).is_file(), f"{sheet.name}: {address}"


def test_no_fetched_file_points_to_a_source_map(vendor: Path) -> None:
    for file in vendor.rglob("*.css"):
        assert b"sourceMappingURL" not in file.read_bytes()


def test_every_fetched_package_brings_its_licence(vendor: Path) -> None:
    names = {path.stem for path in (vendor / "LICENSES").iterdir()}
    assert {path.name for path in vendor.iterdir() if path.is_dir()} - {"LICENSES"} == names


def test_a_current_folder_is_not_built_again(vendor: Path, print_fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Path:
        raise AssertionError("fetched although current")

    monkeypatch.setattr(build, "fetch_packages", refuse)
    assert build.ensure() == []


def test_a_failed_build_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "kept.css").write_text("a")
    with pytest.raises(RuntimeError), build.Replacing(folder, "new"):
        raise RuntimeError("half way")
    assert [path.name for path in tmp_path.iterdir()] == ["vendor"]
    assert (folder / "kept.css").read_text() == "a"


def test_a_finished_build_takes_the_place_of_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "old.css").write_text("a")
    with build.Replacing(folder, "mark") as fresh:
        (fresh / "new.css").write_text("b")
    assert sorted(path.name for path in folder.iterdir()) == [build.STAMP, "new.css"]
    assert build.is_current(folder, "mark")
    assert not build.is_current(folder, "another mark")


def test_source_maps_and_character_sets_are_cleaned_away() -> None:
    text = b'@charset "UTF-8";a{b:c}\n/*# sourceMappingURL=x.css.map */'
    assert build.clean(text) == b"a{b:c}\n"


@pytest.mark.parametrize("font", [font.file for font in fonts.PRINT_FONTS])
def test_document_fonts_show_the_rare_characters_of_the_classical_formulas(print_fonts: Path, font: str) -> None:
    known = fonts.coverage(print_fonts / font)
    assert [letter for letter in CLASSICAL if ord(letter) not in known] == []
    assert len(known) > 13_000
