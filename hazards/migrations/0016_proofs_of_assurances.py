from django.db import migrations, models


def mark_proofs(apps, schema_editor):
    """What came with a check of the five items was kept as a photo of after."""
    apps.get_model("hazards", "HazardPicture").objects.filter(event__action="assure").update(moment="proof")


class Migration(migrations.Migration):
    dependencies = [("hazards", "0015_whole_numbers")]

    operations = [
        migrations.AlterField(
            model_name="hazardpicture",
            name="moment",
            field=models.CharField(
                choices=[("before", "整改前"), ("after", "整改后"), ("later", "回头看"), ("proof", "五落实佐证")],
                max_length=6,
                verbose_name="时段",
            ),
        ),
        migrations.RunPython(mark_proofs, migrations.RunPython.noop),
    ]
