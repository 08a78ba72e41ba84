"""Kinds of certificates, the seats of teams, and what is asked of whom. All of it can be edited later."""

from django.db import migrations
from django.db.models import F

CITY_PAPER = "市示范乡镇创建工作汇报（2008）"
CHECK = "请按当地文件核对"

# key, name, printed on papers, source
CERTIFICATES = [
    ("enforcement", "安全生产执法（监督检查）证", True, f"{CITY_PAPER}：专职安全监督员执证上岗；安全生产法（2021）第67条"),
    ("safety_officer", "安全员证", False, f"{CITY_PAPER}：在册编号的安全员队伍；{CHECK}"),
    ("safety_manager", "安全生产管理人员考核合格证", False, f"安全生产法（2021）第27条；{CHECK}"),
    ("principal", "主要负责人安全考核合格证", False, f"安全生产法（2021）第27条；{CHECK}"),
    ("special_work", "特种作业操作证", False, f"{CITY_PAPER}：特种行业人员持证率；安全生产法（2021）第30条；{CHECK}"),
]

STATION, GROUP, HEADQUARTERS, RESCUE = "station", "working_group", "headquarters", "rescue"
# Kinds of duty that were there before and are seats of a team.
SEATS = {
    "station_head": (STATION, "head"),
    "safety_inspector": (STATION, "member"),
    "group_head": (GROUP, "head"),
    "group_member": (GROUP, "member"),
}
# key, name, level, kind of team, seat, the kind of duty that it follows
NEW_SEATS = [
    ("station_deputy", "安监站副站长", "township", STATION, "deputy", "station_head"),
    ("group_deputy", "行业领导小组副组长", "township", GROUP, "deputy", "group_head"),
    ("headquarters_head", "指挥部指挥长", "township", HEADQUARTERS, "head", "group_member"),
    ("headquarters_deputy", "指挥部副指挥长", "township", HEADQUARTERS, "deputy", "group_member"),
    ("headquarters_member", "指挥部成员", "township", HEADQUARTERS, "member", "group_member"),
    ("township_rescue_head", "乡镇应急救援队队长", "township", RESCUE, "head", "group_member"),
    ("township_rescue_deputy", "乡镇应急救援队副队长", "township", RESCUE, "deputy", "group_member"),
    ("township_rescue_member", "乡镇应急救援队队员", "township", RESCUE, "member", "group_member"),
    ("village_rescue_head", "村应急救援队队长", "village", RESCUE, "head", "village_supervisor"),
    ("village_rescue_deputy", "村应急救援队副队长", "village", RESCUE, "deputy", "village_supervisor"),
    ("village_rescue_member", "村应急救援队队员", "village", RESCUE, "member", "village_supervisor"),
    ("enterprise_rescue_head", "企业应急救援队队长", "enterprise", RESCUE, "head", "attached_cadre"),
    ("enterprise_rescue_deputy", "企业应急救援队副队长", "enterprise", RESCUE, "deputy", "attached_cadre"),
    ("enterprise_rescue_member", "企业应急救援队队员", "enterprise", RESCUE, "member", "attached_cadre"),
]
SOURCES = {
    STATION: f"{CITY_PAPER}：安全生产监督管理站",
    GROUP: f"{CITY_PAPER}：安监站下设8个管理领导小组",
    HEADQUARTERS: f"{CITY_PAPER}：森林防火指挥部、防汛抗旱指挥部",
    RESCUE: f"{CITY_PAPER}：组建乡、村、企业三级安全事故应急救援队伍",
}
SINGLE_HOLDER = {
    "county_head",
    "township_secretary",
    "township_head",
    "station_head",
    "group_head",
    "zone_chief",
    "village_secretary",
    "legal_representative",
    "headquarters_head",
    "township_rescue_head",
    "village_rescue_head",
    "enterprise_rescue_head",
}
FULL_TIME = {"station_head", "safety_inspector"}
# Asked of a team that stands; how many teams a place has is its own affair.
HEADS_OF_TEAMS = ["headquarters_head", "township_rescue_head", "village_rescue_head", "enterprise_rescue_head"]


def add_reference_data(apps, schema_editor):
    duty_kind, duty_rule = apps.get_model("townships", "DutyKind"), apps.get_model("townships", "DutyRule")
    certificates = add_certificate_kinds(apps.get_model("townships", "CertificateKind"))
    add_seats(duty_kind)
    duty_kind.objects.filter(key__in=SINGLE_HOLDER).update(is_single_holder=True)
    duty_kind.objects.filter(key__in=FULL_TIME).update(is_full_time=True)
    add_rules(duty_kind, duty_rule, certificates)


def add_certificate_kinds(certificate_kind):
    return {
        key: certificate_kind.objects.create(key=key, name=name, position=position, is_inspector_card=is_card, source=source)
        for position, (key, name, is_card, source) in enumerate(CERTIFICATES, start=1)
    }


def add_seats(duty_kind):
    # Room between the kinds that are there, so that a deputy stands after the head.
    duty_kind.objects.update(position=F("position") * 10)
    for key, (team_kind, seat) in SEATS.items():
        duty_kind.objects.filter(key=key).update(team_kind=team_kind, seat=seat)
    for key, name, level, team_kind, seat, after in NEW_SEATS:
        taken = duty_kind.objects.filter(position__gte=duty_kind.objects.get(key=after).position).values_list("position", flat=True)
        position = next(number for number in range(min(taken) + 1, max(taken) + 20) if number not in taken)
        load = 1 if seat == "head" else None
        told = {"team_kind": team_kind, "seat": seat, "sensible_load": load, "source": SOURCES[team_kind]}
        duty_kind.objects.create(key=key, name=name, level=level, position=position, **told)


def add_rules(duty_kind, duty_rule, certificates):
    duty_rule.objects.filter(kind__key="safety_inspector").update(certificate=certificates["enforcement"], certified_minimum=F("minimum"))
    duty_rule.objects.create(
        kind=duty_kind.objects.get(key="enterprise_officer"),
        high_risk_only=True,
        certificate=certificates["safety_manager"],
        certified_minimum=1,
        source=certificates["safety_manager"].source,
    )
    for kind in duty_kind.objects.filter(key__in=HEADS_OF_TEAMS):
        duty_rule.objects.create(kind=kind, in_teams_only=True, source=kind.source)


class Migration(migrations.Migration):
    replaces = [("townships", "0011_teams_and_certificates_reference_data")]

    dependencies = [("townships", "0003_reference_data")]

    operations = [migrations.RunPython(add_reference_data, migrations.RunPython.noop)]
