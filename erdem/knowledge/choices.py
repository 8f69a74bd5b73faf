"""Closed lists of the register; slugs are stable, labels are translated.

Class codes follow the technical regulation on knowledge related to biodiversity (2014); type codes are provisional until
its Annex A has been read. ICH categories are those of the national list.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Which body a record has."""

    FORMULA = "formula", _("formula")
    PROCESS = "process", _("process")
    NARRATIVE = "narrative", _("narrative")


class Status(models.TextChoices):
    """Where a record stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    CLASSIFICATION = "classification", _("being classified")
    KIN_CHECK = "kin_check", _("compared with kin")
    EXPERT_REVIEW = "expert_review", _("before the experts")
    PUBLIC_NOTICE = "public_notice", _("on public notice")
    OBJECTION = "objection", _("objection being heard")
    REGISTERED = "registered", _("registered")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TOMBSTONE = "tombstone", _("content removed")


class Tier(models.TextChoices):
    """How widely the knowledge is spread; decides who reads the record."""

    SECRET = "D1", _("secret or sacred")
    NARROW = "D2", _("known within the community")
    WIDE = "D3", _("widely spread, still tied to a community")
    PUBLIC = "D4", _("publicly documented")


class TkClass(models.TextChoices):
    """Class of traditional knowledge."""

    AGRICULTURE = "1", _("bred agricultural resources")
    MEDICINE = "2", _("traditional medicine")
    TECHNIQUE = "3", _("techniques and livelihoods")
    CULTURE = "4", _("culture tied to living things")
    ORIGIN = "5", _("products of geographical origin")


class TkType(models.TextChoices):
    """Type within the class (provisional codes)."""

    CROPS = "1.1", _("crops")
    LIVESTOCK = "1.2", _("livestock and poultry")
    AQUATIC = "1.3", _("aquatic animals and plants")
    TREES = "1.4", _("trees and fruit")
    FORAGE = "1.5", _("forage plants")
    ORNAMENTAL = "1.6", _("ornamental plants")
    MICROBES = "1.7", _("microbes, fungi and starters")
    MEDICINAL_SOURCES = "2.1", _("growing medicinal species")
    MEDICAL_THEORY = "2.2", _("medical theory")
    TREATMENT = "2.3", _("diagnosis and treatment")
    PREPARATION = "2.4", _("gathering and preparing drugs")
    FORMULAS = "2.5", _("formulas")
    HEALTH = "2.6", _("keeping healthy")
    VETERINARY = "2.7", _("veterinary medicine")
    PLANTING = "3.1", _("planting")
    HERDING = "3.2", _("herding and pasture")
    FISHING = "3.3", _("fishing, hunting, gathering")
    FOOD = "3.4", _("food: dairy, meat, brewing")
    TEXTILE = "3.5", _("textile, dye, hide and felt")
    CRAFT = "3.6", _("crafts")
    DWELLING = "3.7", _("dwelling, transport, energy")
    BELIEF = "4.1", _("belief and veneration of nature")
    CUSTOM = "4.2", _("customary law")
    ORAL = "4.3", _("oral tradition and arts")
    FESTIVAL = "4.4", _("festivals and rites")
    CLOTHING = "4.5", _("clothing and eating customs")
    PLANT_ORIGIN = "5.1", _("from plants")
    ANIMAL_ORIGIN = "5.2", _("from animals")
    PROCESSED_FOOD = "5.3", _("processed food")
    OTHER_ORIGIN = "5.4", _("crafts and other")


class IchCategory(models.TextChoices):
    """Category of the national list of intangible cultural heritage."""

    LITERATURE = "I", _("Ⅰ folk literature")
    MUSIC = "II", _("Ⅱ traditional music")
    DANCE = "III", _("Ⅲ traditional dance")
    DRAMA = "IV", _("Ⅳ traditional drama")
    STORYTELLING = "V", _("Ⅴ storytelling arts")
    SPORTS = "VI", _("Ⅵ sports, games and acrobatics")
    ARTS = "VII", _("Ⅶ fine arts")
    CRAFTS = "VIII", _("Ⅷ craftsmanship")
    MEDICINE = "IX", _("Ⅸ traditional medicine")
    CUSTOMS = "X", _("Ⅹ folk customs")


class Level(models.TextChoices):
    """Level of the list on which the item stands."""

    UNESCO = "unesco", _("UNESCO list")
    NATIONAL = "national", _("national list")
    REGION = "region", _("list of the autonomous region")
    LEAGUE = "league", _("list of the league or city")
    BANNER = "banner", _("list of the banner or county")


class SubjectGroup(models.TextChoices):
    """Subject group of the programme; a record may be in several."""

    HERITAGE = "ICH", _("intangible heritage")
    FOLKLORE = "FOLK", _("folk culture")
    RESOURCE = "GR", _("genetic resource")
    RESOURCE_KNOWLEDGE = "GRTK", _("knowledge of genetic resources")
    MEDICINE = "MED", _("ethnic medicine")
    ORIGIN = "GIK", _("geographical indication")
    LANGUAGE = "LANG", _("names and signs")


class HolderType(models.TextChoices):
    """Who holds the knowledge."""

    PERSON = "P", _("person or inheritor")
    FAMILY = "F", _("family")
    VILLAGE = "V", _("gachaa or village committee")
    TOWNSHIP = "T", _("sum or township")
    TEMPLE = "B", _("temple or trade")
    COOPERATIVE = "C", _("cooperative or association")
    UNIT = "U", _("heritage protection unit")
    GOVERNMENT = "G", _("banner government as trustee")
    UNKNOWN = "X", _("holder unknown")


class Vitality(models.TextChoices):
    """How the knowledge is being handed on."""

    GOOD = "good", _("handed on well")
    FAIR = "fair", _("handed on")
    ENDANGERED = "endangered", _("endangered")
    LOST = "lost", _("no longer practised")
    UNKNOWN = "unknown", _("not yet surveyed")


class Confidence(models.TextChoices):
    """How far the content may be relied on."""

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")
    UNKNOWN = "unknown", _("not assessed")


class NameLanguage(models.TextChoices):
    """Language of a name."""

    CHINESE = "zh", _("Chinese")
    MONGOLIAN = "mn", _("Mongolian")
    ENGLISH = "en", _("English")
    LATIN = "la", _("Latin")
    TIBETAN = "bo", _("Tibetan")
    INDIAN = "in", _("Indian languages")
    OTHER = "other", _("other")


class SourceKind(models.TextChoices):
    """What sort of source."""

    CLASSIC = "classic", _("old book")
    BOOK = "book", _("book")
    JOURNAL = "journal", _("journal article")
    THESIS = "thesis", _("thesis")
    NEWSPAPER = "newspaper", _("newspaper")
    MAGAZINE = "magazine", _("magazine")
    NEWS = "news", _("news report")
    WEB = "web page", _("web page")
    DICTIONARY = "dictionary", _("dictionary")
    STANDARD = "standard", _("standard")
    OFFICIAL_LIST = "official list", _("official list")
    PHARMACOPOEIA = "pharmacopoeia", _("pharmacopoeia")
    MEDICINE_LIST = "medicine list", _("list of medicines")
    ARCHIVE = "archive", _("archive file")
    ORAL = "oral", _("oral account")
    GENERAL = "general knowledge", _("general knowledge, no source")
    OTHER = "other", _("other")


class SubstanceKind(models.TextChoices):
    """What sort of substance."""

    HERB = "herb", _("plant")
    ANIMAL = "animal", _("animal")
    MINERAL = "mineral", _("mineral")
    FOOD = "food", _("food")
    COMPOUND = "compound", _("compound or mixture")
    MATERIAL = "material", _("material")


class RelationKind(models.TextChoices):
    """How two substances are related."""

    SUBSTITUTE = "substitute", _("may stand for")
    KIND_OF = "kind_of", _("is a kind of")
    FOUND_IN = "found_in", _("is contained in")
    INGREDIENT = "ingredient", _("is made up of")


class NearReason(models.TextChoices):
    """Why a known name is near to an unknown one."""

    READING = "reading", _("the same but for a word of treatment or a slip of the pen")
    SOUND = "same_sound", _("same pinyin")
    GLYPH = "look_alike", _("looks alike")
    ONE_APART = "one_apart", _("one character apart")
    HOLDS = "holds", _("holds this name")


class KeyState(models.TextChoices):
    """Whether a holder's key still takes new sealed content."""

    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("retired")
    LOST = "lost", _("lost or in wrong hands")


