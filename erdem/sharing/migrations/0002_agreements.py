"""Agreements on terms: versions, assents, comments, and the library of clauses."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls

SEED = Path(__file__).resolve().parents[1] / "seeds" / "clauses.csv"


def load_clauses(apps, schema):
    """Fill the library of clauses."""
    clause = apps.get_model("sharing", "Clause")
    schema.execute("SELECT set_config('erdem.kind', 'system', true)")
    with SEED.open(encoding="utf-8", newline="") as file:
        clause.objects.using(schema.connection.alias).bulk_create(
            clause(**{**row, "valid_until": row["valid_until"] or None}) for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0016_working_days'),
        ('people', '0008_auditor'),
        ('sharing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('negotiating', 'being negotiated'), ('settled', 'every party agrees to one version'), ('signed', 'signed'), ('ended', 'ended'), ('broken_off', 'broken off')], db_index=True, default='negotiating', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('providers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('due_on', models.DateField(verbose_name='last day for the negotiation')),
                ('extended_because', models.TextField(blank=True, verbose_name='reason of the extension')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.legalperiod')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='sharing.accessrequest')),
            ],
            options={
                'verbose_name': 'agreement on terms',
                'verbose_name_plural': 'agreements on terms',
                'ordering': ['-opened_at', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('providers', []), _negated=True), name='agreement_has_a_provider'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgreementVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('note', models.TextField(blank=True, verbose_name='what was changed, and why')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='sharing.agreement')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of terms',
                'verbose_name_plural': 'versions of terms',
                'ordering': ['agreement_id', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('agreement', 'number'), name='agreement_version_once'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='agreement_version_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AgreementComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(blank=True, max_length=220, verbose_name='clause')),
                ('text', models.TextField(verbose_name='comment')),
                ('author_name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='sharing.agreementversion')),
            ],
            options={
                'verbose_name': 'comment on terms',
                'verbose_name_plural': 'comments on terms',
                'ordering': ['version_id', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='agreement_comment_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Assent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assents', to='sharing.agreementversion')),
            ],
            options={
                'verbose_name': 'assent to terms',
                'verbose_name_plural': 'assents to terms',
                'ordering': ['version_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'community'), name='assent_once', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='key')),
                ('field', models.CharField(max_length=20, verbose_name='clause of the terms')),
                ('title_zh', models.CharField(max_length=100)),
                ('title_en', models.CharField(max_length=100)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField()),
                ('text_mn', models.TextField(blank=True)),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V2', 'read in a copy'), ('M', 'not checked'), ('P', 'our proposal, not confirmed')], max_length=4, verbose_name='confidence')),
                ('valid_from', models.DateField(verbose_name='offered from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='offered until')),
            ],
            options={
                'verbose_name': 'clause of the library',
                'verbose_name_plural': 'clauses of the library',
                'ordering': ['field', 'key', 'valid_from'],
                'constraints': [
                    models.UniqueConstraint(fields=('key', 'valid_from'), name='clause_once_a_day'),
                    models.CheckConstraint(condition=models.Q(('confidence__in', ['V', 'V2', 'M', 'P'])), name='clause_confidence_known'),
                    models.CheckConstraint(condition=models.Q(('text_en__regex', '\\S'), ('text_zh__regex', '\\S')), name='clause_has_words'),
                ],
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='settled',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.agreementversion'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['negotiating', 'settled', 'signed', 'ended', 'broken_off'])), name='agreement_status_known'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['settled', 'signed']), _negated=True), models.Q(('settled__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='agreement_settled_on_a_version'),
        ),
        migrations.RunPython(load_clauses, migrations.RunPython.noop),
        rls.sql_file("erdem.sharing", "agreements.sql"),
    ]
