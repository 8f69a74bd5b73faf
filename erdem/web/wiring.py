"""Who listens to which event, and which workflows there are: the one page that ties the apps together."""

from __future__ import annotations

from erdem.base.workflow import Workflow
from erdem.knowledge.workflow import RECORD
from erdem.overlap.workflow import WORKFLOW as FINDING
from erdem.web.desk.figures import offer_place_figures


def workflows() -> tuple[Workflow, ...]:
    """Return every workflow of the product; the database trigger knows exactly these."""
    return (RECORD, FINDING)


def connect() -> None:
    """Register the listeners and what apps offer to those below them. Called once when the apps are loaded."""
    offer_place_figures()
