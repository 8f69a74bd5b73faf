"""The trail is read by community: who has read what is theirs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_belonging'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['organisation_id', '-id'], name='audit_organisation'),
        ),
    ]
