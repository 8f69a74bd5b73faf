"""Proofs of consents and permits in the public log."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0014_certificates'),
        ('notary', '0003_heads'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('given', 'given'), ('withdrawn', 'taken back')], max_length=12)),
                ('document', models.TextField()),
                ('nonce', models.BinaryField(max_length=32)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='knowledge.consent')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
            ],
            options={
                'verbose_name': 'proof of a consent',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('consent', 'act'), name='consent_proof_once'), models.CheckConstraint(condition=models.Q(('act__in', ['given', 'withdrawn'])), name='consent_proof_act_known'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='consent_proof_nonce_has_32_bytes')],
            },
        ),
        migrations.CreateModel(
            name='GrantProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('given', 'given'), ('withdrawn', 'taken back')], max_length=12)),
                ('document', models.TextField()),
                ('nonce', models.BinaryField(max_length=32)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='knowledge.accessgrant')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
            ],
            options={
                'verbose_name': 'proof of a permit',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('grant', 'act'), name='grant_proof_once'), models.CheckConstraint(condition=models.Q(('act__in', ['given', 'withdrawn'])), name='grant_proof_act_known'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='grant_proof_nonce_has_32_bytes')],
            },
        ),
        rls.sql_file("erdem.knowledge", "act_proofs.sql"),
    ]
