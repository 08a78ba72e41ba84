from django.db import migrations


def remove_files(apps, schema_editor):
    """Photos that waited under the old roof: two days at most, and nothing points to them."""
    for picture in apps.get_model("hazards", "PendingPicture").objects.all():
        picture.image.delete(save=False)
        picture.delete()


class Migration(migrations.Migration):
    # PostgreSQL drops no table in the transaction that emptied it: their foreign keys are checked at its end.
    atomic = False

    dependencies = [
        ("hazards", "0049_one_kind_of_bulletin"),
        ("townships", "0053_kept_files"),
    ]

    operations = [
        migrations.RunPython(remove_files, migrations.RunPython.noop),
        migrations.DeleteModel(name="PendingPicture"),
    ]
