"""The ids of a page of the list from one index."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0011_wall_speed")]
    operations = [rls.sql_file("erdem.knowledge", "wall_pages.sql")]
