"""What the pages of the logs show."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.notary import authorities, queries
from erdem.notary.checking import Checked, Trusted, check_stream
from erdem.notary.choices import LeafKind, Log
from erdem.notary.evidence import Fault
from erdem.notary.forms import VerifyForm
from erdem.notary.log_files import verifier_of
from erdem.notary.stamp_pages import StampsPart, stamps_part
from erdem.notary.stamped import Doubt


@dataclass(frozen=True)
class Answer:
    """What came of checking a file: whether it holds, one sentence, and the facts it proves."""

    holds: bool
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    document: str = ""
    files: tuple[FileState, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True)
class FileState:
    """A file of a bundle: whether it is as the manifest says, and what is wrong otherwise."""

    path: str
    ok: bool
    state: str


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
    stamps: StampsPart


def answer(file: UploadedFile[Any]) -> Answer:
    """Check a file that was handed in."""
    witnesses = tuple(witness.key for witness in queries.known_witnesses())
    trusted = Trusted(tuple(verifier_of(log) for log in Log), witnesses, roots=authorities.roots())
    stream = cast("IO[bytes]", file.file)  # an uploaded file that a form has taken is always open
    stream.seek(0)
    found = check_stream(stream, trusted)
    if found.form == "certificate":
        return _certificate(_digest(file), found)
    if (said := queries.words_for(found)) is not None:
        issued = queries.recognised(_digest(file)) if found.holds else None
        return Answer(found.holds, said.sentence, said.facts, url=issued.url if issued else "")
    told = found.detail
    files, missing = _files(told), tuple((each["what"], each["why"]) for each in told.get("missing", ()))
    if not found.holds:
        return Answer(holds=False, sentence=_refusal(found.fault or Fault.DAMAGED), files=files)
    return Answer(
        holds=True,
        sentence=str(_SENTENCES[found.form]),
        facts=tuple(_facts(told)),
        document=told.get("document", ""),
        files=files,
        missing=missing,
    )


def _digest(file: UploadedFile[Any]) -> str:
    state = hashlib.sha256()
    for piece in file.chunks():
        state.update(piece)
    return state.hexdigest()


def _certificate(digest: str, found: Checked) -> Answer:
    """A certificate holds as a whole or not at all: what is printed on it is proven by the digest of the file alone."""
    issued = queries.recognised(digest)
    if issued is not None:
        sentence = _("This file is exactly the %(what)s %(number)s as it was issued. Today: %(state)s.")
        facts = [(_("Number"), issued.number), (_("SHA-256 of the file"), digest), *_facts(found.detail)]
        said = sentence % {"what": issued.what, "number": issued.number, "state": issued.state}
        return Answer(holds=True, sentence=said, facts=tuple(facts), url=issued.url)
    if not found.holds:
        return Answer(holds=False, sentence=_refusal(found.fault or Fault.DAMAGED))
    return Answer(holds=False, sentence=str(_NOT_ISSUED))


def _facts(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not told:
        return []
    facts = [(_("What it is"), _kind(told["kind"]))] if "kind" in told else []
    facts += [(_word(name), str(value)) for name, value in told.get("statement", {}).items()]
    if "entry" in told:
        facts.append((_("log entry"), told["entry"]))
    facts += [
        (_("Place in the log"), _place(told["index"] + 1, told["size"])),
        (_("Witnessed by"), _list(tuple(told["witnesses"]))),
    ]
    facts += [(_("Time-stamp"), _stamp(each)) for each in told.get("stamped", ())]
    return facts


def _files(told: dict[str, Any]) -> tuple[FileState, ...]:
    """Return the files of a bundle, those that are not as they should be first."""
    words = {"ok": _("unchanged"), "changed": _("changed"), "missing": pgettext("a file of a bundle", "missing")}
    rows = [FileState(each["path"], each["state"] == "ok", words[each["state"]]) for each in told.get("files", ())]
    rows += [FileState(name, ok=False, state=_("does not belong to it")) for name in told.get("extra", ())]
    return tuple(sorted(rows, key=lambda row: row.ok))


def _kind(kind: str) -> str:
    return str(LeafKind(kind).label) if kind in LeafKind.values else kind


def _word(name: str) -> str:
    """Return the word for a name in a statement; others write statements too, so an unknown name stands as it is."""
    words = {
        "number": _("Number"),
        "version": _("Version"),
        "sha256": _("SHA-256 of the document"),
        "act": _("What happened"),
        "pdf": _("SHA-256 of the holders' copy"),
        "public_pdf": _("SHA-256 of the copy for others"),
    }
    return words.get(name, name)


def _place(position: int, size: int) -> str:
    return _("%(position)s of %(size)s entries") % {"position": number(position), "size": number(size)}


def _stamp(stamp: dict[str, Any]) -> str:
    """Say who stamped when, and what that is worth."""
    moment = iso_moment(dt.datetime.fromisoformat(stamp["time"]))
    said = _("%(moment)s, by %(authority)s") % {"moment": moment, "authority": stamp["authority"]}
    if stamp["local"]:
        return _("%(moment)s, by an installation's own authority: proves nothing to outsiders") % {"moment": moment}
    if stamp["trusted"]:
        return said
    return (
        said
        + {
            Doubt.UNKNOWN_ROOT: _(" (not trusted: we do not know the root of this authority)"),
            Doubt.ENDED: _(" (no longer valid: its certificate has ended and it was not renewed)"),
            Doubt.NOT_COMPUTED: _(" (not checked: it is signed with SM2)"),
        }[Doubt(stamp["doubt"])]
    )


def _list(names: tuple[str, ...]) -> str:
    return _(", ").join(names) if names else _("nobody yet")


_SENTENCES = {
    "evidence": _lazy("This document stands in the log, exactly as it is in the file."),
    "bundle": _lazy("Every file is as the sealed list says, and the list stands in the log."),
    "proof": _lazy("This entry stands in the log. What it stands for is known only to those who hold its evidence."),
}


_NOT_ISSUED = _lazy(
    "What the file carries stands in the log, but the file is no certificate or permit as it was issued: what is printed on it"
    " may have been changed."
)


def _refusal(fault: Fault) -> str:
    return {
        Fault.NO_EVIDENCE: _(
            "This is no evidence. Choose the JSON file that was handed out with the proof, or the PDF of a certificate, a permit"
            " or an agreement."
        ),
        Fault.INCOMPLETE: _("The evidence file is incomplete: a part of it is missing."),
        Fault.DAMAGED: _("The evidence file is damaged: a part of it cannot be read."),
        Fault.DOCUMENT_CHANGED: _("The document in the file was changed after it had been entered in the log."),
        Fault.NOT_IN_LOG: _("The log does not hold what the file says: number, version or content were changed."),
        Fault.UNKNOWN_LOG: _("The proof is of another log, which is not kept here."),
        Fault.FILES_DIFFER: _(
            "Files were changed, taken out or added since the bundle was sealed. They are marked below."
        ),
        Fault.NO_PROOF: _("The bundle was taken before the log had been published. Download it again."),
        Fault.OWN_DATE: _("The bundle offers a date of the platform as a date of publication. That is never allowed."),
        Fault.BAD_STAMP: _("A time-stamp in the file does not fit the proof, or was changed."),
    }[fault]


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
        stamps=stamps_part(actor, log),
    )
