"""Closed lists of the people app; slugs are stable, labels are translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    COMMUNITY = "community", _("community")
    OFFICE = "office", pgettext_lazy("organisation", "office")
    INSTITUTION = "institution", _("institution")
    ENTERPRISE = "enterprise", _("enterprise")
    SERVICE_POINT = "service_point", _("service point")


class Role(models.TextChoices):
    """What a member does for an organisation."""

    BEARER = "bearer", _("bearer of knowledge")
    STEWARD = "steward", _("community steward")
    COUNTY_OFFICER = "county_officer", _("county officer")
    REGION_OFFICER = "region_officer", _("league or region officer")
    APPLICANT = "applicant", _("enterprise applicant")
    EXPERT = "expert", _("expert")
    CURATOR = "curator", _("lexicon curator")
    AUDITOR = "auditor", _("auditor")


class GroupKind(models.TextChoices):
    """What a group within a community is. A community declares its groups; nothing is inferred about a person."""

    CLAN = "clan", _("clan")
    FAMILY = "family", pgettext_lazy("people", "family")
    WOMEN = "women", _("women")
    MEN = "men", _("men")
    NAMED_HOLDERS = "named_holders", _("named holders")
    OTHER = "other", _("other group")


class RequestDirection(models.TextChoices):
    """Who began: the community or the person."""

    INVITED = "invited", _("invited by a steward")
    ASKED = "asked", _("asked to be taken in")


class RequestState(models.TextChoices):
    """Where an invitation or a question stands."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


class PlaceLevel(models.TextChoices):
    """Level of an administrative division (GB/T 2260)."""

    REGION = "region", _("autonomous region")
    LEAGUE = "league", _("league or city")
    BANNER = "banner", _("banner, county, city or district")
    TOWNSHIP = "township", _("township")


class PlaceType(models.TextChoices):
    """Kind of division within its level."""

    AUTONOMOUS_REGION = "autonomous_region", _("autonomous region")
    PREFECTURE_CITY = "prefecture_city", _("prefecture-level city")
    LEAGUE = "league", _("league")
    BANNER = "banner", _("banner")
    AUTONOMOUS_BANNER = "autonomous_banner", _("autonomous banner")
    COUNTY = "county", _("county")
    COUNTY_CITY = "county_city", _("county-level city")
    DISTRICT = "district", _("district")
    TOWNSHIP = "township", _("township")
    MANAGEMENT_AREA = "management_area", _("management area")


class KeyScope(models.TextChoices):
    """What a key for programs may do."""

    SEARCH_READ = "search:read", _("search the literature")
    RECORDS_READ = "records:read", _("read publications")
    WORK_READ = "work:read", _("read your collections and saved searches")
    WORK_WRITE = "work:write", _("add to your collections")
