"""Forms of what hangs on a penalty or a complaint; each hands what was written to its service."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erdem.base.actor import Actor
from erdem.base.choosing import offer
from erdem.base.policy import RuleBroken
from erdem.cases import services
from erdem.cases.choices import CaseKind, Outcome
from erdem.cases.choices.details import AgreementForm, ExecutionKind, LimitationGround, MeasureKind, ServiceWay
from erdem.cases.forms import amounts
from erdem.cases.forms.cases import BLANK, area, day
from erdem.cases.models import Case
from erdem.cases.queries import details, limitation
from erdem.cases.services.deciding import NewDecision
from erdem.cases.services.measures import NewMeasure
from erdem.cases.workflow.penalty import DECISIONS


class DetailForm(forms.Form):
    """The frame: what it is called, for which kinds of case, and how it is kept."""

    title: ClassVar[Any] = ""
    kinds: ClassVar[tuple[str, ...]] = (CaseKind.PENALTY,)

    def __init__(self, *args: Any, actor: Actor, case: Case, officers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.case, self.officers = actor, case, officers
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and field.required:
                field.initial = timezone.localdate()
        self.prepare()

    def prepare(self) -> None:
        """Offer what depends on the case; nothing unless the form says so."""
        return

    def keep(self) -> None:
        """Hand what was written to the service.

        Raises:
            RuleBroken: it does not fit.
        """
        raise NotImplementedError

    def standing(self, found: Any) -> Any:
        """Return a row that has to be there.

        Raises:
            RuleBroken: there is none.
        """
        if found is None:
            raise RuleBroken(_now("There is nothing of this kind that is still open in the case."))
        return found


class CertificateForm(DetailForm):
    """The certificate of an officer."""

    title = _("Note an enforcement certificate")
    user = forms.TypedChoiceField(label=pgettext_lazy("certificate", "Officer"), coerce=int)
    number = forms.CharField(label=_("Number of the certificate"), max_length=40)
    valid_from = day(_("Valid from"))
    valid_until = day(_("Valid until"))

    def prepare(self) -> None:
        """Offer the officers of the office."""
        offer(self, "user", [*BLANK, *self.officers])

    def keep(self) -> None:
        """Note the certificate."""
        given = dict(self.cleaned_data)
        services.note_certificate(actor=self.actor, office=self.case.office, user_id=given.pop("user"), **given)


class LimitationForm(DetailForm):
    """When the offence ended, and why it is pursued although that is long ago."""

    title = _("Note when the offence ended")
    kinds = (CaseKind.PENALTY, CaseKind.REPORT)
    happened_on = day(_("Day of the last act"), required=False)
    ground = forms.ChoiceField(
        label=_("Why the limitation does not stand in the way"),
        choices=BLANK + LimitationGround.choices,
        required=False,
    )
    reason = area(_("From which facts this follows"))

    def prepare(self) -> None:
        """Begin with what is known."""
        self.initial = {"happened_on": self.case.happened_on, **limitation.noted(self.case)}

    def keep(self) -> None:
        """Note it."""
        services.note_limitation(actor=self.actor, case=self.case, **self.cleaned_data)


class MeasureForm(DetailForm):
    """A measure that was taken."""

    title = _("Note a measure")
    kind = forms.ChoiceField(label=pgettext_lazy("measure", "Kind"), choices=BLANK + MeasureKind.choices)
    items = area(_("What is held"), _("One line for each: name, comma, quantity."), required=True)
    place = forms.CharField(label=_("Where it is held"), max_length=300)
    first_officer = forms.TypedChoiceField(label=_("First officer"), coerce=int)
    second_officer = forms.TypedChoiceField(label=_("Second officer"), coerce=int)
    started_on = day(_("Since"))

    def prepare(self) -> None:
        """Offer the officers of the office."""
        for name in ("first_officer", "second_officer"):
            offer(self, name, [*BLANK, *self.officers])

    def keep(self) -> None:
        """Take the measure."""
        given = self.cleaned_data
        lines = [line.replace("，", ",").partition(",") for line in given["items"].splitlines() if line.strip()]
        new = NewMeasure(
            kind=given["kind"],
            items=[[name.strip(), quantity.strip()] for name, _comma, quantity in lines],
            place=given["place"],
            first_officer_id=given["first_officer"],
            second_officer_id=given["second_officer"],
            started_on=given["started_on"],
        )
        services.take_measure(actor=self.actor, case=self.case, new=new)


class ExtendMeasureForm(DetailForm):
    """Why goods are held longer."""

    title = _("Approve that goods are held longer")
    reason = area(pgettext_lazy("case", "Reason"), required=True)

    def keep(self) -> None:
        """Extend the oldest measure that still runs and can be extended."""
        found = self.standing(details.open_measure(self.case, extendable=True))
        services.extend_measure(actor=self.actor, measure=found, reason=self.cleaned_data["reason"])


class EndMeasureForm(DetailForm):
    """What became of what was held."""

    title = _("Note the end of a measure")
    released_on = day(_("Ended on"))
    result = area(_("What became of it"), required=True)

    def keep(self) -> None:
        """End the oldest measure that still runs."""
        found = self.standing(details.open_measure(self.case))
        services.end_measure(actor=self.actor, measure=found, **self.cleaned_data)


class ReviewForm(DetailForm):
    """The opinion of the reviewer."""

    title = _("Give the opinion of the legal review")
    agrees = forms.TypedChoiceField(
        label=pgettext_lazy("legal review", "Result"),
        choices=[*BLANK, ("yes", _("agrees")), ("no", _("sends it back"))],
        coerce=lambda value: value == "yes",
    )
    opinion = area(pgettext_lazy("legal review", "Opinion"), required=True)

    def keep(self) -> None:
        """Answer the review that waits."""
        found = self.standing(details.waiting_review(self.case))
        services.answer_review(actor=self.actor, review=found, **self.cleaned_data)


class AskHearingForm(DetailForm):
    """That the party asks for a hearing."""

    title = _("Note a request for a hearing")
    requested_on = day(_("Requested on"))

    def keep(self) -> None:
        """Note the request."""
        services.ask_hearing(actor=self.actor, case=self.case, **self.cleaned_data)


class SetHearingForm(DetailForm):
    """The day of a hearing."""

    title = _("Set the day of the hearing")
    notice_on = day(_("Notice given on"))
    held_on = day(_("Day of the hearing"))
    place = forms.CharField(label=pgettext_lazy("hearing", "Place"), max_length=300)
    chair_id = forms.TypedChoiceField(label=_("Who presides"), coerce=int)

    def prepare(self) -> None:
        """Offer the officers of the office."""
        offer(self, "chair_id", [*BLANK, *self.officers])

    def keep(self) -> None:
        """Set the day of the hearing that is prepared."""
        found = self.standing(details.open_hearing(self.case))
        services.set_hearing(actor=self.actor, hearing=found, **self.cleaned_data)


class RecordHearingForm(DetailForm):
    """What was said in the hearing."""

    title = _("Keep the transcript of the hearing")
    transcript = area(pgettext_lazy("hearing", "Transcript"), required=True, rows=8)

    def keep(self) -> None:
        """Keep the transcript."""
        found = self.standing(details.open_hearing(self.case))
        services.record_hearing(actor=self.actor, hearing=found, **self.cleaned_data)


class DecisionForm(DetailForm):
    """What is decided."""

    title = _("Write the decision")
    outcome = forms.ChoiceField(label=pgettext_lazy("penalty", "Decision"))
    articles = area(_("Articles"), required=True, rows=2)
    content = area(_("What is imposed"))
    fine = amounts.yuan(_("Fine in yuan"))
    confiscated = amounts.yuan(_("Unlawful gain taken, in yuan"))
    reasons = area(_("Reasons"), required=True)
    discretion = area(_("Discretion"))
    is_simple = forms.BooleanField(label=_("On the spot"), required=False)
    against_person = forms.BooleanField(label=_("Against a person"), required=False)
    collective_record = area(_("Record of the discussion, when it is decided together"))

    def prepare(self) -> None:
        """Offer what may be decided."""
        labels = dict(Outcome.choices)
        offer(self, "outcome", [*BLANK, *((each, labels[Outcome(each)]) for each in DECISIONS)])

    def keep(self) -> None:
        """Write the decision."""
        given = dict(self.cleaned_data)
        fine, confiscated = amounts.fen_of(given.pop("fine")), amounts.fen_of(given.pop("confiscated"))
        new = NewDecision(fine_fen=fine, confiscated_fen=confiscated, **given)
        services.write_decision(actor=self.actor, case=self.case, new=new)


class ServiceForm(DetailForm):
    """How a document was served."""

    title = _("Note how a document was served")
    kinds = (CaseKind.PENALTY, CaseKind.COMPLAINT, CaseKind.REPORT)
    document = forms.TypedChoiceField(label=pgettext_lazy("service", "Document"), coerce=int)
    way = forms.ChoiceField(label=pgettext_lazy("service", "How"), choices=BLANK + ServiceWay.choices)
    receiver = forms.CharField(label=_("Received by"), max_length=200)
    received_on = day(_("Received on"))
    receipt = area(_("About the receipt"), _("Who signed for it, or who witnessed that it was refused."))

    def prepare(self) -> None:
        """Offer the issued documents of the case; one that was served already is refused with its day."""
        self.documents = {each.pk: each for each in details.issued_documents(self.case)}
        offer(self, "document", [*BLANK, *((key, str(each)) for key, each in self.documents.items())])

    def keep(self) -> None:
        """Note the service."""
        given = dict(self.cleaned_data)
        services.serve_document(actor=self.actor, document=self.documents[given.pop("document")], **given)


class WaiverForm(DetailForm):
    """That the party gave up its right to answer and to be heard."""

    title = _("Note that the party gives up its right to answer")
    waived_on = day(_("Given up on"))
    waiver = area(
        _("In which words, on which paper"),
        _("Only what the party declared clearly counts, best in its own hand (行政处罚法 62)."),
        required=True,
    )

    def keep(self) -> None:
        """Note it with the notice that was served."""
        services.note_waiver(actor=self.actor, case=self.case, **self.cleaned_data)


class ExecutionForm(DetailForm):
    """An act by which a penalty is carried out."""

    title = _("Note an act of execution")
    kind = forms.ChoiceField(label=pgettext_lazy("execution", "Kind"), choices=BLANK + ExecutionKind.choices)
    amount = amounts.yuan(_("Amount in yuan"))
    acted_on = day(pgettext_lazy("execution", "On"))
    plan = area(_("Instalments"), _("Only when they are approved. One line for each: last day, comma, yuan."))
    note = area(pgettext_lazy("execution", "Note"))

    def clean_plan(self) -> list[tuple[dt.date, int]]:
        """Read the instalments."""
        return [amounts.instalment(line) for line in self.cleaned_data["plan"].splitlines() if line.strip()]

    def keep(self) -> None:
        """Note the act."""
        given = dict(self.cleaned_data)
        services.note_execution(
            actor=self.actor, case=self.case, amount_fen=amounts.fen_of(given.pop("amount")), **given
        )


class PublicationForm(DetailForm):
    """Where the decision was published."""

    title = _("Note where the decision was published")
    published_on = day(_("Published on"))
    reference = forms.CharField(label=_("Number or address on the national system"), max_length=300)

    def keep(self) -> None:
        """Note the publication."""
        services.note_publication(actor=self.actor, case=self.case, **self.cleaned_data)


class WithdrawForm(DetailForm):
    """Why a decision was taken off the national system."""

    title = _("Note that the publication was withdrawn")
    withdrawn_on = day(_("Withdrawn on"))
    reason = area(pgettext_lazy("case", "Reason"), required=True)

    def keep(self) -> None:
        """Note the withdrawal."""
        found = self.standing(details.open_publication(self.case))
        services.withdraw_publication(actor=self.actor, publication=found, **self.cleaned_data)


class AgreementDetailForm(DetailForm):
    """What the parties of a complaint agreed."""

    title = _("Note what was agreed")
    kinds = (CaseKind.COMPLAINT,)
    form = forms.ChoiceField(label=pgettext_lazy("agreement", "Form"), choices=BLANK + AgreementForm.choices)
    terms = area(_("What was agreed"), required=True)
    agreed_on = day(_("Agreed on"))

    def keep(self) -> None:
        """Note the agreement."""
        services.note_agreement(actor=self.actor, case=self.case, **self.cleaned_data)


class CallBackForm(DetailForm):
    """A call to who complained."""

    title = _("Note a call-back")
    kinds = (CaseKind.COMPLAINT,)
    called_on = day(_("Called on"))
    was_reached = forms.BooleanField(label=_("Was reached"), required=False, initial=True)
    satisfaction = forms.IntegerField(label=_("Satisfaction, 1 to 5"), required=False, min_value=1, max_value=5)
    note = area(pgettext_lazy("execution", "Note"))

    def keep(self) -> None:
        """Note the call."""
        services.note_call_back(actor=self.actor, case=self.case, **self.cleaned_data)


FORMS: dict[str, type[DetailForm]] = {
    "certificate": CertificateForm,
    "limitation": LimitationForm,
    "measure": MeasureForm,
    "measure-extend": ExtendMeasureForm,
    "measure-end": EndMeasureForm,
    "review": ReviewForm,
    "hearing": AskHearingForm,
    "hearing-day": SetHearingForm,
    "hearing-record": RecordHearingForm,
    "decision": DecisionForm,
    "service": ServiceForm,
    "waiver": WaiverForm,
    "execution": ExecutionForm,
    "publication": PublicationForm,
    "publication-end": WithdrawForm,
    "agreement": AgreementDetailForm,
    "call-back": CallBackForm,
}
"""The forms by the word in their address."""
