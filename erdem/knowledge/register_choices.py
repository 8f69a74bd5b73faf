"""Closed lists of the way into the register: verdicts, votes, outcomes, reasons of removal. Slugs are stable.

Reasons of removal are those of InvenioRDM's tombstones, and the withdrawal of consent beside them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RuleKey(models.TextChoices):
    """What a rule of the register says."""

    COMMITTEE = "committee", _("experts of a committee, at least")
    EXPERT_TIME = "expert_time", _("time for an expert to vote")
    NOTICE = "notice", _("public notice")
    OBJECTION = "objection", _("answer to an objection")
    YEARLY = "yearly", _("review of a registered record")


class RuleUnit(models.TextChoices):
    """What the figure of a rule counts."""

    PERSONS = "persons", _("persons")
    CALENDAR_DAYS = "CD", _("calendar days")
    WORKING_DAYS = "WD", _("working days")
    MONTHS = "M", _("months")


class KinVerdict(models.TextChoices):
    """What a person found about two records that resemble each other."""

    SAME = "same", _("the same thing written down twice")
    KIN = "kin", _("akin: same root, another tradition")
    VARIANT = "variant", _("a variant of it")
    UNRELATED = "unrelated", _("not related")


class KinReason(models.TextChoices):
    """Why the system put a record beside another."""

    ITEM_CODE = "item_code", _("the same item code")
    NAME = "name", _("the same name")
    SOUND = "sound", _("a name that sounds the same")
    MONGOLIAN = "mongolian", _("a Mongolian name that reads or sounds the same")
    INGREDIENTS = "ingredients", _("shared ingredients")
    STEPS = "steps", _("shared steps")


class HintAnswer(models.TextChoices):
    """What the keepers of a record answered when another one resembles theirs."""

    TELL = "tell", _("tell them the name and number of ours")
    SILENT = "silent", _("tell them nothing")


class Ballot(models.TextChoices):
    """How an expert votes."""

    YES = "yes", _("should be registered")
    NO = "no", _("should not be registered")
    ABSTAIN = "abstain", _("I do not vote")


class Interest(models.TextChoices):
    """What an expert declares before reading."""

    NONE = "none", _("I have no interest of my own in it")
    DECLARED = "declared", _("I have an interest and step back")


class RoundOutcome(models.TextChoices):
    """How an expert review ended."""

    PASSED = "passed", _("the majority is for it")
    REFUSED = "refused", _("no majority for it")
    DISSOLVED = "dissolved", _("ended without a vote")


class NoticeOutcome(models.TextChoices):
    """How a public notice ended."""

    REGISTERED = "registered", _("registered after the notice")
    UPHELD = "upheld", _("sent back after an objection")
    STOPPED = "stopped", _("stopped")


class ObjectionOutcome(models.TextChoices):
    """What was decided on an objection."""

    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")


class YearlyOutcome(models.TextChoices):
    """What came of the yearly review."""

    RIGHT = "right", _("still right")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome of a review", "withdrawn")


class RemovalReason(models.TextChoices):
    """Why the content of a record was removed."""

    CONSENT = "consent-withdrawn", _("consent was withdrawn")
    TAKE_DOWN = "take-down-request", _("removal was requested")
    PERSONAL = "personal-data", _("personal data")
    COPYRIGHT = "copyright", _("copyright")
    RETRACTED = "retracted", _("retracted by its community")
    DUPLICATE = "duplicate", _("recorded twice")
    REPLACED = "replaced", _("replaced by another record")
    DISPUTED = "disputed-authorship", _("holder disputed")
    MISCONDUCT = "misconduct", _("misconduct in recording it")
    FRAUD = "fraud", _("fraud")
    SPAM = "spam", _("not a serious entry")
    TEST = "test-record", _("test entry")
    OUT_OF_SCOPE = "out-of-scope", _("not traditional knowledge")


ERASING = (
    RemovalReason.CONSENT,
    RemovalReason.TAKE_DOWN,
    RemovalReason.PERSONAL,
    RemovalReason.COPYRIGHT,
    RemovalReason.MISCONDUCT,
)
"""Reasons that take the content out of every earlier version too; only its hash stays."""


class TombstoneReader(models.TextChoices):
    """Who may know that there was a record: never more than knew of it before."""

    PUBLIC = "public", _("everybody")
    SIGNED_IN = "signed_in", _("everybody signed in")
    KEEPERS = "keepers", _("those who looked after it")
