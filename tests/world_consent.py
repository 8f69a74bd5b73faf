"""What the small world needs for consents, decisions, leaks and checks to have rows; each text carries a canary of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import Consent, ConsentEvidence, DisclosureDecision, Leak, Record
from erdem.knowledge.tests.consenting import SOUND, a_personal_question, a_question, an_answer, steward_of
from erdem.knowledge.tests.factories import community_of, sign_no_secret
from tests.world_community import Secret

Word = Callable[[], str]


@dataclass(frozen=True)
class ConsentWorld:
    """What the addresses of consents are tried with."""

    given: Consent
    asked: Consent
    draft: Consent
    personal: Consent
    withdrawn: Consent
    secret: Consent
    evidence: ConsentEvidence
    decision: DisclosureDecision
    leak: Leak
    secrets: list[Secret]


class _Maker:
    """Makes consents as the holder and remembers which word stands in which row."""

    def __init__(self, holder: Actor, word: Word) -> None:
        self.holder, self.new, self.secrets = holder, word, list[Secret]()
        self.words: list[str] = []

    def word(self) -> str:
        self.words.append(self.new())
        return f"示例{self.words[-1]}"

    def keep(self, row: Model) -> None:
        self.secrets += [Secret(word, row) for word in self.words]
        self.words.clear()

    def asked(self, record: Record, actor: Actor | None = None, **content: Any) -> Consent:
        actor, word = actor or self.holder, self.word
        texts = {name: word() for name in ("purpose", "benefits", "conditions", "withdrawal_way", "contact_name")}
        personal = content.pop("personal", False)
        if personal:
            question = a_personal_question(**{**texts, "person_name": word(), **content})
        else:
            question = a_question(community_of(self.holder), **{**texts, **content})
        with acting_as(actor):
            consent = services.draft_consent(actor=actor, records=[record], content=question)
            consent = services.ask_consent(actor=actor, consent=consent)
        self.keep(consent)
        return consent

    def given(self, record: Record, **content: Any) -> Consent:
        consent = self.asked(record, **content)
        answer = an_answer(signed_name=self.word(), spoken_by=self.word(), witnesses=self.word())
        with acting_as(self.holder):
            consent = services.give_consent(actor=self.holder, consent=consent, answer=answer)
        self.keep(consent)
        return consent


def add_consents(people: People, own: Record, secret: Record, word: Word) -> ConsentWorld:
    """Ask, answer, take back, decide and leak about two records of the holder's community; everybody has signed a check."""
    maker, holder = _Maker(people.holder, word), people.holder
    given = maker.given(own)
    asked = maker.asked(own, answer_by=timezone.localdate())
    with acting_as(holder):
        draft = services.draft_consent(
            actor=holder, records=[own], content=a_question(community_of(holder), purpose=maker.word())
        )
    maker.keep(draft)
    with acting_as(SYSTEM):
        keeper = steward_of(holder)
    personal = maker.asked(own, actor=keeper, personal=True)
    withdrawn = maker.given(own, uses=("media",))
    with acting_as(holder):
        services.note_act(actor=holder, record=own, use="media", what=maker.word(), reference=maker.word())
        withdrawn = services.withdraw_consent(actor=holder, consent=withdrawn, reason=maker.word())
    maker.keep(withdrawn)
    closed = maker.given(secret)
    with acting_as(holder):
        evidence = services.attach_evidence(
            actor=holder,
            consent=asked,
            kind="explanation",
            content=SOUND + maker.word().encode(),
            file_name=f"{maker.word()}.ogg",
            note=maker.word(),
        )
    maker.keep(evidence)
    decision = _decide(maker, own)
    leak = _leak(maker, own)
    with acting_as(holder):
        services.answer_checklist(actor=holder, record=own, answers={"B1": (True, "示例")})
    for actor in (people.holder, people.officer, people.stranger):
        with acting_as(actor):
            sign_no_secret(actor)
    return ConsentWorld(given, asked, draft, personal, withdrawn, closed, evidence, decision, leak, maker.secrets)


def _decide(maker: _Maker, record: Record) -> DisclosureDecision:
    consent = maker.given(record, subject="disclosure", uses=("public_notice", "publication"))
    with acting_as(maker.holder):
        decision = services.decide_disclosure(
            actor=maker.holder,
            record=record,
            consent=consent,
            choice="restrict",
            signed_name=maker.word(),
            understood=True,
            notice_level=1,
            reason=maker.word(),
        )
    maker.keep(decision)
    return decision


def _leak(maker: _Maker, record: Record) -> Leak:
    with acting_as(maker.holder):
        leak = services.report_leak(
            actor=maker.holder,
            record=record,
            happened_on=timezone.localdate(),
            learned_on=timezone.localdate(),
            place=maker.word(),
            account=maker.word(),
            address=maker.word(),
        )
    maker.keep(leak)
    return leak
