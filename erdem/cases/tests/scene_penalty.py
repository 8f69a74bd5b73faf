"""A penalty on its way, for tests: officers with certificates, documents issued and served."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.clock import Paper
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.models import Case, CaseParty, OfficialDocument, Party, PenaltyDecision, ServiceRecord
from erdem.cases.paper.registry import TEMPLATES
from erdem.cases.services import (
    StepGiven,
    approve_document,
    assign_case,
    issue_document,
    note_certificate,
    note_waiver,
    revise_document,
    serve_document,
    take_case_step,
    write_decision,
)
from erdem.cases.services.deciding import NewDecision
from erdem.cases.services.serving import begin_what_follows
from erdem.cases.tests.factories import colleague_of, make_case

FILLED: dict[str, Any] = {
    "line": "示例",
    "text": "示例内容",
    "date": "2026年11月27日",
    "money": 300_000,
    "rows": [["示例物品", "1"]],
}
BECAUSE = StepGiven(reason="示例理由", paper=Paper("示例文书", None))


@dataclass
class Scene:
    """Two officers who handle the case, a chief who approves, and the case."""

    officer: Actor
    second: Actor
    chief: Actor
    case: Case

    def step(self, *names: str, by: Actor | None = None, given: StepGiven = BECAUSE) -> Case:
        """Take steps one after the other."""
        actor = by or self.officer
        with acting_as(actor):
            for name in names:
                self.case = take_case_step(actor=actor, case=self.case, step=name, given=given)
        return self.case

    def issue(self, template: str) -> OfficialDocument:
        """Fill in, approve and issue the draft of a template that a step has begun."""
        given = {field.name: FILLED[field.kind] for field in TEMPLATES[template].fields}
        with acting_as(self.officer):
            draft = OfficialDocument.objects.get(case=self.case, template=template, status="draft")
            draft = revise_document(actor=self.officer, document=draft, given=given)
        with acting_as(self.chief):
            draft = approve_document(actor=self.chief, document=draft)
            return issue_document(actor=self.chief, document=draft)

    def serve(self, template: str) -> ServiceRecord:
        """Issue a document and note that it was handed over today."""
        document = self.issue(template)
        with acting_as(self.officer):
            return serve_document(
                actor=self.officer,
                document=document,
                way="direct",
                receiver="示例商行",
                received_on=timezone.localdate(),
            )

    def waive(self) -> ServiceRecord:
        """Note that the party gave up its right to answer the notice that was served."""
        with acting_as(self.officer):
            words = "示例：当事人在送达回证上书面声明放弃陈述、申辩和听证"
            return note_waiver(actor=self.officer, case=self.case, waived_on=timezone.localdate(), waiver=words)

    def serve_before(self, template: str, days: int) -> ServiceRecord:
        """Issue a document; it was served some days ago."""
        document = self.issue(template)
        with acting_as(SYSTEM):
            record = ServiceRecord.objects.create(
                case=self.case,
                document=document,
                way="direct",
                receiver="示例商行",
                received_on=timezone.localdate() - dt.timedelta(days=days),
            )
            begin_what_follows(self.officer, record)
        return record

    def decide(self, **given: Any) -> PenaltyDecision:
        """Write a decision: a fine of 3,000 yuan unless told otherwise."""
        facts: dict[str, Any] = {
            "outcome": Outcome.PENALISED,
            "articles": "示例法第一条",
            "reasons": "示例理由",
            "content": "罚款",
            "fine_fen": 300_000,
        } | given
        with acting_as(self.officer):
            return write_decision(actor=self.officer, case=self.case, new=NewDecision(**facts))


def certify(scene: Scene, *actors: Actor) -> None:
    """Note a certificate in force for each."""
    today = timezone.localdate()
    with acting_as(scene.officer):
        for actor in actors:
            note_certificate(
                actor=scene.officer,
                office=scene.case.office,
                user_id=actor.user_id or 0,
                number=f"示例证{actor.user_id}",
                valid_from=today - dt.timedelta(days=30),
                valid_until=today + dt.timedelta(days=30),
            )


def penalty_scene(people: People) -> Scene:
    """Open a penalty case with a respondent, handled by two officers; both are certified."""
    officer, second, chief = people.officer, colleague_of(people.officer), colleague_of(people.officer)
    case = make_case(officer, CaseKind.PENALTY, subject="trademark", facts="示例事实")
    with acting_as(officer):
        party = Party.objects.create(office=case.office, kind="enterprise", name="示例商行")
        CaseParty.objects.create(case=case, party=party, role="respondent")
        case = assign_case(actor=officer, case=case, handler_id=officer.user_id, second_handler_id=second.user_id)
    scene = Scene(officer, second, chief, case)
    certify(scene, officer, second)
    return scene


def investigated(people: People) -> Scene:
    """Bring a penalty to the end of its investigation."""
    scene = penalty_scene(people)
    scene.step("begin_check")
    scene.step("file", by=scene.chief)
    scene.step("begin_investigation", "end_investigation")
    return scene


def notified(people: People) -> Scene:
    """Bring a penalty to the notice, served."""
    scene = investigated(people)
    scene.step("notify")
    scene.serve("penalty_notice")
    return scene


def answered(people: People) -> Scene:
    """Bring a penalty to where it may be decided: the notice was served and the party gave up to answer it."""
    scene = notified(people)
    scene.waive()
    return scene


DECIDED = StepGiven(reason="示例", outcome=Outcome.PENALISED)
