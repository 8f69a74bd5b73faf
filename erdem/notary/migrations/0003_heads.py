"""Heads of the audit trail."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0002_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='number')),
                ('cluster_id', models.BigIntegerField()),
                ('first_transaction', models.BigIntegerField()),
                ('end_transaction', models.BigIntegerField()),
                ('entries', models.PositiveIntegerField(verbose_name='entries')),
                ('first_at', models.DateTimeField(blank=True, null=True, verbose_name='first entry')),
                ('last_at', models.DateTimeField(blank=True, null=True, verbose_name='last entry')),
                ('root', models.BinaryField(max_length=32)),
                ('document', models.TextField()),
                ('nonce', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField(auto_now_add=True, verbose_name='sealed')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
            ],
            options={
                'verbose_name': 'head of the audit trail',
                'verbose_name_plural': 'heads of the audit trail',
                'ordering': ['-number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end_transaction__gt', models.F('first_transaction'))), name='audit_head_covers_transactions'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='audit_head_nonce_has_32_bytes'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('root'), function='octet_length', output_field=models.IntegerField()), 32)), name='audit_head_root_has_32_bytes')],
            },
        ),
        rls.sql_file("erdem.notary", "heads.sql"),
    ]
