from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0027_closings_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("urgent", "可能立即引发事故"),
                    ("major", "重大隐患上报"),
                    ("replied", "整改回复待复查"),
                    ("escalated", "逾期督办"),
                    ("applied", "申请待审批"),
                    ("reported", "群众举报待核实"),
                    ("returned", "创建材料被退回"),
                    ("sign", "考评结果待签字"),
                    ("lapsing", "称号即将期满"),
                    ("decided", "复查、审批结果"),
                    ("answered", "督办函的书面答复"),
                ],
                max_length=12,
                verbose_name="类别",
            ),
        ),
        AppendOnly("townships_message"),
    ]
