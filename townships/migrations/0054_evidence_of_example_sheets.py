"""The example sheets are proved with the ledgers that came after them: drills, rescue teams, plans, rules, stations, letters."""

from decimal import Decimal

from django.db import migrations

# (beginning of the sheet's name, criterion): [(source, number), …], instead of what it had.
EVIDENCE = {
    ("成都2020年式样", "工作方案"): [("plans.filed", 1)],
    ("成都2020年式样", "责任体系"): [("gaps", 0), ("letters.signed", 1)],
    ("成都2020年式样", "预案演练"): [("plans.in_force", 1), ("drills.held", 1)],
    ("成都2020年式样", "应急队伍"): [("teams.rescue", 3)],
    ("六章式样", "创建方案"): [("plans.filed", 1)],
    ("六章式样", "安监阵地"): [("stations.roomy", 1)],
    ("六章式样", "专职人员"): [("stations.staff", 3)],
    ("六章式样", "工作经费"): [("stations.budget", 20000)],
    ("六章式样", "规章制度"): [("provisions.in_force", 3), ("plans.in_force", 1)],
    ("六章式样", "事故防范"): [("key_sites.kept", 1), ("teams.rescue", 3), ("drills.held", 1)],
    ("六章式样", "事故控制"): [("accidents.larger", 0)],
}


def prove_with_ledgers(apps, schema_editor):
    criteria, needs = apps.get_model("townships", "Criterion"), apps.get_model("townships", "EvidenceNeed")
    for (sheet, name), sources in EVIDENCE.items():
        for criterion in criteria.objects.filter(sheet__county=None, sheet__name__endswith=f"：{sheet}", name=name):
            needs.objects.filter(criterion=criterion).delete()
            for source, number in sources:
                needs.objects.create(criterion=criterion, source=source, minimum=Decimal(number))


class Migration(migrations.Migration):
    dependencies = [("townships", "0051_history_of_payments")]

    operations = [migrations.RunPython(prove_with_ledgers, migrations.RunPython.noop)]
