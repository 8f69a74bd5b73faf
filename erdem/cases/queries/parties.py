"""Reading the registry of parties: who is kept, who may be the same, and whose interest stands against a case.

What other offices keep is told only as a count: that somebody is known elsewhere helps, who and why is for that office.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.choices import CaseRole
from erdem.cases.models import Case, CaseMember, CaseParty, Party
from erdem.cases.policies import own_offices, visible_parties
from erdem.people.models import Membership, User

SeenParty = Party
"""An entry of the registry, for who may not know models: views."""
AGAINST = {
    CaseRole.RESPONDENT: (CaseRole.COMPLAINANT, CaseRole.APPLICANT, CaseRole.RIGHT_HOLDER),
    CaseRole.COMPLAINANT: (CaseRole.RESPONDENT,),
    CaseRole.APPLICANT: (CaseRole.RESPONDENT,),
    CaseRole.RIGHT_HOLDER: (CaseRole.RESPONDENT,),
}
"""By the role in a case: the roles of the other side."""
ASKING = (CaseRole.COMPLAINANT, CaseRole.APPLICANT, CaseRole.RIGHT_HOLDER)
"""Who asks for something in a case."""
SHARED = ("uscc", "contact", "address")
"""What two entries of one party have in common."""
FORMS = ("有限责任公司", "股份有限公司", "有限公司", "合作社", "个体工商户", "经营部", "商行", "商店")
"""Endings that say what kind of body it is and are left out when names are compared."""


def party_key(name: str) -> str:
    """Return a name as it is compared: one width, no spaces and signs, no ending of the legal form."""
    folded = "".join(each for each in unicodedata.normalize("NFKC", name).casefold() if each.isalnum())
    for ending in FORMS:
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            return folded.removesuffix(ending)
    return folded


def marks_of(party: Party) -> set[str]:
    """Return by what a party is known again: its code, contact, organisation and name without the legal form."""
    marks = {f"{slug}:{value}" for slug in ("uscc", "contact") if (value := str(getattr(party, slug)).strip())}
    if party.organisation_id is not None:
        marks.add(f"organisation:{party.organisation_id}")
    return marks | name_marks(party.name)


def name_marks(*names: str) -> set[str]:
    """Return the marks of names as somebody wrote them."""
    return {f"name:{key}" for name in names if (key := party_key(name))}


def sides_of(case: Case) -> tuple[set[str], set[str]]:
    """Return the marks of who asks in a case and of the other side; an agent or witness counts with both. Machines only."""
    asks, against = set[str](), set[str]()
    for stands in CaseParty.objects.filter(case=case).select_related("party", "party__merged_into"):
        marks = marks_of(stands.party)
        if stands.party.merged_into is not None:
            marks |= marks_of(stands.party.merged_into)
        if stands.role != CaseRole.RESPONDENT:
            asks |= marks
        if stands.role not in ASKING:
            against |= marks
    aid = case.particulars.get("aid", {})
    asks |= name_marks(str(aid.get("applicant", "")))
    if contact := str(aid.get("contact", "")).strip():
        asks.add(f"contact:{contact}")
    return asks, against | name_marks(*str(aid.get("other_side", "")).replace("；", "、").split("、"))


def registered(actor: Actor, words: str = "") -> QuerySet[Party]:
    """Return the entries of the actor's offices that were not merged, with how many cases each stands in."""
    rows = Party.objects.filter(visible_parties(actor), office_id__in=own_offices(actor), merged_into__isnull=True)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(uscc__icontains=words) | Q(contact__icontains=words))
    return rows.annotate(stands=Count("cases", distinct=True)).select_related("office").order_by("name", "id")


def find_party(actor: Actor, key: int) -> Party | None:
    """Return one entry of the actor's offices, merged ones too."""
    rows = Party.objects.filter(visible_parties(actor), office_id__in=own_offices(actor), pk=key)
    return rows.select_related("office", "merged_into").first()


