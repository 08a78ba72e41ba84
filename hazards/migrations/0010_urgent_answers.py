from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hazards", "0009_time_of_an_answer")]

    operations = [
        migrations.AddField("sheetanswer", "may_cause_accident", models.BooleanField("可能立即引发事故", default=False)),
    ]
