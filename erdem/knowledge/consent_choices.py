"""Closed lists of consent, disclosure and the checks before recording; slugs are stable, labels are translated.

Subjects, explained points and ways of signing are those of form F03; phases follow the WIPO documentation toolkit.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsentFamily(models.TextChoices):
    """Who consents: a community about its knowledge, or a person about the own data. The two are never one row."""

    COMMUNITY = "community", _("a community, about its knowledge")
    PERSON = "person", _("a person, about the own data")


class ConsentSubject(models.TextChoices):
    """What is consented to."""

    COLLECTIVE = "tk_collective", _("collective consent about traditional knowledge")
    DISCLOSURE = "disclosure", _("decision to disclose")
    EXAMINER = "examiner", _("inspection by patent examiners")
    COMMERCIAL = "commercial", _("commercial use")
    PERSONAL = "pi_separate", _("separate consent to personal data")
    PORTRAIT = "portrait", _("portrait, sound and video")
    SENSITIVE = "pi_sensitive", _("sensitive personal data")


class ConsentUse(models.TextChoices):
    """What may be done under a consent."""

    DOCUMENTATION = "documentation", _("write it down and keep it")
    REGISTRATION = "registration", _("enter it into the register")
    RESEARCH = "research", _("use it in research")
    EDUCATION = "education", _("use it in teaching")
    PUBLIC_BENEFIT = "public_benefit", _("use it for the public good")
    MEDIA = "media", _("show it in the media")
    NOTICE = "public_notice", _("give public notice of it")
    PUBLICATION = "publication", _("publish it")
    EXAMINATION = "patent_examination", _("show it to patent examiners")
    COMMERCIAL = "commercial", _("use it for business")
    PERSONAL_STORAGE = "personal_storage", _("keep the person's data")
    PERSONAL_SHARING = "personal_sharing", _("hand the person's data to others")
    PERSONAL_PUBLICATION = "personal_publication", _("publish the person's data")


PERSONAL_SUBJECTS = (ConsentSubject.PERSONAL, ConsentSubject.PORTRAIT, ConsentSubject.SENSITIVE)
_PERSONAL_USES = (ConsentUse.PERSONAL_STORAGE, ConsentUse.PERSONAL_SHARING, ConsentUse.PERSONAL_PUBLICATION)
USES_OF: dict[str, tuple[str, ...]] = {
    ConsentSubject.COLLECTIVE: (
        ConsentUse.DOCUMENTATION,
        ConsentUse.REGISTRATION,
        ConsentUse.RESEARCH,
        ConsentUse.EDUCATION,
        ConsentUse.PUBLIC_BENEFIT,
        ConsentUse.MEDIA,
    ),
    ConsentSubject.DISCLOSURE: (ConsentUse.NOTICE, ConsentUse.PUBLICATION),
    ConsentSubject.EXAMINER: (ConsentUse.EXAMINATION,),
    ConsentSubject.COMMERCIAL: (ConsentUse.COMMERCIAL,),
    ConsentSubject.PERSONAL: _PERSONAL_USES,
    ConsentSubject.PORTRAIT: _PERSONAL_USES,
    ConsentSubject.SENSITIVE: _PERSONAL_USES,
}
"""Which uses a consent of a subject can cover; a separate consent is needed for what the law or the form keeps apart."""


class ConsentStatus(models.TextChoices):
    """Where a consent stands."""

    DRAFT = "draft", pgettext_lazy("consent", "being prepared")
    ASKED = "asked", pgettext_lazy("consent", "asked, not answered")
    GIVEN = "given", pgettext_lazy("consent", "given")
    REFUSED = "refused", pgettext_lazy("consent", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "taken back")
    EXPIRED = "expired", pgettext_lazy("consent", "expired")
    SUPERSEDED = "superseded", pgettext_lazy("consent", "renewed by a later one")


class Explained(models.TextChoices):
    """What has to be explained before anybody is asked (F03)."""

    PURPOSE = "purpose", _("what it is for")
    RECORDER = "recorder", _("who records")
    STORAGE = "storage", _("where and how it is kept")
    WHO_SEES = "who_can_see", _("who can see it")
    BENEFITS = "benefits", _("what the community or the person gets")
    RISKS = "risks", _("what publication risks")
    RIGHTS = "rights", _("that one may refuse, and take it back later")
    CONTACTS = "contacts", _("whom to call")


class ConsentLanguage(models.TextChoices):
    """In which language it was explained."""

    CHINESE = "zh", _("Chinese")
    MONGOLIAN = "mn", _("Mongolian, in writing")
    MONGOLIAN_ORAL = "mn_oral", _("Mongolian, by word of mouth, recorded")
    OTHER = "other", _("another language")


class AuthorityBasis(models.TextChoices):
    """By what right somebody speaks for a community."""

    RESOLUTION = "resolution", _("resolution of a meeting")
    FAMILY = "family_choice", _("chosen by the family")
    HOLDER = "holder", _("holds the knowledge alone")
    MEMBERS = "members", _("decision of the members")
    CUSTOM = "custom", _("custom of the community")
    TRUSTEE = "trustee", _("trustee appointed by the government")


class Territory(models.TextChoices):
    """Where the consent holds."""

    BANNER = "banner", _("the banner or county")
    LEAGUE = "league", _("the league or city")
    REGION = "region", _("the autonomous region")
    COUNTRY = "country", _("the whole country")
    ABROAD = "abroad", _("abroad too")


class Signing(models.TextChoices):
    """How it was signed."""

    HAND = "handwritten", _("by hand")
    THUMB = "thumbprint", _("by thumbprint")
    ELECTRONIC = "e_signature", _("by electronic signature")
    RECORDING = "recording", _("spoken and recorded")


class EvidenceKind(models.TextChoices):
    """What a file beside a consent shows."""

    EXPLANATION = "explanation", _("the explanation, read aloud")
    RESOLUTION = "resolution", _("resolution of the meeting")
    RECORDING = "recording", _("recording of the spoken consent")
    SCAN = "scan", _("scan or photo of the signed form")
    OTHER = "other", pgettext_lazy("evidence", "other")


class Phase(models.TextChoices):
    """Phases of documentation."""

    BEFORE = "before", _("before recording")
    DURING = "during", _("while recording")
    AFTER = "after", _("after recording")


class DisclosureChoice(models.TextChoices):
    """What a community decides about the secrecy of its knowledge."""

    PUBLISH = "publish", _("publish")
    RESTRICT = "restrict", _("keep within named readers")
    SEAL = "seal", _("seal")


class NoticeLevel(models.IntegerChoices):
    """How much the public notice says."""

    NONE = 0, pgettext_lazy("notice", "nothing")
    TITLE = 1, pgettext_lazy("notice", "the name only")
    FACTS = 2, pgettext_lazy("notice", "name, class and place")
    ABSTRACT = 3, pgettext_lazy("notice", "name, class, place and one sentence")


class SecrecyAnswer(models.TextChoices):
    """Answer to the question whether something is a state secret."""

    NO = "no", _("No, it holds no state secret")
    YES = "yes", _("Yes, or part of it does")
    UNSURE = "unsure", _("I am not sure")


class PeriodUnit(models.TextChoices):
    """Unit of a period."""

    DAY = "CD", _("calendar days")
    WORKING_DAY = "WD", _("working days")
    MONTH = "M", _("months")


class SourceConfidence(models.TextChoices):
    """How far a period, a form or a rule was checked against its source."""

    READ = "V", _("read in the text of the law")
    SECOND = "V2", _("read in a copy")
    MEMORY = "M", _("not checked")
    PROPOSAL = "P", _("our proposal, not confirmed")
