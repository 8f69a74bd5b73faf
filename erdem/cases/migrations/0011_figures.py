"""Statistics: counts beyond row-level security by functions that tell nothing else, and the smallest count that is told."""

from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_procedure")]

    operations = [
        migrations.RemoveConstraint(model_name="legalfigure", name="legal_figure_known"),
        migrations.AlterField(
            model_name="legalfigure",
            name="name",
            field=models.CharField(
                choices=[
                    ("spot_person", "most that a person is fined on the spot, in fen"),
                    ("spot_organisation", "most that an organisation is fined on the spot, in fen"),
                    ("surcharge", "surcharge a day, in percent of the fine"),
                    ("surcharge_cap", "most of the surcharge, in percent of the fine"),
                    ("smallest_cell", "smallest number of cases that is told of other counties"),
                ],
                max_length=20,
                verbose_name="name",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name__in", ["spot_person", "spot_organisation", "surcharge", "surcharge_cap", "smallest_cell"])
                ),
                name="legal_figure_known",
            ),
        ),
        rls.sql_file("erdem.cases", "figures.sql"),
    ]
