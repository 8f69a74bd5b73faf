"""What is shared goes to an office of one's own: the database refuses another one, too."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("literature", "0006_unread_hits")]
    operations = [rls.sql_file("erdem.literature", "sharing.sql")]
