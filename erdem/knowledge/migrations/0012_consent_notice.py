"""A public notice says no more than the communities have decided."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0011_register")]
    operations = [rls.sql_file("erdem.knowledge", "consent_notice.sql")]
