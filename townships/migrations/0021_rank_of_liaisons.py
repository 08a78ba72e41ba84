"""第二份文件: 副科级以上干部分别联系一家高危企业, 高危企业所在村村干部联厂. Which kinds that is can be edited later."""

from django.db import migrations, models


def mark_kinds(apps, schema_editor):
    kinds = apps.get_model("townships", "DutyKind").objects
    kinds.filter(key__in=["enterprise_liaison", "attached_cadre"]).update(high_risk_only=True)
    kinds.filter(key="enterprise_liaison").update(deputy_rank_only=True)


class Migration(migrations.Migration):
    dependencies = [("townships", "0020_more_kinds_of_messages")]

    operations = [
        migrations.AddField(
            model_name="dutykind",
            name="deputy_rank_only",
            field=models.BooleanField(default=False, verbose_name="须副科级以上"),
        ),
        migrations.AddField(
            model_name="dutykind",
            name="high_risk_only",
            field=models.BooleanField(default=False, verbose_name="仅设在高危单位"),
        ),
        migrations.AddField(
            model_name="person",
            name="rank",
            field=models.CharField(
                blank=True,
                choices=[("", "未登记"), ("below", "副科级以下"), ("deputy", "副科级"), ("full", "正科级"), ("above", "县处级以上")],
                help_text="联系高危企业的领导须为副科级以上，请登记",
                max_length=6,
                verbose_name="职级",
            ),
        ),
        migrations.RunPython(mark_kinds, migrations.RunPython.noop),
    ]
