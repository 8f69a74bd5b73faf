"""The forms F10, F11, F12, F13 and F14 (standards, section 3), as questions."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.choices import FilingForm
from erdem.cases.intake.questions import Answer, FormDefinition, FormStep, NeededFile, Question

FACTS = _("What happened? Write when, where, who and what. Please do not write your own name here.")
NAME = Question("name", _("Your name"), needed=True)
PHONE = Question("phone", _("Your telephone"), needed=True)
ADDRESS = Question("address", _("Your address"), needed=True)
SEALED = _(
    "What you write on this page is sealed. It is kept apart from the matter, and is opened only when a second officer"
    " agrees. Each opening is noted."
)
RESPONDENT = Question("respondent_name", _("Name of the shop, company or person"), needed=True)
WHERE = Question("respondent_address", _("Its address, or the address of its online shop"), needed=True)
CODE = Question("respondent_code", _("Its unified social credit code, if you know it"))
LINKS = (
    Question("right_number", _("Number of the patent, trademark or geographical indication, if it is about one")),
    Question("record_number", _("Number of a record of traditional knowledge, if it is about one")),
)
HAPPENED = Question("happened_on", _("The day it happened, or last happened"), Answer.DAY)
AGENT = Question(
    "agent", _("Does somebody act for you?"), Answer.CHOICE, (("no", _("No, I act myself")), ("yes", _("Yes")))
)
AGENT_PARTS = (
    Question("agent_name", _("Name of who acts for you"), needed=True, only_if=("agent", ("yes",))),
    Question(
        "agent_power",
        _("For what, how far and until when that person may act"),
        needed=True,
        only_if=("agent", ("yes",)),
    ),
)

F10: Final = FormDefinition(
    FilingForm.COMPLAINT,
    FilingForm.COMPLAINT.label,
    _("Interim measures on complaints and reports (order 20), articles 9 and 10; order 121 is still to be checked"),
    (
        FormStep(
            "matter",
            _("What happened"),
            (
                Question("facts", FACTS, Answer.TEXT, needed=True),
                Question("demand", _("What do you ask for?"), Answer.TEXT, needed=True),
                HAPPENED,
                Question("amount", _("What did you pay, in yuan?")),
                Question(
                    "also_report",
                    _("I also want to report an offence, for instance false marks or a false origin"),
                    Answer.YES,
                    help=_("A dispute and a report are dealt with apart, each with its own days. You write once."),
                ),
                Question(
                    "clues",
                    _("What points to the offence?"),
                    Answer.TEXT,
                    needed=True,
                    only_if=("also_report", ("yes",)),
                ),
            ),
        ),
        FormStep("whom", _("Against whom"), (RESPONDENT, WHERE, CODE, *LINKS)),
        FormStep(
            "you",
            pgettext_lazy("form of a filing", "Who you are"),
            (
                NAME,
                PHONE,
                ADDRESS,
                AGENT,
                *AGENT_PARTS,
                Question(
                    "representatives",
                    _("If several people complain together: the two who speak for all"),
                ),
            ),
            is_sealed=True,
            lead=SEALED,
        ),
    ),
    files=_("Receipts, photographs, chats, the power of attorney of who acts for you."),
)

F11: Final = FormDefinition(
    FilingForm.REPORT,
    FilingForm.REPORT.label,
    _("Interim measures on complaints and reports (order 20), article 24; order 121 is still to be checked"),
    (
        FormStep(
            "matter",
            _("What you have seen"),
            (
                Question("facts", FACTS, Answer.TEXT, needed=True),
                HAPPENED,
                Question("evidence", _("Where can this be seen or checked?"), Answer.TEXT),
            ),
        ),
        FormStep(
            "whom",
            _("Against whom"),
            (RESPONDENT, Question("respondent_address", _("Where it is, or its online shop")), CODE, *LINKS),
        ),
        FormStep(
            "you",
            _("Whether you say who you are"),
            (
                Question(
                    "named",
                    _("How do you report?"),
                    Answer.CHOICE,
                    (
                        ("no", _("Without a name")),
                        ("yes", _("Under my name, sealed")),
                    ),
                    needed=True,
                    help=_("Without a name you still read answers with your receipt."),
                ),
                Question("name", _("Your name"), needed=True, only_if=("named", ("yes",))),
                Question("phone", _("Your telephone"), needed=True, only_if=("named", ("yes",))),
                Question("reward", _("I ask for the reward for reports"), Answer.YES, only_if=("named", ("yes",))),
            ),
            is_sealed=True,
            lead=SEALED,
        ),
    ),
    files=_("Photographs, pages saved from the web, packages, price tags."),
)

F12: Final = FormDefinition(
    FilingForm.PATENT,
    FilingForm.PATENT.label,
    _("Measures on rulings and mediation in patent disputes (order 81 of the patent office), articles 12, 14 and 15"),
    (
        FormStep(
            "right",
            _("Your right"),
            (
                Question("right_number", _("Number of the patent"), needed=True),
                Question(
                    "patent_kind",
                    _("Kind of patent"),
                    Answer.CHOICE,
                    (
                        ("invention", pgettext_lazy("patent", "invention")),
                        ("utility_model", _("utility model")),
                        ("design", pgettext_lazy("patent", "design")),
                    ),
                    needed=True,
                ),
                Question(
                    "standing",
                    _("What are you?"),
                    Answer.CHOICE,
                    (
                        ("owner", _("The owner of the patent, or an heir")),
                        ("exclusive", _("The exclusive licensee")),
                        ("sole", _("The sole licensee; the owner does not act")),
                        ("ordinary", _("An ordinary licensee whom the owner has authorised")),
                    ),
                    needed=True,
                ),
                Question("no_suit", _("No court has been asked about this dispute"), Answer.YES, needed=True),
                Question("no_other_route", _("No other way was agreed with the other side"), Answer.YES, needed=True),
                LINKS[1],
            ),
        ),
        FormStep(
            "whom",
            _("Against whom"),
            (RESPONDENT, WHERE, Question("respondent_contact", _("How to reach it"), needed=True), CODE),
        ),
        FormStep(
            "matter",
            _("What you ask for and why"),
            (
                Question("demand", _("What do you ask for?"), Answer.TEXT, needed=True),
                Question("facts", FACTS, Answer.TEXT, needed=True),
                Question("grounds", _("Why is it an infringement? Name the claims."), Answer.TEXT, needed=True),
                HAPPENED,
            ),
        ),
        FormStep(
            "you",
            pgettext_lazy("form of a filing", "Who you are"),
            (
                NAME,
                ADDRESS,
                PHONE,
                Question("legal_representative", _("Legal representative or head, with post, if you are a body")),
                AGENT,
                *AGENT_PARTS,
            ),
            is_sealed=True,
            lead=_(
                "What you write on this page is sealed. The other side learns it only when your request is accepted."
            ),
        ),
    ),
    files=_(
        "The extract of the patent register and proof of who you are are required; then evidence, a report of evaluation."
    ),
    needed_files=(
        NeededFile("needed_register", _("extract of the patent register")),
        NeededFile("needed_standing", _("proof of who you are")),
    ),
)

F13: Final = FormDefinition(
    FilingForm.LEGAL_AID,
    FilingForm.LEGAL_AID.label,
    _("Legal Aid Law, articles 31 and 41 to 44; the list of fields is not checked"),
    (
        FormStep(
            "matter",
            _("What you need help with"),
            (
                Question("facts", FACTS, Answer.TEXT, needed=True),
                Question("demand", _("What kind of help do you ask for?"), Answer.TEXT, needed=True),
                Question(
                    "hardship",
                    _("What do you have about your means?"),
                    Answer.CHOICE,
                    (
                        ("statement", _("a statement of hardship")),
                        ("promise", _("a promise in good faith")),
                        ("exempt", _("I belong to those who need not prove it")),
                    ),
                    needed=True,
                ),
                Question("urgent", _("A time limit runs out within seven days"), Answer.YES),
                *LINKS,
            ),
        ),
        FormStep(
            "you", pgettext_lazy("form of a filing", "Who you are"), (NAME, PHONE, ADDRESS), is_sealed=True, lead=SEALED
        ),
    ),
    files=_("Papers of the matter, and what shows your means."),
)

F14: Final = FormDefinition(
    FilingForm.ASSISTANCE,
    FilingForm.ASSISTANCE.label,
    _("Our proposal after the guide to intellectual property assistance of 2023; not checked"),
    (
        FormStep(
            "matter",
            _("What you need help with"),
            (
                Question(
                    "needs",
                    _("What do you need?"),
                    Answer.SEVERAL,
                    (
                        ("advice", _("advice")),
                        ("opinion", _("an opinion on infringement, for reference")),
                        ("evidence", _("guidance on evidence")),
                        ("overseas", _("help with a dispute abroad")),
                        ("warning", _("analysis and early warning")),
                        ("lawyer", _("an expert or a lawyer")),
                        ("fair", _("help at a fair or with an online platform")),
                    ),
                    needed=True,
                ),
                Question("facts", FACTS, Answer.TEXT, needed=True),
                Question("respondent_name", _("Name of the other side, if there is one")),
                *LINKS,
                Question("agree_to_pass_on", _("You may pass this on to the body that can help"), Answer.YES),
            ),
        ),
        FormStep("you", pgettext_lazy("form of a filing", "Who you are"), (NAME, PHONE), is_sealed=True, lead=SEALED),
    ),
    files=_("Certificates of rights, letters, contracts, photographs."),
)

DEFINITIONS: Final = {definition.form: definition for definition in (F10, F11, F12, F13, F14)}
"""The forms by their code."""


def definition_of(form: str) -> FormDefinition:
    """Return a form; `KeyError` when there is none of that code."""
    return DEFINITIONS[FilingForm(form)]
