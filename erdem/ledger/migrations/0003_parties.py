"""Payees that close, guardians, heirs; escrow that never gives out more than it holds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_calculations'),
        ('people', '0008_auditor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='guardian')),
                ('document', models.CharField(max_length=300, verbose_name='document')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardianships', to='ledger.book')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardianships', to='ledger.payee')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'guardianship',
                'verbose_name_plural': 'guardianships',
                'ordering': ['-since', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='guardian_has_a_name'),
                    models.CheckConstraint(condition=models.Q(('document__regex', '\\S')), name='guardian_rests_on_a_document'),
                    models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='guardian_ends_after_the_start'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HeirShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numerator', models.PositiveIntegerField()),
                ('denominator', models.PositiveIntegerField()),
                ('document', models.CharField(max_length=300, verbose_name='document')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('heir', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inherited', to='ledger.payee')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heir_shares', to='ledger.payee')),
            ],
            options={
                'verbose_name': 'share of an heir',
                'verbose_name_plural': 'shares of heirs',
                'ordering': ['payee_id', 'id'],
                'constraints': [
                    models.UniqueConstraint(fields=('payee', 'heir'), name='heir_once'),
                    models.CheckConstraint(condition=models.Q(('numerator__gte', 1)), name='heir_has_a_share'),
                    models.CheckConstraint(condition=models.Q(('document__regex', '\\S')), name='heir_rests_on_a_document'),
                    models.CheckConstraint(condition=models.Q(('payee', models.F('heir')), _negated=True), name='heir_is_another'),
                ],
            },
        ),
        migrations.AddField(
            model_name='payee',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='closed on'),
        ),
        migrations.AddField(
            model_name='payee',
            name='closed_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='reason of closing'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_reason__regex', '\\S'), _connector='OR'), name='payee_closed_with_a_reason'),
        ),
        rls.sql_file("erdem.ledger", "parties.sql"),
    ]
