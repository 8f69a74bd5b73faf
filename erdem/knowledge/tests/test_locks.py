"""Both locks of the register, and what the database itself refuses."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_nothing() -> None:
    from erdem.knowledge.models import Record

    assert Record.objects.count() == 0
