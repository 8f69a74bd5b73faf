"""Auditors: a role of their own, for those who look whether the trail is whole."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_membership_words'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_role_known',
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('bearer', 'bearer of knowledge'), ('steward', 'community steward'), ('county_officer', 'county officer'), ('region_officer', 'league or region officer'), ('applicant', 'enterprise applicant'), ('expert', 'expert'), ('curator', 'lexicon curator'), ('auditor', 'auditor')], max_length=24, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='membershiprequest',
            name='role',
            field=models.CharField(blank=True, choices=[('bearer', 'bearer of knowledge'), ('steward', 'community steward'), ('county_officer', 'county officer'), ('region_officer', 'league or region officer'), ('applicant', 'enterprise applicant'), ('expert', 'expert'), ('curator', 'lexicon curator'), ('auditor', 'auditor')], max_length=24, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['bearer', 'steward', 'county_officer', 'region_officer', 'applicant', 'expert', 'curator', 'auditor'])), name='membership_role_known'),
        ),
    ]
