"""Names of the fields that a column of a plain table can hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erdem.literature.formats import plain_table


def field_labels() -> dict[str, str]:
    """Every field that a column can hold, with its name for people, in the order of the page."""
    names = {**_documents(), **_people(), **_rights()}
    return {field: names.get(field, field) for field in plain_table.FIELDS}


def _documents() -> dict[str, str]:
    return {
        "publication_number": _("publication number"),
        "application_number": _("application number"),
        "title": _("title"),
        "title_english": _("title in English"),
        "abstract": _("abstract"),
        "abstract_english": _("abstract in English"),
        "claims": _("claims"),
        "first_claim": _("first claim"),
        "description": _("description"),
    }


def _people() -> dict[str, str]:
    return {
        "applicants": _("applicants"),
        "assignees": _("owners today"),
        "inventors": _("inventors"),
        "agents": _("agents"),
        "agencies": _("agencies"),
        "examiners": _("examiners"),
        "address": _("address"),
        "province": _("province"),
        "city": _("city"),
        "county": _("county or banner"),
        "postcode": _("post code"),
        "country": _("country"),
    }


def _rights() -> dict[str, str]:
    return {
        "main_ipc": _("main class (IPC)"),
        "ipc": _("classes (IPC)"),
        "cpc": _("classes (CPC)"),
        "locarno": _("classes (Locarno)"),
        "filing_date": _("filing date"),
        "publication_date": _("publication date"),
        "grant_date": _("grant date"),
        "priority_date": _("priority date"),
        "priorities": _("priority numbers"),
        "legal_status": _("legal status"),
        "patent_type": _("type"),
        "family_id": _("family number"),
        "family_members": _("family members"),
        "citations": _("citations"),
        "url": _("address of the page"),
    }
