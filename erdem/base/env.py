"""Typed reading of settings from the environment.

Every variable is named ``ERDEM_…``. A secret may also be given as a file: ``ERDEM_SECRET_KEY_FILE=/run/secrets/key``.
A bad value raises `BadSetting` with a sentence that says what to write instead.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class BadSetting(ValueError):
    """A variable is set to something that cannot be understood."""


def text(name: str, default: str = "") -> str:
    """Return the variable as text; blank counts as not set."""
    value = os.environ.get(name, "").strip()
    return value or default


def secret(name: str, default: str = "") -> str:
    """Return a secret from ``NAME`` or from the file named by ``NAME_FILE``.

    Raises:
        BadSetting: both are given, or the file cannot be read.
    """
    path = text(f"{name}_FILE")
    value = text(name)
    if path and value:
        message = f"{name} and {name}_FILE are both set; keep one of them."
        raise BadSetting(message)
    if not path:
        return value or default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
        raise BadSetting(message) from error


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable (1, true, yes, on / 0, false, no, off)."""
    value = os.environ.get(name)
    if value is None:
        return default
    lowered = value.strip().lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    message = f"{name} is {value!r}; write yes or no."
    raise BadSetting(message)


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} is {value!r}; write a whole number such as {default}."
        raise BadSetting(message) from error


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return one of a few words."""
    value = text(name, default)
    if value not in choices:
        message = f"{name} is {value!r}; write one of {', '.join(choices)}."
        raise BadSetting(message)
    return value


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def folder(name: str, default: Path) -> Path:
    """Return a folder path, absolute."""
    value = text(name)
    return (Path(value).expanduser() if value else default).resolve()


def options(name: str, default: dict[str, object]) -> dict[str, object]:
    """Return a JSON object, for instance the options of a storage."""
    value = secret(name)
    if not value:
        return default
    try:
        parsed = json.loads(value)
    except json.JSONDecodeError as error:
        message = f"{name} is not JSON: {error.msg} at character {error.pos}."
        raise BadSetting(message) from error
    if not isinstance(parsed, dict):
        message = f"{name} must be a JSON object such as {{}}."
        raise BadSetting(message)
    return parsed


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file of the installation; make it on first use, readable by the owner only."""
    with contextlib.suppress(FileNotFoundError):
        kept = path.read_text(encoding="utf-8").strip()
        if kept:
            return kept
    made = secrets.token_urlsafe(48)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return made  # a read-only installation works on with a secret of this process
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(made)
    return made
