from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0024_places_that_moved"),
    ]

    operations = [
        migrations.AlterField(
            model_name="candidacyevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("apply", "申请"),
                    ("shortlist", "县初审列入创建"),
                    ("accept", "县验收合格"),
                    ("review", "市复核通过"),
                    ("check", "省抽查通过"),
                    ("notice", "公示"),
                    ("amend", "更正公示"),
                    ("first_day", "更正公示首日"),
                    ("name", "命名"),
                    ("keep", "复核保持"),
                    ("retain", "核实后保留称号"),
                    ("lapse", "期满失效"),
                    ("revoke", "撤销称号"),
                    ("return", "退回"),
                    ("reapply", "重新申请"),
                    ("object", "登记异议"),
                    ("resolve", "办结异议"),
                    ("correct", "更正异议"),
                    ("void", "作废异议"),
                    ("rejudge", "更正异议结论"),
                    ("hand_over", "授牌"),
                    ("take_back", "收回牌匾"),
                    ("redate", "更正称号日期"),
                    ("kept_day", "更正复核日期"),
                    ("fix_plate", "更正牌匾"),
                    ("restore", "恢复称号"),
                ],
                max_length=12,
                verbose_name="操作",
            ),
        ),
        # SQLite has rebuilt the table, and dropped its triggers with the old one.
        AppendOnly("townships_candidacyevent"),
    ]
