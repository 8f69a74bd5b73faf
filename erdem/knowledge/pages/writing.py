"""What the pages for writing show: forms, steps, uploads, substances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import number
from erdem.base.jobs import progress_of
from erdem.base.workflow import Step
from erdem.knowledge import choices, queries
from erdem.knowledge.faults import told
from erdem.knowledge.forms import ReasonForm, SubstanceForm, UploadForm, WholeForm
from erdem.knowledge.models import Record, RecordImport, Substance
from erdem.knowledge.pages.exchange import changing_figures, changing_title, columns_link
from erdem.knowledge.pages.links import Link, Option, options
from erdem.knowledge.pages.records import PER_PAGE, address
from erdem.knowledge.policies import can_edit_lexicon, visible_imports

SHAPES = {"checked": "wait", "running": "work", "done": "done", "failed": "over"}
SHOWN = 100


@dataclass(frozen=True)
class FormPage:
    """The form of a record."""

    title: str
    trail: tuple[Link, ...]
    whole: WholeForm
    action: str
    back: str
    kind: str
    error: str = ""


@dataclass(frozen=True)
class StepPage:
    """A step that asks for a reason."""

    record: Record
    step: Step
    form: ReasonForm
    trail: tuple[Link, ...]


@dataclass(frozen=True)
class Problem:
    """A problem as the page shows it."""

    line: int | None
    field: str
    words: str
    kept: bool


@dataclass(frozen=True)
class ImportPage:
    """Handing a file in."""

    form: UploadForm
    trail: tuple[Link, ...]
    uploads: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class UploadPage:
    """One uploaded file."""

    upload: RecordImport
    title: str
    trail: tuple[Link, ...]
    figures: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    more_problems: int
    can_confirm: bool
    moving: bool
    percent: int | None
    words: str
    shape: str

    @property
    def columns_url(self) -> str:
        """Where the columns of a table are chosen."""
        return columns_link(self.upload)

    @property
    def is_blank(self) -> bool:
        """Say whether the file holds no entries at all."""
        return not self.upload.counts.get("read")


@dataclass(frozen=True)
class SubstanceListPage:
    """The lexicon."""

    title: str
    search: str
    kind: str
    kinds: tuple[Option, ...]
    page: Page[Substance]
    rows: tuple[dict[str, Any], ...]
    may_edit: bool
    unknown: int
    is_narrowed: bool


@dataclass(frozen=True)
class SubstancePage:
    """One substance to edit."""

    title: str
    trail: tuple[Link, ...]
    form: SubstanceForm
    substance: Substance | None
    related_from: tuple[str, ...]
    uses: str

    @property
    def mongolian(self) -> str:
        """Its Mongolian name, for the head of the page."""
        return self.substance.name_mn if self.substance else ""


def _trail(*links: Link) -> tuple[Link, ...]:
    return (Link(_("Traditional knowledge"), reverse("knowledge:record-list")), *links)


def form_page(whole: WholeForm, error: str = "") -> FormPage:
    """Build the form."""
    record = whole.record
    label = choices.Kind(whole.kind).label
    if record is None:
        title = _("New record: %(kind)s") % {"kind": label}
        action = f"{reverse('knowledge:record-new')}?kind={whole.kind}"
        back, trail = reverse("knowledge:record-list"), _trail(Link(title))
    else:
        title = _("Change %(name)s") % {"name": record.name}
        action, back = reverse("knowledge:record-edit", args=[record.number]), address(record)
        trail = _trail(Link(record.number, back), Link(_("Change")))
    return FormPage(title, trail, whole, action, back, whole.kind, error)


def step_page(record: Record, step: Step, form: ReasonForm) -> StepPage:
    """Build the page that asks for a reason."""
    return StepPage(record, step, form, _trail(Link(record.number, address(record)), Link(step.label)))


def import_page(actor: Actor, form: UploadForm) -> ImportPage:
    """Build the page of files handed in."""
    found = RecordImport.objects.filter(visible_imports(actor))[:20]
    uploads = tuple(
        {
            "upload": upload,
            "url": reverse("knowledge:import-detail", args=[upload.pk]),
            "shape": SHAPES[upload.state],
            "kept": number(upload.counts.get("kept")),
            "rejected": number(upload.counts.get("rejected")),
        }
        for upload in found
    )
    return ImportPage(form, _trail(Link(_("Import records"))), uploads)


def get_upload(actor: Actor, key: Any) -> RecordImport | None:
    """Return an upload of the actor's own, or None."""
    return RecordImport.objects.filter(visible_imports(actor), pk=key).select_related("blob").first()


