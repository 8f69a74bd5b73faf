"""What the first page says of reports and benefits: what is missing, what waits, and where to read the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.people.queries import organisations
from erdem.sharing.queries.firm_benefit import is_user_of_permits
from erdem.sharing.queries.obligations import deliveries_waiting
from erdem.sharing.queries.use_reports import late_count, waiting_count


@dataclass(frozen=True)
class BenefitLine:
    """One line that leads to a page, with the shape of its state."""

    text: str
    url: str
    shape: str


def office_lines(actor: Actor) -> tuple[BenefitLine, ...]:
    """What officers have to look at: reports that are missing, reports that wait for them."""
    late, waiting = late_count(actor), waiting_count(actor)
    found = []
    if late:
        words = ngettext("%(count)s use report is missing", "%(count)s use reports are missing", late)
        found.append(
            BenefitLine(words % {"count": number(late)}, f"{reverse('sharing:report-list')}?state=late", "over")
        )
    if waiting:
        words = ngettext(
            "%(count)s use report waits for the office", "%(count)s use reports wait for the office", waiting
        )
        found.append(
            BenefitLine(words % {"count": number(waiting)}, f"{reverse('sharing:report-list')}?state=waiting", "wait")
        )
    found.append(BenefitLine(_("Figures of fairness"), reverse("sharing:fairness"), ""))
    return tuple(found)


def community_lines(actor: Actor) -> tuple[BenefitLine, ...]:
    """What came back to the actor's communities, with what they have to confirm."""
    waiting = len(deliveries_waiting(actor))
    found = []
    for own in organisations("community").filter(pk__in=actor.organisation_ids):
        words = _("%(name)s: who used our knowledge, and what came back") % {"name": own.name}
        if waiting:
            told = ngettext("%(count)s delivery to confirm", "%(count)s deliveries to confirm", waiting)
            words = f"{words} · {told % {'count': number(waiting)}}"
        found.append(BenefitLine(words, reverse("sharing:community-benefit", args=[own.pk]), "due" if waiting else ""))
    return tuple(found)


def user_lines(actor: Actor) -> tuple[BenefitLine, ...]:
    """What the user of permits has to hand in and to pay."""
    if actor.user_id is None or not is_user_of_permits(actor):
        return ()
    late = late_count(actor)
    words = ngettext("%(count)s use report is missing", "%(count)s use reports are missing", late) % {
        "count": number(late)
    }
    first = [BenefitLine(words, reverse("sharing:report-list"), "over")] if late else []
    return (*first, BenefitLine(_("What is due"), reverse("sharing:firm-benefit"), ""))
