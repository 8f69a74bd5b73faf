"""Payment orders and bank statements."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0005_audit_order'),
        ('ledger', '0003_parties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name of the account')),
                ('bank', models.CharField(max_length=200, verbose_name='bank')),
                ('number', models.CharField(max_length=64, verbose_name='account number')),
                ('unit', models.CharField(choices=[('CNY', 'yuan, counted in fen'), ('USD', 'US dollars, counted in cents'), ('EUR', 'euros, counted in cents'), ('MNT', 'tögrög, counted in möngö'), ('training_day', 'training days'), ('person_day', 'days of work'), ('piece', 'pieces'), ('head', 'head of animals'), ('plant', 'plants')], max_length=16, verbose_name='currency')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_account', to='ledger.account')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='ledger.book')),
            ],
            options={
                'verbose_name': 'bank account',
                'verbose_name_plural': 'bank accounts',
                'ordering': ['book_id', 'unit', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('book', 'number', 'unit'), name='bank_account_number_once'),
                    models.CheckConstraint(condition=models.Q(('unit__in', ('CNY', 'USD', 'EUR', 'MNT'))), name='bank_account_is_money'),
                    models.CheckConstraint(condition=models.Q(('bank__regex', '\\S'), ('name__regex', '\\S'), ('number__regex', '^[0-9A-Z]{4,64}$')), name='bank_account_is_named'),
                ],
            },
        ),
        migrations.CreateModel(
            name='StatementFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('columns', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('checking', 'being checked'), ('checked', 'checked, not imported yet'), ('importing', 'being imported'), ('done', 'imported'), ('unreadable', 'cannot be read')], default='checked', max_length=16, verbose_name='state')),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('problems', models.JSONField(blank=True, default=list)),
                ('progress_id', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='ledger.bankaccount')),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('handed_in_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bank statement',
                'verbose_name_plural': 'bank statements',
                'ordering': ['-created_at', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('bank_account', 'sha256'), name='statement_file_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'checked', 'importing', 'done', 'unreadable'])), name='statement_file_state_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='row')),
                ('key', models.CharField(max_length=80)),
                ('day', models.DateField(verbose_name='day')),
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('counterparty', models.CharField(blank=True, max_length=200, verbose_name='other side')),
                ('counterparty_number', models.CharField(blank=True, max_length=64, verbose_name='account of the other side')),
                ('reference', models.CharField(blank=True, max_length=500, verbose_name='what the bank says')),
                ('serial', models.CharField(blank=True, max_length=64, verbose_name='serial number')),
                ('balance', models.BigIntegerField(blank=True, null=True, verbose_name='balance after it')),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.bankaccount')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.statementfile')),
            ],
            options={
                'verbose_name': 'line of a bank statement',
                'verbose_name_plural': 'lines of bank statements',
                'ordering': ['day', 'id'],
                'indexes': [
                    models.Index(fields=['bank_account', '-day', '-id'], name='bank_line_by_day'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('bank_account', 'key'), name='bank_line_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('amount', 0), _negated=True), ('amount__gte', -1000000000000000), ('amount__lte', 1000000000000000)), name='bank_line_moves_something'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PayeeHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('closed', 'no longer a payee'), ('disputed', 'money in dispute')], max_length=16, verbose_name='kind')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('begun_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=500)),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='ledger.payee')),
            ],
            options={
                'verbose_name': 'hold on a payee',
                'verbose_name_plural': 'holds on payees',
                'ordering': ['-begun_at', 'id'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('payee',), name='payee_hold_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['closed', 'disputed'])), name='payee_hold_kind_known'),
                    models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='payee_hold_says_why'),
                    models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('end_reason__regex', '\\S'), _connector='OR'), name='payee_hold_end_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('unit', models.CharField(choices=[('CNY', 'yuan, counted in fen'), ('USD', 'US dollars, counted in cents'), ('EUR', 'euros, counted in cents'), ('MNT', 'tögrög, counted in möngö'), ('training_day', 'training days'), ('person_day', 'days of work'), ('piece', 'pieces'), ('head', 'head of animals'), ('plant', 'plants')], max_length=16, verbose_name='currency')),
                ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='day')),
                ('memo', models.CharField(max_length=300, verbose_name='what for')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for approval'), ('returned', 'handed back'), ('approved', 'approved'), ('sent', 'sent to the bank'), ('settled', 'settled'), ('cancelled', 'cancelled')], default='draft', max_length=16, verbose_name='status')),
                ('status_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('progress_id', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='ledger.bankaccount')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='ledger.book')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'payment order',
                'verbose_name_plural': 'payment orders',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['book', '-id'], name='payment_order_by_book'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'proposed', 'returned', 'approved', 'sent', 'settled', 'cancelled'])), name='payment_order_status_known'),
                    models.CheckConstraint(condition=models.Q(('unit__in', ('CNY', 'USD', 'EUR', 'MNT'))), name='payment_order_is_money'),
                    models.CheckConstraint(condition=models.Q(('memo__regex', '\\S')), name='payment_order_says_what_for'),
                    models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='payment_order_two_officers'),
                    models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('approved', 'sent', 'settled')), _negated=True), models.Q(('approved_by__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='payment_order_is_signed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PaymentLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveIntegerField(verbose_name='line')),
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('fee', models.BigIntegerField(default=0, verbose_name='fee of the bank')),
                ('holder_name', models.CharField(blank=True, max_length=200, verbose_name='name of the account')),
                ('bank_name', models.CharField(blank=True, max_length=200, verbose_name='bank')),
                ('bank_number', models.CharField(blank=True, max_length=64, verbose_name='account number')),
                ('reference', models.CharField(max_length=64, verbose_name='reference')),
                ('state', models.CharField(choices=[('open', 'not paid yet'), ('paid', 'paid'), ('refused', 'left out'), ('bounced', 'returned by the bank')], default='open', max_length=16, verbose_name='state')),
                ('state_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('settled_on', models.DateField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='ledger.account')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_line', to='ledger.entry')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='ledger.payee')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.paymentorder')),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'ordering': ['order_id', 'ordinal'],
                'indexes': [
                    models.Index(condition=models.Q(('state', 'open')), fields=['account'], name='payment_line_open'),
                    models.Index(fields=['payee', 'id'], name='payment_line_by_payee'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('order', 'ordinal'), name='payment_line_ordinal_once'),
                    models.UniqueConstraint(fields=('order', 'account'), name='payment_line_payee_once'),
                    models.UniqueConstraint(fields=('reference',), name='payment_line_reference_once'),
                    models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', 1000000000000000)), name='payment_line_amount'),
                    models.CheckConstraint(condition=models.Q(('fee__gte', 0), ('fee__lte', 1000000000000000)), name='payment_line_fee'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['open', 'paid', 'refused', 'bounced'])), name='payment_line_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('settled_on__isnull', False), ('state__in', ('paid', 'bounced'))), models.Q(('entry__isnull', True), ('state__in', ('open', 'refused'))), _connector='OR'), name='payment_line_paid_has_entry'),
                    models.CheckConstraint(condition=models.Q(('state__in', ('open', 'paid')), ('state_reason__regex', '\\S'), _connector='OR'), name='payment_line_says_why'),
                ],
            },
        ),
        migrations.CreateModel(
            name='BankMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turn', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('payment', 'payment'), ('due', 'money due that came in'), ('unclaimed', 'parked until somebody claims it'), ('fee', 'fee of the bank'), ('return', 'payment returned by the bank')], max_length=16, verbose_name='kind')),
                ('automatic', models.BooleanField(default=False)),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undo_reason', models.CharField(blank=True, max_length=500)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_match', to='ledger.entry')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='ledger.bankline')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='ledger.paymentline')),
            ],
            options={
                'verbose_name': 'match of a bank line',
                'verbose_name_plural': 'matches of bank lines',
                'ordering': ['line_id', 'turn'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('line',), name='bank_line_matched_once'),
                    models.UniqueConstraint(fields=('line', 'turn'), name='bank_match_turn_once'),
                    models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('payment', 'kind'), name='payment_matched_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('entry__isnull', False), ('kind__in', ('due', 'unclaimed', 'fee')), ('payment__isnull', True)), models.Q(('account__isnull', True), ('entry__isnull', True), ('kind__in', ('payment', 'return')), ('payment__isnull', False)), _connector='OR'), name='bank_match_says_what'),
                    models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('undo_reason__regex', '\\S'), _connector='OR'), name='bank_match_undone_says_why'),
                ],
            },
        ),
        rls.sql_file("erdem.ledger", "payments.sql"),
    ]
