"""Rules that are nested in each other stay what they were, however often somebody filters with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from erdem.base.testing.actors import People
from erdem.knowledge.policies import VISIBLE

pytestmark = pytest.mark.django_db


def words(found: QuerySet[Any]) -> str:
    """Return the statement that would be asked; a rule that lets nothing through asks none."""
    try:
        return str(found.query)
    except EmptyResultSet:
        return ""


def test_filtering_leaves_every_rule_of_the_register_as_it_was(people: People) -> None:
    for actor in people.all():
        for model, rule in VISIBLE.items():
            rows = model._default_manager
            before = words(rows.filter(rule(actor)))
            list(rows.filter(rule(actor), pk__isnull=False)[:1])
            list(rows.exclude(rule(actor)).filter(rule(actor))[:1])
            assert words(rows.filter(rule(actor))) == before, model.__name__
