"""Attacks in raw SQL, as the application role with any settings, on the sealed identity of who handed something in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases import services
from erdem.cases.models import Filing, IdentityOpening, IdentityUnlock, SealedIdentity
from erdem.cases.services.identity import vault
from erdem.cases.tests.filing import NAMED_REPORT, YOU, colleague_of, hand_in, with_receipt
from erdem.cases.vault import SealBroken, Sealed, Vault
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "IDENTITY_KEYS", tmp_path / "keys")


@pytest.fixture
def sealed(people: People) -> Filing:
    return hand_in(answers=NAMED_REPORT).filing


def everybody(people: People, filing: Filing) -> Iterator[Actor]:
    """Yield every kind of actor, and one who claims all at once."""
    yield from (SYSTEM, job_actor("示例"), PUBLIC, with_receipt(filing), *people.all())
    yield replace(
        SYSTEM,
        user_id=people.officer.user_id,
        roles=frozenset({"county_officer", "region_officer", "steward"}),
        organisation_ids=people.officer.organisation_ids,
        receipts=frozenset({filing.pk}),
        place_codes=("150000",),
    )


def rows(statement: str, *given: Any) -> list[Any]:
    """Return what a statement gives; refused counts as nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
            return cursor.fetchall() if cursor.description else []
    except DatabaseError:
        return []


def refused(statement: str, *given: Any) -> bool:
    """Say whether the database refuses a statement, or does nothing by it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
            return int(cursor.rowcount) == 0
    except DatabaseError:
        return True


READINGS = (
    "SELECT * FROM cases_sealedidentity",
    "SELECT t::text FROM cases_sealedidentity AS t",
    "SELECT 1 FROM cases_sealedidentity HAVING count(*) > 0",
    "SELECT f.id FROM cases_filing AS f JOIN cases_sealedidentity AS s ON s.filing_id = f.id",
    "UPDATE cases_sealedidentity SET key_id = key_id RETURNING ciphertext",
    "DELETE FROM cases_sealedidentity RETURNING ciphertext",
    "INSERT INTO cases_sealedidentity SELECT * FROM cases_sealedidentity RETURNING ciphertext",
    "TABLE cases_sealedidentity",
    "SELECT ciphertext FROM cases_open_identity(1)",
    "SELECT o.ciphertext FROM cases_filing AS f, cases_open_identity(f.id) AS o",
    "SET ROLE erdem; SELECT * FROM cases_sealedidentity",
    "ALTER TABLE cases_sealedidentity DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY open_all ON cases_sealedidentity USING (true)",
    "ALTER TABLE cases_identityunlock DISABLE TRIGGER ALL",
)


@pytest.mark.parametrize("place", range(len(READINGS)))
def test_nobody_selects_a_sealed_identity(people: People, sealed: Filing, place: int) -> None:
    for actor in everybody(people, sealed):
        with acting_as(actor):
            assert rows(READINGS[place]) == [], (READINGS[place], actor.kind)
    with acting_as(SYSTEM):
        assert not SealedIdentity.objects.exists()


def ask(filing: Filing, officer: Actor) -> IdentityUnlock:
    with acting_as(officer):
        return services.ask_unlock(actor=officer, filing=filing, reason="示例：需核实举报奖励。")


def test_two_officers_open_it_and_each_opening_is_noted(people: People, sealed: Filing) -> None:
    second = colleague_of(people.officer)
    unlock = ask(sealed, people.officer)
    with acting_as(second):
        services.decide_unlock(actor=second, unlock=unlock, approve=True)
    with acting_as(people.officer):
        for _ in range(2):
            found = services.open_identity(actor=people.officer, unlock=unlock)
            assert {key: found[key] for key in YOU} == YOU
        assert IdentityOpening.objects.filter(unlock=unlock, opened_by_id=people.officer.user_id).count() == 2


def test_one_officer_alone_opens_nothing(people: People, sealed: Filing) -> None:
    officer = people.officer
    unlock = ask(sealed, officer)
    with acting_as(officer):
        with pytest.raises(PermissionRefused):
            services.decide_unlock(actor=officer, unlock=unlock, approve=True)
        with pytest.raises(RuleBroken):
            services.open_identity(actor=officer, unlock=unlock)
        assert rows("SELECT * FROM cases_open_identity(%s)", unlock.pk) == []
        assert not IdentityOpening.objects.exists()


APPROVING = (
    "UPDATE cases_identityunlock SET state = 'approved' WHERE id = %(unlock)s",
    "UPDATE cases_identityunlock SET state = 'approved', decided_by_id = %(self)s WHERE id = %(unlock)s",
    "UPDATE cases_identityunlock SET state = 'approved', decided_by_id = %(second)s WHERE id = %(unlock)s",
    "UPDATE cases_identityunlock SET asked_by_id = %(second)s, state = 'approved', decided_by_id = %(self)s"
    " WHERE id = %(unlock)s",
    "INSERT INTO cases_identityunlock (filing_id, office_id, state, reason, asked_by_id, asked_at, decided_by_id, decided_at,"
    " decision_note, open_until) VALUES (%(filing)s, %(office)s, 'approved', 'x', %(self)s, now(), %(second)s, now(), '',"
    " now() + interval '1 day')",
    "INSERT INTO cases_identityunlock (filing_id, office_id, state, reason, asked_by_id, asked_at, decision_note)"
    " VALUES (%(filing)s, %(office)s, 'asked', 'x', %(second)s, now(), '')",
    "INSERT INTO cases_identityopening (unlock_id, opened_by_id, opened_at) VALUES (%(unlock)s, %(self)s, now())",
    "DELETE FROM cases_identityunlock WHERE id = %(unlock)s",
)


@pytest.mark.parametrize("place", range(len(APPROVING)))
def test_one_officer_cannot_write_the_second_one(people: People, sealed: Filing, place: int) -> None:
    """Neither in the own name, nor as the system in the own name, nor as the system in nobody's."""
    second, unlock = colleague_of(people.officer), ask(sealed, people.officer)
    given = {
        "unlock": unlock.pk,
        "self": people.officer.user_id,
        "second": second.user_id,
        "filing": sealed.pk,
        "office": sealed.office_id,
    }
    for actor in (people.officer, replace(people.officer, kind=SYSTEM.kind), SYSTEM):
        with acting_as(actor):
            assert refused_named(APPROVING[place], given), (APPROVING[place], actor.kind)
            assert rows("SELECT * FROM cases_open_identity(%s)", unlock.pk) == []


