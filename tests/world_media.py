"""Media of the small world: open, announced, unannounced and a group's; words, files on their way; each with planted words."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.media_choices import Audience
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Media, MediaFile, Record, Segment, TextLine, Upload
from erdem.knowledge.policies import opened_media, visible_media, visible_media_files
from erdem.knowledge.services import SegmentContent
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import begin, item
from erdem.people.models import Group

KNOWN, HAD, KEPT = "known", "had", "kept"
"""Words that whoever knows of an item may meet, words only for whom it is open to, words only for those who hold the record."""


@dataclass(frozen=True)
class MediaWord:
    """A planted word, the item it stands in, and what a reader must have to meet it."""

    word: str
    media: Media
    need: str


@dataclass
class MediaWorld:
    """Media of every openness, and what was planted in them."""

    open_picture: Media
    held_picture: Media
    announced: Media
    unannounced: Media
    of_group: Media
    segment: Segment
    upload: Upload
    words: list[MediaWord] = field(default_factory=list)

    def forbidden_words(self, actor: Actor) -> dict[str, int]:
        """Return the planted words that the actor must never meet. They are tied to no record: an item may be hidden alone."""
        with acting_as(SYSTEM):
            known = set(Media.objects.filter(visible_media(actor)).values_list("pk", flat=True))
            had = set(Media.objects.filter(opened_media(actor)).values_list("pk", flat=True))
            files = MediaFile.objects.filter(visible_media_files(actor), role="original")
            met = {KNOWN: known, HAD: had, KEPT: set(files.values_list("media_id", flat=True))}
        return {one.word: 0 for one in self.words if one.media.pk not in met[one.need]}


class MediaPlanter:
    """Writes items whose every text carries a planted word of its own."""

    def __init__(self) -> None:
        self.numbers = itertools.count(500_001)
        self.pending: list[tuple[str, str]] = []
        self.words: list[MediaWord] = []

    def word(self, need: str = HAD) -> str:
        """Return a new word in the form of those that the searches look for."""
        word = f"zqx{next(self.numbers)}kanari"
        self.pending.append((word, need))
        return word

    def content(self, audience: str, group: Group | None = None, *, announced: bool = False) -> MediaContent:
        """Describe an item; its title and reason are for all who know of it, the rest for whom it is open to."""
        word = self.word
        return MediaContent(
            title=word(KNOWN),
            audience=audience,
            group_id=group.pk if group else None,
            announced=announced,
            reason=word(KNOWN) if audience != Audience.RECORD else "",
            language="mn",
            description=word(),
            narrator=word(),
            operator=word(),
            captured_text=word(),
            place_text=word(),
            device=word(),
            parameters=word(),
            plan_number=word(),
            rights=word(),
        )

    def planted(self, media: Media) -> Media:
        """Tie the words planted since the last item to this one."""
        self.words += [MediaWord(word, media, need) for word, need in self.pending]
        self.pending.clear()
        return media


def build_media(people: People, open_record: Record, held_record: Record, own_draft: Record) -> MediaWorld:
    """Make media of the open record, and of one that the holder's community holds; the caller holds an open transaction.

    Args:
        open_record: read by everybody, held by nobody, looked after by the officer.
        held_record: read by everybody, held by the holder's community.
        own_draft: a draft of that community, for a file on its way.
    """
    plant, holder = MediaPlanter(), people.holder
    picture, tone = making.jpeg(1024, 800, with_place=True), making.tone(2)

    def make(actor: Actor, record: Record, content: bytes, ending: str, described: MediaContent) -> Media:
        name = f"{plant.word(KEPT)}.{ending}"
        return plant.planted(item(actor, record, content, name, described))

    def restricted(content: bytes, ending: str, *, announced: bool) -> Media:
        described = plant.content(Audience.COMMUNITIES, announced=announced)
        return make(holder, held_record, content, ending, described)

    with acting_as(SYSTEM):
        (community,) = holder.organisation_ids
        group = Group.objects.create(organisation_id=community, kind="women", name="示例无人小组")
    open_picture = make(people.officer, open_record, picture, "jpg", MediaContent(title="示例公开照片"))
    held_picture = make(holder, held_record, making.jpeg(900, 700), "jpg", MediaContent(title="示例社区照片"))
    announced = restricted(tone, "wav", announced=True)
    unannounced = restricted(picture, "jpg", announced=False)
    of_group = make(holder, held_record, making.tone(1), "wav", plant.content(Audience.GROUP, group))
    with acting_as(holder):
        said = SegmentContent(0, 900, plant.word(), plant.word(), {"zh": plant.word()})
        segment = services.add_segment(actor=holder, media=announced, content=said, confirm=True)
        services.add_segment(actor=holder, media=announced, content=SegmentContent(900, 1500, plant.word()))
        plant.planted(announced)
    with acting_as(SYSTEM):
        TextLine.objects.create(media=unannounced, ordinal=1, text=plant.word(), proposed=plant.word(), confidence=0.9)
        plant.planted(unannounced)
        segment = Segment.objects.select_related("media__record").get(pk=segment.pk)
    upload = begin(holder, own_draft, 5000, "示例在途.wav", MediaContent(title="示例在途"))
    return MediaWorld(open_picture, held_picture, announced, unannounced, of_group, segment, upload, plant.words)
