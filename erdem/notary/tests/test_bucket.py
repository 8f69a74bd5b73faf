"""A log whose public files lie in a bucket, from entering to the proof; plain words when it is set up wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.notary import copying, queries
from erdem.notary.choices import Log
from erdem.notary.log_files import _in_bucket, folder_of, storage_of
from erdem.notary.tests.test_log import enter, integrate
from erdem.notary.tlog import CHECKPOINT, FileStorage, StorageProblem
from erdem.notary.tlog.object_storage import ObjectStorage
from erdem.notary.tlog.tests.s3_service import BUCKET, KEY, REGION, SECRET, Service, running
from erdem.notary.watching import check_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    """A service that the settings name."""
    with running() as service:
        settings.NOTARY_STORAGE, settings.NOTARY_STORAGE_ENDPOINT = f"s3://{BUCKET}/county", service.url
        settings.NOTARY_STORAGE_REGION = REGION
        settings.NOTARY_STORAGE_KEY, settings.NOTARY_STORAGE_SECRET = KEY, SECRET
        yield service
        for log in Log:
            opened = storage_of(log)
            assert isinstance(opened, ObjectStorage)
            opened.close()
        _in_bucket.cache_clear()


def test_a_log_in_a_bucket_is_entered_proven_watched_and_copied(service: Service, tmp_path: Path) -> None:
    (entered, *_others) = enter(300)
    assert integrate() == 300
    assert "county/register/checkpoint" in service.objects
    assert not folder_of(Log.REGISTER).exists()
    with acting_as(PUBLIC):
        entered.leaf.refresh_from_db()
        assert queries.proof_of(entered.leaf) is not None
        assert queries.log_file(Log.REGISTER, "tile/0/000") == service.objects["county/register/tile/0/000"]
        assert queries.log_file(Log.REGISTER, "tile/0/009") is None
    with acting_as(SYSTEM):
        assert check_log(SYSTEM, Log.REGISTER) == []
    copy = copying.copy_for(Log.REGISTER, placed=300, note=None)
    assert copy is not None
    copying.copy_log(copy, storage_of(Log.REGISTER).get, FileStorage(tmp_path))
    assert (tmp_path / CHECKPOINT).read_bytes() == service.objects["county/register/checkpoint"]


def test_what_waits_while_the_service_is_away_is_taken_up_later(service: Service) -> None:
    enter(3)
    integrate()
    service.fault = "404"
    enter(2, first=3)
    with pytest.raises(StorageProblem):
        integrate()
    with acting_as(SYSTEM):
        assert [finding.kind for finding in check_log(SYSTEM, Log.REGISTER)] == ["unreadable"]
    service.fault = ""
    assert integrate() == 2
    with acting_as(SYSTEM):
        assert check_log(SYSTEM, Log.REGISTER) == []


@pytest.mark.parametrize(
    "setting", [{"NOTARY_STORAGE": "bucket"}, {"NOTARY_STORAGE": "s3:///x"}, {"NOTARY_STORAGE_KEY": ""}], ids=str
)
def test_a_wrong_setting_is_told(service: Service, settings: Any, setting: dict[str, str]) -> None:
    before = {name: getattr(settings, name) for name in setting}
    for name, value in setting.items():
        setattr(settings, name, value)
    with pytest.raises(StorageProblem, match="must look like s3://bucket/prefix"):
        storage_of(Log.REGISTER)
    for name, value in before.items():
        setattr(settings, name, value)
