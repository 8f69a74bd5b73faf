"""Why two matters may be the same, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

REASONS: dict[str, Any] = {
    "respondent_key": pgettext_lazy("duplicate", "the same respondent"),
    "record_number": pgettext_lazy("duplicate", "the same record"),
    "right_number": pgettext_lazy("duplicate", "the same right"),
    "facts": pgettext_lazy("duplicate", "similar words"),
}
"""By the reason."""