class KeyKeeping(models.TextChoices):
    """Where the private key lies."""

    SERVER = "server", _("here, locked with the passphrase")
    HOLDER = "holder", _("only as a file with its holder")


class SealedClass(models.TextChoices):
    """What sort of content is sealed: all that is known of it here."""

    TEXT = "text", _("text")
    IMAGE = "image", _("picture")
    AUDIO = "audio", _("sound recording")
    VIDEO = "video", _("film")
    OTHER = "other", _("other file")


class SizeBand(models.TextChoices):
    """How large sealed content is, roughly."""

    SMALL = "small", _("under 100 KB")
    MEDIUM = "medium", _("100 KB to 1 MB")
    LARGE = "large", _("1 to 10 MB")
    HUGE = "huge", _("over 10 MB")


class SealSuite(models.TextChoices):
    """How content is sealed. A profile with SM2, SM3 and SM4 would be a second one."""

    AGE_X25519 = "age-x25519", _("age, X25519 and ChaCha20-Poly1305")


class ImportState(models.TextChoices):
    """Where an uploaded file stands."""

    CHECKED = "checked", _("checked, not yet imported")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    FAILED = "failed", _("stopped with an error")


class AccessLevel(models.IntegerChoices):
    """How much of a record somebody may know. Full is A4 for the holder of a permit and A5 for everybody."""

    HIDDEN = 0, _("A0 that it exists is not known")
    TITLE = 1, _("A1 the title alone")
    METADATA = 2, _("A2 what it is and where")
    ABSTRACT = 3, _("A3 with one sentence about it")
    FULL = 4, _("A4 all of it, for holders of a permit")
    PUBLIC = 5, _("A5 all of it, for everybody")


