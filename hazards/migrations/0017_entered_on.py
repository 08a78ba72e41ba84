import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Of what was done before, the day of entering stays unknown: past periods keep what they reported (docs/decisions/0030)."""

    dependencies = [("hazards", "0016_proofs_of_assurances")]

    operations = [
        migrations.AddField(
            model_name="visittask",
            name="entered_on",
            field=models.DateField(blank=True, null=True, verbose_name="录入日期"),
        ),
        migrations.AlterField(
            model_name="inspection",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="登记时间"),
        ),
    ]
