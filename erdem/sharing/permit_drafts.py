"""Drafts of disclosures (F07, F08, F09) prefilled from a permit or a finding, as sheets for paper and Word. Filed nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from erdem.base.documents import Facts, Heading, Note, Reasons, Sheet
from erdem.knowledge.models import Record
from erdem.literature.choices import PartyRole
from erdem.literature.models import Publication
from erdem.sharing.ircc.drafts import Draft, Form, Known, communique, gratk, origin_form
from erdem.sharing.models import Permit
from erdem.sharing.permit_paper import named

MAKERS: Final = {Form.COMMUNIQUE: communique, Form.ORIGIN: origin_form, Form.GRATK: gratk}
GAP: Final = gettext_lazy("【to be filled in】")
NOT_FILED: Final = gettext_lazy(
    "Draft, not filed anywhere. It was prefilled from this system; a person has to check each line, fill in what is marked"
    " and answer for it before it is handed to any authority."
)
UNSURE: Final = gettext_lazy("name of the field to be compared with the official form")
LEGAL: Final = {
    Form.COMMUNIQUE: gettext_lazy("Nagoya Protocol, Art. 17(1)(a); field names of the ABS Clearing-House."),
    Form.ORIGIN: gettext_lazy(
        "Patent Law, Art. 26(5); Implementing Regulations, Art. 29. Human material is outside of it."
    ),
    Form.GRATK: gettext_lazy(
        "WIPO Treaty on Intellectual Property, Genetic Resources and Associated Traditional Knowledge (2024), Art. 3. Whether"
        " and when it binds is not confirmed here."
    ),
}
TITLES: Final = {
    Form.COMMUNIQUE: gettext_lazy("Checkpoint communiqué (F07)"),
    Form.ORIGIN: gettext_lazy("Disclosure of the origin of genetic resources (F08)"),
    Form.GRATK: gettext_lazy("Disclosure under the WIPO treaty (F09)"),
}
SECTIONS: Final = {
    "head": pgettext_lazy("draft", "What it is about"),
    "certificate": pgettext_lazy("draft", "Certificate"),
    "source": pgettext_lazy("draft", "Source"),
    "use": pgettext_lazy("draft", "Use"),
    "resource": pgettext_lazy("draft", "Genetic resource"),
    "direct": pgettext_lazy("draft", "Direct source"),
    "original": pgettext_lazy("draft", "Original source"),
    "resources": pgettext_lazy("draft", "Genetic resources"),
    "knowledge": pgettext_lazy("draft", "Traditional knowledge"),
    "declaration": pgettext_lazy("draft", "Declaration"),
}
FIELDS: Final = {
    "government": pgettext_lazy("draft", "Country that issues the communiqué"),
    "title": pgettext_lazy("draft", "Title"),
    "absCheckpoints": pgettext_lazy("draft", "Checkpoint"),
    "absIRCCs": pgettext_lazy("draft", "Certificate of compliance"),
    "absIRCCsNotAvailable": pgettext_lazy("draft", "Certificate not available"),
    "sourceCountries": pgettext_lazy("draft", "Country of the source"),
    "subjectMatter": pgettext_lazy("draft", "Subject-matter or genetic resource"),
    "specimens": pgettext_lazy("draft", "Specimens"),
    "taxonomies": pgettext_lazy("draft", "Taxa"),
    "gisFiles": pgettext_lazy("draft", "Place as GeoJSON"),
    "keywords": pgettext_lazy("draft", "Keywords"),
    "evidenceOfPIC": pgettext_lazy("draft", "Evidence of consent (PIC)"),
    "entityWhoGrantedPIC": pgettext_lazy("draft", "Who granted consent"),
    "entityToWhomPICGranted": pgettext_lazy("draft", "To whom consent was granted"),
    "evidenceOfMAT": pgettext_lazy("draft", "Evidence of agreed terms (MAT)"),
    "dateOfAccess": pgettext_lazy("draft", "Date of access"),
    "description": pgettext_lazy("draft", "Kind and stage of the use"),
    "personsAtCheckpoint": pgettext_lazy("draft", "Who made the information available"),
    "dateCollected": pgettext_lazy("draft", "When it was collected"),
    "relevantInformation": pgettext_lazy("draft", "Other information"),
    "invention": pgettext_lazy("draft", "Title of the invention"),
    "applicant": pgettext_lazy("draft", "Applicant named first"),
    "resource": pgettext_lazy("draft", "Name of the genetic resource"),
    "taken_from": pgettext_lazy("draft", "Taken from"),
    "obtained": pgettext_lazy("draft", "How it was obtained"),
    "provider_name": pgettext_lazy("draft", "Provider"),
    "provider_address": pgettext_lazy("draft", "Address of the provider"),
    "provider_contact": pgettext_lazy("draft", "Contact of the provider"),
    "obtained_on": pgettext_lazy("draft", "When it was obtained"),
    "collected_at": pgettext_lazy("draft", "Where it was collected"),
    "collector": pgettext_lazy("draft", "Collector"),
    "collector_contact": pgettext_lazy("draft", "Contact of the collector"),
    "collected_on": pgettext_lazy("draft", "When it was collected"),
    "original_collector": pgettext_lazy("draft", "First collector"),
    "original_contact": pgettext_lazy("draft", "Contact of the first collector"),
    "original_on": pgettext_lazy("draft", "When it was first obtained"),
    "original_place": pgettext_lazy("draft", "Where it was first obtained"),
    "original_unknown": pgettext_lazy("draft", "Why the original source cannot be stated"),
    "resources": pgettext_lazy("draft", "Genetic resources on which the invention is based"),
    "resource_origin": pgettext_lazy("draft", "Country of origin"),
    "resource_source": pgettext_lazy("draft", "Source, when the country is not known"),
    "knowledge": pgettext_lazy("draft", "Traditional knowledge on which the invention is based"),
    "knowledge_community": pgettext_lazy("draft", "Community that provided it"),
    "knowledge_source": pgettext_lazy("draft", "Source, when the community is not known"),
    "declaration": pgettext_lazy("draft", "Declaration that neither is known"),
    "declared_by": pgettext_lazy("draft", "Name and signature of who declares"),
}


def from_permit(form: Form, permit: Permit, *, whole: bool) -> Draft:
    """Return a draft prefilled from a permit.

    Args:
        whole: whether the reader is a party; others get what the register shows.
    """
    document = permit.document if whole else permit.public_document
    return MAKERS[form](Known(_of_permit(document, permit.number), _("Permit %(number)s") % {"number": permit.number}))


def from_finding(form: Form, number: str, record: Record, publication: Publication, communities: str) -> Draft:
    """Return a draft prefilled from a finding: a patent document that comes near to a record, and tells no origin here."""
    applicants = [party for party in publication.parties.all() if party.role == PartyRole.APPLICANT]
    first = min(applicants, key=lambda party: party.ordinal, default=None)
    applicant = first.name if first else ""
    subject = f"{record.name}（{record.number}）"
    values = {
        "government": "CN",
        "title": _("Use of “%(name)s” in %(publication)s") % {"name": record.name, "publication": publication.number},
        "sourceCountries": "CN",
        "subjectMatter": subject,
        "entityToWhomPICGranted": "",
        "description": _("Patent document %(number)s, “%(title)s”, of %(applicant)s")
        % {"number": publication.number, "title": publication.title, "applicant": applicant or "—"},
        "relevantInformation": _("Finding %(number)s: a likeness for a person to judge, no verdict.")
        % {"number": number},
        "invention": publication.title,
        "applicant": applicant,
        "knowledge": subject,
        "knowledge_community": communities,
    }
    return MAKERS[form](Known(values, _("Finding %(number)s") % {"number": number}))


def _of_permit(document: Mapping[str, Any], number: str) -> dict[str, str]:
    subject = document.get("subjectMatter", {}).get("zh", "")
    providers, holder = named(document.get("providers")), named(document.get("entitiesToWhomPICGranted"))
    return {
        "government": "CN",
        "title": _("Use under permit %(number)s") % {"number": number},
        "absIRCCs": number,
        "description": document.get("usagesDescription", {}).get("zh", ""),
        "applicant": holder,
        "provider_name": providers,
        "obtained_on": str(document.get("dateOfIssuance", "")),
        "resource_origin": "CN",
        "knowledge": subject,
        "knowledge_community": providers,
        "relevantInformation": _("Presented by %(name)s") % {"name": holder} if holder else "",
    }


def field_name(code: str) -> str:
    """Return what a field is called."""
    return str(FIELDS[code])


def sheet_of(draft: Draft) -> Sheet:
    """Return a draft as a sheet: gaps are marked, and it says that it was filed nowhere."""
    blocks: list[Any] = [Note(str(NOT_FILED))]
    gaps = draft.gaps()
    if gaps:
        blocks += [Heading(_("Still to be filled in")), Reasons([field_name(line.blank.code) for line in gaps])]
    for section in dict.fromkeys(line.blank.section for line in draft.lines):
        lines = [line for line in draft.lines if line.blank.section == section]
        blocks += [Heading(str(SECTIONS[section])), Facts([(_label(line), _value(line)) for line in lines])]
    blocks.append(Note(str(LEGAL[draft.form])))
    return Sheet(str(TITLES[draft.form]), blocks, number=draft.basis, notice=_("Draft, not filed"))


def _label(line: Any) -> str:
    mark = "*" if line.blank.required else ""
    return f"{field_name(line.blank.code)}{mark}" + ("†" if line.blank.unsure else "")


def _value(line: Any) -> str:
    if line.value:
        return _("yes") if line.value == "true" else str(line.value)
    return str(GAP) if line.blank.required else "—"
