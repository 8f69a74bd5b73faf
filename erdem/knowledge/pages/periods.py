"""Periods in words: how many days are left, what a figure rests on and whether it is confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.knowledge.models import RegisterRule
from erdem.knowledge.queries.rules import rules
from erdem.knowledge.register_choices import RuleUnit


@dataclass(frozen=True)
class RuleRow:
    """A rule as the page shows it."""

    rule: RegisterRule
    what: str
    basis: str
    in_force: bool


def days_left(day: dt.date) -> str:
    """Say how many calendar days are left until the end of a day."""
    left = (day - timezone.localdate()).days
    if left < 0:
        return ngettext("%(count)s day over", "%(count)s days over", -left) % {"count": -left}
    if left == 0:
        return _("ends today")
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}


def amount_of(rule: RegisterRule) -> str:
    """Return the figure of a rule with what it counts."""
    words = {
        RuleUnit.PERSONS: _("%(count)s persons"),
        RuleUnit.CALENDAR_DAYS: _("%(count)s calendar days"),
        RuleUnit.WORKING_DAYS: _("%(count)s working days"),
        RuleUnit.MONTHS: _("%(count)s months"),
    }
    return words[RuleUnit(rule.unit)] % {"count": rule.value}


def basis_of(rule: RegisterRule) -> str:
    """Return the amount, what it rests on, and that it awaits confirmation."""
    source = f"《{rule.basis}》{rule.article}" if rule.basis else _("proposal of this product")
    parts = [amount_of(rule), source, *([] if rule.is_verified else [_("to be confirmed")])]
    return _(", ").join(parts)


def rule_rows() -> list[RuleRow]:
    """Return every rule as the page shows it."""
    today = timezone.localdate()
    return [
        RuleRow(
            rule=rule,
            what=str(rule.get_key_display()),
            basis=basis_of(rule),
            in_force=rule.valid_from <= today and (rule.valid_to is None or rule.valid_to >= today),
        )
        for rule in rules()
    ]
