"""What the pages of the logs show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.notary import queries
from erdem.notary.choices import LeafKind, Log
from erdem.notary.evidence import MOST_BYTES, EvidenceRefused, Fault, verify_evidence
from erdem.notary.forms import VerifyForm
from erdem.notary.log_files import verifier_of


@dataclass(frozen=True)
class Answer:
    """What came of checking a file: whether it holds, one sentence, and the facts it proves."""

    holds: bool
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    document: str = ""


@dataclass(frozen=True)
class VerifyPage:
    """The form and, after checking, the answer."""

    form: VerifyForm
    answer: Answer | None
    log: LogPage


@dataclass(frozen=True)
class LogPage:
    """How a log stands."""

    title: str
    key: str
    facts: tuple[tuple[str, str], ...]
    checkpoint: str
    checkpoint_url: str
    key_url: str
    url: str


def answer(file: UploadedFile[Any]) -> Answer:
    """Check a file that was handed in."""
    content = file.read(MOST_BYTES + 1)
    try:
        witnesses = [witness.key for witness in queries.known_witnesses()]
        found = verify_evidence(content, [verifier_of(log) for log in Log], witnesses)
    except EvidenceRefused as refused:
        return Answer(holds=False, sentence=_refusal(refused))
    facts = (
        (_("What it is"), str(LeafKind(found.kind).label) if found.kind in LeafKind.values else found.kind),
        *((_word(name), str(value)) for name, value in found.statement.items()),
        (_("Place in the log"), _place(found.proof.index + 1, found.size)),
        (_("Witnessed by"), _list(found.witnesses)),
    )
    sentence = _("This document stands in the log, exactly as it is in the file.")
    return Answer(holds=True, sentence=sentence, facts=facts, document=found.document)


def _word(name: str) -> str:
    """Return the word for a name in a statement; others write statements too, so an unknown name stands as it is."""
    words = {"number": _("Number"), "version": _("Version"), "sha256": _("SHA-256 of the document")}
    return words.get(name, name)


def _place(position: int, size: int) -> str:
    return _("%(position)s of %(size)s entries") % {"position": number(position), "size": number(size)}


def _list(names: tuple[str, ...]) -> str:
    return _(", ").join(names) if names else _("nobody yet")


def _refusal(refused: EvidenceRefused) -> str:
    return {
        Fault.NO_EVIDENCE: _("This is no evidence file. Choose the JSON file that was handed out with the proof."),
        Fault.INCOMPLETE: _("The evidence file is incomplete: a part of it is missing."),
        Fault.DAMAGED: _("The evidence file is damaged: a part of it cannot be read."),
        Fault.DOCUMENT_CHANGED: _("The document in the file was changed after it had been entered in the log."),
        Fault.NOT_IN_LOG: _("The log does not hold what the file says: number, version or content were changed."),
        Fault.UNKNOWN_LOG: _("The proof is of another log, which is not kept here."),
    }[refused.fault]


def verify_page(actor: Actor, form: VerifyForm, given: Answer | None) -> VerifyPage:
    """Build the page."""
    return VerifyPage(form, given, log_page(actor, Log.REGISTER))


def log_page(actor: Actor, log: str) -> LogPage:
    """Build the page of a log."""
    state = queries.log_state(actor, log)
    facts = [(_("Name"), state.origin)]
    if state.checkpoint is not None:
        facts.append((_("Entries"), number(state.checkpoint.checkpoint.size)))
        facts.append((_("Root"), state.checkpoint.checkpoint.root.hex()))
        witnesses = tuple(verified.key.name for verified in state.checkpoint.cosignatures)
        facts.append((_("Witnessed by"), _list(witnesses)))
    if state.published is not None:
        facts.append((_("Published"), iso_moment(state.published.published_at)))
    facts.append((_("Waiting"), number(state.waiting)))
    return LogPage(
        title=str(Log(log).label),
        key=state.key,
        facts=tuple(facts),
        checkpoint=state.checkpoint.note.encode().decode() if state.checkpoint else "",
        checkpoint_url=reverse("notary:log-checkpoint", args=[log]),
        key_url=reverse("notary:log-key", args=[log]),
        url=reverse("notary:log-detail", args=[log]),
    )
