"""What tests of saved work begin with: publications that came in, searches that were saved, people who are logged in."""

from __future__ import annotations

from typing import Any

from django.test import Client

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.literature.models import Publication, SavedSearch
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services import alerts, saved
from erdem.people.models import User
from erdem.people.tests.factories import user_of

BEEF = SearchRequest(query="牛肉")
JOB = job_actor("literature.look_again")


def hold(number: str, title: str = "示例风干牛肉的制备方法", **given: Any) -> Publication:
    """Hold a publication as an import would."""
    with acting_as(SYSTEM):
        return Publication.objects.create(
            number=number, number_key=number, number_stem=number[:-1], country="CN", title=title,
            search_text=f"{title} {number.lower()}", **given,
        )  # fmt: skip


def keep(actor: Actor, name: str = "示例检索", request: SearchRequest = BEEF, **told: Any) -> SavedSearch:
    """Save a search."""
    with acting_as(actor):
        return saved.save_search(actor=actor, asked=request, telling=saved.Telling(name, **told))


def look(actor: Actor, search: SavedSearch) -> alerts.Look:
    """Run a search again."""
    with acting_as(actor):
        return alerts.look_again(actor=actor, search_id=search.pk)


def new_numbers(search: SavedSearch) -> set[str]:
    """Return the numbers that count as new in a search."""
    with acting_as(SYSTEM):
        return set(search.hits.filter(is_new=True).values_list("publication__number", flat=True))


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def with_mail(actor: Actor, language: str = "zh-hans") -> None:
    with acting_as(SYSTEM):
        User.objects.filter(pk=actor.user_id or 0).update(email=f"{actor.user_id}@example.org", language=language)
