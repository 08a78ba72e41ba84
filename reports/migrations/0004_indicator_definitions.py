from django.db import migrations, models

# Of an indicator that the bureau made its own (another part or whole) nothing is said and nothing is changed.
DEFINITIONS = [
    ("closed", "hazards.closed", "hazards.found", "本季度查出的隐患中，到季末已整改销号的。"),
    ("major_closed", "hazards.major_closed", "hazards.major", "本季度查出的重大隐患中，到季末已整改销号的。"),
    (
        "overdue",
        "hazards.due_unclosed",
        "hazards.due_open",
        "本季度内曾处于未销号状态（不论何时查出）、整改期限在季末前届满的隐患中，到季末仍未销号的；季度未结束时算到昨天。",
    ),
    ("late", "hazards.reported_late", "hazards.found", "本季度查出的隐患中，超过上报时限的。"),
    ("high_risk", "enterprises.high_risk_inspected", "enterprises.high_risk", "季末在册的高危企业中，本季度至少检查过一次的。"),
    ("supervisors", "villages.supervised", "villages.total", "季末的行政村（社区）中，有在任村安全监管员的。"),
    ("key_sites", "key_sites.kept", "key_sites.total", "季末的重点部位中，有在任责任人的。"),
]


def define(apps, schema_editor):
    indicators = apps.get_model("reports", "Indicator").objects
    # A hazard of an earlier quarter that stayed overdue left this share; papers already made keep theirs.
    of_the_quarter = indicators.filter(key="overdue", part="hazards.overdue", whole="hazards.found")
    of_the_quarter.update(part="hazards.due_unclosed", whole="hazards.due_open")
    for key, part, whole, definition in DEFINITIONS:
        indicators.filter(key=key, part=part, whole=whole).update(definition=definition)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_indicators")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="definition",
            field=models.CharField(
                blank=True, help_text="分子、分母各数什么，印在季评比页面和季评比表上。", max_length=200, verbose_name="口径"
            ),
        ),
        migrations.RunPython(define, migrations.RunPython.noop),
    ]
