"""What big enterprises are asked for (安全生产法 第二十四条第二款). It can be edited later."""

import django.core.validators
from django.db import migrations, models


def ask_big_enterprises_for_a_full_time_officer(apps, schema_editor):
    kind = apps.get_model("townships", "DutyKind").objects.filter(key="enterprise_officer").first()
    if kind:
        told = {"is_full_time": True, "source": "安全生产法（2021）第24条第2款；请按当地文件核对"}
        apps.get_model("townships", "DutyRule").objects.create(kind=kind, employees_over=100, **told)


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0016_file_of_appointment"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dutyrule",
            name="duty_rule_once",
        ),
        migrations.AddField(
            model_name="dutyrule",
            name="employees_over",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="如：100 只适用于从业人员超过 100 人的企业；空白为全部",
                null=True,
                verbose_name="仅限从业人员超过（人）",
            ),
        ),
        migrations.AlterField(
            model_name="enterprise",
            name="employees",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="超过 100 人的，须设安全生产管理机构或配专职安全员",
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                verbose_name="从业人数",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("employees_over", None)), fields=("kind", "place_kind", "high_risk_only"), name="duty_rule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrule",
            constraint=models.UniqueConstraint(
                fields=("kind", "place_kind", "high_risk_only", "employees_over"), name="duty_rule_once_by_size"
            ),
        ),
        migrations.RunPython(ask_big_enterprises_for_a_full_time_officer, migrations.RunPython.noop),
    ]
