from django.db import migrations, models


def remember(apps, schema_editor):
    """Until now the events alone say from whom a report came, by name; one that came from the bureau's desk names no township."""
    Township = apps.get_model("townships", "Township")
    passed = apps.get_model("hazards", "ReportEvent").objects.filter(action="pass_on").select_related("report__township")
    for event in passed:
        before = Township.objects.filter(county=event.report.township.county_id, name=event.details["from"])
        event.report.earlier_townships.add(*before.exclude(pk=event.report.township_id))


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0050_kept_files"),
        ("townships", "0053_kept_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicreport",
            name="earlier_townships",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="reports_passed_on",
                to="townships.township",
                verbose_name="转交前的乡镇（街道）",
            ),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
