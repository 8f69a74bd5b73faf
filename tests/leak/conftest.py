"""One scene: built once in an open transaction, looked at by all tests of the folder that a worker runs, then rolled back."""

from __future__ import annotations

import gc
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from tests.leak.listening import EAR
from tests.leak.scene import Scene, make_scene
from tests.leak.undoing import log_kept


@pytest.fixture(scope="package", autouse=True)
def _own_files() -> Iterator[None]:
    """Keep files away from everything else, for as long as the scene stands."""
    with tempfile.TemporaryDirectory() as folder:
        storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
        kept = {**django_settings.STORAGES, "blobs": storage}
        with override_settings(SEARCH_INDEX=Path(folder) / "search", NOTARY=Path(folder) / "notary", STORAGES=kept):
            yield


@pytest.fixture(scope="package", autouse=True)
def _listening() -> Iterator[None]:
    """Hear what the product writes to its log; nothing of it goes to the console."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:], root.level = [EAR], logging.INFO
    yield
    root.handlers[:], root.level = handlers, level
    EAR.take()


@pytest.fixture(scope="package")
def scene(django_db_setup: Any, django_db_blocker: Any, _own_files: None) -> Iterator[Scene]:
    """The scene; what a test writes it undoes itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_scene()
        gc.freeze()  # not to be walked through at each collection, nor what is left of it by the tests that follow
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _log_as_it_was(_own_files: None) -> Iterator[None]:
    """Each test finds the logs as the scene left them, whichever ran before it."""
    with log_kept():
        yield
