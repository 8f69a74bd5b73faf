"""Entries of the trail say in which transaction they were written, so that heads can cover whole transactions."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_audit_by_organisation'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='cluster_id',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='transaction_id',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=BrinIndex(fields=['transaction_id'], name='audit_order', pages_per_range=16),
        ),
        rls.sql_file("erdem.base", "audit_order.sql"),
    ]
