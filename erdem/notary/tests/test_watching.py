"""The monitor finds what was changed behind the log's back, and finds nothing where nothing was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from erdem.base.actor import SYSTEM, acting_as
from erdem.notary import watching
from erdem.notary.choices import Log
from erdem.notary.log_files import folder_of
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tlog import Kind
from erdem.notary.watching import check_log

pytestmark = pytest.mark.django_db


def findings() -> set[Kind]:
    with acting_as(SYSTEM):
        return {finding.kind for finding in check_log(SYSTEM, Log.REGISTER)}


@pytest.fixture
def folder() -> Path:
    """A log of 300 entries that was published twice, and the folder of its files."""
    enter(200)
    integrate()
    enter(100, first=200)
    integrate()
    return folder_of(Log.REGISTER)


def test_an_untouched_log_has_nothing_wrong(folder: Path) -> None:
    assert findings() == set()


def test_an_empty_log_has_nothing_wrong() -> None:
    assert findings() == set()


@pytest.mark.parametrize("tile", ["tile/0/000", "tile/0/001.p/44", "tile/entries/000", "tile/1/000.p/1"])
@pytest.mark.parametrize("harm", ["remove", "cut", "change"])
def test_a_harmed_file_is_found(folder: Path, tile: str, harm: str) -> None:
    path = folder / tile
    path.chmod(0o644)
    content = path.read_bytes()
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(content[:-1] if harm == "cut" else bytes([content[0] ^ 1]) + content[1:])
    assert findings() & {Kind.MISSING_TILE, Kind.DAMAGED_TILE, Kind.ENTRY_MISMATCH, Kind.ROOT_MISMATCH, Kind.FORK}


def test_an_earlier_checkpoint_put_back_is_found(folder: Path) -> None:
    before = (folder / "checkpoint").read_bytes()
    enter(10, first=300)
    integrate()
    assert findings() == set()
    (folder / "checkpoint").write_bytes(before)
    assert Kind.ROLLBACK in findings()


def test_a_log_without_its_checkpoint_is_found(folder: Path) -> None:
    (folder / "checkpoint").unlink()
    assert findings() == {Kind.BAD_CHECKPOINT}


def test_entries_that_nobody_takes_up_are_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(1, first=300)
    assert findings() == set()
    monkeypatch.setattr(watching, "LONGEST_WAIT", dt.timedelta(0))
    assert findings() == {Kind.STALE_CHECKPOINT}
    integrate()
    assert findings() == set()
