"""Steps by kind: several workflows over one table."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("base", "0005_audit_order")]
    operations = [rls.sql_file("erdem.base", "workflow_variants.sql")]