def stands_in(actor: Actor, party: Party) -> QuerySet[CaseParty]:
    """Return in which cases a party stands."""
    rows = CaseParty.objects.filter(party=party).select_related("case")
    return rows.order_by("-id")


@dataclass(frozen=True)
class Same:
    """An entry that may be the same party, and why it looks so: slugs code, contact, address, name."""

    party: Party
    why: tuple[str, ...]


def may_be_same(actor: Actor, party: Party) -> list[Same]:
    """Return other entries of the office with the same code, contact, address, or name without its legal form."""
    rows = registered(actor).filter(office_id=party.office_id).exclude(pk=party.pk)
    key = party_key(party.name)
    near = Q(name__icontains=key[:4]) if key else Q()
    for name in SHARED:
        if value := getattr(party, name):
            near |= Q(**{name: value})
    found = []
    for each in rows.filter(near)[:200]:
        why = tuple(slug for slug in SHARED if getattr(party, slug) and getattr(each, slug) == getattr(party, slug))
        if party_key(each.name) == key:
            why = (*why, "name")
        if why:
            found.append(Same(each, why))
    return found


def known_elsewhere(party: Party) -> int:
    """Return how many other offices keep a party with the same code or the same name; nothing else of them is told."""
    rule = Q(name=party.name)
    if party.uscc:
        rule |= Q(uscc=party.uscc)
    with acting_as(SYSTEM):
        rows = Party.objects.filter(rule, merged_into__isnull=True).exclude(office_id=party.office_id)
        return rows.values("office_id").distinct().count()


@dataclass(frozen=True)
class Conflict:
    """Why somebody should not work on a case: ``reason`` is own_body, same_name or other_side."""

    who: str
    reason: str
    detail: str


def conflicts_of(case: Case) -> list[Conflict]:
    """Return whose interest may stand against a case, among its handlers and who takes part.

    Somebody whose organisation is party, who bears the name of a party, or who takes part in another open case in which a
    party stands on the other side.
    """
    with acting_as(SYSTEM):
        sides = list(CaseParty.objects.filter(case=case).select_related("party"))
        working = [each for each in (case.handler, case.second_handler) if each is not None]
        taking = CaseMember.objects.filter(case=case, until__isnull=True).select_related("user")
        working += [each.user for each in taking]
        found = []
        for user in dict.fromkeys(working):
            found += _in_own_person(case, user, sides)
            found += _on_the_other_side(case, user.pk, str(user), sides)
        return found


def _in_own_person(case: Case, user: User, sides: list[CaseParty]) -> list[Conflict]:
    held = Membership.objects.filter(user=user, until__isnull=True).exclude(organisation_id=case.office_id)
    bodies = {key: party_key(name) for key, name in held.values_list("organisation_id", "organisation__name")}
    names = {party_key(str(user)), party_key(user.get_full_name())}
    found = []
    for stands in sides:
        key = party_key(stands.party.name)
        if stands.party.organisation_id in bodies or key in bodies.values():
            found.append(Conflict(str(user), "own_body", stands.party.name))
        elif key in names:
            found.append(Conflict(str(user), "same_name", stands.party.name))
    return found


def _on_the_other_side(case: Case, user_id: int, name: str, sides: list[CaseParty]) -> list[Conflict]:
    """Return where somebody who takes part here takes part in an open case against a party of this one."""
    others = CaseMember.objects.filter(user_id=user_id, until__isnull=True, case__closed_at__isnull=True).exclude(
        case=case
    )
    open_cases = list(others.values_list("case_id", flat=True))
    found = []
    for stands in sides:
        opposite = AGAINST.get(CaseRole(stands.role), ())
        hit = CaseParty.objects.filter(case_id__in=open_cases, party_id=stands.party_id, role__in=opposite).first()
        if hit is not None:
            found.append(Conflict(name, "other_side", stands.party.name))
    return found
