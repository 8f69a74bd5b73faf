"""What attacks in plain SQL found open in signing, closed."""

from __future__ import annotations

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("sharing", "0008_signed_terms")]
    operations = [rls.sql_file("erdem.sharing", "signing_guards.sql")]
