"""A ladder to begin with, of RULES section 4: 示例, the bureau puts its own days and sources in. Two tables that nobody edits."""

from datetime import time

from django.db import migrations

PRACTICE = "一单四制：交办、台账、销号、通报（示例，天数请按本县文件核对）"
# rung, days after the deadline, working days, only for enterprises, source
STEPS = [
    ("unit", 1, False, False, f"县整改回复报告制；{PRACTICE}"),
    ("township_head", 3, False, False, f"属地监管责任，乡镇主要负责人为第一责任人；{PRACTICE}"),
    ("bureau", 5, True, False, f"县安委办督查复查；{PRACTICE}"),
    ("letter", 7, True, False, f"逾期无正当理由的以县安委会名义发督办函；{PRACTICE}"),
    ("circular", 10, True, False, f"督办后仍不落实的全县通报并纳入考核；{PRACTICE}"),
    ("stop", 15, True, True, "《安全生产法》第六十五条：重大事故隐患排除前或排除过程中无法保证安全的责令停产停业（示例，天数请核对）"),
    (
        "utilities",
        20,
        True,
        True,
        "《安全生产法》第七十条：经本部门主要负责人批准，书面通知，除紧急情形外提前24小时通知（示例，天数请核对）",
    ),
]


def add_ladder(apps, schema_editor):
    step = apps.get_model("hazards", "EscalationStep")
    names = ["rung", "days", "in_workdays", "enterprises_only", "source"]
    step.objects.bulk_create(step(**dict(zip(names, row, strict=True))) for row in STEPS)
    apps.get_model("hazards", "QuietHours").objects.create(starts_at=time(20), ends_at=time(7, 30), rest_days=True)


class Migration(migrations.Migration):
    replaces = [("hazards", "0043_escalation_steps")]

    dependencies = [("hazards", "0003_sample_checklists")]

    operations = [migrations.RunPython(add_ladder, migrations.RunPython.noop)]
