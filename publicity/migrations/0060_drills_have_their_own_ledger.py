"""A drill is entered once, in the ledger of drills: as an act of publicity it is not offered any more. What was entered stays counted."""

from django.db import migrations


def retire_drills(apps, schema_editor):
    apps.get_model("publicity", "ActivityKind").objects.filter(key="drills").update(is_active=False)


class Migration(migrations.Migration):
    dependencies = [("publicity", "0002_reference_data")]

    operations = [migrations.RunPython(retire_drills, migrations.RunPython.noop)]
