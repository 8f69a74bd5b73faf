"""Who may not read a record does not change it, and only the leading community hands it on."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0007_community")]
    operations = [rls.sql_file("erdem.knowledge", "wall_writes.sql")]
