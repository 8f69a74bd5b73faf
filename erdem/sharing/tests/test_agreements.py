"""Negotiating terms by versions: who proposes, who agrees, and what two who act at once see."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import override

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor
from erdem.sharing import queries, services
from erdem.sharing.choices import AgreementStatus
from erdem.sharing.models import Agreement, AgreementComment, AgreementVersion, Assent
from erdem.sharing.terms import Terms, digest
from erdem.sharing.terms.choices import Base
from erdem.sharing.terms.model import Royalty, Subject
from erdem.sharing.tests.negotiating import Table, make_table, move, propose, settle, table_terms
from erdem.sharing.tests.signed import sign_terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def table(people: People) -> Table:
    return make_table(people)


def dearer(table: Table, days: int) -> Terms:
    terms = table_terms(table)
    return dataclasses.replace(terms, payment=dataclasses.replace(terms.payment, days=days))


def agree(table: Table, actor: Actor, version: AgreementVersion) -> Assent:
    community = next(iter(actor.speaks_for)) if "steward" in actor.roles else None
    with acting_as(actor):
        return services.assent(actor=actor, version=version, community=community)


def test_the_parties_are_those_who_agreed_in_the_request(table: Table) -> None:
    assert table.agreement.number.startswith("MAT-2026-")
    assert set(table.agreement.providers) == set(table.communities)
    assert table.agreement.due_on == timezone.localdate() + dt.timedelta(days=60)
    with acting_as(SYSTEM):
        assert not table.agreement.period.is_confirmed, "the period is a proposal and is shown as one"
        assert services.open_agreement(actor=SYSTEM, access_request=table.request).pk == table.agreement.pk


def test_terms_are_settled_when_every_party_has_agreed_to_the_same_version(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    assert version.sha256 == digest(version.terms)
    agree(table, table.first, version)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    assert table.agreement.status == AgreementStatus.NEGOTIATING
    agree(table, table.second, version)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    assert (table.agreement.status, table.agreement.settled_id) == (AgreementStatus.SETTLED, version.pk)


def test_a_newer_version_takes_the_assents_of_the_older_one_with_it(table: Table) -> None:
    first = propose(table, table.people.applicant, table_terms(table))
    agree(table, table.first, first)
    (community,) = table.second.speaks_for
    second = propose(table, table.second, dearer(table, 10), based_on=1, community=community)
    with pytest.raises(RuleBroken, match="Another version"):
        agree(table, table.first, first)
    agree(table, table.first, second)
    agree(table, table.people.applicant, second)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    assert table.agreement.settled_id == second.pk


def test_who_read_an_older_version_does_not_propose_over_a_newer_one(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    with pytest.raises(RuleBroken, match="Another version"):
        propose(table, table.first, dearer(table, 10), based_on=0, community=community)
    with acting_as(SYSTEM):
        assert table.agreement.versions.count() == 1


def test_settled_terms_are_open_again_when_a_party_proposes_others(table: Table) -> None:
    settle(table)
    propose(table, table.people.applicant, dearer(table, 20), based_on=1)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    assert (table.agreement.status, table.agreement.settled_id) == (AgreementStatus.NEGOTIATING, None)


def test_the_same_terms_are_not_proposed_twice(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    with pytest.raises(RuleBroken, match="newest version"):
        propose(table, table.people.applicant, table_terms(table), based_on=1)
    with acting_as(table.people.applicant):
        version = table.agreement.versions.get()
        with pytest.raises(RuleBroken, match="already"):
            services.assent(actor=table.people.applicant, version=version)


def test_office_strangers_and_who_refused_neither_propose_nor_agree(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    own, _other = table.communities
    for actor in (table.people.officer, table.people.holder):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.assent(actor=actor, version=version, community=own)
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.propose_terms(actor=actor, agreement=table.agreement, terms=table_terms(table), based_on=1)
    with acting_as(table.third):
        assert queries.get_agreement(table.third, table.request.number) is None
    with acting_as(table.first), pytest.raises(PermissionRefused):
        services.assent(actor=table.first, version=version, community=table.communities[1])


def test_terms_of_others_or_about_other_records_are_refused(table: Table) -> None:
    terms = table_terms(table)
    cases = {
        "The parties": dataclasses.replace(
            terms, parties=terms.parties[:-1], money=(), in_kind=(), bearers=type(terms.bearers)()
        ),
        "name a record": dataclasses.replace(terms, subject=(Subject(999_999, "X", "示例"),)),
        "more than 100 %": table_terms(table, royalty=Royalty(Base.GROSS_SALES, 2_000_000)),
    }
    for words, changed in cases.items():
        with pytest.raises(RuleBroken, match=words):
            propose(table, table.people.applicant, changed)


def test_the_database_itself_refuses_what_the_services_refuse(table: Table) -> None:
    first = propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    second = propose(table, table.first, dearer(table, 10), based_on=1, community=community)

    def version(**values: object) -> AgreementVersion:
        given = {"agreement": table.agreement, "number": 3, "document": second.document, "sha256": second.sha256}
        return AgreementVersion(**{**given, "proposed_by_id": table.people.applicant.user_id, **values})

    attacks: list[tuple[str, Callable[[], object]]] = [
        ("a version out of turn", lambda: version(number=2).save(force_insert=True)),
        ("a digest of something else", lambda: version(sha256="0" * 64).save(force_insert=True)),
        ("for a community", lambda: version(community_id=community).save(force_insert=True)),
        ("an old version", lambda: Assent.objects.create(version=first, given_by_id=table.people.applicant.user_id)),
        ("rewriting", lambda: AgreementVersion.objects.filter(pk=first.pk).update(document="{}")),
        ("removing", lambda: AgreementVersion.objects.filter(pk=first.pk).delete()),
        (
            "settling alone",
            lambda: Agreement.objects.filter(pk=table.agreement.pk).update(
                status="settled", settled=second, settled_at=timezone.now()
            ),
        ),
        ("another party", lambda: Agreement.objects.filter(pk=table.agreement.pk).update(providers=[community])),
        ("more time", lambda: Agreement.objects.filter(pk=table.agreement.pk).update(due_on="2099-01-01")),
        ("signing without", lambda: Agreement.objects.filter(pk=table.agreement.pk).update(status="signed")),
    ]
    before = standing(table)
    for name, attack in attacks:
        with acting_as(table.people.applicant), suppress(DatabaseError), transaction.atomic():
            attack()
        assert standing(table) == before, name


def standing(table: Table) -> list[object]:
    """All that could have been changed."""
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
        versions = list(AgreementVersion.objects.filter(agreement=table.agreement).order_by("number").values())
        return [
            model_to_dict(table.agreement),
            table.agreement.providers,
            versions,
            list(Assent.objects.order_by("id").values()),
        ]


def test_a_private_comment_is_seen_by_its_community_alone(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    with acting_as(table.first):
        services.comment(
            actor=table.first, version=version, text="示例：少了", clause="money/r1", private_for=community
        )
        services.comment(actor=table.first, version=version, text="示例：请改", clause="money/r1")
    seen = {}
    for name, actor in {
        "own": table.people.holder,
        "firm": table.people.applicant,
        "other": table.second,
        "office": table.people.officer,
        "third": table.third,
    }.items():
        with acting_as(actor):
            seen[name] = [len(queries.comments_on(actor, table.agreement)), AgreementComment.objects.count()]
    assert seen == {"own": [2, 2], "firm": [1, 1], "other": [1, 1], "office": [1, 1], "third": [0, 0]}
    with acting_as(table.people.applicant), pytest.raises(PermissionRefused):
        services.comment(actor=table.people.applicant, version=version, text="x", private_for=community)


def test_everybody_at_the_table_comments_on_what_a_community_proposed(table: Table) -> None:
    own, other = table.communities
    version = propose(table, table.first, table_terms(table), community=own)
    for actor in (table.people.applicant, table.second, table.people.officer, table.people.holder):
        with acting_as(actor):
            services.comment(actor=actor, version=version, text="示例：请改")
    with acting_as(table.first), pytest.raises(DatabaseError), transaction.atomic():
        AgreementComment.objects.create(
            version=version, text="示例", community_id=other, author_id=table.first.user_id, author_name="示例"
        )
    with acting_as(SYSTEM):
        assert AgreementComment.objects.filter(version=version).count() == 4


def test_a_comment_is_dealt_with_once_and_keeps_its_words(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    with acting_as(table.people.officer):
        made = services.comment(actor=table.people.officer, version=version, text="示例：请写明单位")
        services.resolve_comment(actor=table.people.officer, comment=made)
        with pytest.raises(RuleBroken, match="already"):
            services.resolve_comment(actor=table.people.officer, comment=made)
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementComment.objects.filter(pk=made.pk).update(text="示例")
        with pytest.raises(RuleBroken, match="no such clause"):
            services.comment(actor=table.people.officer, version=version, text="x", clause="money/zz")


def test_the_office_extends_the_time_with_a_reason_and_ends_it_only_when_it_is_over(table: Table) -> None:
    officer, later = table.people.officer, table.agreement.due_on + dt.timedelta(days=30)
    with acting_as(officer):
        with pytest.raises(PermissionRefused):
            services.break_off(actor=officer, agreement=table.agreement, reason="示例")
        with pytest.raises(RuleBroken, match="after the present last day"):
            services.extend_time(actor=officer, agreement=table.agreement, until=table.agreement.due_on, reason="示例")
        services.extend_time(actor=officer, agreement=table.agreement, until=later, reason="示例：等会议")
    with acting_as(table.first), pytest.raises(PermissionRefused):
        services.extend_time(actor=table.first, agreement=table.agreement, until=later, reason="示例")
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
        assert table.agreement.due_on == later
        Agreement.objects.filter(pk=table.agreement.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
        table.agreement.refresh_from_db()
    with acting_as(officer):
        services.break_off(actor=officer, agreement=table.agreement, reason="示例：超过期限")
    assert table.agreement.status == AgreementStatus.BROKEN_OFF


def test_a_community_breaks_off_without_a_reason_and_nothing_goes_on(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    with acting_as(table.first):
        services.break_off(actor=table.first, agreement=table.agreement)
    with pytest.raises(PermissionRefused):
        agree(table, table.second, version)


def test_nothing_is_agreed_once_a_holder_has_stopped_the_request(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    with acting_as(SYSTEM):
        move(table.request, "vetoed", ended_by_community_id=community)
    with pytest.raises(RuleBroken, match="not negotiated"):
        agree(table, table.second, version)


def test_signed_terms_are_noted_and_end_with_a_reason(table: Table) -> None:
    with acting_as(SYSTEM), pytest.raises(RuleBroken):
        services.mark_signed(actor=SYSTEM, agreement=table.agreement)
    settle(table)
    sign_terms(table.agreement, table.people.officer, table.signers)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
        with pytest.raises(RuleBroken):
            services.end_agreement(actor=SYSTEM, agreement=table.agreement, reason=" ")
        services.end_agreement(actor=SYSTEM, agreement=table.agreement, reason="示例：期满")
    assert table.agreement.status == AgreementStatus.ENDED


def test_every_act_leaves_one_entry(table: Table) -> None:
    settle(table)
    with acting_as(SYSTEM):
        actions = list(
            AuditEntry.objects.filter(action__startswith="sharing.").order_by("id").values_list("action", flat=True)
        )
    assert actions == ["sharing.open_agreement", "sharing.propose_terms", "sharing.assent", "sharing.assent"]


def test_a_name_that_not_every_party_may_know_stays_out_of_the_terms(people: People) -> None:
    table = make_table(people, tier="D1")
    with acting_as(SYSTEM):
        named = queries.subject_of(table.agreement)
    assert [(each.number, each.name) for each in named] == [
        (f"{table.request.number}/1", ""),
        (f"{table.request.number}/2", ""),
    ]
    with acting_as(SYSTEM):
        known = queries.subject_of(make_table(four_more(), tier="D3").agreement)
    assert [each.name for each in known] == ["示例方1", "示例方2"]


def four_more() -> People:
    return People(
        holder=make_actor(OrganisationKind.COMMUNITY, "示例社区子", Role.BEARER),
        applicant=make_actor(OrganisationKind.ENTERPRISE, "示例企业子", Role.APPLICANT),
        officer=make_actor(OrganisationKind.OFFICE, "示例局子", Role.COUNTY_OFFICER),
        stranger=make_actor(OrganisationKind.COMMUNITY, "示例社区丑", Role.BEARER, "150621"),
    )


def test_the_library_offers_what_is_in_force_with_its_source() -> None:
    with acting_as(SYSTEM):
        found = list(queries.library())
        assert len(found) >= 30
        assert all(each.source and each.confidence for each in found)
        assert not list(queries.library(day=dt.date(2025, 1, 1)))
        assert {each.field for each in queries.library("transfer")} == {"transfer"}
