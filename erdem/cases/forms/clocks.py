"""Forms of the clocks of a case: interrupting, going on, asking for more time, deciding about it, ending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from erdem.base.clock import Paper
from erdem.base.clock.words import word_of
from erdem.cases.forms.cases import area
from erdem.cases.models import CaseClock


class PauseForm(forms.Form):
    """Why a period stands still, and by which document."""

    cause = forms.ChoiceField(label=_("Cause"))
    paper = forms.CharField(label=_("Document"), max_length=200, help_text=_("Name and number of what orders it."))
    reason = area(_("Reason"), required=True)

    def __init__(self, *args: Any, clock: CaseClock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = [(each, word_of("cause", each)) for each in clock.rule.pauses]  # type: ignore[attr-defined]  # a choice field has it


class ResumeForm(forms.Form):
    """By which document a period runs on."""

    paper = forms.CharField(label=_("Document"), max_length=200, required=False)
    reason = area(_("Reason"))

    def document(self) -> Paper | None:
        """Return the document, when one is named."""
        name = self.cleaned_data["paper"].strip()
        return Paper(name) if name else None


class ExtensionForm(forms.Form):
    """Why more time is needed; how much only where the rule leaves it open."""

    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=365)
    paper = forms.CharField(label=_("Document"), max_length=200, required=False)
    reason = area(_("Reason"), required=True)

    def __init__(self, *args: Any, clock: CaseClock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = clock.rule.extensions[len(clock.extended)] if len(clock.extended) < len(clock.rule.extensions) else {}
        if known.get("amount") is not None:
            del self.fields["amount"]

    def document(self) -> Paper | None:
        """Return the document, when one is named."""
        name = self.cleaned_data["paper"].strip()
        return Paper(name) if name else None


class DecisionForm(forms.Form):
    """Whether more time is granted."""

    grant = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant more time")), ("no", _("Refuse more time"))],
        widget=forms.RadioSelect,
    )
    reason = area(_("Reason"), _("Needed when it is refused."))


class StopForm(forms.Form):
    """Why a period no longer matters."""

    reason = area(_("Reason"), required=True)
