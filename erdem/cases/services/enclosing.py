"""Evidence that goes to another office: its file, the facts of its capture, and who had it in hand so far."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment
from erdem.base.policy import RuleBroken
from erdem.cases.models import Case, Evidence
from erdem.cases.papers.package import Enclosed
from erdem.cases.papers.sheets import in_groups
from erdem.cases.queries.work import custody_of, evidence_of
from erdem.cases.services.evidence import hand_out_evidence

LANGUAGE = "zh-hans"


def enclose(*, actor: Actor, case: Case, ordinals: Sequence[int], to: str) -> list[Enclosed]:
    """Return the chosen pieces for a package to an office; that a copy went there is noted in the custody of each.

    Raises:
        RuleBroken: a piece is not in the case, has no file, or its stored file was changed.
    """
    found = {each.ordinal: each for each in evidence_of(actor, case)}
    if unknown := sorted(set(ordinals) - set(found)):
        words = _("There is no evidence %(numbers)s in this case. Reload the page.")
        raise RuleBroken(words % {"numbers": "、".join(map(str, unknown))}, field="evidence")
    with translation.override(LANGUAGE):
        why = _("copied for the transfer to %(office)s") % {"office": to}
        return [_enclosed(actor, found[ordinal], why) for ordinal in sorted(set(ordinals))]


def _enclosed(actor: Actor, piece: Evidence, why: str) -> Enclosed:
    blob = hand_out_evidence(actor=actor, evidence=piece, why=why)
    custody = tuple(
        (
            iso_moment(timezone.localtime(act.at))[:16],
            str(act.get_act_display()),
            str(act.by),
            "，".join(part for part in (act.why, act.to_whom) if part),
        )
        for act in custody_of(actor, piece)
    )
    return Enclosed(piece.ordinal, piece.title, _facts(piece), custody, piece.file_name, blobs.read_verified(blob))


def _facts(piece: Evidence) -> tuple[str, ...]:
    """Return what the list says of a piece: from whom, how it was captured, who checked it, its hashes."""
    captured = (
        iso_moment(timezone.localtime(piece.captured_at))[:16],
        piece.captured_where,
        piece.captured_by,
        piece.procedure,
    )
    checked = (
        f"{piece.checked_by}\n{iso_moment(timezone.localtime(piece.checked_at))[:10]}"
        if piece.checked_by and piece.checked_at
        else _("not checked by a second person yet")
    )
    kind = _("redacted copy of evidence %(n)s") % {"n": piece.original.ordinal} if piece.original else ""
    return (
        "，".join(part for part in (piece.source, kind) if part),
        "，".join(part for part in captured if part),
        checked,
        f"{in_groups(piece.sha256)}\n{in_groups(piece.sm3)}",
    )
