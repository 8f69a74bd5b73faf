"""What the forms about a clock show around their fields."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from erdem.base.clock.words import word_of
from erdem.cases.models import CaseClock
from erdem.cases.pages.links import Link, trail
from erdem.cases.pages.writing import FormPage


def form_page(clock: CaseClock, form: forms.Form, name: str, said: str = "") -> FormPage:
    """Return the page of one act on a clock. ``said``: what was asked for, when somebody decides about it."""
    titles = {
        "pause": _("Interrupt the period"),
        "resume": _("Let the period run on"),
        "extend": _("Ask for more time"),
        "decide": _("Decide about more time"),
        "stop": _("End the period"),
    }
    leads = {
        "pause": _("The days until it runs on are not counted. The document that orders it is named."),
        "resume": _("Today is counted again."),
        "extend": _("Somebody of the office who does not handle the case decides. The period runs on meanwhile."),
        "decide": _("Asked for because: %(reason)s") % {"reason": said},
        "stop": _("Nothing warns of its last day afterwards. That it was missed, if so, stays noted."),
    }
    title = titles[name]
    step = word_of("step", clock.rule.step)
    here = reverse("cases:clock", args=[clock.case.number, clock.pk])
    return FormPage(
        title=title,
        trail=trail(clock.case, Link(step, here), Link(title)),
        form=form,
        label=title if name != "decide" else _("Note the decision"),
        back=here,
        stays=_("Leave the period as it is"),
        lead=leads[name],
        kind="stop" if name == "stop" else "main",
    )
