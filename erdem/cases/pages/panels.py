"""The panels of the case page: each part of cases makes its own in ``panels_<part>.py`` and adds one line here.

`STEP_PAGES` names the address of a step that has a page of its own; it is reversed with the number of the case.
"""

from __future__ import annotations

from collections.abc import Callable

from erdem.base.actor import Actor
from erdem.cases.models import Case
from erdem.cases.pages import (
    panels_campaigns,
    panels_clocks,
    panels_desk,
    panels_documents,
    panels_intake,
    panels_penalty,
    panels_rights,
    panels_work,
)
from erdem.cases.pages.panel import Panel

__all__ = ["PANELS", "STEP_PAGES", "Panel", "panels_of"]

PANELS: tuple[Callable[[Actor, Case], Panel | None], ...] = (
    panels_clocks.clocks_panel,
    panels_rights.misuse_panel,
    panels_rights.patent_panel,
    panels_rights.aid_panel,
    panels_rights.review_panel,
    panels_penalty.detail_panel,
    panels_documents.documents_panel,
    panels_work.parties_panel,
    panels_desk.evidence_panel,
    panels_desk.inspections_panel,
    panels_desk.notes_panel,
    panels_intake.filing_panel,
    panels_work.members_panel,
    panels_work.links_panel,
    panels_campaigns.campaign_panel,
    panels_rights.papers_panel,
)
"""What makes the panels, in the order of the page; None when the reader has nothing to see there."""

STEP_PAGES: dict[tuple[str, str], str] = {**panels_rights.STEP_PAGES}
"""By kind of case and step: the name of the address of a step that has a page of its own."""


def panels_of(actor: Actor, case: Case) -> list[Panel]:
    """Return the panels that the reader has of a case."""
    made = (maker(actor, case) for maker in PANELS)
    return [panel for panel in made if panel is not None]
