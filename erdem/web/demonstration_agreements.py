"""Agreements of the demonstration: one that is being negotiated, and one that everybody has signed, with its permit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.documents import DocumentError
from erdem.base.jobs import JobRun
from erdem.base.policy import RuleBroken
from erdem.knowledge.models import Record
from erdem.people.models import Organisation
from erdem.sharing import queries
from erdem.sharing import services as sharing
from erdem.sharing.content import RecordAnswer
from erdem.sharing.models import AccessRequest, Agreement, AgreementVersion, Permit
from erdem.sharing.permit_choices import Part
from erdem.sharing.queries.permits import matter_of
from erdem.sharing.queries.signing import file_of, to_sign
from erdem.sharing.services import permit_parties, permits, sending, signing
from erdem.sharing.signing_choices import IdentityProof
from erdem.web import demonstration
from erdem.web.demonstration_community import COOPERATIVE, FELTERS, hold_together
from erdem.web.demonstration_sharing import actor_named, asked, content_of, known_to, numbers_for
from erdem.web.demonstration_terms import Offer, terms_of

YEARS = 3


@dataclass(frozen=True)
class Cast:
    """Who acts: the firm, both officers, and the stewards of the gachaa and the two cooperatives."""

    firm: Actor
    officer: Actor
    second: Actor
    gachaa: Actor
    dairy: Actor
    felters: Actor

    @property
    def stewards(self) -> tuple[Actor, ...]:
        """The stewards of all three communities."""
        return (self.gachaa, self.dairy, self.felters)


def cast() -> Cast | None:
    """Return who acts, None where an account is missing."""
    names = ("firm", "officer", "officer2", "steward", "steward2", "steward3")
    found = [actor for actor in map(actor_named, names) if actor is not None]
    return Cast(*found) if len(found) == len(names) else None


def load(run: JobRun) -> int:
    """Make both agreements once; return how many. Without people and records enough, or the fonts of documents, none."""
    people = cast()
    with acting_as(run.actor):
        is_there = Agreement.objects.exists()
    if people is None or is_there:
        return 0
    numbers = numbers_for(people.firm)
    shared = _to_be_shared(people.firm, numbers)
    if shared is None:
        return 0
    _negotiate(people, numbers[0])
    try:
        _conclude(people, shared, numbers[0])
    except (DocumentError, RuleBroken):
        return 1
    return 2


def _to_be_shared(firm: Actor, taken: list[str]) -> Record | None:
    """Return a record that the gachaa holds alone, that is in no request yet and of which the firm may read least."""
    with acting_as(SYSTEM):
        held = Record.objects.filter(holders=[demonstration.community_id()]).exclude(number__in=taken[:2])
        found = list(held.order_by("level_public", "number"))
    known = known_to(firm, [each.pk for each in found])
    return next((each for each in found if each.number in known), None)


def first_day() -> dt.date:
    """Return the first day of the signed agreement: three whole quarters lie behind it, so that something is due."""
    day = timezone.localdate()
    for _quarter in range(4):
        day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - dt.timedelta(days=1)
    return day + dt.timedelta(days=1)


def _negotiate(people: Cast, number: str) -> None:
    """Two versions and what was said about them; it is the firm's turn."""
    content = content_of(people.firm, "示例：奶豆腐口味改良", "commercial", "在传统做法上改良口味，小批量试卖。")
    request = asked(people.firm, people.officer, content, [number])
    agreement = _agreed(people, request, (people.gachaa,))
    (community,) = people.gachaa.speaks_for
    first = _propose(people.firm, agreement, Offer(12_000_00, 20_000))
    with acting_as(people.gachaa):
        sharing.comment(
            actor=people.gachaa, version=first, clause="money/sales", text="示例：2%太低，附近的合同都是3%以上。"
        )
        sharing.comment(
            actor=people.gachaa,
            version=first,
            text="示例：底线是3%，先不告诉企业。",
            private_for=community,
        )
    second = _propose(people.gachaa, agreement, Offer(), first, community)
    with acting_as(people.firm):
        sharing.comment(actor=people.firm, version=second, text="示例：已报公司讨论，本周答复。")


