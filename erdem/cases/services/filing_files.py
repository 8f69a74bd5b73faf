"""Files of a filing: what may be handed in, told by its first bytes and not by its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.policy import RuleBroken
from erdem.cases.intake.questions import FormDefinition
from erdem.cases.models import Filing, FilingFile
from erdem.cases.services.faults import broken

LARGEST: Final = 20 * 1024 * 1024
MOST_AT_ONCE: Final = 10
_KINDS: Final = (
    (0, b"%PDF", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
)
_OFFICE: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,.webp,.mp4,.mp3,.docx,.xlsx"


@dataclass(frozen=True)
class HandedFile:
    """A file as it was handed in."""

    name: str
    content: bytes
    stands_for: str = ""
    """The key of the file that the form needs."""


def media_type_of(file: HandedFile) -> str:
    """Return what a file is by its first bytes, empty when it is nothing that is taken."""
    for start, mark, media_type in _KINDS:
        if file.content[start : start + len(mark)] == mark:
            return media_type
    if file.content[:4] == b"PK\x03\x04":
        return _OFFICE.get(file.name.rsplit(".", 1)[-1].lower(), "")
    return ""


def check_files(files: tuple[HandedFile, ...]) -> None:
    """Refuse files that are too many, too large, empty or of a kind that is not taken.

    Raises:
        RuleBroken: with the name of the file and what to do.
    """
    if len(files) > MOST_AT_ONCE:
        raise RuleBroken(
            _("Please send at most %(most)s files at once. You can add more afterwards.") % {"most": MOST_AT_ONCE},
            field="attached",
        )
    for file in files:
        named = {"name": file.name}
        if not file.content:
            raise RuleBroken(_("“%(name)s” is empty. Choose another file.") % named, field="attached")
        if len(file.content) > LARGEST:
            raise RuleBroken(
                _("“%(name)s” is larger than 20 MB. Make it smaller or split it, or bring it to the office.") % named,
                field="attached",
            )
        if not media_type_of(file):
            raise RuleBroken(
                _("“%(name)s” is of a kind that is not taken. Send PDF, photographs, MP4, MP3, Word or Excel.") % named,
                field="attached",
            )


def check_needed(definition: FormDefinition, files: tuple[HandedFile, ...]) -> None:
    """Refuse what comes without a file that its form needs.

    Raises:
        RuleBroken: one is missing, named with its field.
    """
    given = {file.stands_for for file in files}
    for needed in definition.needed_files:
        if needed.key not in given:
            raise RuleBroken(
                _("The file “%(what)s” is missing. Nothing was sent.") % {"what": needed.label}, field=needed.key
            )


def named_by(definition: FormDefinition, files: tuple[HandedFile, ...]) -> tuple[HandedFile, ...]:
    """Return the files, those that a form needs with what they are before their names."""
    labels = {needed.key: str(needed.label) for needed in definition.needed_files}
    return tuple(
        replace(file, name=f"{labels[file.stands_for]} - {file.name[-120:]}") if file.stands_for in labels else file
        for file in files
    )


def keep_files(filing: Filing, files: tuple[HandedFile, ...], side: str) -> list[FilingFile]:
    """Keep files that were checked; the same file twice is kept once.

    Raises:
        RuleBroken: one of them is not taken.
    """
    check_files(files)
    kept = []
    with acting_as(SYSTEM), broken():
        for file in files:
            blob = blobs.keep(file.content, media_type=media_type_of(file))
            known = FilingFile.objects.filter(filing=filing, blob=blob).first()
            kept.append(
                known
                or FilingFile.objects.create(
                    filing=filing, blob=blob, side=side, file_name=file.name.strip()[-200:] or "file"
                )
            )
    return kept
