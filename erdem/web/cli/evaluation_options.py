"""Options that the commands of `erdem eval` share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

IN_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
OUT_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def tk_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--tk FILE`."""
    return click.option(
        "--tk", "tk_file", required=True, type=IN_FILE, help="Records of traditional knowledge, JSON Lines (.gz too)."
    )(command)


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)
