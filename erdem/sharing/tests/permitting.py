"""Requests taken on to a permit, for tests of what comes after. All names are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import Record
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.sharing import queries, services
from erdem.sharing.models import AccessRequest, AgreementVersion, Permit
from erdem.sharing.permit_choices import Part
from erdem.sharing.queries import permits as reads
from erdem.sharing.services import permit_parties, permits
from erdem.sharing.terms import Terms
from erdem.sharing.terms.choices import UseCode
from erdem.sharing.terms.model import Use
from erdem.sharing.terms.tests.examples import example_terms
from erdem.sharing.tests.requesting import a_held_record, answer, asked
from erdem.sharing.tests.signed import sign_terms

TERM = permits.Term(timezone.localdate(), timezone.localdate() + dt.timedelta(days=364))


@dataclass
class Case:
    """A request that has come to its permit: who is concerned, and what it is about."""

    people: People
    request: AccessRequest
    version: AgreementVersion
    stewards: dict[int, Actor]
    records: tuple[Record, ...]

    @property
    def community(self) -> int:
        """The community of the holder."""
        return community_of(self.people.holder)

    @property
    def steward(self) -> Actor:
        """Its steward."""
        return self.stewards[self.community]


def agreed(people: People, *others: Actor, purpose: str = "research", **given: Any) -> Case:
    """Take a request to signed terms: every community that holds its record has agreed."""
    record = a_held_record(people, *others)
    request = asked(people, record, purpose=purpose, **given)
    stewards = {community: steward_for(community) for community in request.asked}
    for steward in stewards.values():
        answer(steward, request, "yes")
    version = sign(people, request, stewards, purpose)
    write_matter(people.officer, request)
    return Case(people, fresh(request), version, stewards, (record,))


def issued(people: People, *others: Actor, **given: Any) -> tuple[Case, Permit]:
    """Take a request to its permit, which shows nothing but what every permit shows."""
    case = agreed(people, *others, **given)
    return case, issue(case)


def issue(case: Case, actor: Actor | None = None, term: permits.Term = TERM) -> Permit:
    """Issue the permit of a case as the officer, or as somebody else."""
    actor = actor or case.people.officer
    request = fresh(case.request)
    with acting_as(actor):
        return permits.issue_permit(actor=actor, access_request=request, term=term)


def publish(case: Case, *parts: str) -> None:
    """Let every party agree that the register shows these parts."""
    shown = parts or tuple(Part.values)
    with acting_as(SYSTEM):
        request = fresh(case.request)
        matter = reads.matter_of(request)
        sha256 = matter.sha256 if matter else ""
    parties: list[tuple[Actor, int | None]] = [(case.people.applicant, None)]
    parties += [(steward, community) for community, steward in case.stewards.items()]
    for actor, community in parties:
        with acting_as(actor):
            permit_parties.choose_publication(
                actor=actor, access_request=request, community=community, parts=shown, seen=sha256
            )


def write_matter(officer: Actor, request: AccessRequest, subject: str = "示例标的") -> None:
    """Write the words about the subject-matter."""
    with acting_as(officer):
        permit_parties.write_matter(
            actor=officer, access_request=request, content=permit_parties.MatterContent(subject, ("示例关键词",))
        )


def sign(people: People, request: AccessRequest, stewards: dict[int, Actor], purpose: str) -> AgreementVersion:
    """Negotiate terms in one round, and have every party sign them."""
    with acting_as(SYSTEM):
        agreement = services.open_agreement(actor=SYSTEM, access_request=fresh(request))
        names = queries.party_names(agreement)
        terms = _terms(people, purpose, names, queries.subject_of(agreement))
    with acting_as(people.applicant):
        version = services.propose_terms(actor=people.applicant, agreement=agreement, terms=terms, based_on=0)
    for community, steward in stewards.items():
        with acting_as(steward):
            services.assent(actor=steward, version=version, community=community)
    sign_terms(agreement, people.officer, [*(stewards[each] for each in agreement.providers), people.applicant])
    return version


def _terms(people: People, purpose: str, names: dict[int | None, str], subject: Any) -> Terms:
    (firm,) = people.applicant.organisation_ids
    today = timezone.localdate()
    terms = example_terms(
        communities=tuple((party, name) for party, name in names.items() if party is not None),
        user=(firm, "示例企业"),
        records=tuple((each.record, each.number, each.name) for each in subject),
        begins=today,
        ends=today + dt.timedelta(days=1000),
    )
    return replace(terms, permitted=(Use(UseCode(purpose)),))


def fresh(request: AccessRequest) -> AccessRequest:
    """Return the request as it stands."""
    with acting_as(SYSTEM):
        return AccessRequest.objects.get(pk=request.pk)
