"""Drafts that are prefilled and never filed: checkpoint communiqué (F07), Chinese origin form (F08), GRATK disclosure (F09).

A draft is a list of lines. Each says what the form asks, what is known, and whether it still has to be filled in by a person.
The names of fields of F07 are those of ``absCheckpointCommunique`` of the ABS Clearing-House. F08 is form 100023 of CNIPA as the
programme's reference quotes it; its sub-fields come from memory there and are marked so. F09 follows Art. 3 of the WIPO treaty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from erdem.sharing.ircc.faults import FaultCode, IrccProblem, IrccRefused

FORMAT: Final = "erdem-draft/1"


class Form(StrEnum):
    """Which form."""

    COMMUNIQUE = "F07"
    ORIGIN = "F08"
    GRATK = "F09"


class TakenFrom(StrEnum):
    """取自: from what the genetic resource was taken. Human material is outside of this system and refused."""

    ANIMAL = "动物"
    PLANT = "植物"
    MICROBE = "微生物"


HUMAN: Final = "人"


class Obtained(StrEnum):
    """获取方式: how it was obtained."""

    BOUGHT = "购买"
    GIVEN = "赠送或交换"
    DEPOSITARY = "保藏机构"
    SEED_BANK = "种子库(种质库)"
    GENE_LIBRARY = "基因文库"
    COLLECTED = "自行采集"
    COLLECTED_FOR = "委托采集"
    OTHER = "其他"


COLLECTED: Final = frozenset((Obtained.COLLECTED, Obtained.COLLECTED_FOR))


@dataclass(frozen=True)
class Blank:
    """One field of a form. ``code`` is its lasting name; ``section`` the part of the form; ``unsure``: name from memory."""

    code: str
    section: str
    required: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class Filled:
    """One line of a draft: the field and what is known, empty when a person has to fill it in."""

    blank: Blank
    value: str = ""

    @property
    def is_gap(self) -> bool:
        """Say whether something required is missing."""
        return self.blank.required and not self.value.strip()


@dataclass(frozen=True)
class Draft:
    """A draft of a form: its lines in order, and from what it was prefilled."""

    form: Form
    lines: tuple[Filled, ...]
    basis: str = ""

    def gaps(self) -> tuple[Filled, ...]:
        """Return what is required and missing."""
        return tuple(line for line in self.lines if line.is_gap)


@dataclass(frozen=True)
class Known:
    """What is known for a draft, by the code of the field; a field that is not named is a gap."""

    values: dict[str, str] = field(default_factory=dict)
    basis: str = ""


def communique(known: Known) -> Draft:
    """Return the draft of a checkpoint communiqué: with a certificate its number, else what is asked instead."""
    with_certificate = bool(known.values.get("absIRCCs", "").strip())
    blanks = [
        Blank("government", "head", required=True),
        Blank("title", "head", required=True),
        Blank("absCheckpoints", "head", required=True),
    ]
    if with_certificate:
        blanks.append(Blank("absIRCCs", "certificate", required=True))
    else:
        blanks += [
            Blank("absIRCCsNotAvailable", "certificate", required=True),
            Blank("sourceCountries", "source", required=True),
            Blank("subjectMatter", "source", required=True),
            Blank("specimens", "source"),
            Blank("taxonomies", "source"),
            Blank("gisFiles", "source"),
            Blank("keywords", "source"),
            Blank("evidenceOfPIC", "source"),
            Blank("entityWhoGrantedPIC", "source"),
            Blank("entityToWhomPICGranted", "source"),
            Blank("evidenceOfMAT", "source"),
            Blank("dateOfAccess", "source"),
        ]
    blanks += [
        Blank("description", "use", required=True),
        Blank("personsAtCheckpoint", "use", required=True),
        Blank("dateCollected", "use", required=True),
        Blank("relevantInformation", "use"),
    ]
    values = known.values if with_certificate else known.values | {"absIRCCsNotAvailable": "true"}
    return _draft(Form.COMMUNIQUE, blanks, Known(values, known.basis))


def transfer_is_doubtful(granted_to: str, presented_by: str) -> bool:
    """Say whether whoever presents a certificate is somebody else than consent was granted to: the transfer is to be checked."""
    return bool(granted_to.strip()) and "".join(granted_to.split()) != "".join(presented_by.split())


def origin_form(known: Known) -> Draft:
    """Return the draft of the Chinese form on the origin of genetic resources (遗传资源来源披露登记表).

    Raises:
        IrccRefused: the resource is human, or a listed value is not one of the form.
    """
    taken, how = known.values.get("taken_from", ""), known.values.get("obtained", "")
    if taken == HUMAN:
        raise IrccRefused((IrccProblem("taken_from", FaultCode.OUT_OF_SCOPE),))
    if taken and taken not in set(TakenFrom):
        raise IrccRefused((IrccProblem("taken_from", FaultCode.WRONG_VALUE),))
    if how and how not in set(Obtained):
        raise IrccRefused((IrccProblem("obtained", FaultCode.WRONG_VALUE),))
    direct = ("provider_name", "provider_address", "provider_contact", "obtained_on")
    if how in COLLECTED:
        direct = ("collected_at", "collector", "collector_contact", "collected_on")
    original = ("original_collector", "original_contact", "original_on", "original_place")
    explained = bool(known.values.get("original_unknown", "").strip())
    blanks = [
        Blank("invention", "head", required=True),
        Blank("applicant", "head", required=True),
        Blank("resource", "resource", required=True),
        Blank("taken_from", "resource", required=True),
        Blank("obtained", "resource", required=True),
        *(Blank(code, "direct", required=True, unsure=True) for code in direct),
        *(Blank(code, "original", required=not explained, unsure=True) for code in original),
        Blank("original_unknown", "original"),
    ]
    return _draft(Form.ORIGIN, blanks, known)


def gratk(known: Known) -> Draft:
    """Return the draft of a disclosure under Art. 3 of the treaty: origin, else source, else a signed declaration."""
    values = known.values
    origin, source = values.get("resource_origin", "").strip(), values.get("resource_source", "").strip()
    people, place = values.get("knowledge_community", "").strip(), values.get("knowledge_source", "").strip()
    unknown = not any((origin, source, people, place))
    blanks = [
        Blank("invention", "head", required=True),
        Blank("resources", "resources", required=True),
        Blank("resource_origin", "resources", required=not (source or unknown)),
        Blank("resource_source", "resources"),
        Blank("knowledge", "knowledge", required=True),
        Blank("knowledge_community", "knowledge", required=not (place or unknown)),
        Blank("knowledge_source", "knowledge"),
        Blank("declaration", "declaration", required=unknown),
        Blank("declared_by", "declaration", required=unknown),
    ]
    return _draft(Form.GRATK, blanks, known)


def _draft(form: Form, blanks: list[Blank], known: Known) -> Draft:
    lines = tuple(Filled(blank, known.values.get(blank.code, "").strip()) for blank in blanks)
    return Draft(form, lines, known.basis)


def as_document(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON: what is known, what is missing, and that it was filed nowhere."""
    return {
        "format": FORMAT,
        "form": str(draft.form),
        "filed": False,
        "basis": draft.basis,
        "fields": {line.blank.code: line.value for line in draft.lines if line.value},
        "missing": [line.blank.code for line in draft.gaps()],
        "unsure": [line.blank.code for line in draft.lines if line.blank.unsure],
    }
