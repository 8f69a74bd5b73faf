"""Certificates of registration."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_audit_by_organisation'),
        ('knowledge', '0013_proof'),
        ('notary', '0002_kinds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('turn', models.PositiveSmallIntegerField(default=1)),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='issuing office')),
                ('title', models.CharField(max_length=200, verbose_name='name')),
                ('public_title', models.CharField(blank=True, max_length=200)),
                ('public_level', models.PositiveSmallIntegerField(choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')])),
                ('registered_on', models.DateField(verbose_name='registered on')),
                ('written_at', models.DateTimeField(verbose_name='version written')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('sha256', models.CharField(max_length=64)),
                ('sm3', models.CharField(max_length=64)),
                ('commitment_sha256', models.CharField(max_length=64)),
                ('commitment_sm3', models.CharField(max_length=64)),
                ('log_origin', models.CharField(max_length=255)),
                ('log_index', models.BigIntegerField()),
                ('log_size', models.BigIntegerField()),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('public_pdf_sha256', models.CharField(max_length=64)),
                ('amends', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended_by', to='knowledge.certificate')),
                ('blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('public_blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='knowledge.recordversion')),
            ],
            options={
                'verbose_name': 'certificate of registration',
                'verbose_name_plural': 'certificates of registration',
                'ordering': ['-issued_at', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('number__regex', '^DJ-[0-9]{4}-[0-9]{4,}-[0-9A-HJKMNP-TV-Z]{8}$')), name='certificate_number_form'),
                    models.UniqueConstraint(fields=('version', 'turn'), name='certificate_turn_once'),
                    models.CheckConstraint(condition=models.Q(('public_level__in', [0, 1, 2, 3, 4, 5])), name='certificate_level_known'),
                    models.CheckConstraint(condition=models.Q(('log_index__gte', 0), ('log_size__gt', models.F('log_index'))), name='certificate_entry_in_its_log'),
                    models.CheckConstraint(condition=models.Q(('commitment_sha256__regex', '^[0-9a-f]{64}$'), ('commitment_sm3__regex', '^[0-9a-f]{64}$'), ('pdf_sha256__regex', '^[0-9a-f]{64}$'), ('public_pdf_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$'), ('sm3__regex', '^[0-9a-f]{64}$')), name='certificate_digests_are_hex'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CertificateAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('issue', 'issue'), ('amendment', 'amendment'), ('revocation', 'revocation')], max_length=16)),
                ('reason', models.CharField(blank=True, choices=[('mistake', 'something on it is wrong'), ('consent-withdrawn', 'consent was withdrawn'), ('duplicate', 'recorded twice'), ('disputed', 'holder disputed'), ('misused', 'the certificate was misused'), ('left-register', 'the record has left the register'), ('other', 'another reason')], max_length=24, verbose_name='reason')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('statement', models.JSONField()),
                ('document', models.TextField()),
                ('nonce', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(blank=True, max_length=200)),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='knowledge.certificate')),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'act on a certificate',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('certificate', 'act'), name='certificate_act_once'),
                    models.CheckConstraint(condition=models.Q(('act__in', ['issue', 'amendment', 'revocation'])), name='certificate_act_known'),
                    models.CheckConstraint(condition=models.Q(('reason__in', ['', 'mistake', 'consent-withdrawn', 'duplicate', 'disputed', 'misused', 'left-register', 'other'])), name='certificate_reason_known'),
                    models.CheckConstraint(condition=models.Q(('act', 'revocation'), ('reason', ''), _connector='XOR'), name='certificate_revoked_with_reason'),
                    models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='certificate_act_nonce_has_32_bytes'),
                ],
            },
        ),
        rls.sql_file("erdem.knowledge", "certificates.sql"),
    ]
