"""One small world that every check of the whole product looks at: people, records of every openness, patents, findings.

Restricted records carry canary words in every field. Who may not see the record must never meet one of them, anywhere.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from erdem.base import jobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as, job_actor
from erdem.base.testing.actors import People
from erdem.knowledge import services as knowledge
from erdem.knowledge.content import (
    IngredientLine,
    NameLine,
    OriginLine,
    PlaceLine,
    RecordContent,
    SourceLine,
    StepLine,
)
from erdem.knowledge.models import CommunityBundle, Record, RecordImport
from erdem.knowledge.policies import visible_records
from erdem.literature.models import (
    Classification,
    Family,
    ImportRun,
    Party,
    Publication,
    QuarantinedRecord,
)
from erdem.notary import services as notary
from erdem.notary.audit_heads import Range
from erdem.notary.choices import Log
from erdem.notary.models import TimeStamp
from erdem.overlap import services as overlap
from erdem.overlap.models import AnnotationPair, AnnotationSet, Dossier, Finding, Review
from erdem.overlap.tests.annotating import a_set, label
from erdem.overlap.tests.factories import make_publication, screened, with_claim, with_facts, with_steps
from erdem.people.tests.factories import make_actor
from erdem.sharing.models import Envelope
from tests.world_cases import Cases, add_cases
from tests.world_certificates import Certificates, add_certificates
from tests.world_clock import add_calendar
from tests.world_community import Communities, build_communities
from tests.world_consent import ConsentWorld, add_consents
from tests.world_exchange import add_exchange
from tests.world_labels import WORDS, Labels, add_labels, told_by_faces
from tests.world_ledger import add_ledger
from tests.world_media import MediaWorld, build_media
from tests.world_payments import Payments, add_payments
from tests.world_permit import Permits, add_permits
from tests.world_register import Register, add_register
from tests.world_reports import ReportWorld, add_reports
from tests.world_sealing import SealedWorld, build_sealed
from tests.world_sharing import add_request
from tests.world_signing import add_signing
from tests.world_stamps import add_stamps
from tests.world_terms import add_terms
from tests.world_wall import add_to_wall
from tests.world_work import Work, add_refused_import, add_work

OPEN_WORD = "示例公开"
SHARED_WORD = "示例风干"
"""A word in open and in restricted records alike: searching for it must find only the open ones."""
TABLE = "名称,类别,组成,地区\n示例方甲,formula,诃子三两,152530\n,formula,栀子二两,152530\n".encode()


@dataclass(frozen=True)
class Canary:
    """A planted word and the record that it stands in."""

    word: str
    record: Record


@dataclass
class World:
    """Everything that was made."""

    people: People
    region: Actor
    expert: Actor
    neighbour: Actor
    nobody: Actor
    open_record: Record
    shared_record: Record
    own_draft: Record
    own_secret: Record
    publication: Publication
    open_finding: Finding
    substance_key: str
    import_run: ImportRun
    refused_record: QuarantinedRecord
    record_import: RecordImport
    dossier: Dossier
    progress_id: str
    work: Work
    annotation: AnnotationSet
    labels: Labels
    communities: Communities
    sealed: SealedWorld
    bundle: CommunityBundle
    consents: ConsentWorld
    media: MediaWorld
    register: Register
    certificates: Certificates
    records: list[Record] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    stamp: TimeStamp = field(init=False)
    permits: Permits = field(init=False)
    reports: ReportWorld = field(init=False)
    payments: Payments = field(init=False)
    envelope: Envelope = field(init=False)
    cases: Cases = field(init=False)

    def actors(self) -> dict[str, Actor]:
        """Return every kind of actor, by name."""
        return {
            "public": PUBLIC,
            "holder": self.people.holder,
            "applicant": self.people.applicant,
            "officer": self.people.officer,
            "stranger": self.people.stranger,
            "region": self.region,
            "expert": self.expert,
            "neighbour": self.neighbour,
            "steward": self.communities.steward,
            "nobody": self.nobody,
            "key": Actor(kind=ActorKind.API_KEY, label="示例密钥", user_id=self.people.applicant.user_id),
            "system": SYSTEM,
            "job": job_actor("示例"),
            "receipt": self.cases.intake.reader,
        }

    def forbidden_words(self, actor: Actor) -> dict[str, int]:
        """Return the canary words that the actor must never meet, with the id of their record."""
        with acting_as(SYSTEM):
            seen = set(Record.objects.filter(visible_records(actor)).values_list("pk", flat=True))
            told = told_by_faces(actor)
            beside = (*self.communities.secrets, *self.consents.secrets)
            kept = {secret.word: 0 for secret in beside if not secret.is_seen_by(actor)}
        hidden = (canary for canary in self.canaries if canary.record.pk not in seen and canary.word not in told)
        known = {canary.word: canary.record.pk for canary in hidden}
        return known | kept | self.media.forbidden_words(actor)


class Planter:
    """Writes records whose every field carries a canary word of its own."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1001)
        self.planted: list[str] = []

    def word(self) -> str:
        """Return a new word that stands nowhere else and that folding leaves alone."""
        word = f"zqx{next(self.numbers)}kanari"
        self.planted.append(word)
        return word

    def content(self, tier: str, community: int | None, place: str, key: str) -> RecordContent:
        """Return a record full of canaries, with one word that open records have too."""
        word = self.word
        return RecordContent(
            kind="formula",
            name=f"{SHARED_WORD}{word()}",
            tk_class="2",
            tk_type="2.5",
            diffusion_tier=tier,
            community_id=community,
            name_other=word(),
            diffusion_reason=word(),
            summary=word(),
            text=f"{SHARED_WORD} {word()}",
            indication=word(),
            lineage=word(),
            note=word(),
            book=word(),
            people_group=word(),
            tradition=word(),
            known_since_text=word(),
            biological_source=word(),
            confidence_note=word(),
            protection_unit=word(),
            item_code=word(),
            source_key=key,
            names=(NameLine(word()),),
            origins=(OriginLine(word(), word()),),
            sources=(SourceLine(word(), author=word(), edition=word(), quotation=word(), proves=word()),),
            places=(PlaceLine(place),),
            ingredients=(
                IngredientLine("诃子", "三两", word(), word()),
                IngredientLine("栀子", "二两", word()),
                IngredientLine("川楝子", f"二两{word()}"),
            ),
            steps=(StepLine(word(), word(), word()),),
            materials=(word(),),
            products=(word(),),
        )


