"""Who else has to rehearse: high-risk enterprises. No rule asks villages; a county that does enters the number itself."""

from django.db import migrations, models

SOURCE = "《生产安全事故应急条例》第八条：矿山、危险化学品、烟花爆竹、建筑施工等单位至少每半年1次"
KEYS = [
    ("station.rooms", "安监站办公用房"),
    ("station.area", "安监站办公面积"),
    ("station.certified", "专职安监人员持证比例"),
    ("station.offices", "设立安全生产办公室的村（社区）比例"),
    ("station.budget", "安监站年度经费"),
    ("station.budget_per_head", "安监站年度经费（按人口）"),
    ("provisions.review", "制度、预案评估修订间隔"),
    ("drills.interval", "乡镇应急演练间隔"),
    ("drills.high_risk", "高危企业应急演练间隔"),
    ("drills.village", "村（社区）应急演练间隔"),
    ("accidents.report", "事故单位报告时限"),
    ("accidents.pass_on", "逐级上报时限"),
    ("accidents.deaths_at_once", "一票否决：一次死亡"),
]


def ask_enterprises(apps, schema_editor):
    apps.get_model("townships", "Norm").objects.create(key="drills.high_risk", number=6, unit="个月", source=SOURCE)


class Migration(migrations.Migration):
    dependencies = [("townships", "0021_rank_of_liaisons")]

    operations = [
        migrations.AlterField(model_name="norm", name="key", field=models.CharField(choices=KEYS, max_length=30, verbose_name="项目")),
        migrations.RunPython(ask_enterprises, migrations.RunPython.noop),
    ]
