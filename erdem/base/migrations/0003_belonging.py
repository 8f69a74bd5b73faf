"""Functions for groups, for those who decide in the name of others, and for today."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("base", "0002_locks")]
    operations = [rls.sql_file("erdem.base", "belonging.sql")]
