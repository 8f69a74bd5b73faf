"""Undoing what stands outside the database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def log_kept() -> Iterator[None]:
    """Take back what is published to the logs: what is undone in the database would leave them ahead of it."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "notary"
        if settings.NOTARY.exists():
            shutil.copytree(settings.NOTARY, kept)
        yield
        shutil.rmtree(settings.NOTARY, ignore_errors=True)
        if kept.exists():
            shutil.copytree(kept, settings.NOTARY)