def _take(status: str, content: RecordContent) -> Record:
    record = knowledge.draft_record(actor=SYSTEM, content=content)
    if status in ("submitted", "registered"):
        knowledge.submit(actor=SYSTEM, record=record)
    if status == "registered":
        knowledge.register_record(actor=SYSTEM, record=record)
    if status == "withdrawn":
        knowledge.withdraw_record(actor=SYSTEM, record=record, reason="示例原因")
    return record


def _open(name: str, tier: str, community: int | None, **more: Any) -> RecordContent:
    return RecordContent(
        kind="formula",
        name=name,
        tk_class="2",
        tk_type="2.5",
        diffusion_tier=tier,
        community_id=community,
        text=f"{OPEN_WORD}，{SHARED_WORD}。",
        places=(PlaceLine("152530"),),
        sources=(SourceLine("示例方书", kind="classic", year=1330),),
        ingredients=(
            IngredientLine("诃子", "三两", "去核"),
            IngredientLine("栀子", "二两"),
            IngredientLine("川楝子", "二两"),
        ),
        **more,
    )


def _publication() -> Publication:
    made = with_claim(make_publication("CN101361572A", title=f"{SHARED_WORD}牛肉的制备方法"))
    Publication.objects.filter(pk=made.pk).update(family=Family.objects.create(key="application:2008101657231"))
    Classification.objects.create(
        publication=made, scheme="ipc", code="A61K36/00", subclass="A61K", main_group="A61K36"
    )
    Party.objects.create(publication=made, role="applicant", name="示例公司")
    made.priorities.create(ordinal=1, number="CN200810165723", country="CN")
    made.legal_events.create(code="示例", text="示例事件")
    made.source_records.create(name="示例来源", day="2026-11-25", fields={"title": "示例"})
    other = with_steps(with_facts(make_publication("CN105192728B"), "示例药甲", "示例药乙"), "切块")
    Party.objects.create(publication=other, role="applicant", name="示例二公司")
    return made


def _findings(records: list[Record], publication: Publication) -> dict[int, Finding]:
    """Screen, and give a finding also to the records that a screening would pass over, so that every rule has its rows."""
    screened()
    found = {finding.record_id: finding for finding in Finding.objects.all()}
    pattern = next(iter(found.values()))
    fields = ("run", "relation", "score", "rank", "pool_size", "engine_version", "lexicon_version", "evidence")
    for number, record in enumerate(records, 9001):
        if record.pk not in found:
            copied = {name: getattr(pattern, name) for name in fields}
            found[record.pk] = Finding.objects.create(
                number=f"XS-2026-{number}", record=record, publication=publication, **copied
            )
    return found


def _annotation(
    people: People, region: Actor, expert: Actor, findings: dict[int, Finding], records: tuple[Record, Record, Record]
) -> AnnotationSet:
    """A set led by the region, labelled by the officer and the expert: one pair by both, one by the expert, one by nobody.

    The record of the last was closed by its community after the pairs were drawn.
    """
    with acting_as(SYSTEM):
        pairs = [(record, findings[record.pk].publication, findings[record.pk].evidence) for record in records]
    opened = a_set(region, people.officer, expert, pairs)
    label(people.officer, opened, 1, "identical", "full", "示例备注")
    label(expert, opened, 1, "modified", "partial")
    label(expert, opened, 2, "unrelated")
    with acting_as(region):
        pair = AnnotationPair.objects.select_related("set", "record").get(set=opened, position=1)
        overlap.adjudicate(actor=region, pair=pair, label=overlap.Label("modified", "partial"))
        overlap.accept_spans(actor=region, pair=pair, accepted={1})
    return opened


