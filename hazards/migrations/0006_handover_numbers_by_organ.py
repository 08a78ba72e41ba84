from django.db import migrations, models
from django.db.models import Max

from townships.append_only import AppendOnly


def go_on_after_the_countys(apps, schema_editor):
    """A township's own series begins after the last number of the county's series that one of its sheets bears."""
    handovers, series = apps.get_model("hazards", "Handover").objects, apps.get_model("hazards", "NumberSeries")
    last = handovers.exclude(township=None).order_by().values("township", "year").annotate(last=Max("sequence"))
    series.objects.bulk_create([series(key=f"handover:{row['township']}", year=row["year"], last=row["last"]) for row in last])


class Migration(migrations.Migration):
    dependencies = [("hazards", "0005_drives_reference_data")]

    operations = [
        migrations.RemoveConstraint(model_name="handover", name="handover_number_once"),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("township", None)), fields=("county", "year", "sequence"), name="handover_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("township", "year", "sequence"), name="handover_township_number_once"),
        ),
        # SQLite has rebuilt the table, and dropped its triggers with the old one.
        AppendOnly("hazards_handover"),
        migrations.RunPython(go_on_after_the_countys, migrations.RunPython.noop),
    ]
