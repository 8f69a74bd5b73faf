"""Papers of a consent: the form to sign by hand, the receipt that it was taken back."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.actor import Actor
from erdem.base.documents import render_pdf
from erdem.base.formatting import iso_date, iso_moment, long_date
from erdem.knowledge import queries
from erdem.knowledge.consent_choices import ConsentFamily, Explained, Signing
from erdem.knowledge.models import Consent
from erdem.knowledge.pages.consent import party_of, use_words
from erdem.knowledge.pages.consent_decision import scope_facts

MONGOLIAN_TITLE: Final = "ᠵᠥᠪᠰᠢᠶᠡᠷᠡᠯ ᠦᠨ ᠪᠢᠴᠢᠭ"
"""“Letter of consent”; awaits a native reader, and the paper says so."""


def form_document(actor: Actor, consent: Consent) -> bytes:
    """Return the form as PDF in Chinese, with boxes and lines to fill in by hand."""
    with override("zh-hans"):
        personal = consent.family == ConsentFamily.PERSON
        data = {
            **_head(consent, _("Letter of consent")),
            "party": _party(consent),
            "records": [[each.name, each.number] for each in queries.records_of(actor, consent)],
            "scope": [[str(fact["term"]), str(fact["value"])] for fact in scope_facts(consent)],
            "explained": [str(point.label) for point in Explained],
            "signing": [str(manner.label) for manner in Signing],
            "is_personal": personal,
            "numbers": not personal,
            "words": _words(),
        }
        return render_pdf("knowledge/consent.typ", data, issued_at=consent.updated_at)


def receipt_document(actor: Actor, consent: Consent) -> bytes:
    """Return the receipt as PDF: when it was taken back, what ends, what stays."""
    with override("zh-hans"):
        acts = queries.acts_of(actor, consent)
        data = {
            **_head(consent, _("Receipt: consent taken back")),
            "facts": [
                [_("Taken back by"), party_of(consent)],
                [_("Taken back on"), iso_moment(consent.ended_at)],
                [_("Consent"), f"{consent.number} · {consent.get_subject_display()}"],
                [_("In force from"), iso_date(consent.effective_on)],
                [_("Uses that end"), use_words(consent.uses)],
            ],
            "ends": _("From this moment nothing new is done under this consent. It needed no reason."),
            "stays": _(
                "What was lawfully done before stays valid (个人信息保护法 Art. 15, applied in the same way to communities)."
            ),
            "acts_heading": _("What was done under it before"),
            "acts_head": [_("Day"), _("Use"), _("What was done"), _("Reference")],
            "acts": [[iso_date(act.acted_on), act.get_use_display(), act.what, act.reference or "–"] for act in acts],
            "no_acts": _("Nothing was done under it."),
            "contact": _("Questions: %(name)s %(phone)s")
            % {"name": consent.contact_name, "phone": consent.contact_phone},
        }
        return render_pdf("knowledge/receipt.typ", data, issued_at=consent.ended_at)


def _head(consent: Consent, title: str) -> dict[str, Any]:
    office = str(consent.kept_by) if consent.kept_by else ""
    return {
        "title": title,
        "mongolian": MONGOLIAN_TITLE,
        "mongolian_note": _("Mongolian title: awaits a native reader"),
        "number": consent.number,
        "office": office,
        "date": long_date(consent.ended_at or consent.updated_at),
        "notice": f"{consent.number} · v{consent.version}",
        "language": "zh",
    }


def _party(consent: Consent) -> list[list[str]]:
    if consent.family == ConsentFamily.PERSON:
        rows = [[_("Person"), consent.person_name]]
        if consent.is_minor:
            rows.append([_("Parent or guardian"), f"{consent.guardian_name} {consent.guardian_relation}".strip()])
        return rows
    return [
        [_("Community"), str(consent.community)],
        [_("Type of holder"), consent.get_holder_type_display() or "–"],
        [_("Right to speak for it"), consent.get_authority_basis_display()],
    ]


def _words() -> dict[str, str]:
    return {
        "who": _("Who consents"),
        "about": _("About these records"),
        "name": _("Name"),
        "number": _("Number"),
        "asked": _("What is asked for"),
        "explained": _("What was explained (tick each point when it has been explained)"),
        "answer": _("Answer (tick one; leaving all empty is no consent)"),
        "give": _("We agree"),
        "give_one": _("I agree"),
        "refuse": _("We do not agree"),
        "refuse_one": _("I do not agree"),
        "part": _("Only to these uses:"),
        "silence": _("No answer is no consent. A consent given can be taken back at any time, without a reason."),
        "meeting": _("Day of the meeting"),
        "present": _("People present"),
        "agreeing": _("People agreeing"),
        "signing": _("Manner of signing"),
        "signature": _("Signature or thumbprint"),
        "day": _("Day"),
        "witness": _("Witness"),
        "recorder": _("Recorder"),
        "resolution": _("The resolution of the meeting is attached"),
    }
