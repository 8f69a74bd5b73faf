"""What hangs on a case is asked of that one case, not of all that somebody sees."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_campaigns")]

    operations = [rls.sql_file("erdem.cases", "scale.sql")]
