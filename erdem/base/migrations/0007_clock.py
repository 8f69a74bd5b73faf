"""The calendar of working days and the rules of periods, with their facts and their locks."""

import csv
import json
from importlib import resources

import django.db.models.deletion
from django.db import migrations, models

from erdem.base import rls


def _rows(name):
    with (resources.files("erdem.base") / "seeds" / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def load_seeds(apps, schema_editor):
    """Read the years, their days and the periods."""
    using = schema_editor.connection.alias
    year, day, rule = (apps.get_model("base", name) for name in ("CalendarYear", "CalendarDay", "ClockRule"))
    year.objects.using(using).bulk_create(year(**row) for row in _rows("calendar_years.csv"))
    day.objects.using(using).bulk_create(day(year_id=int(row["day"][:4]), **row) for row in _rows("working_days.csv"))
    rule.objects.using(using).bulk_create(
        rule(
            **{
                **row,
                "extensions": json.loads(row["extensions"] or "[]"),
                "pauses": row["pauses"].split(),
                "valid_to": row["valid_to"] or None,
            }
        )
        for row in _rows("clock_rules.csv")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0006_workflow_variants'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='year')),
                ('standing', models.CharField(choices=[('announced', 'announced'), ('provisional', 'provisional')], max_length=12, verbose_name='standing')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('notice_number', models.CharField(blank=True, max_length=60, verbose_name='number of the notice')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='loaded by')),
                ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='loaded at')),
            ],
            options={
                'verbose_name': 'year of the calendar',
                'verbose_name_plural': 'years of the calendar',
                'ordering': ['year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('standing__in', ['announced', 'provisional'])), name='calendar_year_standing_known'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='calendar_year_has_a_source'), models.CheckConstraint(condition=models.Q(('year__gte', 1949), ('year__lte', 2100)), name='calendar_year_in_range')],
            },
        ),
        migrations.CreateModel(
            name='ClockRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.CharField(max_length=8, verbose_name='process')),
                ('step', models.CharField(max_length=40, verbose_name='step')),
                ('start_event', models.CharField(max_length=40, verbose_name='begins with')),
                ('limit', models.SmallIntegerField(verbose_name='length')),
                ('unit', models.CharField(choices=[('WD', 'working days'), ('CD', 'calendar days'), ('M', 'months'), ('Y', 'years'), ('until_grant', 'until the grant'), ('open', 'without end')], max_length=12, verbose_name='unit')),
                ('extensions', models.JSONField(blank=True, default=list, verbose_name='extensions')),
                ('pauses', models.JSONField(blank=True, default=list, verbose_name='reasons for a pause')),
                ('basis', models.CharField(max_length=300, verbose_name='legal basis')),
                ('quotation', models.TextField(blank=True, verbose_name='text of the source')),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V/V2', 'read in the text in part, in a copy in part'), ('V/P', 'read in the text, applied by analogy'), ('V2', 'read in a copy'), ('V-old', 'read in a text that was replaced'), ('M', 'not checked'), ('P', 'our proposal')], max_length=8, verbose_name='confidence')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('verified_by', models.CharField(blank=True, max_length=200, verbose_name='verified by')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='verified on')),
                ('created_by', models.CharField(blank=True, max_length=200, verbose_name='entered by')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'rule of a period',
                'verbose_name_plural': 'rules of periods',
                'ordering': ['process', 'step', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('process', 'step', 'valid_from'), name='clock_rule_version_once'), models.CheckConstraint(condition=models.Q(('unit__in', ['WD', 'CD', 'M', 'Y', 'until_grant', 'open'])), name='clock_rule_unit_known'), models.CheckConstraint(condition=models.Q(('confidence__in', ['V', 'V/V2', 'V/P', 'V2', 'V-old', 'M', 'P'])), name='clock_rule_confidence_known'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='clock_rule_has_a_basis'), models.CheckConstraint(condition=models.Q(models.Q(('limit', 0), ('unit__in', ['until_grant', 'open'])), models.Q(('unit__in', ['WD', 'CD', 'M', 'Y']), models.Q(('limit', 0), _negated=True)), _connector='OR'), name='clock_rule_has_a_length'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='clock_rule_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('verified_on__isnull', True), models.Q(('verified_by', ''), _negated=True), _connector='OR'), name='clock_rule_verified_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='LocalHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(max_length=12, verbose_name='division code')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('basis', models.CharField(max_length=300, verbose_name='legal basis')),
                ('is_active', models.BooleanField(default=False, verbose_name='counts as a day off')),
                ('recorded_by', models.CharField(blank=True, max_length=200, verbose_name='entered by')),
                ('recorded_at', models.DateTimeField(auto_now=True, verbose_name='entered at')),
            ],
            options={
                'verbose_name': 'local holiday',
                'verbose_name_plural': 'local holidays',
                'ordering': ['day', 'place_code'],
                'constraints': [models.UniqueConstraint(fields=('place_code', 'day'), name='local_holiday_once'), models.CheckConstraint(condition=models.Q(('place_code__regex', '^\\d{6,12}$')), name='local_holiday_place_is_digits'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='local_holiday_has_a_basis')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                ('kind', models.CharField(choices=[('off', 'day off'), ('make_up', 'make-up working day')], max_length=8, verbose_name='kind')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='base.calendaryear')),
            ],
            options={
                'verbose_name': 'day of the calendar',
                'verbose_name_plural': 'days of the calendar',
                'ordering': ['day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['off', 'make_up'])), name='calendar_day_kind_known'), models.CheckConstraint(condition=models.Q(('day__year', models.F('year_id'))), name='calendar_day_in_its_year')],
            },
        ),
        migrations.RunPython(load_seeds, migrations.RunPython.noop),
        rls.sql_file("erdem.base", "clock.sql"),
    ]
