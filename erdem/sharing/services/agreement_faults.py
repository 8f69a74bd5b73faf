"""What the database refuses about agreements, as sentences for people."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken

NEWER = _("Another version has been proposed in the meantime. Nothing was kept. Read it first, then propose or agree.")
SENTENCES = {
    "agreement_after_consent": _("Terms are negotiated once the holders have agreed."),
    "agreement_has_a_provider": _(
        "No community has agreed to a record of this request. There is nobody to negotiate with."
    ),
    "agreement_version_follows": NEWER,
    "agreement_version_once": NEWER,
    "assent_to_the_newest": NEWER,
    "agreement_is_open": _("These terms are not negotiated any more."),
    "agreement_version_by_a_party": _("Only a party proposes terms."),
    "assent_by_a_party": _("Only a party agrees to terms."),
    "assent_once": _("This party has agreed to this version already."),
    "agreement_of_all": _("Not every party has agreed to the newest version."),
    "agreement_step_by_its_party": _("This step is for somebody else to take."),
    "agreement_time_by_the_office": _("Only the office of the place extends the time."),
    "agreement_signed_by_all": _("Not every party has signed the settled terms yet. Nothing was changed."),
    "agreement_signed_stays": _("Every party has signed these terms. They stand, and nothing was changed."),
    "agreement_comment_stays": _("This comment is dealt with already."),
    "agreement_comment_says_something": _("Write a few words."),
}


def broken() -> AbstractContextManager[None]:
    """Turn what a named rule of the database refuses into a sentence.

    Raises:
        RuleBroken: with the sentence of the rule.
    """
    return spoken(SENTENCES)
