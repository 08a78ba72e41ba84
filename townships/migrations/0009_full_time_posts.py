"""Which posts take a whole person: all seats of a station (second document: 专编专职安监员，其中站长), and the safety officer of a
high-risk enterprise (安全生产法 第二十四条: 矿山、危险物品等单位配备专职安全生产管理人员). Both can be edited later."""

from django.db import migrations, models


def mark_full_time_posts(apps, schema_editor):
    apps.get_model("townships", "DutyKind").objects.filter(key="station_deputy").update(is_full_time=True)
    rules = apps.get_model("townships", "DutyRule").objects
    rules.filter(kind__key="enterprise_officer", high_risk_only=True).update(is_full_time=True)


class Migration(migrations.Migration):
    dependencies = [("townships", "0008_former_assessors")]

    operations = [
        migrations.AddField(
            model_name="dutyrule",
            name="is_full_time",
            field=models.BooleanField(
                default=False,
                help_text="同类岗位只在这些单位须专职的，在这里勾选；一人不能同时担任两个专职岗位",
                verbose_name="在此为专职岗位",
            ),
        ),
        migrations.RunPython(mark_full_time_posts, migrations.RunPython.noop),
    ]
