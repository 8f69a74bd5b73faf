"""Envelopes, who signs them, and the signed files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0005_audit_order'),
        ('notary', '0005_agreement'),
        ('people', '0008_auditor'),
        ('sharing', '0005_permits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='document')),
                ('status', models.CharField(choices=[('draft', 'being prepared'), ('running', 'being signed'), ('completed', 'signed by all'), ('refused', 'refused by a party'), ('expired', 'ran out'), ('cancelled', 'called off')], db_index=True, default='draft', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('expires_on', models.DateField(verbose_name='to be signed by')),
                ('document_sha256', models.CharField(max_length=64)),
                ('document_size', models.PositiveBigIntegerField()),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('completed_sha256', models.CharField(blank=True, max_length=64)),
                ('statement', models.JSONField(blank=True, null=True)),
                ('proof_document', models.TextField(blank=True)),
                ('nonce', models.BinaryField(blank=True, max_length=32, null=True)),
                ('document_blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('leaf', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='sharing.accessrequest')),
                ('stamped', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.stampeditem')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='sharing.agreementversion')),
            ],
            options={
                'verbose_name': 'envelope',
                'verbose_name_plural': 'envelopes',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'running', 'completed', 'refused', 'expired', 'cancelled'])), name='envelope_status_known'),
                    models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='envelope_has_a_title'),
                    models.CheckConstraint(condition=models.Q(('document_sha256__regex', '^[0-9a-f]{64}$')), name='envelope_document_sha256_is_hex'),
                    models.CheckConstraint(condition=models.Q(models.Q(('completed_sha256__regex', '^[0-9a-f]{64}$'), ('leaf__isnull', False), ('nonce__isnull', False)), models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_sha256', '')), _connector='OR'), name='envelope_completed_with_its_proof'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['refused', 'cancelled']), _negated=True), ('status_reason__regex', '\\S'), _connector='OR'), name='envelope_ended_with_reason'),
                    models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'running', 'completed'))), fields=('version',), name='envelope_once_a_version'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Signer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('role', models.CharField(choices=[('holder', 'holding community'), ('user', 'user of the knowledge'), ('witness', 'witness'), ('office', 'office in charge')], max_length=16, verbose_name='signs as')),
                ('method', models.CharField(choices=[('electronic', 'on a device'), ('wet_ink', 'by hand on paper')], default='electronic', max_length=16, verbose_name='way of signing')),
                ('state', models.CharField(choices=[('waiting', 'not yet the turn'), ('asked', 'asked to sign'), ('signed', 'has signed'), ('refused', 'has refused')], default='waiting', max_length=16, verbose_name='status')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('next_reminder_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('signed_name', models.CharField(blank=True, max_length=200)),
                ('proof', models.CharField(blank=True, choices=[('password', 'password'), ('totp', 'code of the authenticator app'), ('passkey', 'passkey or security key'), ('paper', 'signature by hand')], max_length=16, verbose_name='identity shown by')),
                ('certificate', models.CharField(blank=True, max_length=64, verbose_name='number of the certificate')),
                ('stamped_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('scan_sha256', models.CharField(blank=True, max_length=64)),
                ('scan_name', models.CharField(blank=True, max_length=200)),
                ('scan_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signers', to='sharing.envelope')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='signs for')),
                ('scan_blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('scan_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'signer',
                'verbose_name_plural': 'signers',
                'ordering': ['envelope_id', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('envelope', 'position'), name='signer_position_once'),
                    models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='signer_position_counts'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['holder', 'user', 'witness', 'office'])), name='signer_role_known'),
                    models.CheckConstraint(condition=models.Q(('method__in', ['electronic', 'wet_ink'])), name='signer_method_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asked', 'signed', 'refused'])), name='signer_state_known'),
                    models.CheckConstraint(condition=models.Q(('proof__in', ['', 'password', 'totp', 'passkey', 'paper'])), name='signer_proof_known'),
                    models.CheckConstraint(condition=models.Q(('organisation__isnull', False), ('user__isnull', False), _connector='OR'), name='signer_is_somebody'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='signer_has_a_name'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('certificate__regex', '\\S'), ('decided_at__isnull', False), ('decided_by__isnull', False), ('proof__regex', '\\S')), _connector='OR'), name='signer_signed_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('reason__regex', '\\S')), _connector='OR'), name='signer_refused_with_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('method', 'wet_ink'), ('state', 'signed'), _negated=True), models.Q(('confirmed_by__isnull', False), ('scan_by__isnull', False), ('scan_sha256__regex', '^[0-9a-f]{64}$'), models.Q(('scan_by', models.F('confirmed_by')), _negated=True)), _connector='OR'), name='signer_scan_seen_by_two'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SignedRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('previous_sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='sharing.envelope')),
                ('signer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revision', to='sharing.signer')),
            ],
            options={
                'verbose_name': 'signed file',
                'verbose_name_plural': 'signed files',
                'ordering': ['envelope_id', 'number'],
                'constraints': [
                    models.UniqueConstraint(fields=('envelope', 'number'), name='revision_number_once'),
                    models.CheckConstraint(condition=models.Q(('previous_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$')), name='revision_sha256_is_hex'),
                ],
            },
        ),
        rls.sql_file("erdem.sharing", "signing.sql"),
    ]
