"""Every visibility rule is written twice, in Python and in the database; here both answer the same question and must agree."""

from __future__ import annotations

import importlib
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, Q

from erdem.base.actor import SYSTEM, Actor, ActorKind, acting_as, tell_database
from erdem.base.models import AuditEntry, Blob, JobProgress
from erdem.base.testing.actors import People
from erdem.cases.models import IdentityUnlock
from tests.world import World, build

pytestmark = pytest.mark.django_db
Rule = Callable[[Actor], Q]
EVERYTHING, NOTHING = Q(), Q(pk__in=[])
PROTECTION = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "protection.md"

# A table without row-level security says here why it needs none.
OPEN_TABLES = {
    "people_place": "divisions are public",
    "people_retiredplace": "divisions are public",
    "people_retiredplace_successors": "divisions are public",
    "people_organisation": "that an organisation exists is public; who belongs to it is not",
    "people_user": "needed before anybody is signed in; shown only through memberships and the own account",
    "people_user_groups": "of the login package, not used",
    "people_user_user_permissions": "of the login package, not used",
    "auth_group": "of the login package, not used",
    "auth_group_permissions": "of the login package, not used",
    "auth_permission": "of the login package, not used",
    "account_emailaddress": "read by the login package before anybody is signed in",
    "account_emailconfirmation": "read by the login package before anybody is signed in",
    "mfa_authenticator": "read by the login package before anybody is signed in",
    "axes_accessattempt": "lockout happens before anybody is signed in",
    "axes_accessattemptexpiration": "lockout happens before anybody is signed in",
    "axes_accessfailurelog": "lockout happens before anybody is signed in",
    "axes_accesslog": "lockout happens before anybody is signed in",
    "base_numberseries": "last numbers only, locked while a document takes one",
    "base_workflowstep": "the table of steps, read by the trigger; the application may not write it",
    "django_content_type": "names of tables",
    "django_migrations": "names of migrations; the application may not write it",
    "django_session": "read before anybody is known",
    "procrastinate_events": "work orders carry ids only",
    "procrastinate_jobs": "work orders carry ids only",
    "procrastinate_periodic_defers": "work orders carry ids only",
    "procrastinate_workers": "work orders carry ids only",
}
# Tables that nobody selects from, the system included: what is in them comes out by a function alone.
UNREADABLE = {"cases_sealedidentity": "an identity is opened by two officers"}


def visible_audit(actor: Actor) -> Q:
    """The trail: the own acts, those of the own organisations, those of the places one serves."""
    if actor.is_machine:
        return EVERYTHING
    rule = Q(actor_user_id=actor.user_id) if actor.user_id is not None else NOTHING
    rule |= Q(organisation_id__in=actor.organisation_ids)
    for prefix in actor.place_prefixes:
        rule |= Q(place_code__startswith=prefix)
    return rule


def visible_progress(actor: Actor) -> Q:
    """Progress of the own jobs."""
    if actor.is_machine:
        return EVERYTHING
    return Q(user_id=actor.user_id) if actor.user_id is not None else NOTHING


def visible_blobs(actor: Actor) -> Q:
    """Addresses of files, for everybody who is signed in; the file itself goes through its owner's rule."""
    return NOTHING if actor.kind == ActorKind.PUBLIC else EVERYTHING


KIT: dict[type[Model], Rule] = {AuditEntry: visible_audit, JobProgress: visible_progress, Blob: visible_blobs}


def rules() -> dict[type[Model], Rule]:
    """Return the rule of every model, from the policies of all apps."""
    found = dict(KIT)
    for config in apps.get_app_configs():
        if config.name.startswith("erdem.") and importlib.util.find_spec(f"{config.name}.policies"):
            found.update(importlib.import_module(f"{config.name}.policies").VISIBLE)
    return found


def tables() -> dict[str, tuple[bool, bool]]:
    """Return for every table whether row-level security is on, and whether it binds the owner too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        return {name: (on, forced) for name, on, forced in cursor.fetchall()}


@pytest.fixture
def world(people: People) -> World:
    return build(people)


def test_both_locks_agree_for_every_model_and_actor(world: World) -> None:
    disagreed, compared = [], 0
    for (who, actor), (model, rule) in itertools.product(world.actors().items(), rules().items()):
        with acting_as(actor):
            by_database = set(model._default_manager.values_list("pk", flat=True))
        with acting_as(SYSTEM):
            by_policy = set(model._default_manager.filter(rule(actor)).values_list("pk", flat=True))
        compared += 1
        if by_database != by_policy:
            disagreed.append(
                f"{model.__name__} as {who}: {len(by_database)} in the database, {len(by_policy)} in Python"
            )
    assert not disagreed, "\n".join(disagreed)
    assert compared == len(rules()) * len(world.actors())


def test_the_world_has_something_of_everything(world: World) -> None:
    """A rule compared over no rows would agree with anything."""
    with acting_as(SYSTEM):
        empty = [model._meta.db_table for model in rules() if not model._default_manager.exists()]
        named = {unlock.filing.is_named for unlock in IdentityUnlock.objects.filter(openings__isnull=False)}
    assert set(empty) == set(UNREADABLE), empty
    assert named == {True}, "an identity was sealed and opened"


def test_restricted_models_show_different_people_different_rows(world: World) -> None:
    """Guards the comparison itself: the rules do distinguish."""
    with acting_as(SYSTEM):
        counts = {
            model.__name__: {
                who: model._default_manager.filter(rule(actor)).count() for who, actor in world.actors().items()
            }
            for model, rule in rules().items()
        }
    record = counts["Record"]
    assert 0 < record["public"] < record["applicant"] < record["holder"] < record["system"]
    assert counts["Finding"]["public"] == counts["Finding"]["applicant"] == 0 < counts["Finding"]["officer"]


def test_nobody_sees_anything_when_no_actor_is_set(world: World) -> None:
    tell_database(None)
    seen = [model.__name__ for model in rules() if model._default_manager.exists()]
    assert not seen, seen


def test_every_locked_table_has_a_rule_and_every_rule_a_lock(world: World) -> None:
    locked = {name for name, (on, _) in tables().items() if on}
    ruled = {model._meta.db_table for model in rules()}
    assert locked == ruled, f"lock without rule: {sorted(locked - ruled)}; rule without lock: {sorted(ruled - locked)}"


def test_every_lock_binds_the_owner_of_the_table_too() -> None:
    loose = sorted(name for name, (on, forced) in tables().items() if on and not forced)
    assert not loose, loose


def test_every_open_table_says_why_it_is_open() -> None:
    open_tables = {name for name, (on, _) in tables().items() if not on}
    assert open_tables == set(OPEN_TABLES), {
        "without a reason": sorted(open_tables - set(OPEN_TABLES)),
        "no longer open": sorted(set(OPEN_TABLES) - open_tables),
    }


def test_every_table_of_the_register_stands_in_the_document_on_protection() -> None:
    told = set(re.findall(r"`(\w+)`", PROTECTION.read_text(encoding="utf-8")))
    tables = [model._meta.db_table for model in rules() if model._meta.app_label == "knowledge"]
    assert len(tables) > 60
    assert not [name for name in tables if not {name, name.removeprefix("knowledge_")} & told]


def test_the_application_role_can_neither_own_nor_bypass() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole,"
            " (SELECT count(*) FROM pg_tables WHERE tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("erdem_app", False, False, False, 0)
