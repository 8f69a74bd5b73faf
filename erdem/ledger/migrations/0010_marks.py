"""Balances of open periods that are kept, so that none is summed up from the beginning."""

import django.db.models.deletion
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0009_reading'),
    ]

    operations = [
        migrations.CreateModel(
            name='BalanceMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='ledger.account')),
            ],
            options={
                'verbose_name': 'balance kept for speed',
                'ordering': ['account_id', '-until'],
                'constraints': [models.UniqueConstraint(fields=('account', 'until'), name='balance_mark_once')],
            },
        ),
        rls.sql_file("erdem.ledger", "marks.sql"),
    ]
