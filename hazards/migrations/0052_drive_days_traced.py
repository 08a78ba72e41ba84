from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0051_reports_passed_on"),
    ]

    operations = [
        migrations.AlterField(
            model_name="driveevent",
            name="action",
            field=models.CharField(
                choices=[("start", "启动"), ("sum_up", "总结"), ("reopen", "退回修改"), ("move", "调整日期")],
                max_length=10,
                verbose_name="操作",
            ),
        ),
    ]
