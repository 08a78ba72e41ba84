from django.db import migrations


def forget_what_the_cut_off_asked(apps, schema_editor):
    """A request to cut the power set this too, and lifting it cleared it: from now on the two are apart."""
    asked = apps.get_model("hazards", "HazardEvent").objects.filter(action="ask_county").values("hazard")
    rows = apps.get_model("hazards", "Hazard").objects.filter(cut_off_asked_on__isnull=False, needs_county=True)
    rows.exclude(pk__in=asked).update(needs_county=False)


class Migration(migrations.Migration):
    dependencies = [("hazards", "0016_proofs_of_assurances")]

    operations = [migrations.RunPython(forget_what_the_cut_off_asked, migrations.RunPython.noop)]
