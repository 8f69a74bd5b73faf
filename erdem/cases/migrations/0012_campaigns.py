"""Campaigns with their targets and results, and typical cases."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0008_receipts'),
        ('cases', '0011_figures'),
        ('overlap', '0008_seal'),
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='number')),
                ('place_code', models.CharField(max_length=12, verbose_name='division')),
                ('status', models.CharField(choices=[('draft', 'being planned'), ('approved', 'plan approved'), ('running', 'in action'), ('reporting', 'report being written'), ('closed', 'closed'), ('withdrawn', 'given up')], default='draft', max_length=12, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('title', models.CharField(max_length=200, verbose_name='short title')),
                ('theme', models.CharField(max_length=300, verbose_name='what it is against')),
                ('basis', models.TextField(verbose_name='legal basis')),
                ('begins_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('goals', models.TextField(verbose_name='goals')),
                ('looked_for', models.TextField(verbose_name='what is looked for')),
                ('risk', models.TextField(verbose_name='how risk is judged')),
                ('who', models.TextField(verbose_name='who does what')),
                ('offices', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='plan approved')),
                ('acted_from', models.DateTimeField(blank=True, null=True, verbose_name='action began')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='action ended')),
                ('summary', models.TextField(blank=True, verbose_name='what was done')),
                ('lessons', models.TextField(blank=True, verbose_name='what was learnt')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='people.organisation', verbose_name='lead office')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=48)),
                ('note', models.TextField(blank=True, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='cases.campaign')),
            ],
            options={
                'verbose_name': 'act in a campaign',
                'verbose_name_plural': 'acts in campaigns',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'invited'), ('accepted', 'takes part'), ('declined', 'declined'), ('left', 'left')], default='invited', max_length=10, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('invited_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='cases.campaign')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='office')),
            ],
            options={
                'verbose_name': 'office in a campaign',
                'verbose_name_plural': 'offices in campaigns',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', 'plan of the campaign'), ('report', 'report of the campaign')], max_length=8, verbose_name='kind')),
                ('number', models.CharField(max_length=48, unique=True, verbose_name='number')),
                ('content', models.JSONField()),
                ('issued_at', models.DateTimeField(auto_now_add=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.campaign')),
                ('docx', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pdf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
            ],
            options={
                'verbose_name': 'document of a campaign',
                'verbose_name_plural': 'documents of campaigns',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CampaignTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveIntegerField(verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('kind', models.CharField(choices=[('firm', 'enterprise or trader'), ('market', 'market'), ('website', 'website or online shop'), ('village', 'village or place')], max_length=8, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('place_code', models.CharField(blank=True, max_length=12, verbose_name='division')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('right_number', models.CharField(blank=True, max_length=64, verbose_name='number of the right')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('listed', 'on the list'), ('dropped', 'dropped')], default='proposed', max_length=10, verbose_name='state')),
                ('drop_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was dropped')),
                ('score', models.PositiveSmallIntegerField(default=0, verbose_name='risk')),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='cases.campaign')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='cases.case')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='worked on by')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.party')),
            ],
            options={
                'verbose_name': 'target of a campaign',
                'verbose_name_plural': 'targets of campaigns',
                'ordering': ['campaign', 'position', '-score', 'ordinal'],
            },
        ),
        migrations.CreateModel(
            name='RiskRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('finding_confirmed', 'an overlap with traditional knowledge is confirmed'), ('finding_open', 'an overlap with traditional knowledge is being looked at'), ('finding_upper', 'the overlap is in the upper band'), ('earlier_penalty', 'the office has imposed a penalty before'), ('earlier_case', 'the office has had a case before'), ('open_tip', 'a report about it is open'), ('earlier_campaign', 'an earlier campaign found something there'), ('within_places', 'it lies in a place of the campaign'), ('many_sellers', 'many sellers or buyers come together there'), ('officer', 'what an officer knows of it')], max_length=20, verbose_name='ground')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('most', models.PositiveSmallIntegerField(verbose_name='points at most')),
                ('basis', models.CharField(max_length=300, verbose_name='why')),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V/V2', 'read in the text in part, in a copy in part'), ('V/P', 'read in the text, applied by analogy'), ('V2', 'read in a copy'), ('V-old', 'read in a text that was replaced'), ('M', 'not checked'), ('P', 'our proposal')], max_length=8, verbose_name='confidence')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'risk rule',
                'verbose_name_plural': 'risk rules',
                'ordering': ['-points', 'code', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='risk_rule_version_once'), models.CheckConstraint(condition=models.Q(('code__in', ['finding_confirmed', 'finding_open', 'finding_upper', 'earlier_penalty', 'earlier_case', 'open_tip', 'earlier_campaign', 'within_places', 'many_sellers', 'officer'])), name='risk_rule_known'), models.CheckConstraint(condition=models.Q(('most__gte', models.F('points')), ('points__gt', 0)), name='risk_rule_positive')],
            },
        ),
        migrations.CreateModel(
            name='TargetGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what is behind it')),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='overlap.finding')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.riskrule')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='cases.campaigntarget')),
            ],
            options={
                'verbose_name': 'ground for a target',
                'verbose_name_plural': 'grounds for targets',
                'ordering': ['-points', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TargetVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visited_on', models.DateField(verbose_name='inspected on')),
                ('result', models.CharField(choices=[('nothing', 'nothing found'), ('corrected', 'put right on the spot'), ('ordered', 'ordered to be put right'), ('case', 'case opened'), ('referred', 'referred to another body'), ('not_met', 'nobody met'), ('gone', 'closed down or moved away')], max_length=12, verbose_name='result')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('first_officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='first officer')),
                ('inspection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.inspection')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second officer')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='cases.campaigntarget')),
            ],
            options={
                'verbose_name': 'inspection of a target',
                'verbose_name_plural': 'inspections of targets',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TypicalCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('facts', models.TextField(blank=True, verbose_name='what happened')),
                ('handling', models.TextField(blank=True, verbose_name='how it was handled')),
                ('legal_note', models.TextField(blank=True, verbose_name='legal note')),
                ('meaning', models.TextField(blank=True, verbose_name='why it is typical')),
                ('place_code', models.CharField(max_length=12, verbose_name='division')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('checking', 'with the expert'), ('checked', 'checked'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('dropped', 'not pursued')], default='draft', max_length=12, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('hides_rights', models.BooleanField(default=True, verbose_name='also hide numbers of rights')),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('opinion', models.TextField(blank=True, verbose_name='opinion')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='typical', to='cases.case')),
                ('checker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='office')),
            ],
            options={
                'verbose_name': 'typical case',
                'verbose_name_plural': 'typical cases',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TypicalPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('facts', models.TextField(blank=True, verbose_name='what happened')),
                ('handling', models.TextField(blank=True, verbose_name='how it was handled')),
                ('legal_note', models.TextField(blank=True, verbose_name='legal note')),
                ('meaning', models.TextField(blank=True, verbose_name='why it is typical')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='number')),
                ('subject', models.CharField(choices=[('consumer', 'consumer dispute'), ('trademark', 'trademark'), ('geographical_indication', 'geographical indication'), ('counterfeit_patent', 'passing off a patent'), ('unfair_competition', 'unfair competition'), ('patent_infringement', 'patent infringement'), ('folk_copyright', 'copyright and folk works'), ('heritage_distortion', 'distortion of heritage'), ('genetic_resource', 'genetic resource, variety or breed'), ('medicine', 'medical knowledge'), ('crime', 'suspected crime'), ('petition', 'petition'), ('other', 'something else')], max_length=28, verbose_name='what it is about')),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.TextField(blank=True, verbose_name='why it was withdrawn')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='office')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('typical', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='cases.typicalcase')),
            ],
            options={
                'verbose_name': 'published typical case',
                'verbose_name_plural': 'published typical cases',
                'ordering': ['-published_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'approved', 'running', 'reporting', 'closed', 'withdrawn'])), name='campaign_status_known'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='campaign_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='campaign_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('places', []), _negated=True), name='campaign_names_its_places'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'withdrawn')), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('basis__regex', '\\S'), ('goals__regex', '\\S'), ('looked_for__regex', '\\S'), ('risk__regex', '\\S'), ('who__regex', '\\S')), _connector='OR'), name='campaign_plan_approved'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('running', 'reporting', 'closed')), _negated=True), ('acted_from__isnull', False), _connector='OR'), name='campaign_action_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('acted_from__isnull', True), models.Q(('approved_at__isnull', False), ('approved_at__lt', models.F('acted_from'))), _connector='OR'), name='campaign_plan_before_action'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('summary__regex', '\\S')), _connector='OR'), name='campaign_closed_with_a_report'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('status_reason__regex', '\\S'), _connector='OR'), name='campaign_given_up_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='campaignact',
            constraint=models.CheckConstraint(condition=models.Q(('step', ''), _negated=True), name='campaign_act_names_its_step'),
        ),
        migrations.AddConstraint(
            model_name='campaignoffice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['invited', 'accepted', 'declined', 'left'])), name='campaign_part_state_known'),
        ),
        migrations.AddConstraint(
            model_name='campaignoffice',
            constraint=models.UniqueConstraint(fields=('campaign', 'office'), name='campaign_office_once'),
        ),
        migrations.AddConstraint(
            model_name='campaignoffice',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'invited'), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='campaign_part_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='campaignoffice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['declined', 'left']), _negated=True), ('note__regex', '\\S'), _connector='OR'), name='campaign_part_declined_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='campaignpaper',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'report'])), name='campaign_paper_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.UniqueConstraint(fields=('campaign', 'ordinal'), name='target_ordinal_once'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.UniqueConstraint(fields=('campaign', 'kind', 'name'), name='target_once'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['firm', 'market', 'website', 'village'])), name='target_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'listed', 'dropped'])), name='target_state_known'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='target_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='campaigntarget',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), ('drop_reason__regex', '\\S'), _connector='OR'), name='target_dropped_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='targetground',
            constraint=models.CheckConstraint(condition=models.Q(('finding__isnull', True), ('note', ''), _connector='OR'), name='ground_of_a_finding_is_bare'),
        ),
        migrations.AddConstraint(
            model_name='targetvisit',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['nothing', 'corrected', 'ordered', 'case', 'referred', 'not_met', 'gone'])), name='visit_result_known'),
        ),
        migrations.AddConstraint(
            model_name='targetvisit',
            constraint=models.CheckConstraint(condition=models.Q(('first_officer', models.F('second_officer')), _negated=True), name='visit_by_two'),
        ),
        migrations.AddConstraint(
            model_name='targetvisit',
            constraint=models.CheckConstraint(condition=models.Q(('result', 'nothing'), ('note__regex', '\\S'), _connector='OR'), name='visit_says_what_was_found'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'checking', 'checked', 'published', 'withdrawn', 'dropped'])), name='typical_case_status_known'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['withdrawn', 'dropped']), _negated=True), fields=('case',), name='typical_case_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'dropped']), models.Q(('facts__regex', '\\S'), ('handling__regex', '\\S'), ('legal_note__regex', '\\S'), ('title__regex', '\\S')), _connector='OR'), name='typical_case_has_a_legal_note'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('checking', 'checked', 'published', 'withdrawn')), _negated=True), ('checker__isnull', False), _connector='OR'), name='typical_case_has_a_checker'),
        ),
        migrations.AddConstraint(
            model_name='typicalcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['checked', 'published']), _negated=True), models.Q(('checked_at__isnull', False), ('opinion__regex', '\\S')), _connector='OR'), name='typical_case_checked_with_an_opinion'),
        ),
        migrations.AddConstraint(
            model_name='typicalpublication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('facts__regex', '\\S'), ('handling__regex', '\\S'), ('legal_note__regex', '\\S'), ('title__regex', '\\S'), ('withdrawn_at__isnull', True)), models.Q(('facts', ''), ('handling', ''), ('legal_note', ''), ('meaning', ''), ('title', ''), ('withdrawn_at__isnull', False), ('withdrawn_reason__regex', '\\S')), _connector='OR'), name='typical_publication_whole_or_withdrawn'),
        ),
        rls.sql_file("erdem.cases", "campaigns.sql"),
        rls.sql_file("erdem.cases", "typical.sql"),
    ]
