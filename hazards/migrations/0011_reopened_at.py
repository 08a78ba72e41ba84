from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def rebounds(apps, schema_editor):
    """When each was found again, as its history says."""
    hazards, events = apps.get_model("hazards", "Hazard").objects, apps.get_model("hazards", "HazardEvent").objects
    found_again = events.filter(action="reopen")
    last = found_again.filter(hazard=OuterRef("pk")).order_by().values("hazard").annotate(last=Max("at")).values("last")
    hazards.filter(pk__in=found_again.values("hazard")).update(reopened_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0010_redo_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="hazard",
            name="reopened_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="反弹时间"),
        ),
        migrations.RunPython(rebounds, migrations.RunPython.noop),
    ]
