"""Consent to act, ways chosen, transfers, who gives aid, opinions, ratings, challenged decisions."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0007_clock'),
        ('cases', '0006_queue'),
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('observation', 'third-party observation'), ('patent_invalidation', 'request for invalidation of a patent'), ('design_invalidation', 'request for invalidation of a design'), ('tm_opposition', 'opposition to a trademark'), ('tm_invalidation', 'request for invalidation of a trademark'), ('gi_objection', 'objection to a geographical indication'), ('letter', "lawyer's letter"), ('negotiation', 'negotiation'), ('refer_patent', 'referral as a patent dispute'), ('refer_report', 'referral as a report of an offence')], max_length=24, verbose_name='way')),
                ('target', models.CharField(blank=True, max_length=64, verbose_name='number of the right')),
                ('basis_on', models.DateField(blank=True, null=True, verbose_name='day from which it counts')),
                ('window_end', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('rule_step', models.CharField(blank=True, max_length=40)),
                ('confidence', models.CharField(blank=True, max_length=8)),
                ('dossier_number', models.CharField(blank=True, max_length=20, verbose_name='dossier')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('chosen_at', models.DateTimeField(auto_now_add=True)),
                ('submitted_on', models.DateField(blank=True, null=True, verbose_name='handed in on')),
                ('submitted_to', models.CharField(blank=True, max_length=200, verbose_name='handed in to')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='their number')),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions_taken', to='cases.case')),
                ('chosen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'action taken',
                'verbose_name_plural': 'actions taken',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['observation', 'patent_invalidation', 'design_invalidation', 'tm_opposition', 'tm_invalidation', 'gi_objection', 'letter', 'negotiation', 'refer_patent', 'refer_report'])), name='action_taken_way_known'), models.CheckConstraint(condition=models.Q(('submitted_on__isnull', True), models.Q(('submitted_to', ''), _negated=True), _connector='OR'), name='action_taken_handed_in_somewhere'), models.UniqueConstraint(condition=models.Q(('given_up_at__isnull', True), ('submitted_on__isnull', True)), fields=('case',), name='action_taken_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AidOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.TextField(blank=True, verbose_name='facts relied on')),
                ('opinion', models.TextField(verbose_name='opinion')),
                ('advice', models.TextField(blank=True, verbose_name='what to do next')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.case')),
            ],
            options={
                'verbose_name': 'opinion in a case',
                'verbose_name_plural': 'opinions in cases',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opinion__regex', '\\S')), name='aid_opinion_says_something')],
            },
        ),
        migrations.CreateModel(
            name='AidProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(choices=[('lawyer', 'lawyer'), ('expert', 'expert'), ('panel', 'member of the panel'), ('mediator', 'mediator'), ('volunteer', 'volunteer')], max_length=12, verbose_name='as')),
                ('firm', models.CharField(blank=True, max_length=200, verbose_name='firm or institution')),
                ('licence', models.CharField(blank=True, max_length=60, verbose_name='licence number')),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=28), blank=True, default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('is_available', models.BooleanField(default=True, verbose_name='available')),
                ('most_at_once', models.PositiveSmallIntegerField(default=5, verbose_name='cases at once at most')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='kept by')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'person who gives aid',
                'verbose_name_plural': 'people who give aid',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['lawyer', 'expert', 'panel', 'mediator', 'volunteer'])), name='aid_provider_role_known'), models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='aid_provider_has_a_name'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('office', 'user'), name='aid_provider_once')],
            },
        ),
        migrations.CreateModel(
            name='AidRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('expires_on', models.DateField(verbose_name='valid until')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='satisfaction')),
                ('words', models.TextField(blank=True, verbose_name='remark')),
                ('rated_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='cases.case')),
            ],
            options={
                'verbose_name': 'rating of aid',
                'verbose_name_plural': 'ratings of aid',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='aid_rating_digest_is_hex'), models.CheckConstraint(condition=models.Q(models.Q(('rated_at__isnull', True), ('score__isnull', True)), models.Q(('rated_at__isnull', False), ('score__gte', 1), ('score__lte', 5)), _connector='OR'), name='aid_rating_from_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='CaseTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_name', models.CharField(max_length=200, verbose_name='name of the office')),
                ('contents', models.JSONField(default=list, verbose_name='list of contents')),
                ('copies', models.PositiveSmallIntegerField(default=1, verbose_name='copies')),
                ('prepared_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received')),
                ('receipt_number', models.CharField(blank=True, max_length=100, verbose_name='number of the receipt')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='sent back')),
                ('return_reason', models.TextField(blank=True, verbose_name='reason')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='cases.case')),
                ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='to')),
            ],
            options={
                'verbose_name': 'transfer',
                'verbose_name_plural': 'transfers',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_name__regex', '\\S')), name='transfer_goes_somewhere'), models.CheckConstraint(condition=models.Q(('copies__gte', 1)), name='transfer_has_a_copy'), models.CheckConstraint(condition=models.Q(('received_at__isnull', True), ('sent_at__isnull', False), _connector='OR'), name='transfer_sent_before_received'), models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), models.Q(('sent_at__isnull', False), ('return_reason__regex', '\\S')), _connector='OR'), name='transfer_returned_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ChallengedDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision_number', models.CharField(max_length=100, verbose_name='number of the decision')),
                ('known_on', models.DateField(verbose_name='known on')),
                ('organ', models.CharField(blank=True, max_length=200, verbose_name='organ of review')),
                ('organ_number', models.CharField(blank=True, max_length=100, verbose_name='number there')),
                ('result_on', models.DateField(blank=True, null=True, verbose_name='day of the result')),
                ('result_number', models.CharField(blank=True, max_length=100, verbose_name='number of the result')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='cases.case')),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='challenged', to='cases.case')),
            ],
            options={
                'verbose_name': 'challenged decision',
                'verbose_name_plural': 'challenged decisions',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('case', models.F('review')), _negated=True), name='challenged_decision_of_another_case'), models.CheckConstraint(condition=models.Q(('decision_number__regex', '\\S')), name='challenged_decision_has_a_number')],
            },
        ),
        migrations.CreateModel(
            name='HolderConsentToAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(verbose_name='question')),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.CharField(blank=True, choices=[('', 'no answer yet'), ('yes', 'agrees'), ('no', 'does not agree')], default='', max_length=4, verbose_name='answer')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions or reasons')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holder_questions', to='cases.case')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='community')),
            ],
            options={
                'verbose_name': 'consent to act',
                'verbose_name_plural': 'consents to act',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['', 'yes', 'no'])), name='consent_to_act_answer_known'), models.CheckConstraint(condition=models.Q(('question__regex', '\\S')), name='consent_to_act_has_a_question'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='consent_to_act_given_by_somebody'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('case', 'community'), name='consent_to_act_once')],
            },
        ),
        rls.sql_file("erdem.cases", "rights.sql"),
    ]
