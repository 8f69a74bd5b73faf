"""The database knows which receipts were opened in the session of the reader."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0007_clock'),
    ]

    operations = [
        rls.sql_file("erdem.base", "receipts.sql"),
    ]
