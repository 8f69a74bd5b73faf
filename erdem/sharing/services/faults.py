"""What the database refuses about requests, as sentences: its triggers and constraints are the second lock."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken

MOVED_ON = _("Somebody has moved this on in the meantime. Reload the page to see where it stands now.")
SENTENCES = {
    "illegal_step": MOVED_ON,
    "request_step_by_its_party": _("This step is for somebody else to take."),
    "request_keeps_its_words": _("A submitted request keeps its words. Take it back, or ask for it to be returned."),
    "request_ends_after_it_begins": _("The last day of use lies before the first. Check both days."),
    "request_countries_by_code": _("Write countries by their two letters, such as CN or JP."),
    "request_says_who_and_what": _("Write what it is about, who asks and what is to be done."),
    "request_methods_known": _("Choose at least one way of access."),
    "request_submitted_with_promise": _("Promise to respect the knowledge and its people first."),
    "request_says_how_it_shares": _(
        "For commercial use, or with a foreign side, write how benefits are to be shared. The draft is kept."
    ),
    "request_waits_for_approvals": _(
        "With a foreign side nobody is asked before each approval is recorded, or found not to be needed."
    ),
    "request_labels_checked": _(
        "Labels forbid this purpose for every record. Have the community asked, or turn it down."
    ),
    "request_names_held_records": _("No community holds one of the records. Have its holders found by a call first."),
    "request_has_a_consent": _("Not enough communities have agreed. Silence is no consent."),
    "request_follows_its_own": _("A change of use follows a request of your own."),
    "requested_record_once": _("A record is named once. Take the double one out."),
    "answer_while_asked": _("The question is no longer open. Nothing was changed."),
    "answer_in_time": _("The time for an answer is over. Nothing was changed."),
    "answer_stands": _("Your community has answered already. The answer stands."),
    "answer_by_the_community": _("Only a steward of the community that was asked answers for it."),
    "spoken_of_who_has_no_account": _(
        "Somebody of this community has an account and answers there. The office takes down no answer for it."
    ),
    "spoken_while_asked": _("The question is no longer open. Nothing was changed."),
    "spoken_stays": _("This answer is confirmed or put aside already. Nothing was changed."),
    "spoken_once_a_question": _("An answer of this community has been taken down already. Confirm it or put it aside."),
    "spoken_heard_by_two": _("Who has taken an answer down does not confirm it. Somebody else of the office does."),
    "spoken_by_somebody": _("Write who spoke for the community, and in which capacity."),
    "spoken_put_aside_with_reason": _("This step needs a reason. Write one or two sentences."),
    "decision_once_a_record": _("Your community has answered already. The answer stands."),
    "decision_about_the_own": _("The question is no longer open. Nothing was changed."),
    "approval_recorded_whole": _("Write authority, number and day of the approval, or why it is not needed."),
    "quorum_of_a_holder": _("Your community does not hold this record. Nothing was changed."),
}


def broken() -> AbstractContextManager[None]:
    """Turn a refusal of the database that we know into a sentence; nothing of the block is kept.

    Raises:
        RuleBroken: a named constraint or trigger refused.
    """
    return spoken(SENTENCES)
