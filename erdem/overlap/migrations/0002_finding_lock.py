"""Row-level security, the workflow trigger and the append-only reviews."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("overlap", "0001_initial"), ("knowledge", "0002_locks"), ("base", "0002_locks")]
    operations = [rls.sql_file("erdem.overlap", "finding.sql")]
