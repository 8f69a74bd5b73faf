"""The kind of entry that a signed agreement has."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notary', '0004_stamps'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='leaf',
            name='leaf_kind_known',
        ),
        migrations.AlterField(
            model_name='leaf',
            name='kind',
            field=models.CharField(choices=[('register_version', 'version of a record'), ('consent', 'consent as it was given'), ('permit', 'permit'), ('assessment', 'assessment of a county'), ('dossier', 'dossier of evidence'), ('certificate', 'certificate of registration'), ('agreement', 'signed agreement'), ('audit_head', 'head of the audit trail')], max_length=32),
        ),
        migrations.AddConstraint(
            model_name='leaf',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['register_version', 'consent', 'permit', 'assessment', 'dossier', 'certificate', 'agreement', 'audit_head'])), name='leaf_kind_known'),
        ),
    ]
