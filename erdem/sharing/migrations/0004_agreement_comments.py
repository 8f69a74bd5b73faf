"""Comments on the versions of communities, by everybody who sees them."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [('sharing', '0003_asking')]

    operations = [rls.sql_file("erdem.sharing", "agreement_comments.sql")]
