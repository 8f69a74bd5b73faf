"""Eras, parts of one plant, unverified names, kinds, and names set aside."""

from erdem.base import rls
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0002_locks'),
    ]

    operations = [
        migrations.CreateModel(
            name='IgnoredName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'ignored name',
                'verbose_name_plural': 'ignored names',
                'ordering': ['-created_at'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{64}$')), name='ignored_name_fingerprint'),
                    models.CheckConstraint(condition=models.Q(('reason__regex', '\\S')), name='ignored_name_has_a_reason'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='recordname',
            name='record_name_language_known',
        ),
        migrations.RemoveConstraint(
            model_name='substancename',
            name='substance_name_language_known',
        ),
        migrations.RemoveConstraint(
            model_name='substancerelation',
            name='substance_relation_kind_known',
        ),
        migrations.AddField(
            model_name='substance',
            name='eras',
            field=models.JSONField(blank=True, default=list, verbose_name='meant in other centuries by'),
        ),
        migrations.AddField(
            model_name='substance',
            name='plant',
            field=models.CharField(blank=True, max_length=100, verbose_name='parts of one plant'),
        ),
        migrations.AddField(
            model_name='substancename',
            name='is_verified',
            field=models.BooleanField(default=True, verbose_name='verified'),
        ),
        migrations.AlterField(
            model_name='recordname',
            name='language',
            field=models.CharField(choices=[('zh', 'Chinese'), ('mn', 'Mongolian'), ('en', 'English'), ('la', 'Latin'), ('bo', 'Tibetan'), ('in', 'Indian languages'), ('other', 'other')], default='zh', max_length=8, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='substancename',
            name='language',
            field=models.CharField(choices=[('zh', 'Chinese'), ('mn', 'Mongolian'), ('en', 'English'), ('la', 'Latin'), ('bo', 'Tibetan'), ('in', 'Indian languages'), ('other', 'other')], max_length=8, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='substancerelation',
            name='kind',
            field=models.CharField(choices=[('substitute', 'may stand for'), ('kind_of', 'is a kind of'), ('found_in', 'is contained in'), ('ingredient', 'is made up of')], max_length=16, verbose_name='relation'),
        ),
        migrations.AddConstraint(
            model_name='recordname',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['zh', 'mn', 'en', 'la', 'bo', 'in', 'other'])), name='record_name_language_known'),
        ),
        migrations.AddConstraint(
            model_name='substancename',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['zh', 'mn', 'en', 'la', 'bo', 'in', 'other'])), name='substance_name_language_known'),
        ),
        migrations.AddConstraint(
            model_name='substancerelation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['substitute', 'kind_of', 'found_in', 'ingredient'])), name='substance_relation_kind_known'),
        ),
        rls.sql_file("erdem.knowledge", "ignored_names.sql"),
    ]
