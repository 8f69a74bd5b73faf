"""Where document templates are: ``<app>/<file>`` names ``erdem/<app>/documents/<file>``."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from erdem.base.policy import RuleBroken

NAME = re.compile(r"^([a-z]+)/([a-z][a-z0-9_]*\.(?:typ|docx))$")


class DocumentError(RuleBroken):
    """A document could not be made; the message says what happened and what to do."""


def folder_of(app: str) -> Traversable:
    """The documents folder of an app."""
    return files(f"erdem.{app}").joinpath("documents")


def template(name: str) -> tuple[Traversable, Traversable]:
    """The folder and the file of the template ``name``. Raises ``DocumentError`` when there is none."""
    match = NAME.match(name)
    if match is None:
        raise DocumentError(f"Not a template name: {name}. Write app/file.typ or app/file.docx.")
    folder = folder_of(match.group(1))
    file = folder.joinpath(match.group(2))
    if not file.is_file():
        raise DocumentError(f"There is no document template {name}.")
    return folder, file
