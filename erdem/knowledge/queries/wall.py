"""What decides how far a record is open, read for the sums of `erdem.knowledge.wall`.

The terms are read as the system: an outsider learns a limit without being able to see the rules behind it. What of them may be
told to whom is decided where they are put into words (`erdem.knowledge.pages.access`).
"""

from __future__ import annotations

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.choices import EffectClass, HoldingState
from erdem.knowledge.labels import BY_CODE
from erdem.knowledge.models import Holding, LabelRule, LabelUse, Record
from erdem.knowledge.wall import Choice, Terms, Worn


def terms_of(record_id: int) -> Terms:
    """Return the tier, each community's choice, the labels in force and the legal limit of one record."""
    with acting_as(SYSTEM):
        record = Record.objects.only("diffusion_tier", "legal_cap").get(pk=record_id)
        holdings = Holding.objects.filter(record_id=record_id, state=HoldingState.ACTIVE).order_by("community_id")
        uses = list(LabelUse.objects.filter(record_id=record_id, removed_at__isnull=True).order_by("id"))
        rules = label_rules()
        return Terms(
            tier=record.diffusion_tier,
            choices=tuple(choice_of(holding) for holding in holdings),
            labels=tuple(worn(use, rules[use.code]) for use in uses),
            legal_cap=record.legal_cap,
        )


def label_rules() -> dict[str, LabelRule]:
    """Return what each label does, by its code."""
    return {rule.code: rule for rule in LabelRule.objects.all()}


def choice_of(holding: Holding) -> Choice:
    """Return what one community has decided."""
    return Choice(
        holding.community_id, holding.to_public, holding.to_signed_in, holding.to_office, together=holding.together
    )


def worn(use: LabelUse, rule: LabelRule) -> Worn:
    """Return a label as the sums take it."""
    return Worn(
        code=use.code,
        community=use.community_id,
        cap=rule.cap,
        is_soft=rule.effect == EffectClass.GENDER_SOFT,
        group=use.group_id,
        open_dates=use.open_dates if rule.effect == EffectClass.TIME else None,
    )


def label_title(code: str) -> str:
    """Return the name of a label by its code, or an empty text when there is none of that code."""
    label = BY_CODE.get(code)
    return str(label.title) if label else ""
