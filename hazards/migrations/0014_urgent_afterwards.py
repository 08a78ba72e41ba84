from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("hazards", "0013_urgent_answers")]

    operations = [
        migrations.AlterField(
            model_name="hazardevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("log", "登记"),
                    ("rectify", "当场整改"),
                    ("order", "下达整改文书"),
                    ("ask_extension", "申请延期"),
                    ("extend", "准予延期"),
                    ("refuse_extension", "不予延期"),
                    ("reply", "整改回复"),
                    ("pass", "复查合格，销号"),
                    ("fail", "复查不合格"),
                    ("ask_acceptance", "申请验收"),
                    ("accept", "验收合格"),
                    ("reject", "验收不合格"),
                    ("sign_township", "乡镇签字同意销号"),
                    ("sign_bureau", "县局签字同意销号"),
                    ("sign_county", "县领导签字，销号"),
                    ("refuse_closing", "不同意销号，退回"),
                    ("suspend", "责令停产停业整改"),
                    ("apply", "提出复产申请"),
                    ("resume", "同意复产，销号"),
                    ("resume_major", "同意复产，转入验收"),
                    ("refuse", "不同意复产"),
                    ("reopen", "回头看发现反弹"),
                    ("report", "上报重大隐患"),
                    ("urge", "制发督办函"),
                    ("transfer", "移送有关部门"),
                    ("ask_cut_off", "报请停电停水停产"),
                    ("lift_cut_off", "解除停电停水停产"),
                    ("supervise", "挂牌督办"),
                    ("plan", "制定治理方案"),
                    ("assure", "核查五落实"),
                    ("progress", "报告整改进度"),
                    ("assign", "明确责任单位（交办）"),
                    ("mark_urgent", "认定可能立即引发事故"),
                    ("unmark_urgent", "撤销“可能立即引发事故”"),
                    ("ask_county", "报请县政府协调"),
                    ("hand_over", "移交责任人"),
                    ("press", "督办"),
                    ("look_back", "回头看，没有反弹"),
                    ("link", "关联此前同一隐患"),
                    ("unlink", "取消关联"),
                    ("void", "作废"),
                ],
                max_length=16,
                verbose_name="操作",
            ),
        ),
        # Changing the table may have dropped what refuses changes of its rows.
        AppendOnly("hazards_hazardevent"),
    ]
