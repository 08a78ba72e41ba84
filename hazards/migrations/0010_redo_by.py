from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0009_time_of_an_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="hazard",
            name="redo_by",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="复查后的限期"),
        ),
    ]