class HoldingState(models.TextChoices):
    """Where a community stands with a record."""

    ACTIVE = "active", _("holds it")
    CLAIMED = "claimed", _("claims it")
    INVITED = "invited", _("is invited")
    LEFT = "left", _("has left it")


class Purpose(models.TextChoices):
    """What somebody wants to use knowledge for."""

    RESEARCH = "research", _("research")
    EDUCATION = "education", _("education")
    PUBLIC_BENEFIT = "public_benefit", _("public benefit")
    COMMERCIAL = "commercial", _("commercial use")
    PATENT_EXAMINATION = "patent_examination", _("examination of patents")
    MEDIA = "media", _("media")


class EffectClass(models.TextChoices):
    """What a label does to access."""

    HOLDER = "CAP_HOLDER", _("named holders only")
    GROUP = "CAP_GROUP", _("a group only")
    GENDER_HARD = "CAP_GENDER_HARD", _("women or men only")
    GENDER_SOFT = "CAP_GENDER_SOFT", _("meant for women or men")
    TIME = "TIME", _("at certain times only")
    PURPOSE = "PURPOSE", _("for certain purposes only")
    MULTI = "MULTI", _("all communities agree")
    ADVISORY = "ADVISORY", _("asks for attention")


class LabelCode(models.TextChoices):
    """The 20 labels for traditional knowledge and the 10 biocultural ones, by their codes."""

    ATTRIBUTION = "tka", _("attribution")
    CLAN = "tkcl", _("clan")
    FAMILY = "tkf", _("family")
    MULTIPLE_COMMUNITIES = "tkmc", _("several communities")
    COMMUNITY_VOICE = "tkcv", _("voice of the community")
    CREATIVE = "tkcr", _("creative work")
    VERIFIED = "tkv", _("verified")
    NON_VERIFIED = "tknv", _("not verified")
    SEASONAL = "tks", _("seasonal")
    WOMEN_GENERAL = "tkwg", _("women, general")
    MEN_GENERAL = "tkmg", _("men, general")
    MEN_RESTRICTED = "tkmr", _("men, restricted")
    WOMEN_RESTRICTED = "tkwr", _("women, restricted")
    CULTURALLY_SENSITIVE = "tkcs", _("culturally sensitive")
    SECRET_SACRED = "tkss", _("secret or sacred")
    OPEN_TO_COMMERCE = "tkoc", _("open to commercial use")
    NON_COMMERCIAL = "tknc", _("not commercial")
    COMMUNITY_USE_ONLY = "tkco", _("community only")
    OUTREACH = "tko", _("education and outreach")
    OPEN_TO_COLLABORATION = "tkcb", _("open to collaboration")
    BC_PROVENANCE = "bcp", _("provenance")
    BC_MULTIPLE_COMMUNITIES = "bcmc", _("several communities (biocultural)")
    BC_OPEN_TO_COLLABORATION = "bccb", _("open to collaboration (biocultural)")
    BC_OPEN_TO_COMMERCE = "bcoc", _("open to commercial use (biocultural)")
    BC_RESEARCH = "bcr", _("research use (biocultural)")
    BC_CONSENT_VERIFIED = "bccv", _("consent verified (biocultural)")
    BC_CONSENT_NON_VERIFIED = "bccnv", _("consent not verified (biocultural)")
    BC_CLAN = "bccl", _("clan (biocultural)")
    BC_OUTREACH = "bco", _("education and outreach (biocultural)")
    BC_NON_COMMERCIAL = "bcnc", _("not commercial (biocultural)")


class ProvenAct(models.TextChoices):
    """What was done with a consent or a permit, as the log holds it."""

    GIVEN = "given", pgettext_lazy("proof", "given")
    WITHDRAWN = "withdrawn", pgettext_lazy("proof", "taken back")
