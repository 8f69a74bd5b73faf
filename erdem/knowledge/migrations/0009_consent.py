"""Consent, disclosure, leaks, the checks before recording; their locks; the periods and points they run by."""

import csv
from importlib import resources

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


def _rows(name):
    with (resources.files("erdem.knowledge") / "seeds" / name).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def load_seeds(apps, schema_editor):
    """Read the periods and the points of the checklist."""
    using = schema_editor.connection.alias
    period, item = apps.get_model("knowledge", "LegalPeriod"), apps.get_model("knowledge", "ChecklistItem")
    period.objects.using(using).bulk_create(
        period(**{**row, "valid_until": row["valid_until"] or None}) for row in _rows("legal_periods.csv")
    )
    item.objects.using(using).bulk_create(item(**row) for row in _rows("checklist.csv"))


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_belonging'),
        ('knowledge', '0008_exchange'),
        ('people', '0005_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='code')),
                ('phase', models.CharField(choices=[('before', 'before recording'), ('during', 'while recording'), ('after', 'after recording')], max_length=8, verbose_name='phase')),
                ('text_zh', models.CharField(max_length=200)),
                ('text_en', models.CharField(max_length=200)),
                ('help_zh', models.CharField(blank=True, max_length=300)),
                ('help_en', models.CharField(blank=True, max_length=300)),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V2', 'read in a copy'), ('M', 'not checked'), ('P', 'our proposal, not confirmed')], max_length=4)),
                ('is_required', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'point of the checklist',
                'verbose_name_plural': 'points of the checklist',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('phase__in', ['before', 'during', 'after'])), name='checklist_phase_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='number')),
                ('family', models.CharField(choices=[('community', 'a community, about its knowledge'), ('person', 'a person, about the own data')], max_length=16, verbose_name='who consents')),
                ('subject', models.CharField(choices=[('tk_collective', 'collective consent about traditional knowledge'), ('disclosure', 'decision to disclose'), ('examiner', 'inspection by patent examiners'), ('commercial', 'commercial use'), ('pi_separate', 'separate consent to personal data'), ('portrait', 'portrait, sound and video'), ('pi_sensitive', 'sensitive personal data')], max_length=24, verbose_name='subject')),
                ('status', models.CharField(choices=[('draft', 'being prepared'), ('asked', 'asked, not answered'), ('given', 'given'), ('refused', 'refused'), ('withdrawn', 'taken back'), ('expired', 'expired'), ('superseded', 'renewed by a later one')], db_index=True, default='draft', max_length=16, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('holder_type', models.CharField(blank=True, choices=[('P', 'person or inheritor'), ('F', 'family'), ('V', 'gachaa or village committee'), ('T', 'sum or township'), ('B', 'temple or trade'), ('C', 'cooperative or association'), ('U', 'heritage protection unit'), ('G', 'banner government as trustee'), ('X', 'holder unknown')], max_length=2, verbose_name='type of holder')),
                ('authority_basis', models.CharField(blank=True, choices=[('resolution', 'resolution of a meeting'), ('family_choice', 'chosen by the family'), ('holder', 'holds the knowledge alone'), ('members', 'decision of the members'), ('custom', 'custom of the community'), ('trustee', 'trustee appointed by the government')], max_length=24, verbose_name='right to speak for the community')),
                ('meeting_on', models.DateField(blank=True, null=True, verbose_name='day of the meeting')),
                ('present', models.PositiveIntegerField(blank=True, null=True, verbose_name='people present')),
                ('agreeing', models.PositiveIntegerField(blank=True, null=True, verbose_name='people agreeing')),
                ('spoken_by', models.CharField(blank=True, max_length=100, verbose_name='who spoke for the community')),
                ('person_name', models.CharField(blank=True, max_length=100, verbose_name='person')),
                ('is_minor', models.BooleanField(default=False, verbose_name='under 14 years')),
                ('guardian_name', models.CharField(blank=True, max_length=100, verbose_name='parent or guardian')),
                ('guardian_relation', models.CharField(blank=True, max_length=50, verbose_name='how related')),
                ('purpose', models.TextField(blank=True, verbose_name='what it is for')),
                ('explained', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('purpose', 'what it is for'), ('recorder', 'who records'), ('storage', 'where and how it is kept'), ('who_can_see', 'who can see it'), ('benefits', 'what the community or the person gets'), ('risks', 'what publication risks'), ('rights', 'that one may refuse, and take it back later'), ('contacts', 'whom to call')], max_length=24), blank=True, default=list, size=None, verbose_name='explained')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('zh', 'Chinese'), ('mn', 'Mongolian, in writing'), ('mn_oral', 'Mongolian, by word of mouth, recorded'), ('other', 'another language')], max_length=24), blank=True, default=list, size=None, verbose_name='languages')),
                ('benefits', models.TextField(blank=True, verbose_name='what the community or the person gets')),
                ('uses', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('documentation', 'write it down and keep it'), ('registration', 'enter it into the register'), ('research', 'use it in research'), ('education', 'use it in teaching'), ('public_benefit', 'use it for the public good'), ('media', 'show it in the media'), ('public_notice', 'give public notice of it'), ('publication', 'publish it'), ('patent_examination', 'show it to patent examiners'), ('commercial', 'use it for business'), ('personal_storage', "keep the person's data"), ('personal_sharing', "hand the person's data to others"), ('personal_publication', "publish the person's data")], max_length=24), blank=True, default=list, size=None, verbose_name='uses')),
                ('territory', models.CharField(blank=True, choices=[('banner', 'the banner or county'), ('league', 'the league or city'), ('region', 'the autonomous region'), ('country', 'the whole country'), ('abroad', 'abroad too')], max_length=16, verbose_name='where')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('sublicence', models.BooleanField(default=False, verbose_name='may be passed on to others')),
                ('withdrawal_way', models.TextField(blank=True, verbose_name='how it is taken back')),
                ('contact_name', models.CharField(blank=True, max_length=100, verbose_name='whom to call')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('witnesses', models.TextField(blank=True, verbose_name='witnesses')),
                ('signing', models.CharField(blank=True, choices=[('handwritten', 'by hand'), ('thumbprint', 'by thumbprint'), ('e_signature', 'by electronic signature'), ('recording', 'spoken and recorded')], max_length=16, verbose_name='manner of signing')),
                ('signed_name', models.CharField(blank=True, max_length=100, verbose_name='signed by')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='answer wanted by')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('office_places', models.CharField(blank=True, editable=False, max_length=1000)),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.organisation', verbose_name='community')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='kept by')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='knowledge.consent', verbose_name='renews')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('number__regex', '^TY-\\d{4}-\\d{4,}$')), name='consent_number_form'),
                    models.CheckConstraint(condition=models.Q(('family__in', ['community', 'person'])), name='consent_family_known'),
                    models.CheckConstraint(condition=models.Q(('subject__in', ['tk_collective', 'disclosure', 'examiner', 'commercial', 'pi_separate', 'portrait', 'pi_sensitive'])), name='consent_subject_known'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'asked', 'given', 'refused', 'withdrawn', 'expired', 'superseded'])), name='consent_status_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('family', 'person'), ('subject__in', ('pi_separate', 'portrait', 'pi_sensitive'))), models.Q(('family', 'community'), models.Q(('subject__in', ('pi_separate', 'portrait', 'pi_sensitive')), _negated=True)), _connector='OR'), name='consent_subject_of_its_family'),
                    models.CheckConstraint(condition=models.Q(models.Q(('authority_basis__in', ['resolution', 'family_choice', 'holder', 'members', 'custom', 'trustee']), ('community__isnull', False), ('family', 'community'), ('is_minor', False), ('person__isnull', True), ('person_name', '')), models.Q(models.Q(('person_name__regex', '\\S')), ('agreeing__isnull', True), ('authority_basis', ''), ('community__isnull', True), ('family', 'person'), ('present__isnull', True)), _connector='OR'), name='consent_families_are_never_merged'),
                    models.CheckConstraint(condition=models.Q(models.Q(('subject', 'tk_collective'), ('uses__contained_by', ['documentation', 'registration', 'research', 'education', 'public_benefit', 'media'])), models.Q(('subject', 'disclosure'), ('uses__contained_by', ['public_notice', 'publication'])), models.Q(('subject', 'examiner'), ('uses__contained_by', ['patent_examination'])), models.Q(('subject', 'commercial'), ('uses__contained_by', ['commercial'])), models.Q(('subject', 'pi_separate'), ('uses__contained_by', ['personal_storage', 'personal_sharing', 'personal_publication'])), models.Q(('subject', 'portrait'), ('uses__contained_by', ['personal_storage', 'personal_sharing', 'personal_publication'])), models.Q(('subject', 'pi_sensitive'), ('uses__contained_by', ['personal_storage', 'personal_sharing', 'personal_publication'])), _connector='OR'), name='consent_uses_of_its_subject'),
                    models.CheckConstraint(condition=models.Q(('is_minor', False), ('guardian_name__regex', '\\S'), _connector='OR'), name='consent_of_a_minor_by_the_guardian'),
                    models.CheckConstraint(condition=models.Q(('present__isnull', True), ('agreeing__isnull', True), ('agreeing__lte', models.F('present')), _connector='OR'), name='consent_agreeing_were_present'),
                    models.CheckConstraint(condition=models.Q(('expires_on__isnull', True), ('effective_on__isnull', True), ('expires_on__gte', models.F('effective_on')), _connector='OR'), name='consent_ends_after_it_begins'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('given', 'withdrawn', 'expired', 'superseded')), _negated=True), models.Q(models.Q(('purpose__regex', '\\S')), models.Q(('withdrawal_way__regex', '\\S')), models.Q(('signed_name__regex', '\\S')), ('answered_at__isnull', False), ('effective_on__isnull', False), ('explained__contains', ['purpose', 'recorder', 'storage', 'who_can_see', 'benefits', 'risks', 'rights', 'contacts']), ('languages__len__gte', 1), ('signing__in', ['handwritten', 'thumbprint', 'e_signature', 'recording']), ('territory__in', ['banner', 'league', 'region', 'country', 'abroad']), ('uses__len__gte', 1)), _connector='OR'), name='consent_given_is_whole'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status__in', ('withdrawn', 'superseded'))), models.Q(models.Q(('status__in', ('withdrawn', 'superseded')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='consent_ended_has_its_moment'),
                    models.UniqueConstraint(condition=models.Q(('status__in', ('given', 'withdrawn', 'expired', 'superseded')), ('supersedes__isnull', False)), fields=('supersedes',), name='consent_renewed_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='knowledge.consent')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_links', to='knowledge.record')),
            ],
            options={
                'verbose_name': 'record of a consent',
                'verbose_name_plural': 'records of consents',
                'ordering': ['consent_id', 'record_id'],
                'constraints': [
                    models.UniqueConstraint(fields=('consent', 'record'), name='consent_record_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='DisclosureDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('publish', 'publish'), ('restrict', 'keep within named readers'), ('seal', 'seal')], max_length=16, verbose_name='decision')),
                ('notice_level', models.PositiveSmallIntegerField(choices=[(0, 'nothing'), (1, 'the name only'), (2, 'name, class and place'), (3, 'name, class, place and one sentence')], default=0, verbose_name='public notice')),
                ('decided_on', models.DateField(verbose_name='day of the decision')),
                ('signed_name', models.CharField(max_length=100, verbose_name='signed by')),
                ('understood', models.BooleanField(default=False, verbose_name='consequences were explained')),
                ('explanation', models.CharField(max_length=16)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='community')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='knowledge.consent', verbose_name='consent')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='knowledge.record')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision about disclosure',
                'verbose_name_plural': 'decisions about disclosure',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('choice__in', ['publish', 'restrict', 'seal'])), name='disclosure_choice_known'),
                    models.CheckConstraint(condition=models.Q(('notice_level__in', [0, 1, 2, 3])), name='disclosure_notice_known'),
                    models.CheckConstraint(condition=models.Q(('understood', True)), name='disclosure_was_explained'),
                    models.CheckConstraint(condition=models.Q(('signed_name__regex', '\\S')), name='disclosure_is_signed'),
                    models.CheckConstraint(condition=models.Q(models.Q(('choice', 'seal'), _negated=True), ('notice_level', 0), _connector='OR'), name='disclosure_sealed_has_no_notice'),
                ],
            },
        ),
        migrations.CreateModel(
            name='LegalPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='length')),
                ('unit', models.CharField(choices=[('CD', 'calendar days'), ('M', 'months')], max_length=4, verbose_name='unit')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('quotation', models.TextField(blank=True, verbose_name='text of the source')),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V2', 'read in a copy'), ('M', 'not checked'), ('P', 'our proposal, not confirmed')], max_length=4, verbose_name='confidence')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'legal period',
                'verbose_name_plural': 'legal periods',
                'ordering': ['code', 'valid_from'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('unit__in', ['CD', 'M'])), name='period_unit_known'),
                    models.CheckConstraint(condition=models.Q(('confidence__in', ['V', 'V2', 'M', 'P'])), name='period_confidence_known'),
                    models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='period_ends_after_it_begins'),
                    models.UniqueConstraint(fields=('code', 'valid_from'), name='period_once_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Leak',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(verbose_name='became known on')),
                ('learned_on', models.DateField(verbose_name='noticed on')),
                ('place', models.CharField(max_length=300, verbose_name='where')),
                ('account', models.TextField(blank=True, verbose_name='what happened')),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='address or reference')),
                ('due_on', models.DateField(verbose_name='last day to file')),
                ('reported_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_reason', models.TextField(blank=True, verbose_name='what was done')),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='community')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaks', to='knowledge.record')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.legalperiod')),
            ],
            options={
                'verbose_name': 'leak',
                'verbose_name_plural': 'leaks',
                'ordering': ['due_on', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('learned_on__gte', models.F('happened_on'))), name='leak_noticed_after_it_happened'),
                    models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('happened_on'))), name='leak_due_after_it_happened'),
                    models.CheckConstraint(condition=models.Q(('place__regex', '\\S')), name='leak_has_a_place'),
                    models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('closed_reason__regex', '\\S'), _connector='OR'), name='leak_closed_with_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SecrecyCheck',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('signed_name', models.CharField(max_length=150, verbose_name='signed by')),
                ('answer', models.CharField(choices=[('no', 'No, it holds no state secret'), ('yes', 'Yes, or part of it does'), ('unsure', 'I am not sure')], default='no', max_length=8, verbose_name='answer')),
                ('answered_at', models.DateTimeField(auto_now_add=True)),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='secrecy_check', to='knowledge.record', verbose_name='record')),
                ('upload', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='secrecy_check', to='knowledge.recordimport', verbose_name='file')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'check for state secrets',
                'verbose_name_plural': 'checks for state secrets',
                'ordering': ['-answered_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('answer', 'no')), name='secrecy_only_no_is_stored'),
                    models.CheckConstraint(condition=models.Q(('signed_name__regex', '\\S')), name='secrecy_is_signed'),
                    models.CheckConstraint(condition=models.Q(('record__isnull', True), ('upload__isnull', True), _connector='OR'), name='secrecy_of_a_record_or_a_file'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ChecklistAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_done', models.BooleanField(default=False, verbose_name='done')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('answered_at', models.DateTimeField(auto_now=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checklist', to='knowledge.record')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='knowledge.checklistitem')),
            ],
            options={
                'verbose_name': 'answer to the checklist',
                'verbose_name_plural': 'answers to the checklist',
                'ordering': ['item_id'],
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'item'), name='checklist_answer_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConsentAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('documentation', 'write it down and keep it'), ('registration', 'enter it into the register'), ('research', 'use it in research'), ('education', 'use it in teaching'), ('public_benefit', 'use it for the public good'), ('media', 'show it in the media'), ('public_notice', 'give public notice of it'), ('publication', 'publish it'), ('patent_examination', 'show it to patent examiners'), ('commercial', 'use it for business'), ('personal_storage', "keep the person's data"), ('personal_sharing', "hand the person's data to others"), ('personal_publication', "publish the person's data")], max_length=24, verbose_name='use')),
                ('acted_on', models.DateField(verbose_name='day')),
                ('what', models.CharField(max_length=300, verbose_name='what was done')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
                ('noted_at', models.DateTimeField(auto_now_add=True)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='knowledge.consent')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_acts', to='knowledge.record')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'act under a consent',
                'verbose_name_plural': 'acts under consents',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('use__in', ['documentation', 'registration', 'research', 'education', 'public_benefit', 'media', 'public_notice', 'publication', 'patent_examination', 'commercial', 'personal_storage', 'personal_sharing', 'personal_publication'])), name='consent_act_use_known'),
                    models.CheckConstraint(condition=models.Q(('what__regex', '\\S')), name='consent_act_says_what'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('explanation', 'the explanation, read aloud'), ('resolution', 'resolution of the meeting'), ('recording', 'recording of the spoken consent'), ('scan', 'scan or photo of the signed form'), ('other', 'other')], max_length=16, verbose_name='what it shows')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('media_type', models.CharField(max_length=100)),
                ('seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='length in seconds')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='knowledge.consent')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'file beside a consent',
                'verbose_name_plural': 'files beside consents',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['explanation', 'resolution', 'recording', 'scan', 'other'])), name='consent_evidence_kind_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='records',
            field=models.ManyToManyField(related_name='consents', through='knowledge.ConsentRecord', to='knowledge.record'),
        ),
        migrations.RunPython(load_seeds, migrations.RunPython.noop),
        rls.sql_file("erdem.knowledge", "consent.sql"),
    ]
