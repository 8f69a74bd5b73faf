"""Holdings, labels, grants, faces, and the levels that the database computes."""

import csv
from importlib import resources

import django.contrib.postgres.fields
import django.db.models.deletion
import erdem.base.fields
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


def load_label_rules(apps, schema_editor):
    """Read what each label does from the seed."""
    rule = apps.get_model("knowledge", "LabelRule")
    with (resources.files("erdem.knowledge") / "seeds" / "label_rules.csv").open(encoding="utf-8") as stream:
        rule.objects.using(schema_editor.connection.alias).bulk_create(
            rule(
                code=row["code"],
                effect=row["effect"],
                cap=int(row["cap"]) if row["cap"] else None,
                needs_group=row["needs_group"] == "yes",
                allowed_purposes=row["allowed_purposes"].split() or None,
            )
            for row in csv.DictReader(stream)
        )


# Records that are there already: their communities hold them, and the triggers compute the rest.
TAKE_IN = """
SET LOCAL erdem.kind = 'system';
INSERT INTO knowledge_holding (record_id, community_id, state, holder_type, together, content_warning, names_deceased, version,
    created_at, updated_at)
SELECT id, community_id, 'active', holder_type, false, '', false, 1, now(), now()
FROM knowledge_record WHERE community_id IS NOT NULL;
UPDATE knowledge_record SET legal_cap = legal_cap;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_belonging'),
        ('knowledge', '0003_lexicon_eras'),
        ('people', '0005_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], default=4, verbose_name='level')),
                ('purpose', models.CharField(choices=[('research', 'research'), ('education', 'education'), ('public_benefit', 'public benefit'), ('commercial', 'commercial use'), ('patent_examination', 'examination of patents'), ('media', 'media')], max_length=24, verbose_name='purpose')),
                ('reference', models.CharField(max_length=100, verbose_name='permit or assignment')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(verbose_name='until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('needs_all', models.BooleanField(default=True, editable=False)),
                ('waits', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='knowledge.record')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'grant of access',
                'verbose_name_plural': 'grants of access',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('user__isnull', False)), models.Q(('organisation__isnull', False), ('user__isnull', True)), _connector='OR'), name='grant_names_one_party'),
                    models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='grant_level_known'),
                    models.CheckConstraint(condition=models.Q(('purpose__in', ['research', 'education', 'public_benefit', 'commercial', 'patent_examination', 'media'])), name='grant_purpose_known'),
                    models.CheckConstraint(condition=models.Q(('reference__regex', '\\S')), name='grant_names_its_permit'),
                    models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='grant_ends_after_it_begins'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('active', 'holds it'), ('claimed', 'claims it'), ('invited', 'is invited'), ('left', 'has left it')], default='active', max_length=8, verbose_name='state')),
                ('holder_type', models.CharField(blank=True, choices=[('P', 'person or inheritor'), ('F', 'family'), ('V', 'gachaa or village committee'), ('T', 'sum or township'), ('B', 'temple or trade'), ('C', 'cooperative or association'), ('U', 'heritage protection unit'), ('G', 'banner government as trustee'), ('X', 'holder unknown')], max_length=2, verbose_name='type of holder')),
                ('to_public', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], null=True, verbose_name='the public')),
                ('to_signed_in', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], null=True, verbose_name='everybody who is signed in')),
                ('to_office', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], null=True, verbose_name='the office of the place')),
                ('together', models.BooleanField(default=False, verbose_name='only those who belong to all holding communities')),
                ('content_warning', models.CharField(blank=True, max_length=300, verbose_name='content warning')),
                ('names_deceased', models.BooleanField(default=False, verbose_name='names somebody who has died')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='people.organisation')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'holding',
                'verbose_name_plural': 'holdings',
                'ordering': ['record_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'community'), name='holding_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['active', 'claimed', 'invited', 'left'])), name='holding_state_known'),
                    models.CheckConstraint(condition=models.Q(('holder_type__in', ['', 'P', 'F', 'V', 'T', 'B', 'C', 'U', 'G', 'X'])), name='holding_holder_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('to_public__isnull', True), ('to_public__lte', 5), _connector='OR'), models.Q(('to_signed_in__isnull', True), ('to_signed_in__lte', 5), _connector='OR'), models.Q(('to_office__isnull', True), ('to_office__lte', 5), _connector='OR')), name='holding_levels_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LabelRule',
            fields=[
                ('code', models.CharField(choices=[('tka', 'attribution'), ('tkcl', 'clan'), ('tkf', 'family'), ('tkmc', 'several communities'), ('tkcv', 'voice of the community'), ('tkcr', 'creative work'), ('tkv', 'verified'), ('tknv', 'not verified'), ('tks', 'seasonal'), ('tkwg', 'women, general'), ('tkmg', 'men, general'), ('tkmr', 'men, restricted'), ('tkwr', 'women, restricted'), ('tkcs', 'culturally sensitive'), ('tkss', 'secret or sacred'), ('tkoc', 'open to commercial use'), ('tknc', 'not commercial'), ('tkco', 'community only'), ('tko', 'education and outreach'), ('tkcb', 'open to collaboration'), ('bcp', 'provenance'), ('bcmc', 'several communities (biocultural)'), ('bccb', 'open to collaboration (biocultural)'), ('bcoc', 'open to commercial use (biocultural)'), ('bcr', 'research use (biocultural)'), ('bccv', 'consent verified (biocultural)'), ('bccnv', 'consent not verified (biocultural)'), ('bccl', 'clan (biocultural)'), ('bco', 'education and outreach (biocultural)'), ('bcnc', 'not commercial (biocultural)')], max_length=8, primary_key=True, serialize=False)),
                ('effect', models.CharField(choices=[('CAP_HOLDER', 'named holders only'), ('CAP_GROUP', 'a group only'), ('CAP_GENDER_HARD', 'women or men only'), ('CAP_GENDER_SOFT', 'meant for women or men'), ('TIME', 'at certain times only'), ('PURPOSE', 'for certain purposes only'), ('MULTI', 'all communities agree'), ('ADVISORY', 'asks for attention')], max_length=16)),
                ('cap', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], null=True)),
                ('needs_group', models.BooleanField(default=False)),
                ('allowed_purposes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('research', 'research'), ('education', 'education'), ('public_benefit', 'public benefit'), ('commercial', 'commercial use'), ('patent_examination', 'examination of patents'), ('media', 'media')], max_length=24), blank=True, null=True, size=None)),
            ],
            options={
                'verbose_name': 'rule of a label',
                'verbose_name_plural': 'rules of labels',
                'ordering': ['code'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('code__in', ['tka', 'tkcl', 'tkf', 'tkmc', 'tkcv', 'tkcr', 'tkv', 'tknv', 'tks', 'tkwg', 'tkmg', 'tkmr', 'tkwr', 'tkcs', 'tkss', 'tkoc', 'tknc', 'tkco', 'tko', 'tkcb', 'bcp', 'bcmc', 'bccb', 'bcoc', 'bcr', 'bccv', 'bccnv', 'bccl', 'bco', 'bcnc'])), name='label_rule_code_known'),
                    models.CheckConstraint(condition=models.Q(('effect__in', ['CAP_HOLDER', 'CAP_GROUP', 'CAP_GENDER_HARD', 'CAP_GENDER_SOFT', 'TIME', 'PURPOSE', 'MULTI', 'ADVISORY'])), name='label_rule_effect_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LabelUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('tka', 'attribution'), ('tkcl', 'clan'), ('tkf', 'family'), ('tkmc', 'several communities'), ('tkcv', 'voice of the community'), ('tkcr', 'creative work'), ('tkv', 'verified'), ('tknv', 'not verified'), ('tks', 'seasonal'), ('tkwg', 'women, general'), ('tkmg', 'men, general'), ('tkmr', 'men, restricted'), ('tkwr', 'women, restricted'), ('tkcs', 'culturally sensitive'), ('tkss', 'secret or sacred'), ('tkoc', 'open to commercial use'), ('tknc', 'not commercial'), ('tkco', 'community only'), ('tko', 'education and outreach'), ('tkcb', 'open to collaboration'), ('bcp', 'provenance'), ('bcmc', 'several communities (biocultural)'), ('bccb', 'open to collaboration (biocultural)'), ('bcoc', 'open to commercial use (biocultural)'), ('bcr', 'research use (biocultural)'), ('bccv', 'consent verified (biocultural)'), ('bccnv', 'consent not verified (biocultural)'), ('bccl', 'clan (biocultural)'), ('bco', 'education and outreach (biocultural)'), ('bcnc', 'not commercial (biocultural)')], max_length=8, verbose_name='label')),
                ('season', models.JSONField(blank=True, default=dict, verbose_name='season')),
                ('open_dates', erdem.base.fields.DayRangesField(blank=True, null=True)),
                ('applied_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group', verbose_name='group')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='label_uses', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'label on a record',
                'verbose_name_plural': 'labels on records',
                'ordering': ['record_id', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('code__in', ['tka', 'tkcl', 'tkf', 'tkmc', 'tkcv', 'tkcr', 'tkv', 'tknv', 'tks', 'tkwg', 'tkmg', 'tkmr', 'tkwr', 'tkcs', 'tkss', 'tkoc', 'tknc', 'tkco', 'tko', 'tkcb', 'bcp', 'bcmc', 'bccb', 'bcoc', 'bcr', 'bccv', 'bccnv', 'bccl', 'bco', 'bcnc'])), name='label_use_code_known'),
                    models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('record', 'community', 'code', 'group'), name='label_use_once', nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('removed_reason__regex', '\\S'), _connector='OR'), name='label_use_removed_with_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('code', 'tks'), _negated=True), ('open_dates__isnull', False), _connector='OR'), name='label_use_season_has_dates'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RecordFace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')])),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_mn', models.CharField(blank=True, max_length=200, verbose_name='Mongolian name')),
                ('sort_key', models.CharField(blank=True, max_length=400)),
                ('kind', models.CharField(blank=True, max_length=16, verbose_name='kind')),
                ('tk_class', models.CharField(blank=True, max_length=4, verbose_name='class')),
                ('tk_type', models.CharField(blank=True, max_length=8, verbose_name='type')),
                ('ich_category', models.CharField(blank=True, max_length=8, verbose_name='heritage category')),
                ('item_code', models.CharField(blank=True, max_length=40, verbose_name='item code')),
                ('place_code', models.CharField(blank=True, max_length=12, verbose_name='place')),
                ('holder_type', models.CharField(blank=True, max_length=2, verbose_name='type of holder')),
                ('people_group', models.CharField(blank=True, max_length=100, verbose_name='people or group')),
                ('vitality', models.CharField(blank=True, max_length=16, verbose_name='being handed on')),
                ('diffusion_tier', models.CharField(blank=True, max_length=4, verbose_name='diffusion tier')),
                ('summary', models.TextField(blank=True, verbose_name='in one sentence')),
                ('status', models.CharField(max_length=16)),
                ('community_id', models.BigIntegerField(blank=True, null=True)),
                ('place_search', models.CharField(blank=True, max_length=500)),
                ('level_public', models.PositiveSmallIntegerField(default=0)),
                ('level_signed_in', models.PositiveSmallIntegerField(default=0)),
                ('level_office', models.PositiveSmallIntegerField(default=0)),
                ('level_grant', models.PositiveSmallIntegerField(default=0)),
                ('holders', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('holders_together', models.BooleanField(default=False)),
                ('required_groups', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('open_dates', erdem.base.fields.DayRangesField(blank=True, null=True)),
                ('consent_until', models.DateField(blank=True, null=True)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faces', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'face of a record',
                'verbose_name_plural': 'faces of records',
                'ordering': ['sort_key', 'number', 'level'],
                'indexes': [
                    models.Index(fields=['level', 'sort_key', 'number'], name='face_level_name'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'level'), name='face_once_a_level'),
                    models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='face_level_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='record',
            name='consent_until',
            field=models.DateField(blank=True, null=True, verbose_name='consent in force until'),
        ),
        migrations.AddField(
            model_name='record',
            name='holders',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='record',
            name='holders_together',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='record',
            name='legal_cap',
            field=models.PositiveSmallIntegerField(choices=[(0, 'A0 that it exists is not known'), (1, 'A1 the title alone'), (2, 'A2 what it is and where'), (3, 'A3 with one sentence about it'), (4, 'A4 all of it, for holders of a permit'), (5, 'A5 all of it, for everybody')], default=5, verbose_name='legal limit'),
        ),
        migrations.AddField(
            model_name='record',
            name='legal_cap_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason of the legal limit'),
        ),
        migrations.AddField(
            model_name='record',
            name='level_grant',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='record',
            name='level_office',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='record',
            name='level_public',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='record',
            name='level_signed_in',
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='record',
            name='open_dates',
            field=erdem.base.fields.DayRangesField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='record',
            name='required_groups',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('legal_cap', 5), models.Q(('legal_cap__lt', 5), ('legal_cap_reason__regex', '\\S')), _connector='OR'), name='record_legal_limit_has_a_reason'),
        ),
        migrations.RunPython(load_label_rules, migrations.RunPython.noop),
        rls.sql_file("erdem.knowledge", "wall.sql"),
        rls.sql_file("erdem.knowledge", "wall_tables.sql"),
        migrations.RunSQL(TAKE_IN, migrations.RunSQL.noop),
    ]
