import django.utils.timezone
from django.db import migrations, models


def tell_the_day(apps, schema_editor):
    sheets = apps.get_model("hazards", "CheckSheet").objects
    for sheet in sheets.only("started_at").iterator():
        sheets.filter(pk=sheet.pk).update(started_on=django.utils.timezone.localdate(sheet.started_at))


class Migration(migrations.Migration):
    dependencies = [("hazards", "0007_handover_recalls")]

    operations = [
        migrations.AddField(
            model_name="checksheet",
            name="started_on",
            field=models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name="检查日期"),
        ),
        migrations.RunPython(tell_the_day, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="checksheet", name="check_sheet_draft_once"),
        migrations.AddConstraint(
            model_name="checksheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None), ("inspection", None)),
                fields=("created_by", "place", "version", "started_on"),
                name="check_sheet_draft_once",
            ),
        ),
    ]
