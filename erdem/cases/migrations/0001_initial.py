"""Cases with their links, members, record of acts and parties."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('base', '0006_workflow_variants'),
        ('knowledge', '0016_working_days'),
        ('overlap', '0008_seal'),
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('complaint', 'complaint'), ('report', 'report of an offence'), ('penalty', 'administrative penalty'), ('patent_dispute', 'patent dispute'), ('legal_aid', 'legal aid'), ('rights_assistance', 'rights assistance'), ('review', 'review or lawsuit'), ('misuse_action', 'action against misuse')], max_length=20, verbose_name='kind')),
                ('status', models.CharField(max_length=24, verbose_name='status')),
                ('outcome', models.CharField(blank=True, choices=[('settled', 'settled by agreement'), ('not_settled', 'no agreement'), ('not_accepted', 'not accepted'), ('withdrawn', 'withdrawn'), ('transferred', 'transferred to another body'), ('merged', 'merged into another case'), ('filed', 'led to an investigation'), ('not_filed', 'no investigation'), ('penalised', 'penalty imposed'), ('not_penalised', 'no penalty'), ('criminal', 'handed to criminal justice'), ('dismissed', 'investigation ended'), ('infringement', 'infringement found'), ('no_infringement', 'no infringement found'), ('aid_given', 'aid given'), ('aid_refused', 'aid refused'), ('advice_given', 'advice given'), ('upheld', 'decision upheld'), ('changed', 'decision changed or annulled'), ('succeeded', 'action succeeded'), ('failed', 'action did not succeed'), ('not_pursued', 'not pursued')], max_length=16, verbose_name='outcome')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('outcome_note', models.TextField(blank=True, verbose_name='about the outcome')),
                ('subject', models.CharField(choices=[('consumer', 'consumer dispute'), ('trademark', 'trademark'), ('geographical_indication', 'geographical indication'), ('counterfeit_patent', 'passing off a patent'), ('unfair_competition', 'unfair competition'), ('patent_infringement', 'patent infringement'), ('folk_copyright', 'copyright and folk works'), ('heritage_distortion', 'distortion of heritage'), ('genetic_resource', 'genetic resource, variety or breed'), ('medicine', 'medical knowledge'), ('crime', 'suspected crime'), ('petition', 'petition'), ('other', 'something else')], max_length=28, verbose_name='what it is about')),
                ('channel', models.CharField(choices=[('web', 'website'), ('visit', 'visit to the office'), ('letter', 'letter'), ('phone', 'telephone'), ('12315', 'consumer hotline 12315'), ('12345', 'government hotline 12345'), ('12330', 'intellectual property hotline 12330'), ('finding', 'finding of the comparison'), ('inspection', 'inspection on site'), ('transfer', 'transfer from another body'), ('own_motion', 'own motion of the office')], max_length=16, verbose_name='how it came')),
                ('title', models.CharField(max_length=200, verbose_name='short title')),
                ('facts', models.TextField(blank=True, verbose_name='facts')),
                ('demand', models.TextField(blank=True, verbose_name='what is asked for')),
                ('right_number', models.CharField(blank=True, max_length=64, verbose_name='number of the right')),
                ('happened_on', models.DateField(blank=True, null=True, verbose_name='day of the last act')),
                ('is_named', models.BooleanField(default=False, verbose_name='reported under a name')),
                ('particulars', models.JSONField(blank=True, default=dict)),
                ('place_code', models.CharField(max_length=12, verbose_name='division')),
                ('shared_with', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('taking_part', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('communities', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('received_on', models.DateField(verbose_name='received on')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='next day that counts')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='overlap.finding')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.organisation', verbose_name='office')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.record')),
                ('second_handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second officer')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['office', 'due_on', 'id'], name='case_open_office'),
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['handler', 'due_on', 'id'], name='case_open_handler'),
                    models.Index(fields=['place_code', 'kind', 'received_on'], name='case_place_kind'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['complaint', 'report', 'penalty', 'patent_dispute', 'legal_aid', 'rights_assistance', 'review', 'misuse_action'])), name='case_kind_known'),
                    models.CheckConstraint(condition=models.Q(('subject__in', ['consumer', 'trademark', 'geographical_indication', 'counterfeit_patent', 'unfair_competition', 'patent_infringement', 'folk_copyright', 'heritage_distortion', 'genetic_resource', 'medicine', 'crime', 'petition', 'other'])), name='case_subject_known'),
                    models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'visit', 'letter', 'phone', '12315', '12345', '12330', 'finding', 'inspection', 'transfer', 'own_motion'])), name='case_channel_known'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'settled', 'not_settled', 'not_accepted', 'withdrawn', 'transferred', 'merged', 'filed', 'not_filed', 'penalised', 'not_penalised', 'criminal', 'dismissed', 'infringement', 'no_infringement', 'aid_given', 'aid_refused', 'advice_given', 'upheld', 'changed', 'succeeded', 'failed', 'not_pursued'])), name='case_outcome_known'),
                    models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='case_has_a_title'),
                    models.CheckConstraint(condition=models.Q(('place_code__regex', '^\\d{6}(\\d{3}){0,2}$')), name='case_place_is_digits'),
                    models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='case_closed_with_an_outcome'),
                    models.CheckConstraint(condition=models.Q(('second_handler__isnull', True), models.Q(('handler__isnull', False), models.Q(('second_handler', models.F('handler')), _negated=True)), _connector='OR'), name='case_second_officer_is_another'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=48)),
                ('from_status', models.CharField(blank=True, max_length=24)),
                ('to_status', models.CharField(max_length=24)),
                ('note', models.TextField(blank=True, verbose_name='reason')),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
            ],
            options={
                'verbose_name': 'act in a case',
                'verbose_name_plural': 'acts in cases',
                'ordering': ['id'],
                'indexes': [
                    models.Index(fields=['case', 'id'], name='case_event_order'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('step', ''), _negated=True), name='case_event_names_its_step'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('split', 'split off'), ('duplicate', 'the same matter'), ('led_to', 'led to'), ('review_of', 'review of'), ('transfer', 'transferred'), ('related', 'related')], max_length=12, verbose_name='kind')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='cases.case')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='cases.case')),
            ],
            options={
                'verbose_name': 'link of cases',
                'verbose_name_plural': 'links of cases',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('source', 'case', 'kind'), name='case_link_once'),
                    models.CheckConstraint(condition=models.Q(('source', models.F('case')), _negated=True), name='case_link_to_another'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['split', 'duplicate', 'led_to', 'review_of', 'transfer', 'related'])), name='case_link_kind_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lawyer', 'lawyer'), ('expert', 'expert'), ('panel', 'member of the panel'), ('mediator', 'mediator'), ('volunteer', 'volunteer')], max_length=12, verbose_name='role')),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='cases.case')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'member of a case',
                'verbose_name_plural': 'members of cases',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('case', 'user', 'role'), name='case_member_once'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['lawyer', 'expert', 'panel', 'mediator', 'volunteer'])), name='case_member_role_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'person'), ('enterprise', 'enterprise'), ('sole_trader', 'sole trader'), ('community', 'community'), ('body', 'public body'), ('platform', 'online platform'), ('unknown', 'not known yet')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('uscc', models.CharField(blank=True, max_length=18, verbose_name='unified social credit code')),
                ('place_code', models.CharField(blank=True, max_length=12, verbose_name='division')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='contact')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='kept by')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': 'party',
                'verbose_name_plural': 'parties',
                'ordering': ['name', 'id'],
                'indexes': [
                    models.Index(fields=['office', 'name'], name='registered_party_office_name'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'enterprise', 'sole_trader', 'community', 'body', 'platform', 'unknown'])), name='registered_party_kind_known'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='registered_party_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('uscc__regex', '^([0-9A-HJ-NPQRTUWXY]{18})?$')), name='registered_party_uscc_is_one'),
                    models.UniqueConstraint(condition=models.Q(models.Q(('uscc', ''), _negated=True), ('merged_into__isnull', True)), fields=('office', 'uscc'), name='registered_party_uscc_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('complainant', 'complainant'), ('applicant', 'applicant'), ('respondent', 'respondent'), ('right_holder', 'holder of the right'), ('agent', 'agent'), ('witness', 'witness'), ('third', 'third party')], max_length=16, verbose_name='role')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='cases.case')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.party')),
            ],
            options={
                'verbose_name': 'party to a case',
                'verbose_name_plural': 'parties to cases',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('case', 'party', 'role'), name='case_party_once'),
                    models.CheckConstraint(condition=models.Q(('role__in', ['complainant', 'applicant', 'respondent', 'right_holder', 'agent', 'witness', 'third'])), name='case_party_role_known'),
                ],
            },
        ),
        rls.sql_file("erdem.cases", "cases.sql"),
    ]
