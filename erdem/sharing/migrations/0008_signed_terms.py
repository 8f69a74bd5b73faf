"""Terms are signed by a completed envelope of their settled version, and by nothing else."""

from __future__ import annotations

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_reports")]
    operations = [rls.sql_file("erdem.sharing", "signed_terms.sql")]
