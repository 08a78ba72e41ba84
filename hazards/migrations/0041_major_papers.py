from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0041_major_hazards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="kind",
            field=models.CharField(
                choices=[
                    ("notice", "整改通知单"),
                    ("directive", "责令限期整改指令书"),
                    ("opinion", "整改复查意见书"),
                    ("record", "现场检查记录"),
                    ("suspension", "停产停业整改决定书"),
                    ("resumption", "复产申请书"),
                    ("review", "复产审查意见书"),
                    ("urging", "督办函"),
                    ("transfer", "移送函"),
                    ("cut_off", "停电停水停产请示"),
                    ("supervision", "重大事故隐患挂牌督办通知书"),
                    ("extension_request", "重大事故隐患治理延期申请书"),
                    ("extension_answer", "重大事故隐患治理延期答复书"),
                    ("acceptance_request", "重大事故隐患治理验收申请书"),
                    ("acceptance", "重大事故隐患治理验收意见书"),
                    ("closing", "重大事故隐患销号审批表"),
                ],
                max_length=20,
                verbose_name="文书",
            ),
        ),
    ]
