"""Second document, chapter five: 建成了烟花爆竹企业远程监控系统."""

from django.db import migrations, models


def add_kind(apps, schema_editor):
    kinds = apps.get_model("townships", "WorkKind")
    if not kinds.objects.filter(name="远程监控系统").exists():
        last = kinds.objects.aggregate(last=models.Max("position"))["last"] or 0
        kinds.objects.create(key="remote_monitoring", name="远程监控系统", unit="套", is_whole=True, position=last + 1)


class Migration(migrations.Migration):
    dependencies = [("townships", "0063_staff_by_population")]

    operations = [migrations.RunPython(add_kind, migrations.RunPython.noop)]
