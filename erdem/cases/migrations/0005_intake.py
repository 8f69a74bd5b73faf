"""What people hand in, with its receipt, messages and sealed identity; the router of subjects to bodies with its rows."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls

SEED = Path(__file__).resolve().parents[1] / "seeds" / "router_rules.csv"


def load_router(apps, schema):
    """Add the rows of the router."""
    rule = apps.get_model("cases", "RouterRule")
    with SEED.open(encoding="utf-8", newline="") as file:
        rule.objects.using(schema.connection.alias).bulk_create(
            rule(**{**row, "valid_until": row["valid_until"] or None}) for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0008_receipts'),
        ('cases', '0004_work'),
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='number')),
                ('form', models.CharField(choices=[('F10', 'complaint about goods or a service'), ('F11', 'report of a suspected offence'), ('F12', 'request for a ruling on patent infringement'), ('F13', 'application for legal aid'), ('F14', 'application for help with your rights')], max_length=4, verbose_name='form')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('subject', models.CharField(choices=[('consumer', 'consumer dispute'), ('trademark', 'trademark'), ('geographical_indication', 'geographical indication'), ('counterfeit_patent', 'passing off a patent'), ('unfair_competition', 'unfair competition'), ('patent_infringement', 'patent infringement'), ('folk_copyright', 'copyright and folk works'), ('heritage_distortion', 'distortion of heritage'), ('genetic_resource', 'genetic resource, variety or breed'), ('medicine', 'medical knowledge'), ('crime', 'suspected crime'), ('petition', 'petition'), ('other', 'something else')], max_length=28, verbose_name='what it is about')),
                ('channel', models.CharField(choices=[('web', 'website'), ('visit', 'visit to the office'), ('letter', 'letter'), ('phone', 'telephone'), ('12315', 'consumer hotline 12315'), ('12345', 'government hotline 12345'), ('12330', 'intellectual property hotline 12330'), ('finding', 'finding of the comparison'), ('inspection', 'inspection on site'), ('transfer', 'transfer from another body'), ('own_motion', 'own motion of the office')], max_length=16, verbose_name='how it came')),
                ('language', models.CharField(max_length=16, verbose_name='language')),
                ('title', models.CharField(max_length=200, verbose_name='short title')),
                ('answers', models.JSONField(default=dict)),
                ('place_code', models.CharField(max_length=12, verbose_name='division')),
                ('is_named', models.BooleanField(default=False, verbose_name='an identity lies sealed')),
                ('status', models.CharField(choices=[('new', 'received'), ('opened', 'case opened'), ('joined', 'added to an existing case'), ('passed_on', 'another body is competent'), ('withdrawn', 'withdrawn')], default='new', max_length=12, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('respondent_key', models.CharField(blank=True, max_length=200)),
                ('right_number', models.CharField(blank=True, max_length=64, verbose_name='number of the right')),
                ('record_number', models.CharField(blank=True, max_length=40, verbose_name='number of the record')),
                ('digest', models.CharField(max_length=64)),
                ('token', models.CharField(max_length=64, unique=True)),
                ('submitted_at', models.DateTimeField(verbose_name='received on')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('joined_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='office')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'filing',
                'verbose_name_plural': 'filings',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['office', 'status', 'submitted_at'], name='filing_office_status'),
                    models.Index(fields=['office', 'respondent_key'], name='filing_respondent'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('form__in', ['F10', 'F11', 'F12', 'F13', 'F14'])), name='filing_form_known'),
                    models.CheckConstraint(condition=models.Q(('subject__in', ['consumer', 'trademark', 'geographical_indication', 'counterfeit_patent', 'unfair_competition', 'patent_infringement', 'folk_copyright', 'heritage_distortion', 'genetic_resource', 'medicine', 'crime', 'petition', 'other'])), name='filing_subject_known'),
                    models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'visit', 'letter', 'phone', '12315', '12345', '12330', 'finding', 'inspection', 'transfer', 'own_motion'])), name='filing_channel_known'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['new', 'opened', 'joined', 'passed_on', 'withdrawn'])), name='filing_status_known'),
                    models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['complaint', 'report', 'penalty', 'patent_dispute', 'legal_aid', 'rights_assistance', 'review', 'misuse_action']), ('kinds__len__gte', 1)), name='filing_kinds_known'),
                    models.CheckConstraint(condition=models.Q(('title__regex', '\\S')), name='filing_has_a_title'),
                    models.CheckConstraint(condition=models.Q(('place_code__regex', '^\\d{6}(\\d{3}){0,2}$')), name='filing_place_is_digits'),
                    models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='filing_digest_is_one'),
                    models.CheckConstraint(condition=models.Q(('submitted_by__isnull', True), ('recorded_by__isnull', True), _connector='OR'), name='filing_by_one_side'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReceiptGuess',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'wrong passphrase',
                'verbose_name_plural': 'wrong passphrases',
            },
        ),
        migrations.CreateModel(
            name='FilingReceipt',
            fields=[
                ('filing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='receipt', serialize=False, to='cases.filing')),
                ('code_digest', models.CharField(max_length=64, unique=True)),
                ('phrase_hash', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
        migrations.CreateModel(
            name='SealedIdentity',
            fields=[
                ('filing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='cases.filing')),
                ('key_id', models.CharField(max_length=32)),
                ('wrapped_key', models.BinaryField()),
                ('ciphertext', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'sealed identity',
                'verbose_name_plural': 'sealed identities',
            },
        ),
        migrations.CreateModel(
            name='CaseMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('filer', 'from who filed'), ('office', 'from the office')], max_length=8, verbose_name='from')),
                ('body', models.TextField(verbose_name='message')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='cases.filing')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['id'],
                'indexes': [
                    models.Index(fields=['filing', 'id'], name='case_message_order'),
                    models.Index(condition=models.Q(('read_at__isnull', True)), fields=['side'], name='case_message_unread'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('side__in', ['filer', 'office'])), name='case_message_side_known'),
                    models.CheckConstraint(condition=models.Q(('body__regex', '\\S')), name='case_message_says_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FilingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('filer', 'from who filed'), ('office', 'from the office')], max_length=8, verbose_name='from')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.filing')),
            ],
            options={
                'verbose_name': 'file of a filing',
                'verbose_name_plural': 'files of filings',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('filing', 'blob'), name='filing_file_once'),
                    models.CheckConstraint(condition=models.Q(('side__in', ['filer', 'office'])), name='filing_file_side_known'),
                    models.CheckConstraint(condition=models.Q(('file_name__regex', '\\S')), name='filing_file_has_a_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IdentityUnlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'waits for a second officer'), ('approved', 'approved'), ('refused', 'refused')], default='asked', max_length=10, verbose_name='status')),
                ('reason', models.TextField(verbose_name='reason')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_note', models.TextField(blank=True, verbose_name='note')),
                ('open_until', models.DateTimeField(blank=True, null=True, verbose_name='may be opened until')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unlocks', to='cases.filing')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'verbose_name': 'request to open an identity',
                'verbose_name_plural': 'requests to open identities',
                'ordering': ['-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused'])), name='unlock_state_known'),
                    models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='unlock_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='unlock_by_a_second_person'),
                    models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('filing', 'asked_by'), name='unlock_asked_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IdentityOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unlock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='cases.identityunlock')),
            ],
            options={
                'verbose_name': 'opening of an identity',
                'verbose_name_plural': 'openings of identities',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RouterRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('consumer', 'consumer dispute'), ('trademark', 'trademark'), ('geographical_indication', 'geographical indication'), ('counterfeit_patent', 'passing off a patent'), ('unfair_competition', 'unfair competition'), ('patent_infringement', 'patent infringement'), ('folk_copyright', 'copyright and folk works'), ('heritage_distortion', 'distortion of heritage'), ('genetic_resource', 'genetic resource, variety or breed'), ('medicine', 'medical knowledge'), ('crime', 'suspected crime'), ('petition', 'petition'), ('other', 'something else')], max_length=28, verbose_name='what it is about')),
                ('place_prefix', models.CharField(blank=True, max_length=12, verbose_name='division')),
                ('body', models.CharField(choices=[('market', 'market supervision office of the banner or county'), ('league_patents', 'intellectual property office of the league or city'), ('culture', 'culture and tourism office'), ('agriculture', 'agriculture or forestry office'), ('health', 'health office, Mongolian and Chinese medicine'), ('police', 'police'), ('petitions', 'office for letters and visits'), ('justice', 'legal aid centre of the justice bureau'), ('assistance', 'intellectual property assistance station')], max_length=20, verbose_name='competent body')),
                ('form', models.CharField(blank=True, choices=[('F10', 'complaint about goods or a service'), ('F11', 'report of a suspected offence'), ('F12', 'request for a ruling on patent infringement'), ('F13', 'application for legal aid'), ('F14', 'application for help with your rights')], max_length=4, verbose_name='form')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='how to reach it')),
                ('basis', models.CharField(max_length=200, verbose_name='legal basis')),
                ('confidence', models.CharField(choices=[('V', 'read in the text of the law'), ('V/V2', 'read in the text in part, in a copy in part'), ('V/P', 'read in the text, applied by analogy'), ('V2', 'read in a copy'), ('V-old', 'read in a text that was replaced'), ('M', 'not checked'), ('P', 'our proposal')], max_length=8, verbose_name='confidence')),
                ('valid_from', models.DateField(verbose_name='in force from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
            ],
            options={
                'verbose_name': 'rule of the router',
                'verbose_name_plural': 'rules of the router',
                'ordering': ['subject', 'place_prefix', 'valid_from'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('subject__in', ['consumer', 'trademark', 'geographical_indication', 'counterfeit_patent', 'unfair_competition', 'patent_infringement', 'folk_copyright', 'heritage_distortion', 'genetic_resource', 'medicine', 'crime', 'petition', 'other'])), name='router_subject_known'),
                    models.CheckConstraint(condition=models.Q(('body__in', ['market', 'league_patents', 'culture', 'agriculture', 'health', 'police', 'petitions', 'justice', 'assistance'])), name='router_body_known'),
                    models.CheckConstraint(condition=models.Q(('form__in', ['', 'F10', 'F11', 'F12', 'F13', 'F14'])), name='router_form_known'),
                    models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='router_rule_ends_after'),
                    models.UniqueConstraint(fields=('subject', 'place_prefix', 'valid_from'), name='router_rule_once_a_day'),
                ],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='filing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.filing'),
        ),
        migrations.RunPython(load_router, migrations.RunPython.noop),
        rls.sql_file("erdem.cases", "filings.sql"),
        rls.sql_file("erdem.cases", "identity.sql"),
    ]
