from django.db import migrations, models

# What a county counts for itself by such a unit is measured; what is shipped counts things and people, or money by its amount.
MEASURES = ["元", "万元", "米", "公里", "千米", "平方米", "立方米", "亩", "公顷", "吨", "公斤", "千克", "升", "小时"]


def mark_measures(apps, schema_editor):
    for name in ("EnforcementKind", "OutcomeKind"):
        apps.get_model("hazards", name).objects.filter(unit__in=MEASURES).update(is_whole=False)


class Migration(migrations.Migration):
    dependencies = [("hazards", "0014_urgent_afterwards")]

    operations = [
        *(
            migrations.AddField(model_name=model, name="is_whole", field=models.BooleanField(default=True, verbose_name="数量为整数"))
            for model in ("enforcementkind", "outcomekind")
        ),
        migrations.RunPython(mark_measures, migrations.RunPython.noop),
    ]
