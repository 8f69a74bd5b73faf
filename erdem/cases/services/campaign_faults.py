"""What the database refuses about campaigns and typical cases, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CAMPAIGN_SENTENCES = {
    "campaign_has_a_title": _("Write a short title."),
    "campaign_ends_after_it_begins": _("The last day lies before the first one."),
    "campaign_names_its_places": _("Choose the places of the campaign."),
    "campaign_plan_approved": _(
        "Write the goals, what is looked for, how risk is judged, who does what and the legal basis first."
    ),
    "campaign_plan_before_action": _("The plan is approved before the action begins."),
    "campaign_plan_approved_by_another": _(
        "Who wrote on the plan does not approve it. A second officer of the lead office does."
    ),
    "campaign_plan_issued": _("The approved plan has no number yet. Have it approved again."),
    "campaign_list_before_action": _("Put at least one target on the list before the action begins."),
    "campaign_plan_stays": _("An approved plan stays. Open it as a draft again; it then needs a new approval."),
    "campaign_closed_with_a_report": _("Write what was done before the campaign is closed."),
    "campaign_report_issued": _("Issue the report first."),
    "campaign_given_up_for_a_reason": _("Say why the campaign is given up."),
    "campaign_closed_stays": _("This campaign is closed. Nothing in it is changed any more."),
    "campaign_led_by_its_office": _("Only the lead office does that."),
    "campaign_paper_in_time": _("The plan is issued once it is approved, the report once the action has ended."),
    "campaign_part_of_another_office": _("The lead office takes part by itself. Choose another office."),
    "campaign_office_once": _("This office was invited already."),
    "campaign_part_invited_by_the_lead": _("The lead office invites, and asks again only who declined or left."),
    "campaign_part_answered_by_its_office": _("The invited office answers for itself, once."),
    "campaign_part_declined_for_a_reason": _("Say why."),
    "target_once": _("This target is in the campaign already."),
    "target_has_a_name": _("Write the name of the target."),
    "target_dropped_for_a_reason": _("Say why the target is dropped."),
    "target_worked_on_by_who_takes_part": _("Choose an office that takes part in the campaign."),
    "target_by_its_actor": _("Only offices that take part add targets, each its own."),
    "target_stays_what_it_is": _("What a target is stays. Drop it with a reason and add another one."),
    "target_worked_on_by_its_office": _("Another office works on this target."),
    "target_given_by_the_lead": _("The lead office gives targets to offices, before they are inspected."),
    "target_case_of_its_office": _("Choose a case of the office that works on the target; a target has one case."),
    "target_inspected_stays": _("What was inspected stays on the list."),
    "visit_by_two": _("Two different officers inspect."),
    "visit_by_officers_of_the_office": _("Choose two officers of the office that works on the target."),
    "visit_during_the_action": _(
        "Inspections lie between the first day of the action and today, of targets on the list."
    ),
    "visit_inspection_of_its_case": _("Choose an inspection of the case of this target."),
    "visit_case_is_there": _("Open or link the case first."),
    "visit_says_what_was_found": _("Write what was found."),
    "typical_case_one_at_a_time": _("A typical case of this case is being written or is published already."),
    "typical_case_of_a_closed_case": _("A typical case is written from a closed case with an outcome, by its office."),
    "typical_case_has_a_legal_note": _("Write the title, what happened, how it was handled and the legal note first."),
    "typical_case_words_stay": _("The expert has it. Open it as a draft again to write on it."),
    "typical_case_checked_by_another": _("A second person checks it: one who wrote no word of it, in the own name."),
    "typical_case_has_a_checker": _("Choose who checks it."),
    "typical_case_checked_with_an_opinion": _("Write the opinion."),
    "typical_publication_checked": _("Only what a second person has checked is published, word by word."),
    "typical_publication_names_nobody": _(
        "Not published: a name, a number or an address of somebody stands in it. Open it as a draft again and take it out."
    ),
    "typical_publication_stays": _("What was published is only withdrawn, with a reason."),
}
