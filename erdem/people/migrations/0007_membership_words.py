"""Who belongs to a community is said by the community and the person alone."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("people", "0006_community")]
    operations = [rls.sql_file("erdem.people", "membership_words.sql")]
