"""Row-level security of keys for programs."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("people", "0003_keys"), ("base", "0002_locks")]
    operations = [rls.sql_file("erdem.people", "keys.sql")]