def _one(records: list[Record], status: str, tier: str, community: int) -> Record:
    wanted = (status, tier, community)
    return next(each for each in records if (each.status, each.diffusion_tier, each.community_id) == wanted)


def build(people: People) -> World:
    """Make the world; the caller holds an open transaction."""
    region = make_actor("office", "示例自治区局", "region_officer", "150000")
    expert = make_actor("institution", "示例研究所", "expert", None)
    neighbour = make_actor("office", "示例邻旗局", "county_officer", "152529")
    nobody = Actor(kind=ActorKind.PERSON, label="示例无职", user_id=people.stranger.user_id)
    (own,), (other,) = people.holder.organisation_ids, people.stranger.organisation_ids
    with acting_as(SYSTEM):
        knowledge.ignore_name(actor=SYSTEM, name="示例非药", reason="示例")
        knowledge.load_lexicon(
            actor=SYSTEM,
            rows=[
                {
                    "id": "he-zi",
                    "name_zh": "诃子",
                    "kind": "herb",
                    "aliases": ["诃黎勒"],
                    "substitutes": {"zhi-zi": 0.3},
                },
                {"id": "zhi-zi", "name_zh": "栀子", "kind": "herb", "aliases": ["山栀"]},
                {"id": "chuan-lian-zi", "name_zh": "川楝子", "kind": "herb", "aliases": ["金铃子"]},
            ],
        )
        planter, records, canaries = Planter(), [], []
        kinds = itertools.product(
            ("draft", "submitted", "registered", "withdrawn"), ("D1", "D2", "D3", "D4"), (own, other, None)
        )
        for status, tier, community in kinds:
            planter.planted.clear()
            place = "150621" if community == other else "152530"
            record = _take(status, planter.content(tier, community, place, f"{status}{tier}{community}"))
            records.append(record)
            canaries += [Canary(word, record) for word in (*planter.planted, record.number)]
        open_record = _take("registered", _open("示例公开三味散", "D4", None))
        shared_record = _take("registered", _open("示例登录可见散", "D3", own))
        labelled = _take("registered", _open("示例公开另方", "D4", None))
        add_to_wall(people, shared_record, _one(records, "registered", "D2", own))
        bundle = add_exchange(people)
        labels = add_labels(people, _one(records, "registered", "D1", own), shared_record)
        canaries += [Canary(word, _one(records, "registered", "D1", own)) for word in WORDS]
        unknown = _take("registered", _open("示例无主奶酒", "D3", None))
        communities = build_communities(people, _one(records, "registered", "D2", own), unknown, shared_record)
        publication = _publication()
        findings = _findings([open_record, shared_record, labelled, unknown, *records], publication)
        for finding in findings.values():
            Review(finding=finding, step="confirm", status="confirmed", text="示例意见", signed="示例·经办").save(
                force_insert=True
            )
    with acting_as(people.officer):
        record_import = knowledge.receive_upload(
            actor=people.officer,
            content=TABLE,
            file_name="示例.csv",
            options=knowledge.ImportOptions(),
            no_state_secret=True,
        )
        dossier = overlap.make_dossier(actor=people.officer, finding=findings[open_record.pk])
    with acting_as(SYSTEM):
        import_run, refused_record = add_refused_import()
        work = add_work(people, publication)
        progress = jobs.announce("overlap.screen", actor=people.officer)
    secret, draft = _one(records, "registered", "D1", own), _one(records, "draft", "D2", own)
    annotation = _annotation(people, region, expert, findings, (open_record, labelled, secret))
    register = add_register(people, expert, records, lambda word, record: canaries.append(Canary(word, record)))
    made = World(
        people=people,
        region=region,
        expert=expert,
        neighbour=neighbour,
        nobody=nobody,
        open_record=open_record,
        shared_record=shared_record,
        own_draft=draft,
        own_secret=secret,
        publication=publication,
        open_finding=findings[open_record.pk],
        substance_key="he-zi",
        import_run=import_run,
        refused_record=refused_record,
        record_import=record_import,
        dossier=dossier,
        progress_id=str(progress.pk),
        work=work,
        annotation=annotation,
        labels=labels,
        communities=communities,
        sealed=build_sealed(people.holder, secret),
        bundle=bundle,
        consents=add_consents(people, _one(records, "draft", "D2", own), secret, planter.word),
        media=build_media(people, open_record, _one(records, "registered", "D4", own), draft),
        register=register,
        certificates=add_certificates(open_record, secret, people.officer),
        records=records,
        canaries=canaries,
    )
    with acting_as(SYSTEM):
        notary.write_head(actor=SYSTEM, covered=Range(0, 0, 1))
        add_calendar()
    for log in Log:
        notary.integrate(actor=SYSTEM, log=log)
    made.stamp = add_stamps(people)
    add_ledger(people)
    made.payments = add_payments(people)
    add_request(people, communities.steward, shared_record)
    add_terms(people, communities.steward, shared_record)
    made.permits = add_permits(people, communities.steward, shared_record)
    made.reports = add_reports(people, communities.steward, shared_record)
    made.envelope = add_signing(people, communities.steward, shared_record)
    made.cases = add_cases(people, expert)
    return made
