"""What runs with the owner's rights looks at temporary tables last, functions of later changes included."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0010_spoken'),
    ]

    operations = [
        rls.sql_file("erdem.sharing", "search_paths.sql"),
    ]
