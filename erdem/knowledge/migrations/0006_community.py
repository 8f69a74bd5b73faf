"""Communities, their papers, and calls for unknown holders."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_audit_by_organisation'),
        ('knowledge', '0005_labels'),
        ('people', '0006_community'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommunityProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder_type', models.CharField(choices=[('P', 'person or inheritor'), ('F', 'family'), ('V', 'gachaa or village committee'), ('T', 'sum or township'), ('B', 'temple or trade'), ('C', 'cooperative or association'), ('U', 'heritage protection unit'), ('G', 'banner government as trustee'), ('X', 'holder unknown')], max_length=2, verbose_name='type of holder')),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('recognised', 'recognised'), ('closed', 'closed')], default='proposed', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='who we are')),
                ('description_mn', models.TextField(blank=True, max_length=2000, verbose_name='who we are, in Mongolian')),
                ('description_en', models.TextField(blank=True, max_length=2000, verbose_name='who we are, in English')),
                ('place_search', models.CharField(blank=True, max_length=500)),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('recognised_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('custodian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='profile', to='people.organisation')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'community',
                'verbose_name_plural': 'communities',
                'ordering': ['organisation__name'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('holder_type__in', ['P', 'F', 'V', 'T', 'B', 'C', 'U', 'G'])), name='community_holder_type_known'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'recognised', 'closed'])), name='community_status_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('status_reason__regex', '\\S'), _connector='OR'), name='community_closed_with_reason'),
                    models.CheckConstraint(condition=models.Q(('custodian__isnull', True), models.Q(('custodian', models.F('organisation')), _negated=True), _connector='OR'), name='community_custodian_is_another'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CommunityContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('way', models.CharField(max_length=200, verbose_name='telephone or other way')),
                ('shown_to', models.CharField(choices=[('members', 'members of the community alone'), ('office', 'members and the office of the place'), ('signed_in', 'everybody who is signed in'), ('public', 'everybody')], default='members', max_length=16, verbose_name='shown to')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='knowledge.communityprofile')),
            ],
            options={
                'verbose_name': 'contact of a community',
                'verbose_name_plural': 'contacts of communities',
                'ordering': ['profile_id', 'ordinal', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S'), ('way__regex', '\\S')), name='contact_has_name_and_way'),
                    models.CheckConstraint(condition=models.Q(('shown_to__in', ['members', 'office', 'signed_in', 'public'])), name='contact_shown_to_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='AuthorityPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assembly', "resolution of the villagers' meeting"), ('representatives', "resolution of the villagers' representatives"), ('family', 'choice of the family'), ('charter', 'charter or articles'), ('appointment', 'letter of appointment'), ('designation', 'decision naming the protection unit or trustee'), ('other', 'other paper')], max_length=16, verbose_name='kind of paper')),
                ('title', models.CharField(max_length=200, verbose_name='what was decided')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('present', models.PositiveIntegerField(blank=True, null=True, verbose_name='present')),
                ('agreeing', models.PositiveIntegerField(blank=True, null=True, verbose_name='agreeing')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='knowledge.communityprofile')),
            ],
            options={
                'verbose_name': 'paper of authority',
                'verbose_name_plural': 'papers of authority',
                'ordering': ['-decided_on', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['assembly', 'representatives', 'family', 'charter', 'appointment', 'designation', 'other'])), name='paper_kind_known'),
                    models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='paper_says_what_was_decided'),
                    models.CheckConstraint(condition=models.Q(models.Q(('agreeing__isnull', True), ('present__isnull', True)), models.Q(('agreeing__gte', 1), ('agreeing__isnull', False), ('present__gte', models.F('agreeing')), ('present__isnull', False)), _connector='OR'), name='paper_agreeing_among_present'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['assembly', 'representatives']), _negated=True), ('agreeing__isnull', False), _connector='OR'), name='paper_resolution_counts_votes'),
                    models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='paper_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_reason__regex', '\\S'), _connector='OR'), name='paper_withdrawn_with_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HolderCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('open', 'open'), ('decided', 'decided'), ('withdrawn', 'called off')], default='open', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reasons')),
                ('words', models.TextField(max_length=1000, verbose_name='what we ask')),
                ('place_search', models.CharField(max_length=500)),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closes_on', models.DateField(verbose_name='open until')),
                ('term', models.PositiveSmallIntegerField(verbose_name='term')),
                ('term_unit', models.CharField(max_length=4)),
                ('term_basis', models.CharField(max_length=200, verbose_name='basis of the term')),
                ('term_confidence', models.CharField(max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('found', 'a holder was found'), ('none', 'no holder was found')], max_length=16, verbose_name='outcome')),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holder_calls', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'call for a holder',
                'verbose_name_plural': 'calls for holders',
                'ordering': ['closes_on', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['open', 'decided', 'withdrawn'])), name='call_status_known'),
                    models.CheckConstraint(condition=models.Q(('words__regex', '\\S')), name='call_says_what_it_asks'),
                    models.CheckConstraint(condition=models.Q(('closes_on__gt', models.F('opened_on'))), name='call_has_a_term'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), models.Q(('outcome__in', ['found', 'none']), ('status_reason__regex', '\\S')), _connector='OR'), name='call_decided_with_reasons'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('status_reason__regex', '\\S'), _connector='OR'), name='call_withdrawn_with_reason'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), ('decided_on__gt', models.F('closes_on')), _connector='OR'), name='call_decided_after_its_term'),
                    models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', False), ('outcome', 'found')), models.Q(models.Q(('outcome', 'found'), _negated=True), ('community__isnull', True)), _connector='OR'), name='call_found_names_the_holder'),
                    models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('record',), name='call_open_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HolderAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_name', models.CharField(max_length=200, verbose_name='who holds it')),
                ('name', models.CharField(max_length=100, verbose_name='your name')),
                ('contact', models.CharField(max_length=200, verbose_name='how we reach you')),
                ('grounds', models.TextField(max_length=4000, verbose_name='what shows it')),
                ('place_search', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('status', models.CharField(choices=[('received', 'received'), ('accepted', 'led to the holder'), ('declined', 'did not lead to the holder')], default='received', max_length=16)),
                ('reply', models.TextField(blank=True, verbose_name='reasons')),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='knowledge.holdercall')),
            ],
            options={
                'verbose_name': 'answer to a call',
                'verbose_name_plural': 'answers to calls',
                'ordering': ['made_at', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('contact__regex', '\\S'), ('grounds__regex', '\\S'), ('holder_name__regex', '\\S'), ('name__regex', '\\S')), name='answer_is_complete'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['received', 'accepted', 'declined'])), name='answer_status_known'),
                    models.CheckConstraint(condition=models.Q(('status', 'received'), ('reply__regex', '\\S'), _connector='OR'), name='answer_replied_with_reasons'),
                ],
            },
        ),
        rls.sql_file("erdem.knowledge", "community.sql"),
    ]
