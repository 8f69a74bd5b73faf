"""People, places and the first pair of locks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, tell_database
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.people import queries, services
from erdem.people.models import Membership, Place
from erdem.people.policies import visible_memberships

pytestmark = pytest.mark.django_db


def test_it_knows_all_divisions_in_force() -> None:
    levels = [place.level for place in Place.objects.all()]
    assert (levels.count("region"), levels.count("league"), levels.count("banner")) == (1, 12, 103)
    assert Place.objects.filter(tile_row__isnull=False).count() == 103


def test_a_retired_code_leads_to_its_successors() -> None:
    answer = queries.resolve_code("150427")
    assert answer.retired is not None
    assert answer.retired.name == "赤峰县"
    assert answer.places


def test_an_unknown_code_leads_nowhere() -> None:
    assert queries.resolve_code("999999").places == ()


def test_the_application_role_owns_nothing_and_cannot_pass_the_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("erdem_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'erdem_app'")
        assert cursor.fetchone() == (0,)


def test_nobody_sees_memberships_when_no_actor_is_set(people: People) -> None:
    tell_database(None)
    assert Membership.objects.count() == 0


def test_both_locks_agree_on_memberships(people: People) -> None:
    for actor in (*people.all(), PUBLIC, SYSTEM):
        with acting_as(actor):
            by_database = set(Membership.objects.values_list("pk", flat=True))
        with acting_as(SYSTEM):
            by_policy = set(Membership.objects.filter(visible_memberships(actor)).values_list("pk", flat=True))
        assert by_database == by_policy


def test_the_stranger_may_not_open_organisations(people: People) -> None:
    with acting_as(people.stranger), pytest.raises(PermissionRefused):
        services.open_organisation(actor=people.stranger, kind="community", name="示例")


def test_each_write_leaves_one_audit_entry(people: People) -> None:
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
        services.open_organisation(actor=SYSTEM, kind="enterprise", name="示例二厂", place_code="152530")
        assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE base_auditentry SET action = ''", "DELETE FROM base_auditentry", "TRUNCATE base_auditentry"],
)
def test_the_trail_cannot_be_rewritten(people: People, statement: str) -> None:
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_signs_the_trail_with_another_name(people: People) -> None:
    forged = Actor(kind=people.officer.kind, label="示例", user_id=people.officer.user_id)
    with acting_as(people.stranger), pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry(
            actor_kind=forged.kind, actor_user_id=forged.user_id, action="x", target_type="", target_id=""
        ).save()
