from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("hazards", "0032_sample_checklists")]

    operations = [
        migrations.AlterField(
            "order",
            "kind",
            models.CharField(
                choices=[("notice", "整改通知单"), ("directive", "责令限期整改指令书"), ("opinion", "整改复查意见书")],
                max_length=20,
                verbose_name="文书",
            ),
        ),
        migrations.AlterField(
            "order",
            "follows",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="followed_by",
                to="hazards.order",
                verbose_name="所依据的文书",
            ),
        ),
        AppendOnly("hazards_order"),
        AppendOnly("hazards_orderitem"),
    ]
