"""Rules of reading asked once a statement; the number and the moment of an entry come back from the database at once."""

from django.db import migrations, models
from django.db.models.functions import Now

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_places'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='number',
            field=models.PositiveIntegerField(db_default=0, verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='posted_at',
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        rls.sql_file("erdem.ledger", "reading.sql"),
    ]
