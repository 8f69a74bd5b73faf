"""Wording labels: what a label says in a community's own words, written and spoken, version by version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import LabelCode
from erdem.knowledge.models import CommunityLabel
from erdem.knowledge.policies import can_word

LANGUAGES = ("zh", "mn", "en")
MOST_BYTES = 20 * 1024 * 1024
_KINDS: tuple[tuple[bytes, int, str], ...] = (
    (b"ID3", 0, "audio/mpeg"),
    (b"OggS", 0, "audio/ogg"),
    (b"fLaC", 0, "audio/flac"),
    (b"WAVE", 8, "audio/wav"),
    (b"ftyp", 4, "audio/mp4"),
    (b"\x1aE\xdf\xa3", 0, "audio/webm"),
    (b"#!AMR", 0, "audio/amr"),
)
"""Marks of the sound files that phones and recorders make, with the place of the mark."""


@dataclass(frozen=True)
class Wording:
    """Names, words and recordings by language (zh, mn, en); ``kept`` names the languages whose recording stays as it was."""

    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    recordings: Mapping[str, bytes] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


@transaction.atomic
def word_label(
    *, actor: Actor, community_id: int, code: str, wording: Wording, based_on: int | None = None
) -> CommunityLabel:
    """Write a new version of what a label says in the words of a community. It is in use once a steward approves it.

    Args:
        based_on: the newest version that the writer had on the page, 0 for none.

    Raises:
        PermissionRefused: the actor does not speak for the community.
        RuleBroken: name or words are missing, a recording is none, or somebody else has worded it in the meantime.
    """
    require(can_word(actor, community_id))
    if code not in LabelCode.values:
        raise RuleBroken(_("There is no such label."))
    newest = _newest(community_id, code)
    if based_on is not None and based_on != (newest.version if newest else 0):
        raise RuleBroken(
            _(
                "Somebody has worded this label while you were writing. Nothing was overwritten; look at the newest version."
            )
        )
    _check(wording)
    made = CommunityLabel(community_id=community_id, code=code, version=0, worded_by_id=actor.user_id)
    for language in LANGUAGES:
        setattr(made, f"name_{language}", wording.names.get(language, "").strip())
        setattr(made, f"text_{language}", wording.texts.get(language, "").strip())
        setattr(made, f"audio_{language}_id", _recording(wording, language, newest))
    made.save(force_insert=True)
    made.refresh_from_db()
    audit.record(
        actor, action="knowledge.word_label", target=made, organisation_id=community_id,
        detail={"code": code, "version": made.version},
    )  # fmt: skip
    return made


@transaction.atomic
def approve_wording(*, actor: Actor, wording: CommunityLabel) -> CommunityLabel:
    """Put a version of a wording into use; labels put on from now on carry it, older ones keep theirs.

    Raises:
        PermissionRefused: the actor does not speak for the community.
        RuleBroken: it has been approved already.
    """
    require(can_word(actor, wording.community_id))
    wording = CommunityLabel.objects.select_for_update().get(pk=wording.pk)
    if wording.approved_at is not None:
        raise RuleBroken(_("This wording has been approved already."))
    wording.approved_by_id, wording.approved_at = actor.user_id, timezone.now()
    wording.save(update_fields=["approved_by", "approved_at"])
    audit.record(
        actor, action="knowledge.approve_wording", target=wording, organisation_id=wording.community_id,
        detail={"code": wording.code, "version": wording.version},
    )  # fmt: skip
    return wording


def sound_kind(content: bytes) -> str | None:
    """Return the media type of a sound file by its first bytes, or None when it is none."""
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    return next((kind for mark, at, kind in _KINDS if content[at : at + len(mark)] == mark), None)


def _newest(community_id: int, code: str) -> CommunityLabel | None:
    return CommunityLabel.objects.filter(community_id=community_id, code=code).order_by("-version").first()


def _check(wording: Wording) -> None:
    if not any(name.strip() for name in wording.names.values()):
        raise RuleBroken(_("Write what your community calls this label, in at least one language."), field="name_zh")
    if not any(text.strip() for text in wording.texts.values()):
        raise RuleBroken(_("Write what it asks of a reader, in at least one language."), field="text_zh")
    for language, content in wording.recordings.items():
        if len(content) > MOST_BYTES:
            raise RuleBroken(_("The recording is larger than 20 MB. A minute or two is enough."), f"audio_{language}")
        if sound_kind(content) is None:
            raise RuleBroken(
                _("This file is not a recording that we know. Choose MP3, M4A, WAV, OGG, FLAC or WebM."),
                field=f"audio_{language}",
            )


def _recording(wording: Wording, language: str, newest: CommunityLabel | None) -> int | None:
    content = wording.recordings.get(language)
    if content:
        return blobs.keep(content, media_type=sound_kind(content) or "").pk
    if language in wording.kept and newest is not None:
        kept: int | None = getattr(newest, f"audio_{language}_id")
        return kept
    return None
