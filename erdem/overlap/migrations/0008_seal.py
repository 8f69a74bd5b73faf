"""The seal of a dossier: its archive, and where the public log holds the manifest."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_audit_by_organisation'),
        ('notary', '0002_kinds'),
        ('overlap', '0007_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='DossierSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.BinaryField(max_length=32)),
                ('manifest', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('dates', models.JSONField(default=list)),
                ('sealed_at', models.DateTimeField(auto_now_add=True)),
                ('archive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='overlap.dossier')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
            ],
            options={
                'verbose_name': 'seal of a dossier',
                'verbose_name_plural': 'seals of dossiers',
                'ordering': ['dossier_id'],
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='dossier_seal_nonce_has_32_bytes'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='dossier_seal_sha256_is_hex')],
            },
        ),
        rls.sql_file("erdem.overlap", "seal.sql"),
    ]
