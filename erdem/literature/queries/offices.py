"""Names of the patent offices whose documents are usual here; others are shown by their code (WIPO ST.3)."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Final[dict[str, Promise]] = {
    "CN": _("China"),
    "US": _("United States"),
    "EP": _("European Patent Office"),
    "WO": _("international application"),
    "JP": _("Japan"),
    "KR": _("Korea"),
    "IN": _("India"),
    "RU": _("Russia"),
    "MN": _("Mongolia"),
    "DE": _("Germany"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "CA": _("Canada"),
    "AU": _("Australia"),
    "TW": _("Taiwan"),
    "HK": _("Hong Kong"),
    "XX": _("office not obtained"),
}


def office_name(code: str) -> str:
    """Return the name of an office, or its code."""
    name = NAMES.get(code)
    return str(name) if name else code
