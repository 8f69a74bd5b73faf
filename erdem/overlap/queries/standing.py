"""Where the right of a publication stands, from its own dates and events and from the grant of the same application.

A document is imported at one stage and the grant is another document with a number of its own: both are asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from erdem.literature.choices import Stage, Standing, StatusGroup
from erdem.literature.models import Publication

UNKNOWN: Final = "unknown"
PENDING: Final = "pending"
GRANTED: Final = "granted"
LAPSED: Final = "lapsed"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
REPLACED: Final = "replaced"
STAGES: Final = (UNKNOWN, PENDING, GRANTED, LAPSED, REFUSED, WITHDRAWN, REPLACED)
UNDECIDED: Final = (UNKNOWN, PENDING)


@dataclass(frozen=True)
class Right:
    """The stage of a right. ``granted`` is the day of the announcement when it is known."""

    stage: str
    published: dt.date | None = None
    granted: dt.date | None = None

    @property
    def is_granted(self) -> bool:
        """Say whether a grant is known, in force or not."""
        return self.stage in (GRANTED, LAPSED)


def right_of(publication: Publication, other_grant: dt.date | None = None, *, granted_elsewhere: bool = False) -> Right:
    """Return where the right stands; ``other_grant`` is the day of a granted document of the same application."""
    is_granted_document = publication.stage == Stage.GRANTED
    granted = is_granted_document or publication.grant_date is not None or granted_elsewhere
    day = publication.grant_date or (publication.publication_date if is_granted_document else None) or other_grant
    stage = _stage(publication, granted=granted)
    return Right(stage, publication.publication_date, day if stage in (GRANTED, LAPSED) else None)


def _stage(publication: Publication, *, granted: bool) -> str:
    if publication.standing == Standing.WITHDRAWN:
        return WITHDRAWN
    if publication.standing == Standing.REPLACED:
        return REPLACED
    if publication.status_group == StatusGroup.ENDED:
        return LAPSED if granted else REFUSED
    if granted or publication.status_group == StatusGroup.IN_FORCE:
        return GRANTED
    return PENDING if publication.status_group == StatusGroup.PENDING else UNKNOWN


def rights_of(publications: Iterable[Publication]) -> dict[int, Right]:
    """Return the right of each publication by its id. One query for all of them."""
    held = list(publications)
    stems = {one.number_stem for one in held if one.number_stem}
    applications = {one.application_key for one in held if one.application_key}
    grants = Publication.objects.filter(stage=Stage.GRANTED).filter(
        Q(number_stem__in=stems) | Q(application_key__in=applications)
    )
    by_key: dict[str, dt.date | None] = {}
    for stem, application, granted, published in grants.order_by("publication_date").values_list(
        "number_stem", "application_key", "grant_date", "publication_date"
    ):
        for name, value in (("stem", stem), ("application", application)):
            if value:
                by_key.setdefault(f"{name}:{value}", granted or published)
    return {one.pk: _with_grants(one, by_key) for one in held}


def _with_grants(one: Publication, grants: dict[str, dt.date | None]) -> Right:
    keys = (f"stem:{one.number_stem}", f"application:{one.application_key}")
    found = [grants[key] for key in keys if key in grants]
    day = next((day for day in found if day is not None), None)
    return right_of(one, day, granted_elsewhere=bool(found))
