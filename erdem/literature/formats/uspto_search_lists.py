"""People, priorities and citations of the American public search, which stand in columns side by side or as objects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from erdem.lib.fields import squeeze, unique
from erdem.literature.formats.fields import read_date
from erdem.literature.formats.model import Party, Priority
from erdem.literature.formats.record import Record

NOTHING: Final = frozenset({"N/A", "[]"})
PARTS: Final = ("Name", "City", "State", "Country", "PostalCode")
# Role, columns of the service, list of objects and list of names in the files of patent_client.
GROUPS: Final = (
    ("applicant", "applicant", "applicants", ("applicant_name", "applicant_names")),
    ("assignee", "assignee", "assignees", ("assignee_name", "assignee_names")),
    ("inventor", "inventor", "inventors", ()),
)


def column(record: Record, *names: str) -> list[str]:
    """A field that holds one text for each member of a group; empty texts keep their place."""
    _, value = record.first(*names)
    members = value if isinstance(value, list) else [value]
    texts = [squeeze(one) if isinstance(one, str) else "" for one in members]
    return ["" if one in NOTHING else one for one in texts]


def read_parties(record: Record) -> tuple[Party, ...]:
    """Applicants, assignees, inventors and examiners. A search result names only the first inventor."""
    found: list[Party] = []
    for role, prefix, objects, listed in GROUPS:
        if isinstance(record.values.get(objects), list):
            found += [_from_object(one, role) for one in record.objects(objects)]
        else:
            found += _from_columns(record, role, prefix, listed)
    short = column(record, "inventorsShort", "inventors_short")[0].removesuffix("et al.")
    if not names(found, "inventor"):
        found.append(Party("inventor", turned(short)))
    for one in column(record, "primaryExaminer", "primary_examiner"):
        found.append(Party("examiner", turned(one)))
    return tuple(dict.fromkeys(one for one in found if one.name))


def turned(name: str) -> str:
    """`Henley; Francois J.` as `Francois J. Henley`; a name of an organisation stays."""
    last, mark, rest = name.partition(";")
    return squeeze(f"{rest} {last}") if mark else squeeze(name)


def _from_object(record: Record, role: str) -> Party:
    name, city, state, country, postcode = (
        column(record, *keys)[0]
        for keys in (("name",), ("city",), ("state",), ("country",), ("postal_code", "zip_code"))
    )
    return Party(role, turned(name) if role == "inventor" else name, country, state, city, "", postcode)


def _from_columns(record: Record, role: str, prefix: str, listed: Sequence[str]) -> list[Party]:
    fields = (f"{prefix}sName" if role == "inventor" else f"{prefix}Name", *listed)
    columns = [column(record, *fields), *(column(record, prefix + part) for part in PARTS[1:])]
    rows = zip_longest(*columns, fillvalue="")
    return [
        Party(role, turned(name) if role == "inventor" else name, country, state, city, "", postcode)
        for name, city, state, country, postcode in rows
    ]


def names(parties: Sequence[Party], role: str) -> tuple[str, ...]:
    """Names of everybody in a role."""
    return unique([one.name for one in parties if one.role == role])


def place(parties: Sequence[Party]) -> str:
    """City, state and country of the first applicant or assignee that has any."""
    for one in parties:
        parts = list(filter(None, (one.city, one.province, one.country)))
        if one.role in ("applicant", "assignee") and parts:
            return ", ".join(parts)
    return ""


def priorities(record: Record) -> tuple[Priority, ...]:
    """Foreign priorities; related American applications are listed without their kind and left out."""
    rows = zip_longest(
        column(record, "priorityClaimsDocNumber"),
        column(record, "priorityClaimsDate"),
        column(record, "priorityClaimsCountry"),
        fillvalue="",
    )
    found = [(number, read_date(date), country) for number, date, country in rows]
    found += [
        (one.text("app_number"), read_date(one.text("app_filing_date")), one.text("country"))
        for one in record.objects("foreign_priority")
    ]
    claimed = [
        Priority(number.removeprefix(country), date, country) for number, date, country in found if number or date
    ]
    return tuple(dict.fromkeys(claimed))


def citations(record: Record) -> tuple[str, ...]:
    """Cited publications, the American ones with their country put before them."""
    found = [f"US{number}" for number in column(record, "urpn") if number]
    found += [f"US{one.text('publication_number')}" for one in record.objects("us_references")]
    foreign = zip_longest(
        column(record, "foreignRefCountryCode"), column(record, "foreignRefPatentNumber"), fillvalue=""
    )
    found += [country + number for country, number in foreign if number]
    found += [one.text("country_code") + one.text("patent_number") for one in record.objects("foreign_references")]
    return unique([one.replace(" ", "") for one in found if one != "US"])
