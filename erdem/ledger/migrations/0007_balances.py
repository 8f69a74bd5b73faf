"""Balances that read only what has come since the last closed period."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_natures'),
    ]

    operations = [
        rls.sql_file("erdem.ledger", "balances.sql"),
    ]
