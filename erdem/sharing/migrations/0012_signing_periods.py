"""After how many days a signer is reminded again: a dated row with its source."""

import csv
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).resolve().parents[1] / "seeds" / "signing_periods.csv"


def load_periods(apps, schema):
    """Add the days of reminders to the dated periods."""
    period = apps.get_model("knowledge", "LegalPeriod")
    schema.execute("SELECT set_config('erdem.kind', 'system', true)")
    with SEED.open(encoding="utf-8", newline="") as file:
        period.objects.using(schema.connection.alias).bulk_create(
            period(**{**row, "valid_until": row["valid_until"] or None}) for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0011_search_paths'),
    ]

    operations = [
        migrations.RunPython(load_periods, migrations.RunPython.noop),
    ]
