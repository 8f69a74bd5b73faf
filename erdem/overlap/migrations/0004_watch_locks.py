"""Bands of the findings there are, and row-level security of what the watch remembers."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("overlap", "0003_watch")]
    operations = [rls.sql_file("erdem.overlap", "watch.sql")]
