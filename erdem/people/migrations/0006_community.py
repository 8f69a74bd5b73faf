"""Questions of membership, and stewards who look after their own community."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='MembershipRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, choices=[('bearer', 'bearer of knowledge'), ('steward', 'community steward'), ('county_officer', 'county officer'), ('region_officer', 'league or region officer'), ('applicant', 'enterprise applicant'), ('expert', 'expert'), ('curator', 'lexicon curator')], max_length=24, verbose_name='role')),
                ('direction', models.CharField(choices=[('invited', 'invited by a steward'), ('asked', 'asked to be taken in')], max_length=16)),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'taken back')], default='open', max_length=16, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='a word to the stewards')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.group')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='membership_requests', to='people.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='membership_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'question of membership',
                'verbose_name_plural': 'questions of membership',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('role__in', ['bearer', 'steward'])), models.Q(('direction', 'asked'), ('group__isnull', False), ('role', '')), _connector='OR'), name='request_for_a_role_or_a_group'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'declined', 'withdrawn'])), name='request_state_known'), models.CheckConstraint(condition=models.Q(('direction__in', ['invited', 'asked'])), name='request_direction_known'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('answered_at__isnull', False), _connector='XOR'), name='request_closed_with_a_date'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('organisation', 'user', 'role', 'group'), name='request_open_once', nulls_distinct=False)],
            },
        ),
        rls.sql_file("erdem.people", "stewards.sql"),
    ]
