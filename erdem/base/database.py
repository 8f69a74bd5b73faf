"""The two connections to the one database: the application role for all work, the owner for schema changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from erdem.base import server
from erdem.base.env import BadSetting

Settings = dict[str, Any]
SERIAL = "-c max_parallel_workers_per_gather=0"
"""How the application asks: without parallel workers. Row-level security hides the statistics of a column from the planner, which
then takes few rows for many and starts workers for them: that takes ten times as long as the rows."""


def databases(data: Path, *, url: str = "", owner_url: str = "") -> dict[str, Settings]:
    """Return Django's DATABASES.

    Without an address the embedded server of the ``data`` folder is meant. With one address only, the application takes on
    the role ``erdem_app`` at connection; with a second, owner's address the first is expected to log in as that role itself
    and nothing is asked for at connection: what pools connections in between may refuse that.
    """
    if not url:
        host = str(server.socket_folder(data))
        return {
            "default": _settings(host=host, user=server.APPLICATION, name=server.DATABASE, options=SERIAL),
            "owner": _settings(host=host, user=server.OWNER, name=server.DATABASE),
        }
    application, owner = parse(url), parse(owner_url or url)
    if not owner_url:
        given = application["OPTIONS"].get("options", "")
        wanted = " ".join(filter(None, (SERIAL, given, f"-c role={server.APPLICATION}")))
        application["OPTIONS"] = {**application["OPTIONS"], "options": wanted}
    return {"default": application, "owner": owner}


def parse(url: str) -> Settings:
    """Read ``postgresql://user:password@host:port/name?sslmode=require``.

    Raises:
        BadSetting: the address is not one of a PostgreSQL database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        message = "ERDEM_DATABASE_URL must look like postgresql://user:password@host:5432/erdem."
        raise BadSetting(message)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or (parts.hostname or "")
    settings = _settings(host=host, user=unquote(parts.username or ""), name=unquote(parts.path.strip("/")))
    settings["PASSWORD"] = unquote(parts.password or "")
    settings["PORT"] = str(parts.port or "")
    settings["OPTIONS"] = query
    return settings


def _settings(*, host: str, user: str, name: str, options: str = "") -> Settings:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": host,
        "USER": user,
        "NAME": name,
        "PASSWORD": "",
        "PORT": "",
        "OPTIONS": {"options": options} if options else {},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
