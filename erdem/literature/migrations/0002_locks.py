"""Row-level security of the literature."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("literature", "0001_initial"), ("base", "0002_locks")]
    operations = [rls.sql_file("erdem.literature", "literature.sql")]
