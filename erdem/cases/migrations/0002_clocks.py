"""Clocks of cases with their events, requests for more time and alarms."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0007_clock'),
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place_code', models.CharField(blank=True, max_length=12, verbose_name='division code')),
                ('started_on', models.DateField(verbose_name='day of the event')),
                ('extended', models.JSONField(blank=True, default=list, verbose_name='extended by')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('amber_on', models.DateField(blank=True, null=True)),
                ('red_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('running', 'running'), ('paused', 'paused'), ('met', 'met in time'), ('missed_met', 'done, but late'), ('stopped', 'stopped')], default='running', max_length=12, verbose_name='state')),
                ('is_provisional', models.BooleanField(default=False, verbose_name='provisional')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('breached_on', models.DateField(blank=True, null=True, verbose_name='missed since')),
                ('explanation', models.JSONField(blank=True, default=list)),
                ('reckoned_at', models.DateTimeField(auto_now=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='cases.case')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.clockrule')),
            ],
            options={
                'verbose_name': 'clock of a case',
                'verbose_name_plural': 'clocks of cases',
                'ordering': ['due_on', 'id'],
                'abstract': False,
                'indexes': [
                    models.Index(condition=models.Q(('state', 'running')), fields=['due_on'], name='caseclock_running'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'met', 'missed_met', 'stopped'])), name='caseclock_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['met', 'missed_met']), ('met_on__isnull', False)), models.Q(models.Q(('state__in', ['met', 'missed_met']), _negated=True), ('met_on__isnull', True)), _connector='OR'), name='caseclock_met_has_its_day'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'missed_met'), _negated=True), ('breached_on__isnull', False), _connector='OR'), name='caseclock_missed_has_its_day'),
                    models.CheckConstraint(condition=models.Q(('breached_on__isnull', True), ('due_on__isnull', False), _connector='OR'), name='caseclock_missed_had_an_end'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'paused'])), fields=('case', 'rule'), name='case_clock_once_at_a_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseClockEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('started', 'started'), ('paused', 'paused'), ('resumed', 'resumed'), ('extended', 'extended'), ('recomputed', 'reckoned anew'), ('breached', 'missed'), ('met', 'done'), ('stopped', 'stopped')], max_length=12, verbose_name='what happened')),
                ('day', models.DateField(verbose_name='day')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_user_id', models.BigIntegerField(blank=True, null=True)),
                ('actor_label', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('document_name', models.CharField(blank=True, max_length=200, verbose_name='document')),
                ('due_before', models.DateField(blank=True, null=True)),
                ('due_after', models.DateField(blank=True, null=True)),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('transaction_id', models.BigIntegerField(default=0, editable=False)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.caseclock')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
            ],
            options={
                'verbose_name': 'event of a clock',
                'verbose_name_plural': 'events of clocks',
                'ordering': ['id'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['started', 'paused', 'resumed', 'extended', 'recomputed', 'breached', 'met', 'stopped'])), name='caseclockevent_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ClockAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('amber', 'more than half of the time is gone'), ('red', 'little time is left'), ('missed', 'overdue')], max_length=8, verbose_name='level')),
                ('noted_on', models.DateField(verbose_name='noted on')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='cases.caseclock')),
            ],
            options={
                'verbose_name': 'alarm of a clock',
                'verbose_name_plural': 'alarms of clocks',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('level__in', ['amber', 'red', 'missed'])), name='clock_alarm_level_known'),
                    models.UniqueConstraint(fields=('clock', 'level'), name='clock_alarm_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ExtensionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how long')),
                ('reason', models.TextField(verbose_name='reason')),
                ('document_name', models.CharField(blank=True, max_length=200, verbose_name='document')),
                ('state', models.CharField(choices=[('asked', 'waits for a decision'), ('granted', 'granted'), ('refused', 'refused')], default='asked', max_length=10, verbose_name='state')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True, verbose_name='reason of the decision')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extension_requests', to='cases.caseclock')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
            ],
            options={
                'verbose_name': 'request for an extension',
                'verbose_name_plural': 'requests for extensions',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'granted', 'refused'])), name='extension_state_known'),
                    models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='extension_asked_with_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='extension_decided_by_somebody'),
                    models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='extension_decided_by_another'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), ('decision_reason__regex', '\\S'), _connector='OR'), name='extension_refused_with_reason'),
                    models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('clock',), name='extension_asked_once'),
                ],
            },
        ),
        rls.sql_file("erdem.cases", "clocks.sql"),
    ]
