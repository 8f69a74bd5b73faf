"""What the database refuses about cases, as sentences: its triggers and constraints are the second lock."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from erdem.base.refusals import spoken
from erdem.cases.services.campaign_faults import CAMPAIGN_SENTENCES

MOVED_ON = _("Somebody has changed this case in the meantime. Reload the page to see where it stands now.")
SENTENCES = {
    **CAMPAIGN_SENTENCES,
    "illegal_step": MOVED_ON,
    "case_worked_on_by_its_office": _("Only the office that has the case works on it."),
    "case_closed_stays": _("This case is closed. Open a new one that follows it."),
    "case_stays_what_it_is": _("What a case is and when it came stays."),
    "case_readers_stay": _("Who sees a case follows from its office and who takes part. Use hand-over or transfer."),
    "case_handled_by_its_office": _("Choose an officer of the office that has the case."),
    "case_second_officer_is_another": _("The second officer has to be somebody else."),
    "case_has_a_title": _("Write a short title."),
    "case_closed_with_an_outcome": _("Say first what came of the case."),
    "case_link_once": _("These cases are linked already."),
    "case_link_to_another": _("Choose another case."),
    "case_clock_once_at_a_time": _("This period runs already."),
    "clock_moves_with_event": _("A clock moves only with the event that says why."),
    "extension_asked_once": _("More time has been asked for already. A second person decides about it."),
    "extension_decided_once": MOVED_ON,
    "extension_decided_by_another": _("Who asks for more time does not decide about it."),
    "extension_refused_with_reason": _("Write why more time is refused."),
    "extension_granted_first": _("An extension stands on a request that a second person granted."),
    "case_member_once": _("This person takes part already."),
    "agreement_has_terms": _("Write what was agreed."),
    "agreement_once": _("The agreement of this case is noted already."),
    "call_back_satisfaction_of_who_was_reached": _("Satisfaction is from 1 to 5, of who was reached."),
    "case_detail_stays": _("What was noted stays. Note the correction as a new entry."),
    "certificate_ends_after_it_begins": _("A certificate ends after it begins. Check the days."),
    "cases_enforcementcertificate_number_key": _("This certificate is noted already."),
    "execution_payment_has_an_amount": _("Write how much was paid."),
    "execution_says_why": _("Say why, and on which terms."),
    "hearing_chair_is_another": _("Who presides over a hearing did not investigate. Choose somebody else."),
    "hearing_held_after_notice_with_a_chair": _("A hearing is held after its notice, with somebody who presides."),
    "hearing_notice_after_request": _("The notice follows the request. Check the days."),
    "hearing_one_at_a_time": _("A hearing is being prepared already."),
    "legal_review_answered_whole": _("Write the opinion of the reviewer."),
    "legal_review_one_at_a_time": _("A legal review is under way already."),
    "legal_reviewer_is_another": _("Who reviews does not handle the case."),
    "measure_by_two_officers": _("Two different officers take a measure."),
    "measure_ended_with_a_result": _("Say what became of it, on a day after it began."),
    "measure_extended_for_a_reason": _("Say why it is held longer; evidence cannot be held longer."),
    "measure_names_items": _("Name what is held."),
    "measure_names_its_place": _("Write where it is held."),
    "penalty_decision_fines_only_as_a_penalty": _("Only a penalty has a fine."),
    "penalty_decision_gives_reasons": _("Write the articles and the reasons."),
    "penalty_decision_says_what": _("Write what is imposed."),
    "penalty_decision_served": _("Issue the decision and note how it was served first."),
    "penalty_decision_together_on_record": _("Keep the record of the discussion."),
    "penalty_decision_written": _(
        "The decision that is written says something else. Write it anew, or choose its outcome."
    ),
    "penalty_hearing_on_record": _("Keep the transcript of the hearing first."),
    "penalty_legal_review_passed": _("The reviewer has not agreed yet. The opinion comes first."),
    "penalty_notice_served_first": _("Serve the notice of what is intended first; a penalty without it is void."),
    "penalty_publication_on_record": _("Note first where the decision was published."),
    "penalty_two_certified_officers": _("Both officers need a certificate in force. Have it noted first."),
    "penalty_within_limitation": _("The offence was found too late. Note first why it is pursued all the same."),
    "penalty_answer_is_over": _("The party may still answer the notice or ask for a hearing. Decide afterwards."),
    "penalty_nothing_is_held": _("Something is still held. Note what became of it first."),
    "penalty_publication_withdrawn": _("The decision was changed. Note first that its publication was withdrawn."),
    "penalty_carried_out": _("The fine is not paid. Note the payment, or how the enforcement ended."),
    "publication_withdrawn_when_it_was": _("A withdrawal is noted when it was done."),
    "service_waiver_in_words": _("Write in which words, and on which paper, the party gave this up."),
    "service_waiver_of_a_notice": _("Serve the notice of what is intended first."),
    "execution_plans_its_instalments": _("Write the last day and the amount of each instalment."),
    "official_document_drafted_by_its_writer": MOVED_ON,
    "official_document_approved_by_a_second_person": _("Who handles the case does not approve its documents."),
    "publication_has_a_reference": _("Write where it was published."),
    "publication_one_at_a_time": _("The decision is published already."),
    "publication_withdrawn_for_a_reason": _("Say why it was withdrawn, on a day after the publication."),
    "service_names_its_receiver": _("Write who received it."),
    "service_of_an_issued_document": _("Only an issued document of this case is served."),
    "cases_servicerecord_document_id_key": _("This document was served already. Nothing was noted."),
    "office_word_is_plain": _("Write the word without spaces, digits or brackets, at most 20 characters."),
    "official_document_approved_by_another": _("Somebody else of the office approves what you drafted."),
    "official_document_issued_stays": _("What was issued is not changed. Declare it void and write a new one."),
    "official_document_void_for_a_reason": _("Say why the document is declared void."),
    "official_document_words_stay": _("Only a draft is written on. Open it as a draft again, or declare it void."),
    "registered_party_uscc_is_one": _("A unified social credit code has 18 characters. Check it."),
    "registered_party_uscc_once": _("A party with this code is kept already. Use that one."),
    "registered_party_has_a_name": _("Write the name of the party."),
    "case_note_says_something": _("Write the note."),
    "case_note_stays": _("A note stays as it was written. Write another one."),
    "case_note_reviewed_by_another": _("Who wrote a note does not publish it. A second person of the office reads it."),
    "evidence_file_once": _("This file is in the case already. Nothing was added twice."),
    "evidence_ordinal_once": MOVED_ON,
    "evidence_stays": _("Evidence stays as it was taken in."),
    "evidence_has_a_title": _("Say what it is."),
    "evidence_checked_by_another": _("Who added evidence does not check it. A second person of the office does."),
    "cover_by_another": _("Somebody else has to stand in."),
    "cover_ends_after_it_begins": _("The last day lies before the first one."),
    "cover_within_the_office": _("Choose two officers of the same office."),
    "cover_only_ends_earlier": _("A stand-in only ends earlier. Enter another one for more days."),
    "inspection_by_two": _("Two different officers inspect."),
    "inspection_ends_after_it_begins": _("The end lies before the beginning. Check the times."),
    "inspection_says_what_was_found": _("Write what was found."),
    "inspection_by_officers_of_the_office": _("Choose two officers of the office that has the case."),
    "inspection_sent_once": _("This form was handed in before; it is in the file already. Nothing was added twice."),
    "case_party_once": _("This party stands in the case already."),
    "filing_stays": _("What was handed in stays as it is."),
    "case_filing_stays": _("From what a case came stays."),
    "case_message_stays": _("A message stays as it was written."),
    "case_message_says_something": _("Write a message."),
    "unlock_asked_once": _("You have asked already. A second officer decides about it."),
    "unlock_stays": _("This was decided already."),
    "unlock_by_a_second_person": _("A second officer decides about this. Nobody opens an identity alone."),
    "unlock_by_its_office": _("Only officers of the office that has this matter decide about it."),
    "identity_needs_two_officers": _(
        "This identity is not open to you: it takes a second officer's yes, and that holds for 24 hours."
    ),
}


def broken() -> AbstractContextManager[None]:
    """Turn a refusal of the database that we know into a sentence; nothing of the block is kept.

    Raises:
        RuleBroken: a named constraint or trigger refused.
    """
    return spoken(SENTENCES)
