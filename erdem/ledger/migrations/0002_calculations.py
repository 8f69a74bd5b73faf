"""How entries were calculated, line by line, and the account between currencies."""

import django.db.models.deletion
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalculationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('step', 'step'), ('rate', 'rate'), ('evidence', 'evidence')], default='step', max_length=16, verbose_name='kind')),
                ('text', models.CharField(max_length=500, verbose_name='calculation')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calculation', to='ledger.entry')),
            ],
            options={
                'verbose_name': 'line of a calculation',
                'verbose_name_plural': 'lines of a calculation',
                'ordering': ['entry_id', 'position'],
                'constraints': [
                    models.UniqueConstraint(fields=('entry', 'position'), name='calculation_line_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['step', 'rate', 'evidence'])), name='calculation_kind_known'),
                    models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='calculation_says_something'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='account',
            name='account_kind_known',
        ),
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('bank', 'money at the bank'), ('due', 'due from'), ('owed', 'owed to'), ('unclaimed', 'in escrow, unclaimed'), ('disputed', 'in escrow, disputed'), ('fee', 'fees'), ('exchange', 'between currencies'), ('promised', 'promised in kind'), ('delivered', 'delivered in kind to')], max_length=16, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bank', 'due', 'owed', 'unclaimed', 'disputed', 'fee', 'exchange', 'promised', 'delivered'])), name='account_kind_known'),
        ),
        rls.sql_file("erdem.ledger", "calculations.sql"),
    ]
