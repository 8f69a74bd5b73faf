"""Says which model changes lack a migration, without a database: the check that `make check` runs."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Compare the models with the migration files; return 1 when they differ."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erdem.web.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils.translation import deactivate_all

    deactivate_all()  # labels are compared untranslated, as they are written in migrations
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("erdem.")}
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    missing = [
        f"{label}: {operation.describe()}"
        for label, migrations in changes.items()
        if label in ours
        for migration in migrations
        for operation in migration.operations
    ]
    sys.stdout.write("".join(f"{line}\n" for line in missing))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
