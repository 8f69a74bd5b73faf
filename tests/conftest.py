"""Fixtures of the checks of the whole product."""

from __future__ import annotations

import pytest
from django.template.base import Template
from django.test import utils


@pytest.fixture(autouse=True)
def _plain_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render as in production: the test client's copy of the context for each component takes most of the time."""
    saved = getattr(utils._TestState, "saved_data", None)
    if saved is not None:
        monkeypatch.setattr(Template, "_render", saved.template_render)
