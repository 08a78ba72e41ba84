from django.db import migrations

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    replaces = [("hazards", "0002_append_only"), ("hazards", "0031_frozen_rows")]

    dependencies = [("hazards", "0001_initial")]

    operations = [
        AppendOnly("hazards_bulletin"),
        AppendOnly("hazards_checklistitem", when="OLD.is_frozen"),
        AppendOnly("hazards_checklistversion", when="OLD.issued_at IS NOT NULL"),
        AppendOnly("hazards_driveevent"),
        AppendOnly("hazards_drivesummary"),
        AppendOnly("hazards_escalation"),
        AppendOnly("hazards_escalationanswer"),
        AppendOnly("hazards_handover"),
        AppendOnly("hazards_hazardevent"),
        AppendOnly("hazards_illegalactevent"),
        AppendOnly("hazards_lookbackdraw"),
        AppendOnly("hazards_order"),
        AppendOnly("hazards_orderitem"),
        AppendOnly("hazards_orderreturn", when="OLD.voided_at IS NOT NULL"),
        AppendOnly("hazards_patroldraw"),
        AppendOnly("hazards_progressreport"),
        AppendOnly("hazards_remedyplan"),
        AppendOnly("hazards_reportevent"),
        AppendOnly("hazards_signalreview"),
        AppendOnly("hazards_weeklyreturn"),
    ]
