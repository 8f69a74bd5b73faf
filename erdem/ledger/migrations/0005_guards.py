"""What an attack in plain SQL found open, closed."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_payments'),
        ('base', '0005_audit_order'),
        ('people', '0008_auditor'),
    ]

    operations = [
        rls.sql_file("erdem.ledger", "guards.sql"),
    ]
