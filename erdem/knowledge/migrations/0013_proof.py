"""Where the public log holds the commitment to a version."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0012_consent_notice'),
        ('notary', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='VersionProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.BinaryField(max_length=32)),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proof', to='knowledge.recordversion')),
            ],
            options={
                'verbose_name': 'proof of a version',
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='version_proof_nonce_has_32_bytes')],
            },
        ),
        rls.sql_file("erdem.knowledge", "proof.sql"),
    ]
