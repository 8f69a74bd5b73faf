"""Where an import stands, what leads to a family, and which document corrects which."""

import django.contrib.postgres.indexes
from django.db import migrations, models

STATES = ["checking", "checked", "running", "done", "paused", "failed"]


class Migration(migrations.Migration):
    dependencies = [("literature", "0004_platform_locks")]

    operations = [
        migrations.RemoveConstraint(model_name="importrun", name="import_run_state_known"),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "being checked"),
                    ("checked", "checked, nothing saved yet"),
                    ("running", "being saved"),
                    ("done", "saved"),
                    ("paused", "paused, goes on at your word"),
                    ("failed", "stopped"),
                ],
                default="checking",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="import_run_state_known"),
        ),
        migrations.AddField("importrun", "total_items", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("importrun", "advanced_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("publication", "corrects", models.CharField(blank=True, db_index=True, max_length=60)),
        migrations.AddField("family", "keys", models.JSONField(blank=True, default=dict)),
        migrations.AddIndex("family", django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="family_keys")),
    ]
