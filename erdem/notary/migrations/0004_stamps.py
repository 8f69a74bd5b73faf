"""Time-stamps over checkpoints and digests, failed attempts, and the alarms of the monitor."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0003_heads'),
        ('people', '0007_membership_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log', models.CharField(choices=[('register', 'public register'), ('audit', 'heads of the audit trail')], max_length=16)),
                ('kind', models.CharField(max_length=32)),
                ('detail', models.TextField()),
                ('first_seen', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen', models.DateTimeField(default=django.utils.timezone.now)),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'alarm of a log',
                'ordering': ['-id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('gone_at__isnull', True)), fields=('log', 'kind'), name='alarm_open_once'),
                    models.CheckConstraint(condition=models.Q(('log__in', ['register', 'audit'])), name='alarm_log_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StampedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('digests', models.JSONField()),
                ('is_public', models.BooleanField(default=False)),
                ('user_id', models.BigIntegerField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('tried', models.PositiveIntegerField(default=0)),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('checkpoint', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stamped', to='notary.publishedcheckpoint')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': 'item to be stamped',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(condition=models.Q(('done_at__isnull', True)), fields=['not_before'], name='stamp_waiting'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('checkpoint__isnull', True), ('note', '')), models.Q(('checkpoint__isnull', False), ('is_public', True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='stamped_checkpoint_is_public'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StampAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=200)),
                ('algorithm', models.CharField(max_length=16)),
                ('code', models.CharField(max_length=32)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='notary.stampeditem')),
            ],
            options={
                'verbose_name': 'failed attempt to stamp',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TimeStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=200)),
                ('algorithm', models.CharField(max_length=16)),
                ('is_local', models.BooleanField()),
                ('proven_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('chain', models.JSONField()),
                ('kept_at', models.DateTimeField(auto_now_add=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamps', to='notary.stampeditem')),
                ('renews', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='notary.timestamp')),
            ],
            options={
                'verbose_name': 'time-stamp',
                'ordering': ['-id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('renews__isnull', True)), fields=('item', 'authority', 'algorithm'), name='stamp_given_once'),
                    models.CheckConstraint(condition=models.Q(('renews', models.F('id')), _negated=True), name='stamp_renews_another'),
                ],
            },
        ),
        rls.sql_file('erdem.notary', 'stamps.sql'),
    ]
