"""Which way to take: what a subject asks besides, and where the answers lead. Bodies and bases come from the router's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.cases.choices import Body, FilingForm, Subject
from erdem.cases.intake.questions import Answer, Question

YES_NO: Final = (("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No")))

PLAIN: Final[dict[str, Any]] = {
    Subject.CONSUMER: _("I bought something or paid for a service, and it is not right"),
    Subject.TRADEMARK: _("Somebody uses a trademark without the right to"),
    Subject.GEOGRAPHICAL_INDICATION: _("A place name or geographical indication is used falsely"),
    Subject.COUNTERFEIT_PATENT: _("Somebody claims a patent that does not exist"),
    Subject.UNFAIR_COMPETITION: _("A competitor deceives or copies"),
    Subject.PATENT_INFRINGEMENT: _("Somebody uses my patent"),
    Subject.FOLK_COPYRIGHT: _("Songs, tales, patterns or other folk works are used without leave"),
    Subject.HERITAGE_DISTORTION: _("Intangible heritage is distorted or degraded"),
    Subject.GENETIC_RESOURCE: _("A breed, a variety or another genetic resource was taken"),
    Subject.MEDICINE: _("Mongolian or Chinese medical knowledge is used without leave"),
    Subject.CRIME: _("A crime: fakes in large amounts, threats, theft of secrets"),
    Subject.PETITION: _("I have a proposal or a complaint about an office"),
    Subject.OTHER: _("I need advice or a lawyer, or it is something else"),
}
"""The subjects in plain words."""


def _choice(key: str, label: Any, choices: tuple[tuple[str, Any], ...] = YES_NO, **given: Any) -> Question:
    return Question(key, label, Answer.CHOICE, choices, needed=True, **given)


@dataclass(frozen=True)
class Way:
    """Where the answers lead.

    ``form`` blank: nothing is taken here. ``body`` when it is another than the router names. ``notes`` are sentences to know.
    """

    form: str = ""
    body: str = ""
    notes: tuple[Any, ...] = ()
    also: str = ""
    """A second form that is offered beside the first."""


Lead = Callable[[Mapping[str, Any]], Way]

RIGHT_HOLDER = _(
    "A right holder's notice of an infringement is a report; a complaint is only for what you bought yourself."
)
TWO_PARTS = _(
    "You may ask for your money and report the offence at once: it becomes two linked matters, each with its own days."
)


def _consumer(answers: Mapping[str, Any]) -> Way:
    if answers.get("own_use") == "no":
        return Way(
            FilingForm.REPORT, notes=(_("Who buys for business is no consumer in law. You can report an offence."),)
        )
    old = (_("After three years the office may refuse a complaint; a report is still possible."),)
    return Way(
        FilingForm.COMPLAINT,
        notes=(TWO_PARTS, *(old if answers.get("long_ago") == "yes" else ())),
        also=FilingForm.REPORT,
    )


def _market(answers: Mapping[str, Any]) -> Way:
    if answers.get("wants") == "money":
        return Way(FilingForm.COMPLAINT, notes=(TWO_PARTS,), also=FilingForm.REPORT)
    return Way(FilingForm.REPORT, notes=(RIGHT_HOLDER,))


def _patent(answers: Mapping[str, Any]) -> Way:
    if answers.get("standing") == "no":
        return Way(
            FilingForm.ASSISTANCE,
            Body.ASSISTANCE,
            (
                _(
                    "Only the owner or a licensee with the right to act can ask for a ruling. We can help you find the way."
                ),
            ),
        )
    if answers.get("suit") == "yes":
        return Way(
            FilingForm.ASSISTANCE,
            Body.ASSISTANCE,
            (_("A court was asked already: it decides, and no office takes the same dispute."),),
        )
    if answers.get("agreed") == "yes":
        return Way(
            FilingForm.ASSISTANCE,
            Body.ASSISTANCE,
            (_("You agreed on another way, such as arbitration: take that one. We can help you with it."),),
        )
    return Way(
        FilingForm.PATENT,
        notes=(
            _(
                "The office here takes your request, checks it and hands it to the office of the league or city, which decides."
            ),
            _("Have ready: the extract of the patent register and proof of who you are."),
        ),
        also=FilingForm.ASSISTANCE,
    )


def _medicine(_answers: Mapping[str, Any]) -> Way:
    return Way(
        notes=(_("Do not send a formula that is secret, to nobody, and never on this page."),),
        also=FilingForm.ASSISTANCE,
    )


def _elsewhere(_answers: Mapping[str, Any]) -> Way:
    return Way(also=FilingForm.ASSISTANCE)


def _police(_answers: Mapping[str, Any]) -> Way:
    return Way(notes=(_("In danger call 110 at once. Keep what proves it; do not change anything."),))


def _petition(_answers: Mapping[str, Any]) -> Way:
    return Way(
        notes=(_("Proposals, opinions and complaints about offices go there; matters of law go to court or review."),)
    )


def _other(answers: Mapping[str, Any]) -> Way:
    if answers.get("need") == "aid":
        return Way(
            FilingForm.LEGAL_AID,
            Body.JUSTICE,
            (
                _(
                    "Legal aid by law is free, for people who cannot pay. Companies ask for help with their rights instead."
                ),
            ),
            also=FilingForm.ASSISTANCE,
        )
    return Way(FilingForm.ASSISTANCE, notes=(_("An opinion that you get is for reference; it binds nobody."),))


MARKET_QUESTION = (
    _choice(
        "wants",
        _("What do you want?"),
        (
            ("stop", _("that the office looks into it and stops it")),
            ("money", _("my money back for what I bought")),
        ),
    ),
)

QUESTIONS: Final[dict[str, tuple[Question, ...]]] = {
    Subject.CONSUMER: (
        _choice("own_use", _("Did you buy it for yourself or your family?")),
        _choice("long_ago", _("Is it more than three years ago?")),
    ),
    Subject.TRADEMARK: MARKET_QUESTION,
    Subject.GEOGRAPHICAL_INDICATION: MARKET_QUESTION,
    Subject.COUNTERFEIT_PATENT: MARKET_QUESTION,
    Subject.UNFAIR_COMPETITION: MARKET_QUESTION,
    Subject.PATENT_INFRINGEMENT: (
        _choice("standing", _("Are you the owner of the patent, or a licensee with the right to act?")),
        _choice("suit", _("Was a court asked about it already?")),
        _choice("agreed", _("Did you agree with the other side on another way, such as arbitration?")),
    ),
    Subject.OTHER: (
        _choice(
            "need",
            _("What do you need?"),
            (
                ("advice", _("advice, or an opinion about my rights")),
                ("aid", _("a lawyer whom I cannot pay")),
            ),
        ),
    ),
}
"""What a subject asks besides."""

LEADS: Final[dict[str, Lead]] = {
    Subject.CONSUMER: _consumer,
    **dict.fromkeys(
        (
            Subject.TRADEMARK,
            Subject.GEOGRAPHICAL_INDICATION,
            Subject.COUNTERFEIT_PATENT,
            Subject.UNFAIR_COMPETITION,
        ),
        _market,
    ),
    Subject.PATENT_INFRINGEMENT: _patent,
    **dict.fromkeys((Subject.FOLK_COPYRIGHT, Subject.HERITAGE_DISTORTION, Subject.GENETIC_RESOURCE), _elsewhere),
    Subject.MEDICINE: _medicine,
    Subject.CRIME: _police,
    Subject.PETITION: _petition,
    Subject.OTHER: _other,
}
"""Where the answers lead, by subject."""


def questions_of(subject: str) -> tuple[Question, ...]:
    """Return what a subject asks besides; nothing for most."""
    return QUESTIONS.get(subject, ())


def way_of(subject: str, answers: Mapping[str, Any]) -> Way:
    """Return where the answers lead; `KeyError` for a subject that does not exist."""
    return LEADS[subject](answers)
