"""The demonstration county: accounts, own seed records and literature, screened on first start. Marked as demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as queue

from erdem.base import jobs
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import JobProgress, JobState
from erdem.people import queries as people_queries
from erdem.people import services as people
from erdem.people.choices import OrganisationKind, Role

JOB = "web.load_demonstration"


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration. The names are invented; 示例 says so."""

    username: str
    password: str
    name: str
    role: str
    organisation: str

    @property
    def role_label(self) -> str:
        """What the account is for."""
        return gettext("%(role)s, %(organisation)s") % {
            "role": Role(self.role).label,
            "organisation": self.organisation,
        }


ORGANISATIONS: tuple[tuple[str, str, str], ...] = (
    (OrganisationKind.COMMUNITY, "正蓝旗示例持有社区", "152530"),
    (OrganisationKind.COMMUNITY, "正蓝旗示例奶食合作社", "152530"),
    (OrganisationKind.COMMUNITY, "正蓝旗示例毡艺合作社", "152530"),
    (OrganisationKind.OFFICE, "正蓝旗市场监督管理局（示例）", "152530"),
    (OrganisationKind.OFFICE, "多伦县市场监督管理局（示例）", "152531"),
    (OrganisationKind.OFFICE, "自治区知识产权局（示例）", "150000"),
    (OrganisationKind.ENTERPRISE, "示例乳业有限公司", "152530"),
    (OrganisationKind.INSTITUTION, "示例民族医药研究所", "150102"),
)
ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("elder", "erdem-elder-2026", "示例·额吉", Role.BEARER, "正蓝旗示例持有社区"),
    DemoAccount("steward", "erdem-steward-2026", "示例·管事", Role.STEWARD, "正蓝旗示例持有社区"),
    DemoAccount("steward2", "erdem-steward2-2026", "示例·理事", Role.STEWARD, "正蓝旗示例奶食合作社"),
    DemoAccount("steward3", "erdem-steward3-2026", "示例·理事乙", Role.STEWARD, "正蓝旗示例毡艺合作社"),
    DemoAccount("officer", "erdem-officer-2026", "示例·经办", Role.COUNTY_OFFICER, "正蓝旗市场监督管理局（示例）"),
    DemoAccount("officer2", "erdem-officer2-2026", "示例·复核", Role.COUNTY_OFFICER, "正蓝旗市场监督管理局（示例）"),
    DemoAccount("officer3", "erdem-officer3-2026", "示例·分管", Role.COUNTY_OFFICER, "正蓝旗市场监督管理局（示例）"),
    DemoAccount("neighbour", "erdem-neighbour-2026", "示例·邻县", Role.COUNTY_OFFICER, "多伦县市场监督管理局（示例）"),
    DemoAccount(
        "neighbour2", "erdem-neighbour2-2026", "示例·邻县乙", Role.COUNTY_OFFICER, "多伦县市场监督管理局（示例）"
    ),
    DemoAccount("region", "erdem-region-2026", "示例·区局", Role.REGION_OFFICER, "自治区知识产权局（示例）"),
    DemoAccount("auditor", "erdem-auditor-2026", "示例·审计", Role.AUDITOR, "自治区知识产权局（示例）"),
    DemoAccount("firm", "erdem-firm-2026", "示例·企业", Role.APPLICANT, "示例乳业有限公司"),
    DemoAccount("expert", "erdem-expert-2026", "示例·专家", Role.EXPERT, "示例民族医药研究所"),
    DemoAccount("expert2", "erdem-expert2-2026", "示例·专家乙", Role.EXPERT, "示例民族医药研究所"),
)


def accounts() -> tuple[DemoAccount, ...]:
    """Return the demonstration accounts, none when the installation is not a demonstration."""
    return ACCOUNTS if settings.DEMONSTRATION else ()


def open_first() -> bool:
    """On the very first start load places and accounts, and enqueue the rest; say whether the rest is still to come."""
    with acting_as(SYSTEM):
        if not people_queries.places().exists():
            people.load_places(actor=SYSTEM)
        if not settings.DEMONSTRATION:
            return False
        found = JobProgress.objects.filter(name=JOB).first()
        if found is not None and found.state == JobState.DONE:
            return False
        _open_accounts()
        if found is None or found.state == JobState.FAILED:
            _enqueue()
    return True


def _open_accounts() -> None:
    for kind, name, place in ORGANISATIONS:
        people.open_organisation(actor=SYSTEM, kind=kind, name=name, place_code=place, demonstration=True)
    by_name = {organisation.name: organisation for organisation in people_queries.organisations()}
    for account in ACCOUNTS:
        user = people.open_account(
            actor=SYSTEM, username=account.username, password=account.password, display_name=account.name
        )
        people.add_member(actor=SYSTEM, organisation=by_name[account.organisation], user=user, role=account.role)


@transaction.atomic
def _enqueue() -> None:
    progress = jobs.announce(JOB, actor=SYSTEM)
    queue.configure_task(JOB).defer(progress_id=str(progress.pk))


def community_id() -> int:
    """Return the community of the demonstration's elder, 0 when there is none."""
    with acting_as(SYSTEM):
        found = people_queries.organisations(OrganisationKind.COMMUNITY).filter(name=ORGANISATIONS[0][1]).first()
    return found.pk if found else 0


def progress_line() -> tuple[str, bool]:
    """Return a line for the terminal and whether the loading has ended."""
    with acting_as(SYSTEM):
        progress: Any = JobProgress.objects.filter(name=JOB).order_by("-created_at").first()
    if progress is None:
        return ("", True)
    share = f"{progress.done}/{progress.total}" if progress.total else ""
    message = gettext(progress.message) if progress.message else ""
    text = f"{_('Demonstration county')}: {JobState(progress.state).label} {message} {share}".rstrip()
    return (text, progress.state in (JobState.DONE, JobState.FAILED))


def is_loading() -> bool:
    """Say whether the demonstration county is being loaded just now."""
    with acting_as(SYSTEM):
        return JobProgress.objects.filter(name=JOB, state__in=(JobState.QUEUED, JobState.RUNNING)).exists()
