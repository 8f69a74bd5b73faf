"""Findings and dossiers behind the wall of the register."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("overlap", "0006_annotation_lock"), ("knowledge", "0004_wall")]
    operations = [rls.sql_file("erdem.overlap", "wall.sql")]
