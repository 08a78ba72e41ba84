"""Second document: 在各村建立安全文化墙; 对特种行业人员和渡口渡工及机动车驾驶员开展了两期培训，其持证率达到了100%."""

import django.core.validators
from django.db import migrations, models


def add_culture_walls(apps, schema_editor):
    kinds = apps.get_model("publicity", "ActivityKind")
    if not kinds.objects.filter(name="安全文化墙").exists():
        last = kinds.objects.aggregate(last=models.Max("position"))["last"] or 0
        kinds.objects.create(key="culture_walls", name="安全文化墙", unit="处", position=last + 1)


class Migration(migrations.Migration):
    dependencies = [("publicity", "0061_limits_of_numbers")]

    operations = [
        migrations.AddField(
            model_name="training",
            name="others_certified",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="不在名册的参训人员中持有有效证件的；在册人员的证件在“持证”中登记",
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                verbose_name="其中持证人数",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                name="certified_were_present", condition=models.Q(others_certified__lte=models.F("others_present"))
            ),
        ),
        migrations.RunPython(add_culture_walls, migrations.RunPython.noop),
    ]
