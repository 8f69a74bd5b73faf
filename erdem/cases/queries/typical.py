"""Reading typical cases: those in the making, what must not stand in them, and what everybody reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.choices import CaseRole, NameKind, PartyKind
from erdem.cases.models import (
    Case,
    CaseMember,
    CaseParty,
    Inspection,
    OfficialDocument,
    Party,
    TypicalCase,
    TypicalPublication,
)
from erdem.cases.policies import visible_typical
from erdem.lib.anonymity import Known, called, find_names, without_names
from erdem.people.models import Membership, User
from erdem.people.policies import in_force

SeenTypical = TypicalCase
SeenPublication = TypicalPublication
"""Rows of typical cases, for who may not know models: views."""
WORDS: dict[str, Any] = {
    "title": gettext_lazy("title"),
    "facts": pgettext_lazy("typical case", "what happened"),
    "handling": gettext_lazy("how it was handled"),
    "legal_note": gettext_lazy("legal note"),
    "meaning": gettext_lazy("why it is typical"),
}
"""The fields of a typical case with words, in the order of the page."""
STAND_INS = {
    PartyKind.ENTERPRISE: "某公司",
    PartyKind.SOLE_TRADER: "某商户",
    PartyKind.COMMUNITY: "某社区",
    PartyKind.BODY: "某单位",
    PartyKind.PLATFORM: "某平台",
    PartyKind.UNKNOWN: "某当事人",
}
OFFICERS = ("county_officer", "region_officer")


@dataclass(frozen=True)
class NameFound:
    """Something that names somebody: in which field, what it is, how it is written, and what stands around it."""

    field: str
    label: str
    kind: str
    written: str
    before: str
    after: str

    def __str__(self) -> str:
        return _("%(field)s: “%(written)s” (%(kind)s)") % {
            "field": self.label,
            "written": self.written,
            "kind": NameKind(self.kind).label,
        }


def typical_cases(actor: Actor) -> QuerySet[TypicalCase]:
    """Return the typical cases that the actor sees, newest first."""
    rows = TypicalCase.objects.filter(visible_typical(actor))
    return rows.select_related("office", "checker", "publication").order_by("-id")


def find_typical(actor: Actor, key: int) -> TypicalCase | None:
    """Return one typical case; None when the actor sees none such."""
    return typical_cases(actor).filter(pk=key).first()


def published_cases(subject: str = "") -> QuerySet[TypicalPublication]:
    """Return what everybody may read, newest first; withdrawn ones are not listed."""
    rows = TypicalPublication.objects.filter(withdrawn_at__isnull=True).select_related("office")
    return rows.filter(subject=subject) if subject else rows


def find_publication(number: str) -> TypicalPublication | None:
    """Return a publication by its number; a withdrawn one has no words any more."""
    return TypicalPublication.objects.filter(number=number).select_related("office").first()


def may_check(typical: TypicalCase) -> list[User]:
    """Return who may be asked to check a typical case: other officers of its office and experts, none who wrote on it."""
    with acting_as(SYSTEM):
        rows = Membership.objects.filter(in_force()).exclude(user_id__in=typical.writers).select_related("user")
        near = rows.filter(organisation_id=typical.office_id, role__in=OFFICERS)
        found = {each.user_id: each.user for each in [*near, *rows.filter(role="expert")]}
    return sorted(found.values(), key=str)


def names_known_to(typical: TypicalCase) -> list[Known]:
    """Return every name and identifier that the case and its office know, read by the system for the comparison alone.

    Who reported is sealed and is not among it: it cannot be compared without being opened, which takes two officers; and a
    comparison that answers would let somebody find a sealed name out by trying names.
    """
    with acting_as(SYSTEM):
        case = Case.objects.select_related("office").get(pk=typical.case_id)
        known = [*_of_parties(case), *_of_people(case), *_of_case(case), *_of_registry(case)]
    return [one for one in known if one.word.strip() and (typical.hides_rights or one.kind != NameKind.RIGHT)]


def names_in(typical: TypicalCase, **more: str) -> list[NameFound]:
    """Return everything in the words of a typical case that names somebody.

    Args:
        typical: whose words, as they are or as they are about to be.
        more: other words to look through, by the name of their field, such as a reason.
    """
    known = names_known_to(typical)
    texts = {**{name: getattr(typical, name) for name in WORDS}, **more}
    return [found for name, text in texts.items() for found in _found_in(typical, name, text, known)]


def draft_words(case: Case) -> dict[str, str]:
    """Return a first draft from what stands in a case, with stand-ins for names; a person goes on writing."""
    about = TypicalCase(case=case, office=case.office, place_code=case.place_code)
    known = names_known_to(about)
    handling = "\n".join(part for part in (str(case.get_outcome_display()), case.outcome_note) if part)
    drafted = {"title": case.title, "facts": case.facts, "handling": handling}
    return {name: without_names(text, known) for name, text in drafted.items()}


def _found_in(typical: TypicalCase, name: str, text: str, known: list[Known]) -> Iterator[NameFound]:
    for hit in find_names(text, known, hides_rights=typical.hides_rights):
        yield NameFound(
            field=name,
            label=str(WORDS.get(name) or _("reason")),
            kind=hit.kind,
            written=hit.written,
            before=text[max(0, hit.start - 12) : hit.start],
            after=text[hit.end : hit.end + 12],
        )


def _of_parties(case: Case) -> list[Known]:
    stands = list(CaseParty.objects.filter(case=case).select_related("party"))
    people = sorted({each.party.name for each in stands if each.party.kind == PartyKind.PERSON})
    found = []
    for each in stands:
        party, is_person = each.party, each.party.kind == PartyKind.PERSON
        stand_in = called(party.name, people) if is_person else STAND_INS[PartyKind(party.kind)]
        if each.role == CaseRole.AGENT and is_person:
            stand_in = f"代理人{stand_in}"
        found.append(Known(NameKind.PARTY, party.name, stand_in, is_person))
        found += [Known(NameKind.CODE, party.uscc), Known(NameKind.PLACE, party.address, "某地")]
        found.append(Known(NameKind.CONTACT, party.contact))
    return found


def _of_people(case: Case) -> list[Known]:
    """Return the officers of the office, and who took part from outside."""
    officers = Membership.objects.filter(organisation_id=case.office_id).select_related("user")
    members = CaseMember.objects.filter(case=case).select_related("user")
    named = [(NameKind.OFFICER, each.user) for each in officers] + [(NameKind.MEMBER, each.user) for each in members]
    return [
        Known(kind, name, "执法人员" if kind == NameKind.OFFICER else "参与人", is_person=True)
        for kind, user in named
        for name in (user.display_name, user.display_name_mn)
        if name
    ]


def _of_case(case: Case) -> list[Known]:
    numbers = [case.number, *OfficialDocument.objects.filter(case=case).values_list("number", flat=True)]
    places = Inspection.objects.filter(case=case).values_list("place_name", "address", "present")
    return [
        *(Known(NameKind.CASE, number) for number in numbers if number),
        *(Known(NameKind.PLACE, word, "某地") for place in places for word in place[:2]),
        *(Known(NameKind.MEMBER, place[2], "在场人", is_person=True) for place in places),
        *([Known(NameKind.RIGHT, case.right_number)] if case.right_number else []),
    ]


def _of_registry(case: Case) -> list[Known]:
    rows = Party.objects.filter(office_id=case.office_id).values_list("name", "kind", "uscc")
    return [
        known
        for name, kind, uscc in rows
        for known in (
            Known(NameKind.REGISTRY, name, STAND_INS.get(PartyKind(kind), "某人"), kind == PartyKind.PERSON),
            Known(NameKind.CODE, uscc),
        )
    ]
