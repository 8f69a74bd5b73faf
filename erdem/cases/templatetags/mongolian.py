"""Mongolian words on public pages of complaints: nothing unless they are wanted."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html

from erdem.cases.intake import mongolian

register = template.Library()


@register.simple_tag
def beside(label: Any, script: str = "") -> Any:
    """Return words of the interface with their Mongolian ones before them when these are wanted."""
    return mongolian.beside(label) if script == mongolian.SCRIPT else label


@register.simple_tag
def island(label: Any, script: str = "") -> Any:
    """Return the Mongolian words of a heading alone, empty when they are not wanted or there are none."""
    found = mongolian.mongolian_of(label) if script == mongolian.SCRIPT else ""
    return format_html('<span class="er-mn cx-mn cx-mn--head" lang="mn-Mong">{}</span>', found) if found else ""
