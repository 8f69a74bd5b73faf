"""Functions of the actor, append-only audit, step trigger, row-level security of kit tables."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        rls.sql_file("erdem.base", "actor.sql"),
        rls.sql_file("erdem.base", "audit.sql"),
        rls.sql_file("erdem.base", "workflow.sql"),
        rls.sql_file("erdem.base", "jobs.sql"),
    ]
