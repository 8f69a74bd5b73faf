"""The books."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='books', to='people.organisation', verbose_name='keeper')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
                'ordering': ['id'],
                'constraints': [
                    models.UniqueConstraint(fields=('keeper', 'name'), name='book_name_once'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='book_has_a_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ClosedPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='until')),
                ('closed_at', models.DateTimeField(auto_now_add=True)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_periods', to='ledger.book')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'closed period',
                'verbose_name_plural': 'closed periods',
                'ordering': ['book_id', '-until'],
                'constraints': [
                    models.UniqueConstraint(fields=('book', 'until'), name='closed_period_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('day', models.DateField(verbose_name='day')),
                ('memo', models.CharField(max_length=300, verbose_name='what for')),
                ('document_type', models.CharField(blank=True, max_length=50)),
                ('document_id', models.CharField(blank=True, max_length=64)),
                ('posted_at', models.DateTimeField(auto_now_add=True)),
                ('transaction_id', models.BigIntegerField(default=0, editable=False)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.book')),
                ('posted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reversal_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.entry', verbose_name='takes back')),
            ],
            options={
                'verbose_name': 'entry of the ledger',
                'verbose_name_plural': 'entries of the ledger',
                'ordering': ['book_id', '-number'],
                'constraints': [
                    models.UniqueConstraint(fields=('book', 'number'), name='ledger_entry_number_once'),
                    models.CheckConstraint(condition=models.Q(('memo__regex', '\\S')), name='ledger_entry_says_what_for'),
                    models.UniqueConstraint(condition=models.Q(models.Q(('document_type', ''), _negated=True), ('reversal_of__isnull', True)), fields=('book', 'document_type', 'document_id'), name='ledger_entry_once_for_its_document'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('community', 'community'), ('person', 'person'), ('heirs', 'heirs'), ('fund', 'fund'), ('enterprise', 'enterprise'), ('other', 'other')], max_length=16, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_mn', models.CharField(blank=True, max_length=200, verbose_name='Mongolian name')),
                ('acts_through', models.CharField(blank=True, max_length=200, verbose_name='acts through')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='ledger.book')),
                ('heirs_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heirs', to='ledger.payee')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'payee',
                'verbose_name_plural': 'payees',
                'ordering': ['name', 'id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['community', 'person', 'heirs', 'fund', 'enterprise', 'other'])), name='payee_kind_known'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='payee_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('organisation__isnull', True), ('user__isnull', True), _connector='OR'), name='payee_is_one_party'),
                    models.CheckConstraint(condition=models.Q(('heirs_of__isnull', True), ('kind', 'heirs'), _connector='OR'), name='payee_heirs_are_heirs'),
                    models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('book', 'organisation'), name='payee_organisation_once'),
                    models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('book', 'user'), name='payee_user_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bank', 'money at the bank'), ('due', 'due from'), ('owed', 'owed to'), ('unclaimed', 'in escrow, unclaimed'), ('disputed', 'in escrow, disputed'), ('fee', 'fees'), ('promised', 'promised in kind by'), ('delivered', 'delivered in kind to')], max_length=16, verbose_name='kind')),
                ('unit', models.CharField(choices=[('CNY', 'yuan, counted in fen'), ('USD', 'US dollars, counted in cents'), ('EUR', 'euros, counted in cents'), ('MNT', 'tögrög, counted in möngö'), ('training_day', 'training days'), ('person_day', 'days of work'), ('piece', 'pieces'), ('head', 'head of animals'), ('plant', 'plants')], max_length=16, verbose_name='unit')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.book')),
                ('payee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.payee')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['bank', 'due', 'owed', 'unclaimed', 'disputed', 'fee', 'promised', 'delivered'])), name='account_kind_known'),
                    models.CheckConstraint(condition=models.Q(('unit__in', ['CNY', 'USD', 'EUR', 'MNT', 'training_day', 'person_day', 'piece', 'head', 'plant'])), name='account_unit_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('due', 'owed', 'unclaimed', 'disputed', 'promised', 'delivered')), ('payee__isnull', False)), models.Q(models.Q(('kind__in', ('due', 'owed', 'unclaimed', 'disputed', 'promised', 'delivered')), _negated=True), ('payee__isnull', True)), _connector='OR'), name='account_of_a_payee'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ('promised', 'delivered')), ('unit__in', ('CNY', 'USD', 'EUR', 'MNT')), _connector='XOR'), name='account_in_kind_is_no_money'),
                    models.UniqueConstraint(fields=('book', 'kind', 'payee', 'unit'), name='account_once', nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='calculation')),
                ('day', models.DateField(editable=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.account')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.entry')),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ['entry_id', 'id'],
                'indexes': [
                    models.Index(fields=['account', 'day', 'id'], include=('amount',), name='posting_by_account'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='posting_moves_something'),
                    models.CheckConstraint(condition=models.Q(('amount__gte', -1000000000000000), ('amount__lte', 1000000000000000)), name='posting_is_no_typo'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BalanceCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.account')),
            ],
            options={
                'verbose_name': 'balance at the end of a period',
                'ordering': ['account_id', '-until'],
                'constraints': [
                    models.UniqueConstraint(fields=('account', 'until'), name='balance_checkpoint_once'),
                ],
            },
        ),
        rls.sql_file("erdem.ledger", "ledger.sql"),
    ]
