"""What the database refuses about permits, as sentences: what happened, what is safe, what to do."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken

SENTENCES = {
    "illegal_step": _("Somebody has moved this on in the meantime. Reload the page to see where it stands now."),
    "permit_once_a_request": _("Somebody has issued the permit in the meantime. Reload the page to see it."),
    "sharing_permit_replaces_id_key": _("Somebody has amended the permit in the meantime. Reload the page to see it."),
    "permit_request_is_ready": _("The request has not come to the permit. Nothing was issued."),
    "permit_terms_are_signed": _("The terms are not signed by every party yet. Nothing was issued."),
    "permit_needs_consent": _("Without the holders' consent there is no permit. Nothing was issued."),
    "permit_needs_terms": _("Without agreed terms there is no permit. Nothing was issued."),
    "permit_has_the_consents": _("Not enough communities that hold a record have agreed to it. Nothing was issued."),
    "permit_level_as_agreed": _("The permit may go no further than the holders said. Nothing was issued."),
    "permit_holders_stand_by_it": _("A holder has taken the consent back. Nothing was issued."),
    "permit_labels_allow_it": _(
        "A label on a record forbids a purpose of the permit. Nothing was issued. Ask the community that put it on."
    ),
    "permit_published_as_agreed": _("The register shows only what every party lets it show. Nothing was issued."),
    "permit_replaces_its_own": _("Only a permit in force is amended. Reload the page to see where it stands now."),
    "permit_issued_in_time": _("The last day is past already. Choose a later one."),
    "permit_ends_after_it_begins": _("The last day lies before the first. Check both days."),
    "permit_amended_with_intent_and_reason": _("Choose what is amended, and write why."),
    "permit_stopped_with_reason": _("This step needs a reason. Write one or two sentences."),
    "permit_is_over": _("This permit has ended and is only read. Nothing was changed."),
    "permit_is_never_rewritten": _("A permit is never rewritten. Amend it by a new one."),
    "permit_runs_out_in_time": _("Its last day decides whether it is over. Nothing was changed."),
    "publication_by_the_party": _("Only the party itself says what the register may show of it."),
    "withdrawal_by_the_community": _("Only a steward of a community that gave its consent takes it back."),
    "permit_withdrawal_once": _("Your community has taken its consent back already."),
    "permit_matter_says_something": _("Write what it is about, as others may read it."),
}


def refusals() -> AbstractContextManager[None]:
    """Turn a refusal of the database that we know into a sentence; nothing of the block is kept.

    Raises:
        RuleBroken: a named constraint or trigger refused.
    """
    return spoken(SENTENCES)
