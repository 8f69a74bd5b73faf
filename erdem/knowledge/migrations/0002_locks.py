"""Row-level security, legal steps and the community's say over its records."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("base", "0002_locks")]
    operations = [rls.sql_file("erdem.knowledge", "records.sql"), rls.sql_file("erdem.knowledge", "lexicon.sql")]
