"""The paper of a version: what is signed, and a Word file to mark. Made from the structured terms alone."""

from __future__ import annotations

from erdem.sharing.models import AgreementVersion
from erdem.sharing.terms_paper import TermsPaper, paper_docx, paper_pdf


def terms_pdf(version: AgreementVersion) -> bytes:
    """Return a version as PDF/A: the same bytes each time, once the terms are settled for good.

    Raises:
        DocumentError: the fonts of documents are not ready.
    """
    return paper_pdf(_paper(version))


def terms_docx(version: AgreementVersion) -> bytes:
    """Return a version as a Word file."""
    return paper_docx(_paper(version))


def _paper(version: AgreementVersion) -> TermsPaper:
    agreement = version.agreement
    return TermsPaper(
        number=agreement.number,
        version=version.number,
        terms=version.terms,
        made_at=version.made_at,
        is_settled=agreement.settled_id == version.pk,
    )
