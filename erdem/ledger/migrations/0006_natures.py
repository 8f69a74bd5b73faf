"""What an entry did, in one word, for a party that it touches."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_guards'),
    ]

    operations = [
        rls.sql_file("erdem.ledger", "natures.sql"),
    ]
