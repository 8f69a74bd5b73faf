"""Permits, what happened to them, and the public register."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0005_audit_order'),
        ('knowledge', '0016_working_days'),
        ('notary', '0004_stamps'),
        ('people', '0008_auditor'),
        ('sharing', '0004_agreement_comments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Permit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('issued', 'in force'), ('suspended', 'suspended'), ('amended', 'replaced by a newer permit'), ('revoked', 'revoked'), ('expired', 'expired')], db_index=True, default='issued', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('status_at', models.DateTimeField()),
                ('intent', models.CharField(blank=True, choices=[('terms', 'the terms were agreed anew'), ('term', 'first or last day'), ('correction', 'something on it is wrong'), ('confidentiality', 'what the register shows')], max_length=16, verbose_name='what is amended')),
                ('amended_because', models.TextField(blank=True, verbose_name='why it is amended')),
                ('office_name', models.CharField(max_length=200, verbose_name='issuing office')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('issued_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('expires_on', models.DateField(verbose_name='last day')),
                ('noticed_on', models.DateField(blank=True, null=True, verbose_name='told that it runs out')),
                ('pic_granted', models.BooleanField(verbose_name='consent of the holders')),
                ('mat_established', models.BooleanField(verbose_name='terms agreed')),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'research'), ('education', 'education'), ('public_benefit', 'public benefit'), ('commercial', 'commercial use'), ('patent_examination', 'examination of patents'), ('media', 'media')], max_length=24), size=None, verbose_name='purposes')),
                ('transfer', models.CharField(max_length=16, verbose_name='third parties')),
                ('abroad', models.BooleanField(default=False, verbose_name='knowledge or material may leave the country')),
                ('hides_providers', models.BooleanField(default=True)),
                ('hides_entities', models.BooleanField(default=True)),
                ('hides_subject', models.BooleanField(default=True)),
                ('hides_usages', models.BooleanField(default=True)),
                ('document', models.JSONField()),
                ('public_document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('public_sha256', models.CharField(max_length=64)),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('public_pdf_sha256', models.CharField(max_length=64)),
                ('blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('public_blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='sharing.permit')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='sharing.accessrequest')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='sharing.agreementversion')),
            ],
            options={
                'verbose_name': 'permit',
                'verbose_name_plural': 'permits',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('number__regex', '^XK-[0-9]{4}-[0-9]{4,}$')), name='permit_number_form'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['issued', 'suspended', 'amended', 'revoked', 'expired'])), name='permit_status_known'),
                    models.CheckConstraint(condition=models.Q(('pic_granted', True)), name='permit_needs_consent'),
                    models.CheckConstraint(condition=models.Q(('mat_established', True)), name='permit_needs_terms'),
                    models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('request',), name='permit_once_a_request'),
                    models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('valid_from'))), name='permit_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(('purposes__contained_by', ['research', 'education', 'public_benefit', 'commercial', 'patent_examination', 'media']), ('purposes__len__gte', 1)), name='permit_purposes_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('amended_because', ''), ('intent', ''), ('replaces__isnull', True)), models.Q(('amended_because__regex', '\\S'), ('intent__in', ['terms', 'term', 'correction', 'confidentiality']), ('replaces__isnull', False)), _connector='OR'), name='permit_amended_with_intent_and_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['suspended', 'revoked']), _negated=True), ('status_reason__regex', '\\S'), _connector='OR'), name='permit_stopped_with_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('hides_providers', False), models.Q(('public_document__has_any_keys', ['providers', 'gisFiles', 'picInformation']), _negated=True), _connector='OR'), models.Q(('hides_entities', False), models.Q(('public_document__has_key', 'entitiesToWhomPICGranted'), _negated=True), _connector='OR'), models.Q(('hides_subject', False), models.Q(('public_document__has_any_keys', ['subjectMatter', 'specimens', 'taxonomies', 'keywords', 'keywordOther', 'gisFiles', 'permitDescription', 'usagesDescription']), _negated=True), _connector='OR'), models.Q(('hides_usages', False), models.Q(('public_document__has_any_keys', ['usages', 'usagesDescription']), _negated=True), _connector='OR')), name='permit_keeps_what_is_confidential'),
                    models.CheckConstraint(condition=models.Q(('pdf_sha256__regex', '^[0-9a-f]{64}$'), ('public_pdf_sha256__regex', '^[0-9a-f]{64}$'), ('public_sha256__regex', '^[0-9a-f]{64}$'), ('sha256__regex', '^[0-9a-f]{64}$')), name='permit_digests_are_hex'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PermitAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('issue', 'issued'), ('amendment', 'issued in place of an earlier one'), ('voided', 'voided by its successor'), ('suspension', 'suspended'), ('resumption', 'put in force again'), ('revocation', 'revoked'), ('expiry', 'expired')], max_length=16)),
                ('statement', models.JSONField()),
                ('document', models.TextField()),
                ('nonce', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('leaf', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notary.leaf')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('permit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='sharing.permit')),
            ],
            options={
                'verbose_name': 'act on a permit',
                'verbose_name_plural': 'acts on permits',
                'ordering': ['permit_id', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('act__in', ['issue', 'amendment', 'voided', 'suspension', 'resumption', 'revocation', 'expiry'])), name='permit_act_known'),
                    models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('nonce'), function='octet_length', output_field=models.IntegerField()), 32)), name='permit_act_nonce_has_32_bytes'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PermitMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=500, verbose_name='what it is about, as others may read it')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='keywords')),
                ('taxonomies', models.JSONField(blank=True, default=list, verbose_name='taxa')),
                ('geography', models.JSONField(blank=True, null=True, verbose_name='place as GeoJSON')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('written_at', models.DateTimeField(auto_now=True)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='permit_matter', to='sharing.accessrequest')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'subject-matter of a permit',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('subject__regex', '\\S')), name='permit_matter_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PermitRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='up to level')),
                ('communities', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='communities')),
                ('permit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='sharing.permit')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'record of a permit',
                'verbose_name_plural': 'records of a permit',
                'ordering': ['permit_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('permit', 'record'), name='permit_record_once'),
                    models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='permit_level_known'),
                    models.CheckConstraint(condition=models.Q(('communities', []), _negated=True), name='permit_record_has_a_holder'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PermitWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('withdrawn_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='sharing.accessrequest')),
                ('withdrawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'withdrawal of a holder',
                'verbose_name_plural': 'withdrawals of holders',
                'ordering': ['request_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('request', 'community'), name='permit_withdrawal_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublicationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('providers', models.BooleanField(default=False, verbose_name='which communities provide the knowledge')),
                ('entities', models.BooleanField(default=False, verbose_name='to whom consent was granted')),
                ('subject', models.BooleanField(default=False, verbose_name='what it is about')),
                ('usages', models.BooleanField(default=False, verbose_name='what it may be used for')),
                ('matter_sha256', models.CharField(blank=True, max_length=64)),
                ('decided_at', models.DateTimeField(auto_now=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publication_choices', to='sharing.accessrequest')),
            ],
            options={
                'verbose_name': 'what a party lets the register show',
                'ordering': ['request_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('request', 'community'), name='publication_choice_once', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('subject', False), ('matter_sha256__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='publication_of_known_words'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublicPermit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('issued', 'in force'), ('suspended', 'suspended'), ('amended', 'replaced by a newer permit'), ('revoked', 'revoked'), ('expired', 'expired')], db_index=True, max_length=16, verbose_name='status')),
                ('status_on', models.DateField()),
                ('office_name', models.CharField(max_length=200, verbose_name='issuing office')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('expires_on', models.DateField(verbose_name='last day')),
                ('holder_name', models.CharField(blank=True, max_length=300, verbose_name='granted to')),
                ('subject', models.CharField(blank=True, max_length=500, verbose_name='what it is about')),
                ('purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('transfer', models.CharField(max_length=16)),
                ('abroad', models.BooleanField(default=False)),
                ('document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('replaces', models.CharField(blank=True, max_length=24)),
                ('replaced_by', models.CharField(blank=True, max_length=24)),
                ('country', models.CharField(default='CN', max_length=2)),
            ],
            options={
                'verbose_name': 'permit in the public register',
                'verbose_name_plural': 'permits in the public register',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['issued', 'suspended', 'amended', 'revoked', 'expired'])), name='public_permit_status_known'),
                ],
            },
        ),
        rls.sql_file("erdem.sharing", "permits.sql"),
    ]
