"""What the database refuses about consents, as sentences: its triggers and constraints are the second lock."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken

SENTENCES = {
    "consent_families_are_never_merged": _(
        "A community's consent names the community and by what right it speaks; a person's names the person alone."
        " They are two papers."
    ),
    "consent_uses_of_its_subject": _("One of the uses needs a consent of its own. Begin another one for it."),
    "consent_of_a_minor_by_the_guardian": _("A parent or guardian signs for somebody under 14. Write the name."),
    "consent_stays_as_asked": _(
        "The question was put already. What it says is fixed; take it back first, then rewrite it."
    ),
    "consent_party_decides": _(
        "Only who was asked decides. Attach the signed form or the recording, or let them answer."
    ),
    "consent_needs_the_resolution": _(
        "A village or township consents by a resolution of its meeting. Attach the resolution first."
    ),
    "consent_ends_after_it_begins": _("The last day lies before the first. Check both days."),
    "consent_given_is_whole": _(
        "The consent is not whole yet: every point must be explained and the signature entered."
    ),
    "consent_names_a_record": _("Name at least one record that the consent is about."),
    "consent_renewed_once": _("This consent was renewed already. Open the newer one."),
    "consent_in_force": _(
        "The consent has ended or does not cover this. Nothing was done. What was done before stays valid."
    ),
    "consent_act_of_today": _("An act is noted on its own day."),
    "disclosure_is_consented": _(
        "The consent for this decision has ended or does not cover it. Nothing was decided. Obtain the consent first."
    ),
    "secrecy_check_before_content": _("Answer the question about state secrets first. Nothing was stored."),
    "illegal_step": _("Somebody has moved this on in the meantime. Reload the page to see where it stands now."),
}


def broken() -> AbstractContextManager[None]:
    """Turn a refusal of the database that we know into a sentence; nothing of the block is kept.

    Raises:
        RuleBroken: a named constraint or trigger refused.
    """
    return spoken(SENTENCES)
