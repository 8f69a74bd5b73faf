"""The page of the question about state secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from erdem.knowledge.consent_choices import SecrecyAnswer
from erdem.knowledge.forms import SecrecyForm

SIGNS = {SecrecyAnswer.NO: "yes", SecrecyAnswer.YES: "no", SecrecyAnswer.UNSURE: ""}
"""The sign of a button: a ring goes on, a cross stops, dots wait."""


@dataclass(frozen=True)
class SecrecyPage:
    """The question, or what to do when writing stops here."""

    title: str
    form: SecrecyForm
    stopped: str
    advice: tuple[dict[str, str], ...]
    choices: tuple[dict[str, Any], ...]


def secrecy_page(form: SecrecyForm, stopped: str) -> SecrecyPage:
    """Build the page; ``stopped`` is the answer that ended the entry, or empty."""
    choices = tuple(
        {"value": answer.value, "label": answer.label, "sign": SIGNS[answer]}
        for answer in (SecrecyAnswer(v) for v in SIGNS)
    )
    return SecrecyPage(_("State secret: check first"), form, stopped, _advice(stopped), choices)


def _advice(stopped: str) -> tuple[dict[str, str], ...]:
    lines = {SecrecyAnswer.YES.value: _it_is_one, SecrecyAnswer.UNSURE.value: _nobody_knows}.get(stopped, _what_it_is)()
    return tuple({"term": term, "value": value} for term, value in lines)


def _it_is_one() -> tuple[tuple[str, str], ...]:
    return (
        (_("What happened"), _("You said that it holds a state secret. Nothing of it was asked for or stored.")),
        (
            _("Whom to ask"),
            _("The office for protecting state secrets of your banner or league (保密行政管理部门)."),
        ),
        (
            _("For formulas of Chinese and Mongolian medicine"),
            _(
                "Formulas and methods recognised as state secrets are specially protected (中医药法 Art. 43). Ask the"
                " health authority."
            ),
        ),
        (_("What you can do here"), _("Record other knowledge that is not concerned.")),
    )


def _nobody_knows() -> tuple[tuple[str, str], ...]:
    return (
        (_("What happened"), _("You were not sure. Nothing was asked for or stored.")),
        (
            _("Whom to ask"),
            _(
                "First the market supervision office of your banner; it asks the office for protecting state secrets for you."
            ),
        ),
        (_("What to say"), _("Say what kind of knowledge it is, not what it says.")),
        (_("Afterwards"), _("Once they have answered in writing, come back and answer again.")),
    )


def _what_it_is() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("What can be a state secret"),
            _(
                "Composition and making of medicines recognised as state secrets; techniques under a confidentiality order."
            ),
        ),
        (
            _("What is not one by itself"),
            _("What your family or village keeps to itself. That is protected here in another way."),
        ),
    )
