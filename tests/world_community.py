"""The communities of the small world: who holds what by what paper, who asks to join, whom nobody knows, who has read."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from django.db.models import Model

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services as knowledge
from erdem.knowledge.models import AuthorityPaper, CommunityProfile, HolderAnswer, HolderCall, Record
from erdem.knowledge.policies import VISIBLE as KNOWLEDGE_RULES
from erdem.people import services as accounts
from erdem.people.models import Group, MembershipRequest, Organisation
from erdem.people.policies import VISIBLE as PEOPLE_RULES
from erdem.people.tests.factories import make_actor


@dataclass(frozen=True)
class Secret:
    """A planted word and the row that it stands in; who may see the row may meet the word."""

    word: str
    row: Model

    def is_seen_by(self, actor: Actor) -> bool:
        """Say whether the policy of the row's model shows it to the actor."""
        model = type(self.row)
        rule = {**PEOPLE_RULES, **KNOWLEDGE_RULES}[model]
        return model._default_manager.filter(rule(actor), pk=self.row.pk).exists()


@dataclass(frozen=True)
class Communities:
    """The community of the holder with its steward, one that is only proposed, and a call for an unknown holder."""

    steward: Actor
    profile: CommunityProfile
    proposed: CommunityProfile
    paper: AuthorityPaper
    group: Group
    request: MembershipRequest
    call: HolderCall
    answer: HolderAnswer
    holding: int
    secrets: list[Secret]


def build_communities(people: People, narrow: Record, unknown: Record, shared: Record) -> Communities:
    """Make them; the caller holds an open transaction as the system. ``narrow`` is read, ``unknown`` is called out."""
    for record in (narrow, unknown):
        record.refresh_from_db()
    numbers = itertools.count(8001)
    steward = make_actor("community", "示例持有社区", "steward")
    words = [f"zqx{next(numbers)}kanari" for _ in range(12)]
    profile, proposed = _profiles(people, words)
    with acting_as(steward):
        paper = _paper(steward, profile, words)
        group = accounts.declare_group(
            actor=steward, organisation=profile.organisation, kind="women", name=f"示例妇女{words[5]}"
        )
    with acting_as(people.applicant):
        request = accounts.ask_to_join(
            actor=people.applicant, organisation=profile.organisation, note=f"示例{words[6]}"
        )
    with acting_as(people.officer):
        call = knowledge.open_call(actor=people.officer, record=unknown, words="示例：谁家还这样做？")
        knowledge.note_reading(actor=people.officer, record=narrow)
    answer = _answer(people, call, words)
    contact = profile.contacts.get()
    secrets = [
        Secret(words[0], contact),
        Secret(words[1], contact),
        Secret(words[2], proposed),
        *(Secret(word, paper) for word in words[3:5]),
        Secret(words[5], group),
        Secret(words[6], request),
        *(Secret(word, answer) for word in words[7:11]),
    ]
    held = shared.holdings.get().pk
    return Communities(steward, profile, proposed, paper, group, request, call, answer, held, secrets)


def _profiles(people: People, words: list[str]) -> tuple[CommunityProfile, CommunityProfile]:
    organisation = Organisation.objects.get(kind="community", name="示例持有社区")
    content = knowledge.ProfileContent(
        name=organisation.name,
        holder_type="V",
        place_codes=("152530",),
        description="示例介绍",
        contacts=(knowledge.ContactLine(f"示例{words[0]}", f"示例{words[1]}", "members"),),
    )
    profile = knowledge.propose_community(actor=SYSTEM, content=content, organisation=organisation)
    knowledge.recognise_community(actor=SYSTEM, profile=profile)
    with acting_as(people.applicant):
        proposed = knowledge.propose_community(
            actor=people.applicant,
            content=knowledge.ProfileContent(
                name="示例拟设社区", holder_type="F", place_codes=("152530",), description=f"示例{words[2]}"
            ),
        )
    return profile, proposed


def _paper(steward: Actor, profile: CommunityProfile, words: list[str]) -> AuthorityPaper:
    day = dt.date(2026, 1, 5)
    return knowledge.keep_paper(
        actor=steward,
        profile=profile,
        content=knowledge.PaperContent("assembly", f"示例决议{words[3]}", day, day, present=40, agreeing=36),
        file=b"%PDF-1.4 " + words[4].encode(),
        file_name=f"{words[4]}.pdf",
    )


def _answer(people: People, call: HolderCall, words: list[str]) -> HolderAnswer:
    holder, name, contact, grounds = (f"示例{word}" for word in words[7:11])
    content = knowledge.AnswerContent(holder, name, contact, grounds)
    with acting_as(people.stranger):
        return knowledge.answer_call(actor=people.stranger, call=call, content=content)