def _propose(
    actor: Actor,
    agreement: Agreement,
    offer: Offer,
    based_on: AgreementVersion | None = None,
    community: int | None = None,
) -> AgreementVersion:
    with acting_as(SYSTEM):
        terms = terms_of(agreement, offer)
    note = "示例：提高销售提成和获取费" if based_on else "示例：第一稿"
    number = based_on.number if based_on else 0
    with acting_as(actor):
        return sharing.propose_terms(
            actor=actor, agreement=agreement, terms=terms, based_on=number, community=community, note=note
        )


def _conclude(people: Cast, shared: Record, number: str) -> None:
    """From the request to the permit: held by three, agreed by three, signed by all, on the public register."""
    hold_together(people.gachaa, {COOPERATIVE: people.dairy, FELTERS: people.felters}, shared)
    begins = first_day()
    ends = begins.replace(year=begins.year + YEARS) - dt.timedelta(days=1)
    content = content_of(people.firm, "示例：奶食联合开发", "commercial", "按三个社区的做法开发奶食，分批上市。")
    content = replace(content, use_from=begins, use_until=ends)
    request = asked(people.firm, people.officer, content, [number, shared.number])
    agreement = _agreed(people, request, people.stewards)
    version = _propose(people.firm, agreement, Offer())
    for steward in people.stewards:
        (community,) = steward.speaks_for
        with acting_as(steward):
            sharing.assent(actor=steward, version=version, community=community)
    _sign(people, version)
    _permit(people, request, permits.Term(begins, ends))


def _agreed(people: Cast, request: AccessRequest, stewards: tuple[Actor, ...]) -> Agreement:
    """Have these communities agree, and open the negotiation."""
    for steward in stewards:
        with acting_as(steward):
            question = queries.question_for(steward, request)
            if question is not None:
                rows = queries.records_of_question(question, queries.requested_of(steward, request))
                sharing.answer_question(
                    actor=steward,
                    question=question,
                    decisions=[RecordAnswer(each.pk, agrees=True) for each in rows],
                    conditions="示例：包装上写明来自哪个社区",
                    basis="示例：村民会议决议",
                )
    with acting_as(SYSTEM):
        found = AccessRequest.objects.get(pk=request.pk)
        return sharing.open_agreement(actor=SYSTEM, access_request=found)


def _sign(people: Cast, version: AgreementVersion) -> None:
    """Send the settled terms, and have everybody sign whose turn it is."""
    with acting_as(people.officer):
        settled = AgreementVersion.objects.select_related("agreement__request").get(pk=version.pk)
        envelope = sending.send_agreement(actor=people.officer, version=settled)
    for actor in (*people.stewards, people.firm):
        with acting_as(actor):
            for signer in to_sign(actor):
                if signer.envelope_id == envelope.pk:
                    file = file_of(actor, envelope)
                    seen = file.sha256 if file else ""
                    signing.sign(actor=actor, signer=signer, proof=IdentityProof.PASSWORD, seen_sha256=seen)
    with acting_as(SYSTEM):
        sharing.conclude_terms(actor=SYSTEM, envelope_id=envelope.pk)


def _permit(people: Cast, request: AccessRequest, term: permits.Term) -> Permit:
    """Write what the permit is about, have every party publish it, and issue it."""
    content = permit_parties.MatterContent("示例：正蓝旗传统奶食的做法", ("奶食", "发酵", "正蓝旗"))
    with acting_as(people.officer):
        found = queries.requests(people.officer).get(pk=request.pk)
        permit_parties.write_matter(actor=people.officer, access_request=found, content=content)
        matter = matter_of(found)
    seen = matter.sha256 if matter else ""
    parties = [(people.firm, None), *((steward, min(steward.speaks_for)) for steward in people.stewards)]
    for actor, community in parties:
        with acting_as(actor):
            permit_parties.choose_publication(
                actor=actor, access_request=found, community=community, parts=list(Part), seen=seen
            )
    with acting_as(people.officer):
        permit = permits.issue_permit(actor=people.officer, access_request=found, term=term)
    with acting_as(SYSTEM):
        sharing.follow_permit(actor=SYSTEM, permit_id=permit.pk)
    return permit


def office_of(officer: Actor) -> Organisation | None:
    """Return the office of an officer of the demonstration."""
    with acting_as(officer):
        return Organisation.objects.filter(
            pk__in=officer.organisation_ids, name=demonstration.ORGANISATIONS[3][1]
        ).first()
