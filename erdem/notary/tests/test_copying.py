"""A copy of a log is the tree that the database of one moment covers, however far the log has gone meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from erdem.base.actor import SYSTEM, acting_as
from erdem.notary import copying
from erdem.notary.choices import Log
from erdem.notary.log_files import folder_of, storage_of
from erdem.notary.models import PublishedCheckpoint
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tlog import CHECKPOINT, FileStorage, LogProblem
from erdem.notary.tlog.tiles import changed_tiles

pytestmark = pytest.mark.django_db


def copied(target: Path, placed: int) -> set[str]:
    with acting_as(SYSTEM):
        notes = PublishedCheckpoint.objects.filter(size__lte=placed).order_by("-size").values_list("note", flat=True)
        copy = copying.copy_for(Log.REGISTER, placed=placed, note=notes.first())
    assert copy is not None
    copying.copy_log(copy, storage_of(Log.REGISTER).get, FileStorage(target))
    return {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}


@pytest.mark.parametrize("later", [1, 300, 3000])
def test_entries_that_came_after_the_moment_are_left_out(tmp_path: Path, later: int) -> None:
    enter(300)
    integrate()
    before = (folder_of(Log.REGISTER) / CHECKPOINT).read_bytes()
    enter(later, first=300)
    integrate()
    expected = {tile.path for tile in changed_tiles(0, 300)} | {CHECKPOINT}
    assert copied(tmp_path / "copy", 300) == expected
    assert (tmp_path / "copy" / CHECKPOINT).read_bytes() == before


def test_a_copy_put_back_is_the_log_and_a_log_that_is_further_is_left_alone(tmp_path: Path) -> None:
    enter(600)
    integrate()
    names = copied(tmp_path / "copy", 600)
    settings.NOTARY.rename(tmp_path / "before")
    (settings.NOTARY / "keys").mkdir(parents=True)
    (tmp_path / "before" / "keys" / "register.key").rename(settings.NOTARY / "keys" / "register.key")
    assert copying.put_back(Log.REGISTER, tmp_path / "copy") == ""
    for name in names:
        assert (folder_of(Log.REGISTER) / name).read_bytes() == (tmp_path / "before" / "register" / name).read_bytes()
    enter(1, first=600)
    integrate()
    assert "has 601 entries, the backup 600" in copying.put_back(Log.REGISTER, tmp_path / "copy")
    assert b"\n601\n" in storage_of(Log.REGISTER).get(CHECKPOINT)


def test_a_damaged_log_is_not_copied(tmp_path: Path) -> None:
    enter(300)
    integrate()
    path = folder_of(Log.REGISTER) / "tile" / "entries" / "000"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(LogProblem, match="is not the one that its leaf was made of"):
        copied(tmp_path / "copy", 300)
    assert not (tmp_path / "copy" / CHECKPOINT).exists()


def test_a_log_without_entries_has_nothing_to_copy() -> None:
    assert copying.copy_for(Log.AUDIT, placed=0, note=None) is None
    assert not (settings.NOTARY / "keys" / "audit.key").exists()