def refused_named(statement: str, given: dict[str, Any]) -> bool:
    """As `refused`, with named values."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
            return int(cursor.rowcount) == 0
    except DatabaseError:
        return True


def test_the_second_officer_is_of_the_same_office(people: People, sealed: Filing) -> None:
    """An officer of another office, or somebody who merely claims to be of this one, is no second person."""
    unlock = ask(sealed, people.officer)
    other = make_actor("office", "示例别处市场监督管理局", "county_officer", "150621")
    claims = replace(other, organisation_ids=people.officer.organisation_ids, place_codes=people.officer.place_codes)
    for actor in (other, claims, replace(claims, kind=SYSTEM.kind)):
        with acting_as(actor):
            assert refused(
                "UPDATE cases_identityunlock SET state = 'approved', decided_by_id = %s WHERE id = %s",
                actor.user_id,
                unlock.pk,
            )


def test_the_approval_is_for_who_asked_and_for_its_time(people: People, sealed: Filing) -> None:
    second, unlock = colleague_of(people.officer), ask(sealed, people.officer)
    with acting_as(second):
        services.decide_unlock(actor=second, unlock=unlock, approve=True)
        assert rows("SELECT * FROM cases_open_identity(%s)", unlock.pk) == []
        assert refused(
            "UPDATE cases_identityunlock SET open_until = now() + interval '9 days' WHERE id = %s", unlock.pk
        )
    assert unlock.open_until is not None
    assert unlock.decided_at is not None
    assert (unlock.open_until - unlock.decided_at).total_seconds() == pytest.approx(24 * 3600, abs=1)
    with acting_as(SYSTEM):
        assert rows("SELECT * FROM cases_open_identity(%s)", unlock.pk) == []


def test_a_refusal_opens_nothing_and_stays(people: People, sealed: Filing) -> None:
    second, unlock = colleague_of(people.officer), ask(sealed, people.officer)
    with acting_as(second):
        with pytest.raises(RuleBroken):
            services.decide_unlock(actor=second, unlock=unlock, approve=False)
        unlock.refresh_from_db()
        services.decide_unlock(actor=second, unlock=unlock, approve=False, note="示例：无必要。")
        assert refused("UPDATE cases_identityunlock SET state = 'approved' WHERE id = %s", unlock.pk)
    with acting_as(people.officer):
        assert rows("SELECT * FROM cases_open_identity(%s)", unlock.pk) == []


def test_an_office_that_has_nothing_to_do_with_it_cannot_ask(people: People, sealed: Filing) -> None:
    other = make_actor("office", "示例别处市场监督管理局", "county_officer", "150621")
    (office,) = other.organisation_ids
    with acting_as(other):
        with pytest.raises(PermissionRefused):
            services.ask_unlock(actor=other, filing=sealed, reason="示例")
        assert refused(
            "INSERT INTO cases_identityunlock (filing_id, office_id, state, reason, asked_by_id, asked_at, decision_note)"
            " VALUES (%s, %s, 'asked', 'x', %s, now(), '')",
            sealed.pk,
            office,
            other.user_id,
        )


def test_changing_the_key_hands_out_no_identity_and_keeps_all_of_them(people: People, sealed: Filing) -> None:
    before = vault().newest()
    assert services.rotate_identity_keys() == 1
    assert vault().newest() != before
    vault().remove_key(before)
    with acting_as(people.officer):
        assert rows("SELECT * FROM cases_wrapped_keys('none')") == []
        assert rows("SELECT cases_rewrap_identity(%s, %s, 'x', 'x')", sealed.pk, vault().newest()) == [(False,)]
    with acting_as(SYSTEM):
        ((_, _, wrapped),) = rows("SELECT * FROM cases_wrapped_keys('none')")
    assert json.dumps(YOU["name"]).encode() not in bytes(wrapped)
    second, unlock = colleague_of(people.officer), ask(sealed, people.officer)
    with acting_as(second):
        services.decide_unlock(actor=second, unlock=unlock, approve=True)
    with acting_as(people.officer):
        assert services.open_identity(actor=people.officer, unlock=unlock)["name"] == YOU["name"]


def test_what_is_sealed_opens_beside_its_own_filing_alone_and_only_unchanged(tmp_path: Any) -> None:
    keys = Vault(tmp_path / "other")
    sealed = keys.seal(b"example", "SJ-1")
    assert keys.open(sealed, "SJ-1") == b"example"
    changed = Sealed(sealed.key_id, sealed.wrapped_key, sealed.ciphertext[:-1] + b"\x00")
    for broken, bound in ((sealed, "SJ-2"), (changed, "SJ-1")):
        with pytest.raises(SealBroken):
            keys.open(broken, bound)
    assert {path.stat().st_mode & 0o777 for path in keys.folder.glob("*.key")} == {0o600}
