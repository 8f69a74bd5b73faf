"""Row-level security of the literature platform, and the feed of the search index."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("literature", "0003_platform")]
    operations = [rls.sql_file("erdem.literature", "platform.sql")]
