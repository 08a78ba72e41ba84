from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hazards", "0012_cut_off_asked_on")]

    operations = [
        migrations.AddField("sheetanswer", "may_cause_accident", models.BooleanField("可能立即引发事故", default=False)),
    ]
