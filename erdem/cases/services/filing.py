"""Taking what people hand in: checked, numbered, sent to the office of its place, with a receipt; the identity sealed apart."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.numbering import document_number
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.cases.choices import FORM_KIND, CaseKind, Channel, FilingStatus, MessageSide, Subject
from erdem.cases.intake.checking import faults_of
from erdem.cases.intake.forms import definition_of
from erdem.cases.intake.questions import FormDefinition
from erdem.cases.models import Filing, FilingReceipt
from erdem.cases.policies import can_record, own_offices
from erdem.cases.queries.routing import office_for
from erdem.cases.services.filing_files import HandedFile, check_files, check_needed, keep_files, named_by
from erdem.cases.services.identity import seal_identity
from erdem.cases.services.receipts import code_digest, hashed_phrase
from erdem.lib import receipts
from erdem.lib.folding import fold
from erdem.people.models import Organisation


@dataclass(frozen=True)
class Submission:
    """What is handed in.

    ``answers`` holds those of all steps; which of them tell who somebody is is said by the form. ``token`` is the random token of
    the form: the same token sent twice is one filing.
    """

    form: str
    subject: str
    place_code: str
    answers: Mapping[str, Any]
    token: str
    language: str = "zh-hans"
    channel: str = Channel.WEB
    files: tuple[HandedFile, ...] = field(default_factory=tuple)
    received_on: dt.date | None = None
    """The day on which a letter or call came, when an officer writes it down later."""


@dataclass(frozen=True)
class Submitted:
    """A filing with what its receipt says; the passphrase is kept nowhere and cannot be shown again."""

    filing: Filing
    code: str
    phrase: str


class AnswersWrong(RuleBroken):
    """Answers do not fit the form; ``faults`` has a sentence for each, by the key of the question."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(_("Some answers need another look. Nothing was sent yet; what you wrote is kept."))
        self.faults = faults


@transaction.atomic
def submit_filing(*, actor: Actor, given: Submission) -> Submitted:
    """Take a filing, from anybody, or from an officer who writes down what came to the office.

    Raises:
        PermissionRefused: somebody else than an officer says that it came by letter, telephone or visit.
        AnswersWrong: the answers do not fit the form.
        RuleBroken: a file is not taken, or no office serves the place.
    """
    if given.channel != Channel.WEB:
        require(can_record(actor))
    secret = _secret_of(given.token)
    phrase, code = receipts.phrase_of(secret), receipts.code_of(secret)
    token = hashlib.sha256(given.token.encode()).hexdigest()
    with acting_as(SYSTEM):
        _wait_for_the_same(token)
        filing = Filing.objects.filter(token=token).first()
        if filing is None:
            filing = _take(actor, given, token)
            FilingReceipt(filing=filing, code_digest=code_digest(code), phrase_hash=hashed_phrase(phrase)).save(
                force_insert=True
            )
    return Submitted(filing, receipts.grouped(code), phrase)


def _take(actor: Actor, given: Submission, token: str) -> Filing:
    definition, office = _checked(actor, given)
    sealed = _part(definition, given.answers, sealed=True)
    filing = _filing(actor, given, definition, office)
    filing.token, filing.is_named = token, bool(sealed.get("name"))
    filing.digest = _digest(filing, given.files)
    filing.save(force_insert=True)
    if filing.is_named:
        seal_identity(filing, sealed)
    keep_files(filing, named_by(definition, given.files), MessageSide.FILER)
    with acting_as(SYSTEM if given.channel == Channel.WEB else actor) as teller:
        audit.record(
            teller,
            action="cases.submit_filing",
            target=filing,
            place_code=filing.place_code,
            organisation_id=filing.office_id,
            detail={"number": filing.number, "form": filing.form, "channel": filing.channel},
        )
    return filing


def _filing(actor: Actor, given: Submission, definition: FormDefinition, office: Organisation) -> Filing:
    """Return the filing with its number, unsaved; nothing in it says who handed it in."""
    answers, now = _part(definition, given.answers, sealed=False), _moment(given)
    by_web = given.channel == Channel.WEB
    return Filing(
        number=document_number(f"SJ{given.place_code[:6]}", timezone.localdate(now).year),
        form=definition.form,
        kinds=[FORM_KIND[definition.form], *([CaseKind.REPORT] if answers.get("also_report") else [])],
        subject=given.subject,
        channel=given.channel,
        language=given.language,
        title=title_of(given.subject, answers),
        answers=answers,
        place_code=given.place_code,
        office=office,
        submitted_by_id=actor.user_id if by_web else None,
        recorded_by_id=None if by_web else actor.user_id,
        status=FilingStatus.NEW,
        respondent_key=fold(str(answers.get("respondent_name", ""))).replace(" ", "")[:200],
        right_number=str(answers.get("right_number", ""))[:64],
        record_number=str(answers.get("record_number", ""))[:40],
        submitted_at=now,
    )


def _moment(given: Submission) -> dt.datetime:
    """Return when it was received: now, or noon of the day that an officer names."""
    now = timezone.now()
    if given.channel == Channel.WEB or given.received_on in (None, timezone.localdate(now)):
        return now
    day = given.received_on or timezone.localdate(now)
    if day > timezone.localdate(now):
        raise RuleBroken(_("The day of receipt lies in the future. Check it."), field="received_on")
    return dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_current_timezone())


def _checked(actor: Actor, given: Submission) -> tuple[FormDefinition, Organisation]:
    definition = definition_of(given.form)
    faults = faults_of(definition, given.answers, timezone.localdate())
    if faults:
        raise AnswersWrong(faults)
    if given.subject not in Subject.values:
        raise RuleBroken(_("Say first what it is about."), field="subject")
    check_files(given.files)
    if given.channel == Channel.WEB:
        check_needed(definition, given.files)
    office = office_for(given.place_code)
    if office is None:
        raise RuleBroken(
            _("No office takes this for the place yet. Please call 12345, which passes it on."), field="place_code"
        )
    if given.channel != Channel.WEB and office.pk not in own_offices(actor):
        raise PermissionRefused(_("Write down what belongs to your own office; name the other office to the caller."))
    return definition, office


def _part(definition: FormDefinition, answers: Mapping[str, Any], *, sealed: bool) -> dict[str, Any]:
    """Return the answers of one part, without those that were not given."""
    keys = [question.key for question in definition.questions(sealed=sealed)]
    return {key: answers[key] for key in keys if answers.get(key) not in (None, "", [], False)}


def title_of(subject: str, answers: Mapping[str, Any]) -> str:
    """Return a short title: what it is about and against whom, else how the facts begin."""
    about = Subject(subject).label
    named = str(answers.get("respondent_name") or answers.get("facts", ""))[:40]
    return f"{about} · {' '.join(named.split())}"[:200]


def _digest(filing: Filing, files: tuple[HandedFile, ...]) -> str:
    """Return the SHA-256 of what was handed in, as it is printed on the receipt; without the sealed part."""
    said = {
        "number": filing.number,
        "form": filing.form,
        "subject": filing.subject,
        "kinds": filing.kinds,
        "answers": filing.answers,
        "place": filing.place_code,
        "files": sorted(hashlib.sha256(file.content).hexdigest() for file in files),
        "at": filing.submitted_at.isoformat(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _secret_of(token: str) -> bytes:
    """Return from what code and passphrase are made: the token of the form under the secret of the installation."""
    return hmac.new(settings.SECRET_KEY.encode(), b"filing " + token.encode(), hashlib.sha256).digest()


def _wait_for_the_same(token: str) -> None:
    """Let two requests with one token wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [token])