def upload_page(upload: RecordImport) -> UploadPage:
    """Build the page of one uploaded file."""
    counts = upload.counts
    progress = progress_of(upload.progress_id) if upload.progress_id and upload.state == "running" else None
    stopped = bool(progress and progress.state == "failed")
    moving = upload.state == "running" and not stopped
    done, total = (progress.done, progress.total) if progress else (0, None)
    problems = tuple(
        Problem(row["line"], row["params"].get("column", row["field"]), told(row["code"], row["params"]), row["kept"])
        for row in upload.problems[:SHOWN]
    )
    return UploadPage(
        upload=upload,
        title=_upload_title(upload, stopped=stopped),
        trail=_trail(Link(_("Import records"), reverse("knowledge:record-import")), Link(upload.file_name)),
        figures=_figures(counts) if counts and not moving else (),
        problems=problems if not moving else (),
        more_problems=max(0, counts.get("problems", 0) - len(problems)),
        can_confirm=upload.state == "checked" and bool(counts.get("kept") or counts.get("changed")),
        moving=moving,
        percent=min(100, 100 * done // total) if total else None,
        words=_("%(done)s entries so far") % {"done": number(done)},
        shape="over" if stopped else SHAPES[upload.state],
    )


def _upload_title(upload: RecordImport, *, stopped: bool) -> str:
    kept, changed = (upload.counts.get(key, 0) for key in ("kept", "changed"))
    if stopped:
        return _("The work stopped. What was imported is kept; hand the file in again to go on.")
    if upload.state == "running":
        return _("The file is being worked on")
    if changed or upload.counts.get("unchanged"):
        return changing_title(upload.counts, done=upload.state == "done")
    if upload.state == "done":
        return ngettext("%(count)s record was imported", "%(count)s records were imported", kept) % {
            "count": number(kept)
        }
    if not kept:
        return _("Nothing in this file can be imported")
    return ngettext("%(count)s record can be imported", "%(count)s records can be imported", kept) % {
        "count": number(kept)
    }


def _figures(counts: dict[str, int]) -> tuple[dict[str, Any], ...]:
    listed = reverse("knowledge:record-list")
    if counts.get("changed") or counts.get("unchanged"):
        return changing_figures(counts)
    return (
        {"label": _("Read"), "value": number(counts.get("read", 0)), "url": "#problems"},
        {"label": _("Good"), "value": number(counts.get("kept", 0)), "url": listed},
        {"label": _("There already"), "value": number(counts.get("known", 0)), "url": "#problems"},
        {"label": _("Left out"), "value": number(counts.get("rejected", 0)), "url": "#problems"},
    )


def substance_list_page(actor: Actor, data: QueryDict) -> SubstanceListPage:
    """Build the list of the lexicon."""
    search = data.get("q", "").replace("\x00", "")[:100]
    kind = data.get("kind", "") if data.get("kind") in choices.SubstanceKind.values else ""
    found = Paginator(queries.substances(search=search, kind=kind), PER_PAGE)
    page = found.get_page(data.get("page"))
    may_edit = bool(can_edit_lexicon(actor))
    title = ngettext("%(count)s substance", "%(count)s substances", found.count) % {"count": number(found.count)}
    return SubstanceListPage(
        title=title,
        search=search,
        kind=kind,
        kinds=options(choices.SubstanceKind.choices, _("every kind")),
        page=page,
        rows=tuple(_substance_row(substance) for substance in page),
        may_edit=may_edit,
        unknown=len(queries.unknown_names(actor)) if may_edit else 0,
        is_narrowed=bool(search or kind),
    )


def _substance_row(substance: Any) -> dict[str, Any]:
    by_language: dict[str, list[str]] = {}
    for name in substance.names.all():
        by_language.setdefault(name.language, []).append(name.name)
    return {
        "substance": substance,
        "aliases": by_language.get("zh", []),
        "latin": "".join(by_language.get("la", [])[:1]),
        "part": " · ".join(_(word) for word in (substance.part, substance.processing) if word),
        "uses": substance.uses,
        "records": f"{reverse('knowledge:record-list')}?substance={substance.key}",
        "url": reverse("knowledge:substance-edit", args=[substance.key]),
    }


def substance_page(form: SubstanceForm, substance: Substance | None) -> SubstancePage:
    """Build the page of one substance."""
    listed = Link(_("Lexicon of substances"), reverse("knowledge:substance-list"))
    title = substance.name if substance else _("New substance")
    related = substance.related_from.all() if substance else ()
    uses = f"{reverse('knowledge:record-list')}?substance={substance.key}" if substance else ""
    return SubstancePage(
        title=title,
        trail=_trail(listed, Link(title)),
        form=form,
        substance=substance,
        related_from=tuple(f"{line.source.name} ({line.get_kind_display()})" for line in related),
        uses=uses,
    )
