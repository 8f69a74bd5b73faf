"""A request on which two communities agreed and one did not, for tests of its terms. All names are invented."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.stewards import steward_for
from erdem.people.choices import OrganisationKind
from erdem.people.tests.factories import make_organisation
from erdem.sharing import queries, services
from erdem.sharing.choices import LabelVerdict, RequestStatus
from erdem.sharing.models import AccessRequest, Agreement, AgreementVersion, HolderQuestion, RequestedRecord
from erdem.sharing.terms import Terms
from erdem.sharing.terms.tests.examples import example_terms

_numbers = itertools.count(1)
BEGINS = dt.date(2027, 1, 1)


@dataclass(frozen=True)
class Table:
    """Who sits at the table. ``third`` is the steward of a community that was asked and refused."""

    people: People
    request: AccessRequest
    agreement: Agreement
    first: Actor
    second: Actor
    third: Actor

    @property
    def communities(self) -> tuple[int, int]:
        """The two that agreed."""
        (first,), (second,) = self.first.speaks_for, self.second.speaks_for
        return first, second

    @property
    def signers(self) -> list[Actor]:
        """Who signs what was settled: for the communities in their order, then for the applicant."""
        stewards = dict(zip(self.communities, (self.first, self.second), strict=True))
        return [*(stewards[each] for each in sorted(stewards)), self.people.applicant]


def make_table(people: People, *, tier: str = "D3") -> Table:
    """Put the request of the applicant to three communities, have two agree, and open the negotiation."""
    own, other = community_of(people.holder), community_of(people.stranger)
    with acting_as(SYSTEM):
        third = make_organisation(OrganisationKind.COMMUNITY, f"示例未同意社区{next(_numbers)}", "152530").pk
    stewards = {community: steward_for(community) for community in (own, other, third)}
    with acting_as(SYSTEM):
        records = {
            community: make_record(a_formula(name=f"示例方{place}", community_id=community, diffusion_tier=tier))
            for place, community in enumerate(stewards, 1)
        }
        request = _request(people)
        for community, record in records.items():
            RequestedRecord.objects.create(request=request, record=record, label_verdict=LabelVerdict.CLEAR)
            due = timezone.localdate() + dt.timedelta(days=30)
            HolderQuestion.objects.create(request=request, community_id=community, due_on=due)
        AccessRequest.objects.filter(pk=request.pk).update(place_search=" 152530")
        move(request, RequestStatus.SUBMITTED, submitted_at=timezone.now(), ethics_promised=True)
        move(request, RequestStatus.ASKING)
    for community, steward in stewards.items():
        _answer(request, steward, community, agrees=community != third)
    with acting_as(SYSTEM):
        move(request, RequestStatus.NEGOTIATING)
        agreement = services.open_agreement(actor=SYSTEM, access_request=request)
    return Table(people, request, agreement, stewards[own], stewards[other], stewards[third])


def move(request: AccessRequest, status: str, **values: object) -> None:
    """Bring a request into another state, as the system."""
    request.refresh_from_db()
    request.status = status
    for name, value in values.items():
        setattr(request, name, value)
    request.save()


def table_terms(table: Table, **changes: Any) -> Terms:
    """Terms that fit the table."""
    with acting_as(SYSTEM):
        names = queries.party_names(table.agreement)
        subject = queries.subject_of(table.agreement)
    (firm,) = table.people.applicant.organisation_ids
    return example_terms(
        communities=tuple((party, name) for party, name in names.items() if party is not None),
        user=(firm, "示例企业"),
        records=tuple((each.record, each.number, each.name) for each in subject),
        **changes,
    )


def propose(
    table: Table, actor: Actor, terms: Terms, *, based_on: int = 0, community: int | None = None
) -> AgreementVersion:
    """Propose terms as an actor."""
    with acting_as(actor):
        return services.propose_terms(
            actor=actor, agreement=table.agreement, terms=terms, based_on=based_on, community=community
        )


def settle(table: Table) -> AgreementVersion:
    """Have the applicant propose terms and both communities agree."""
    version = propose(table, table.people.applicant, table_terms(table))
    for steward in (table.first, table.second):
        (community,) = steward.speaks_for
        with acting_as(steward):
            services.assent(actor=steward, version=version, community=community)
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    return version


def _request(people: People) -> AccessRequest:
    (firm,) = people.applicant.organisation_ids
    return AccessRequest.objects.create(
        number=f"AR-2026-{next(_numbers):04}",
        title="示例获取申请",
        applicant_kind="enterprise",
        applicant_id=firm,
        applicant_user_id=people.applicant.user_id or 0,
        applicant_name="示例企业",
        contact="示例电话",
        purpose="commercial",
        project="示例项目",
        methods=["reading"],
        use_from=BEGINS,
        use_until=dt.date(2029, 12, 31),
        benefit_plan="示例方案",
    )


def _answer(request: AccessRequest, steward: Actor, community: int, *, agrees: bool) -> None:
    with acting_as(steward):
        question = request.questions.get(community_id=community)
        if agrees:
            requested = request.records.get(record__community_id=community)
            question.decisions.create(requested=requested, agrees=True)
        question.answer = "agreed" if agrees else "refused"
        question.answered_by_id, question.answered_at = steward.user_id, timezone.now()
        question.save()
