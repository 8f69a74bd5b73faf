"""The rule of reading, made quick over many records."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0010_exchange")]
    operations = [rls.sql_file("erdem.knowledge", "wall_speed.sql")]
