"""The time authorities of this installation, as its settings name them; the local one as long as they name none."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from erdem.base.env import BadSetting
from erdem.notary.stamping import (
    Algorithm,
    HttpAuthority,
    LocalAuthority,
    ProfileName,
    Stamp,
    Stamper,
    StampingProblem,
    Strength,
    TimeAuthority,
    Verifiers,
    WebFetch,
    bundled_strengths,
    read_pem,
    read_strengths,
    verify,
)
from erdem.notary.stamping.certificates import read_certificate
from erdem.notary.stamping.local import POLICY as LOCAL_POLICY
from erdem.notary.stamping.signatures import NO_PLUGS
from erdem.notary.stamping.trouble import AuthorityProblem

ROTATE = dt.timedelta(days=365)
"""The local authority takes a new certificate when the present one ends sooner."""
NAMES = frozenset(
    {"name", "url", "policies", "roots", "algorithm", "profile", "seconds", "clock", "revocation", "stamper", "options"}
)


@dataclass(frozen=True)
class Plugged:
    """A `Stamper` of somebody else, named in the settings: nothing that it answers is believed before it was verified."""

    inner: Stamper
    authority: TimeAuthority

    @property
    def plugs(self) -> Verifiers:
        """Its verifiers of signatures that cannot be computed here, SM2 for instance."""
        found: Verifiers = getattr(self.inner, "plugs", NO_PLUGS)
        return found

    def stamp(self, digest: bytes, algorithm: Algorithm) -> Stamp:
        """Return a verified time-stamp of a digest.

        Raises:
            StampingProblem: no stamp came, or the one that came proves nothing.
        """
        try:
            made = self.inner.stamp(digest, algorithm)
        except StampingProblem:
            raise
        except Exception as error:  # somebody else's code: whatever it does, the other authorities are still asked
            raise AuthorityProblem(f"{self.authority.name} failed ({type(error).__name__}: {error}).") from error
        verify(
            made,
            digest,
            self.authority.trusted,
            algorithm=algorithm,
            policies=self.authority.policies,
            plugs=self.plugs,
        )
        return made


def stampers() -> tuple[Stamper, ...]:
    """Return whom this installation has stamp.

    Raises:
        BadSetting: the file of authorities cannot be read, or says something that is no authority.
        StampingProblem: the local authority is damaged.
    """
    path = settings.NOTARY_AUTHORITIES
    return _from_file(Path(path).expanduser()) if path else (local_authority(),)


def roots() -> tuple[bytes, ...]:
    """Return the roots that this installation trusts: of its authorities, and of its own one, which has stamped before them.

    Raises:
        BadSetting: the file of authorities cannot be read.
    """
    found = dict.fromkeys(der for one in stampers() for der in one.authority.trusted)
    own = local_folder() / "root.pem"
    if own.exists():
        found.update(dict.fromkeys(read_pem(own.read_text("ascii"))))
    return tuple(found)


def plugs() -> Verifiers:
    """Return the verifiers of signatures that the plugged authorities bring along."""
    found: dict[str, Any] = {}
    for one in stampers():
        found.update(getattr(one, "plugs", NO_PLUGS))
    return found


def strengths() -> tuple[Strength, ...]:
    """Return the rows that say how long algorithms are safe: those of the settings, else those that come along.

    Raises:
        BadSetting: the file cannot be read.
    """
    path = settings.NOTARY_STRENGTHS
    if not path:
        return bundled_strengths()
    try:
        return read_strengths(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadSetting(f"ERDEM_NOTARY_STRENGTHS names {path}, which cannot be read: {error}") from error


def is_local(stamp: Stamp) -> bool:
    """Say whether a time-stamp is of an installation's own authority: it proves nothing to outsiders."""
    return stamp.policy == LOCAL_POLICY


def local_folder() -> Path:
    """Return where root and keys of the own authority lie."""
    return Path(settings.NOTARY) / "keys" / "authority"


def local_authority() -> LocalAuthority:
    """Return the own authority: made on first use, with a new certificate in time. It proves nothing to outsiders.

    Raises:
        StampingProblem: its root is gone.
    """
    folder = local_folder()
    with _alone(folder):
        authority = LocalAuthority(folder, profile=ProfileName(settings.NOTARY_PROFILE))
        certificate = read_certificate(read_pem((folder / "tsa.pem").read_text("ascii"))[0])
        if certificate.ends - dt.datetime.now(dt.UTC) < ROTATE:
            authority.rotate()
    return authority


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two processes from making two roots; the system lets go of the lock when a process ends in whatever way."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "making.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _from_file(path: Path) -> tuple[Stamper, ...]:
    try:
        text = path.read_text(encoding="utf-8")
        told = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise BadSetting(f"ERDEM_NOTARY_AUTHORITIES names {path}, which cannot be read: {error}") from error
    rows = told.get("authority") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadSetting(f"{path} holds no list of time authorities: write [[authority]] before each, or a JSON list.")
    found = tuple(_stamper(path, number, row) for number, row in enumerate(rows, start=1))
    names = [one.authority.name for one in found]
    if len(set(names)) != len(names):
        raise BadSetting(f"{path} names two time authorities alike. Give each a name of its own.")
    return found


def _stamper(path: Path, number: int, row: Mapping[str, Any]) -> Stamper:
    if unknown := sorted(row.keys() - NAMES):
        raise BadSetting(f"{path}: authority {number} says {', '.join(unknown)}, which is not known here.")
    try:
        authority = TimeAuthority(
            name=str(row["name"]),
            url=str(row.get("url", "")),
            policies=tuple(map(str, row.get("policies", ()))),
            roots=_pem(path, str(row["roots"])),
            algorithm=Algorithm(row.get("algorithm", _first_algorithm(row))),
            timeout=float(row.get("seconds", 20.0)),
            profile=ProfileName(row.get("profile", settings.NOTARY_PROFILE)),
            clock_tolerance=float(row.get("clock", 300.0)),
        )
        if not authority.trusted:
            raise ValueError("roots holds no certificate")
        if "stamper" not in row:
            return HttpAuthority(authority, WebFetch(authority.timeout) if row.get("revocation", True) else None)
        made = import_string(str(row["stamper"]))(authority, **row.get("options", {}))
    except KeyError as error:
        raise BadSetting(f"{path}: authority {number} does not say its {error.args[0]}.") from error
    except (ValueError, TypeError, OSError, ImportError) as error:
        raise BadSetting(f"{path}: authority {number} cannot be used: {error}.") from error
    return Plugged(made, authority)


def _first_algorithm(row: Mapping[str, Any]) -> str:
    profile = ProfileName(row.get("profile", settings.NOTARY_PROFILE))
    return Algorithm.SM3 if profile is ProfileName.GM else Algorithm.SHA256


def _pem(path: Path, given: str) -> str:
    """Return PEM text that stands in the file itself or in a file beside it."""
    return given if "BEGIN CERTIFICATE" in given else (path.parent / given).read_text("ascii")
