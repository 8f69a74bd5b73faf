"""Indexes along which the pages of the queues walk."""

from django.db import migrations

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_intake")]

    operations = [rls.sql_file("erdem.cases", "queue.sql")]
