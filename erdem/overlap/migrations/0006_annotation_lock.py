"""Row-level security, the guards of sets and pairs, and the append-only labels."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("overlap", "0005_annotation")]
    operations = [rls.sql_file("erdem.overlap", "annotation.sql")]
