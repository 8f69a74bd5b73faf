"""Turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

DATA_ERROR = 65
UNAVAILABLE = 69
SOFTWARE_ERROR = 70
CANNOT_CREATE = 73
IO_ERROR = 74

LONGER = "Set ERDEM_TRACEBACK=1 and run it again to see the technical detail."


BACKUP = {"BackupProblem": UNAVAILABLE, "BackupDamaged": DATA_ERROR, "BackupUnwritable": IO_ERROR}


def say(message: str) -> None:
    """Write to the error stream."""
    click.echo(message, err=True)


@contextmanager
def plain_failures() -> Iterator[None]:
    """Answer every failure with what happened, what is safe and what to do."""
    try:
        yield
    except KeyboardInterrupt:
        say("Stopped. What was already saved is kept.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except MemoryError:
        say("There is not enough memory for this. Nothing was changed. Close other programs or split the file.")
        sys.exit(UNAVAILABLE)
    except OSError as error:
        say(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}. {LONGER}")
        sys.exit(IO_ERROR)
    except Exception as error:  # noqa: BLE001  the last line of defence: a person never sees a traceback
        say(_sentence(error))
        sys.exit(_code(error))


def _sentence(error: Exception) -> str:
    name = type(error).__name__
    if name in (
        "ServerProblem",
        "BadSetting",
        "Refused",
        "NothingToRead",
        "UnreadableError",
        "SealingProblem",
        *BACKUP,
    ):
        return str(error)
    if name in ("OperationalError", "InterfaceError"):
        return (
            "The database cannot be reached. Nothing was changed. Start it with `erdem run`, or check"
            f" ERDEM_DATABASE_URL. ({str(error).splitlines()[0]})"
        )
    if name == "ProgrammingError" and "does not exist" in str(error):
        return "The database is older than this program. Run `erdem upgrade`, then try again. Your data is safe."
    return f"Something went wrong that Erdem did not expect ({name}: {error}). Nothing half-done was saved. {LONGER}"


def _code(error: Exception) -> int:
    if type(error).__name__ in BACKUP:
        return BACKUP[type(error).__name__]
    if type(error).__name__ in ("NothingToRead", "UnreadableError", "SealingProblem"):
        return DATA_ERROR
    if type(error).__name__ in ("ServerProblem", "OperationalError", "InterfaceError", "Refused"):
        return UNAVAILABLE
    return SOFTWARE_ERROR


class Refused(RuntimeError):
    """A command cannot go on; the text says why and what to do."""


class NothingToRead(Refused):
    """A file holds nothing that the command can work on."""
