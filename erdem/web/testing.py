"""What every test database holds from the start: the divisions."""

from __future__ import annotations

from erdem.base.actor import SYSTEM, acting_as
from erdem.people import services


def fill_template() -> None:
    """Load what is the same in every installation."""
    with acting_as(SYSTEM):
        services.load_places(actor=SYSTEM)
