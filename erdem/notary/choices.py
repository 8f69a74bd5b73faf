"""Logs and what is entered in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """A log of its own, with its own key."""

    REGISTER = "register", _("public register")
    AUDIT = "audit", _("heads of the audit trail")


class LeafKind(models.TextChoices):
    """What an entry is the proof of. The word stands in the entry, in public: it must not say anything of a hidden record."""

    REGISTER_VERSION = "register_version", _("version of a record")
    CONSENT = "consent", _("consent as it was given")
    PERMIT = "permit", _("permit")
    ASSESSMENT = "assessment", _("assessment of a county")
    DOSSIER = "dossier", _("dossier of evidence")
    CERTIFICATE = "certificate", _("certificate of registration")
    AGREEMENT = "agreement", _("signed agreement")
    AUDIT_HEAD = "audit_head", _("head of the audit trail")


_KINDS = {
    "fork": _("two histories that exclude each other"),
    "rollback": _("the published checkpoint is older than an earlier one"),
    "bad_checkpoint": _("the published checkpoint is missing or damaged"),
    "missing_tile": _("files of the log are missing"),
    "damaged_tile": _("files of the log are damaged"),
    "root_mismatch": _("files of the log do not lead to the checkpoint"),
    "entry_mismatch": _("database and log do not fit together"),
    "stale_checkpoint": _("entries wait and are not taken up"),
    "stale_cosignature": _("a witness has not signed for long"),
    "missing_cosignature": _("a witness has not signed"),
    "stale_stamp": _("no time authority has stamped for more than a day"),
    "bad_stamp": _("a time-stamp does not hold"),
    "stamp_due": _("time-stamps have to be renewed"),
    "clock": _("the clock of this machine was set back"),
    "unreadable": _("the log cannot be read"),
}


def words_of_kind(kind: str) -> str:
    """Return what the monitor has found in words, by its slug (`erdem.notary.tlog.Kind`)."""
    return str(_KINDS.get(kind, kind))
