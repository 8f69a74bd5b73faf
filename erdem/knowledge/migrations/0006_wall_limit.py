"""The legal limit does not shut out the office that sets it."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_labels")]
    operations = [rls.sql_file("erdem.knowledge", "wall_limit.sql")]
