"""Row-level security of memberships."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("base", "0002_locks")]
    operations = [rls.sql_file("erdem.people", "membership.sql")]
