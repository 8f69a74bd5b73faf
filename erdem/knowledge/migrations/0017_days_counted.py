"""The note of the period for answers said that working days were counted as calendar days; they are counted now."""

from django.db import migrations


def shorten_note(apps, schema_editor):
    """Leave of the note what still holds."""
    rules = apps.get_model("knowledge", "RegisterRule").objects.using(schema_editor.connection.alias)
    rules.filter(key="objection", unit="WD", note__startswith="A proposal. Counted in calendar days").update(
        note="A proposal."
    )


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0007_clock'),
        ('knowledge', '0016_working_days'),
    ]

    operations = [migrations.RunPython(shorten_note, migrations.RunPython.noop)]
