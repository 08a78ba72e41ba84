"""Two titles of one round can't carry the same plate, as long as it hangs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0064_remote_monitoring"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("plate_returned_on", None), models.Q(("plate_number", ""), _negated=True)),
                fields=("campaign", "plate_number"),
                name="plate_number_once",
            ),
        ),
    ]
