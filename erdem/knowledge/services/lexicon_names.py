"""What a curator does with a name that the lexicon does not know: give it to a substance, or set it aside."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, events
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.choices import NameLanguage
from erdem.knowledge.events import LexiconChanged
from erdem.knowledge.models import IgnoredName, Substance, SubstanceName
from erdem.knowledge.policies import can_edit_lexicon
from erdem.knowledge.queries.lexicon import substances_by_name
from erdem.knowledge.queries.lexicon_unknown import fingerprint_of
from erdem.knowledge.services.lexicon import request_relink
from erdem.lib.folding import fold, fold_name

LONGEST_NAME = 150
LONGEST_REASON = 300


@transaction.atomic
def name_substance(*, actor: Actor, key: str, name: str) -> Substance:
    """Add a Chinese name to a substance.

    Raises:
        RuleBroken: there is no such substance, the name is empty or too long, or it belongs to a substance already.
    """
    require(can_edit_lexicon(actor))
    substance, name = _substance(key), name.strip()
    folded = fold_name(name)
    if not folded or len(name) > LONGEST_NAME:
        raise RuleBroken(_("Write a name of at most %(most)s characters.") % {"most": LONGEST_NAME}, field="name")
    owner = substances_by_name([folded]).get(folded)
    if owner is not None:
        other = Substance.objects.get(pk=owner)
        raise RuleBroken(
            _("“%(name)s” is a name of %(other)s already. A name belongs to one substance.")
            % {"name": name, "other": other.name},
            field="name",
        )
    last = substance.names.filter(language=NameLanguage.CHINESE).aggregate(last=Max("ordinal"))["last"]
    SubstanceName.objects.create(
        substance=substance,
        language=NameLanguage.CHINESE,
        name=name,
        folded=folded,
        ordinal=0 if last is None else last + 1,
    )
    _touch(substance, f"{substance.search_text} {fold(name)}")
    audit.record(actor, action="knowledge.name_substance", target=substance, detail={"name": name})
    return substance


@transaction.atomic
def unname_substance(*, actor: Actor, key: str, name: str) -> Substance:
    """Take a Chinese name from a substance again.

    Raises:
        RuleBroken: there is no such substance, or it does not bear the name.
    """
    require(can_edit_lexicon(actor))
    substance = _substance(key)
    gone, _each = substance.names.filter(language=NameLanguage.CHINESE, folded=fold_name(name)).delete()
    if not gone:
        raise RuleBroken(
            _("%(substance)s does not bear the name “%(name)s”.") % {"substance": substance.name, "name": name}
        )
    words = substance.search_text.split(" ")
    written = fold(name.strip())
    if written in words:
        words.reverse()
        words.remove(written)
        words.reverse()
    _touch(substance, " ".join(words))
    audit.record(actor, action="knowledge.unname_substance", target=substance, detail={"name": name})
    return substance


@transaction.atomic
def ignore_name(*, actor: Actor, name: str, reason: str) -> IgnoredName:
    """Set a name aside as no name of a substance. Neither the table nor the audit keeps the name itself.

    Raises:
        RuleBroken: the name or the reason is empty.
    """
    require(can_edit_lexicon(actor))
    if not fold_name(name):
        raise RuleBroken(_("Write the name."), field="name")
    if not reason.strip():
        raise RuleBroken(_("Say in a few words why it is no name of a substance."), field="reason")
    ignored, _made = IgnoredName.objects.update_or_create(
        fingerprint=fingerprint_of(name), defaults={"reason": reason.strip()[:LONGEST_REASON]}
    )
    audit.record(actor, action="knowledge.ignore_name", target=ignored)
    return ignored


@transaction.atomic
def heed_name(*, actor: Actor, name: str) -> None:
    """Take up again a name that was set aside.

    Raises:
        RuleBroken: it was not set aside.
    """
    require(can_edit_lexicon(actor))
    ignored = IgnoredName.objects.filter(fingerprint=fingerprint_of(name)).first()
    if ignored is None:
        raise RuleBroken(_("This name was not set aside."))
    audit.record(actor, action="knowledge.heed_name", target=ignored)
    ignored.delete()


def _substance(key: str) -> Substance:
    found = Substance.objects.select_for_update().filter(key=key).first()
    if found is None:
        raise RuleBroken(_("There is no such substance any more."))
    return found


def _touch(substance: Substance, search_text: str) -> None:
    Substance.objects.filter(pk=substance.pk).update(search_text=search_text, updated_at=timezone.now())
    events.publish(LexiconChanged((substance.key,)))
    request_relink()
