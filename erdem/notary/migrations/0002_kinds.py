"""The second log, and the kinds of its entries."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='leaf',
            name='leaf_log_known',
        ),
        migrations.RemoveConstraint(
            model_name='leaf',
            name='leaf_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='publishedcheckpoint',
            name='checkpoint_log_known',
        ),
        migrations.AlterField(
            model_name='leaf',
            name='kind',
            field=models.CharField(choices=[('register_version', 'version of a record'), ('consent', 'consent as it was given'), ('permit', 'permit'), ('assessment', 'assessment of a county'), ('dossier', 'dossier of evidence'), ('certificate', 'certificate of registration'), ('audit_head', 'head of the audit trail')], max_length=32),
        ),
        migrations.AlterField(
            model_name='leaf',
            name='log',
            field=models.CharField(choices=[('register', 'public register'), ('audit', 'heads of the audit trail')], max_length=16),
        ),
        migrations.AlterField(
            model_name='publishedcheckpoint',
            name='log',
            field=models.CharField(choices=[('register', 'public register'), ('audit', 'heads of the audit trail')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.CheckConstraint(condition=models.Q(('log__in', ['register', 'audit'])), name='leaf_log_known'),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['register_version', 'consent', 'permit', 'assessment', 'dossier', 'certificate', 'audit_head'])), name='leaf_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='publishedcheckpoint',
            constraint=models.CheckConstraint(condition=models.Q(('log__in', ['register', 'audit'])), name='checkpoint_log_known'),
        ),
    ]
