"""Fixtures of the whole suite: the real embedded database and the four people of every test."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from erdem.base.testing.environment import HOME, ROOT


def pytest_collection_finish() -> None:
    """Walk through memory seldom: what was imported and collected stays to the end, and a test leaves little behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: Any) -> Iterator[None]:
    """Give each worker its own clone of the migrated database, used as the application role."""
    from erdem.base.testing import database
    from erdem.web import wiring
    from erdem.web.testing import fill_template

    with django_db_blocker.unblock():
        database.prepare(HOME / "postgres", ROOT / "erdem", worker_id, workflows=wiring.workflows(), fill=fill_template)
        yield


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Name of the parallel worker, or ``main``."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep both workers busy to the end: files whole, long ones first, the readers of the matrix one by one."""
    from tests.scheduling import LongestFirst

    return LongestFirst(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture
def people(db: None) -> Any:
    """Return the elder, the applicant, the officer and the stranger, each with an account and a membership."""
    from erdem.people.tests.factories import four_people

    return four_people()


@pytest.fixture
def in_english() -> Iterator[None]:
    """Say sentences as they stand in the code, so that a test may ask for their words."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _fresh_after_committing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave nothing of a committing test to the next one."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    worker = request.getfixturevalue("worker_id")
    yield
    from erdem.base.testing import database

    database.renew(HOME / "postgres", ROOT / "erdem", worker)


@pytest.fixture(autouse=True)
def _own_files(settings: Any) -> Iterator[None]:
    """Keep files written by a test away from everything else."""
    with tempfile.TemporaryDirectory() as folder:
        settings.SEARCH_INDEX = Path(folder) / "search"
        settings.NOTARY = Path(folder) / "notary"
        settings.MEDIA_UPLOADS = Path(folder) / "uploads"
        settings.STORAGES = {
            **settings.STORAGES,
            "blobs": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder},
            },
        }
        yield


def pytest_configure() -> None:
    """Hash test passwords cheaply, the real hasher is slow on purpose; let no property fail because the machine was busy."""
    from django.conf import settings
    from hypothesis import HealthCheck
    from hypothesis import settings as properties

    properties.register_profile("erdem", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    properties.load_profile("erdem")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
