"""One answer to how many full-time people a township needs: the rule of its safety inspectors follows the table of minimums."""

from django.db import migrations, models


def follow_the_population(apps, schema_editor):
    apps.get_model("townships", "DutyRule").objects.filter(kind__key="safety_inspector", full_time_only=True).update(by_population=True)


class Migration(migrations.Migration):
    dependencies = [("townships", "0062_county_code_words")]

    operations = [
        migrations.AddField(
            model_name="dutyrule",
            name="by_population",
            field=models.BooleanField(
                default=False,
                help_text="按乡镇人口在“专职人员配备标准”中应配的人数，比“至少人数”多的从其多",
                verbose_name="人数按人口核定",
            ),
        ),
        migrations.RunPython(follow_the_population, migrations.RunPython.noop),
    ]
