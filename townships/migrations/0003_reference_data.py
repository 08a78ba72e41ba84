"""What a county starts with: sectors, kinds of duty and which of them are required where. All of it can be edited later."""

from django.db import migrations

INDUSTRIAL, TRANSPORT, NONE = "1", "2", ""

# key, name, high risk, statutory monthly table (2010 form, 表一 and 表二), row of that table
SECTORS = [
    ("road_traffic", "道路交通", False, TRANSPORT, 1),
    ("non_coal_mines", "非煤矿山", True, INDUSTRIAL, 2),
    ("coal_mines", "煤矿", True, INDUSTRIAL, 1),
    ("fireworks", "烟花爆竹", True, INDUSTRIAL, 6),
    ("hazardous_chemicals", "危险化学品", True, INDUSTRIAL, 5),
    ("water_transport", "水上交通", False, TRANSPORT, 3),
    ("fire_safety", "消防", False, TRANSPORT, 11),
    ("construction", "建筑施工", True, TRANSPORT, 12),
    ("farm_machinery", "农机", False, TRANSPORT, 8),
    ("civil_explosives", "民爆物品", True, TRANSPORT, 13),
    ("electricity", "电力", False, TRANSPORT, 14),
    ("food_drugs", "食品药品", False, NONE, None),
    ("geological", "地质灾害", False, NONE, None),
    ("schools", "校园", False, TRANSPORT, 10),
    ("forests", "森林防火", False, NONE, None),
    ("special_equipment", "特种设备", False, TRANSPORT, 16),
    ("occupational_health", "职业健康", False, INDUSTRIAL, 8),
    ("other", "其他", False, TRANSPORT, 16),
]

COUNTY_PAPER = "县示范乡镇创建工作总结（2012）"
CITY_PAPER = "市示范乡镇创建工作汇报（2008）"

# key, name, level, first responsible person, places that one person can sensibly answer for, source
DUTY_KINDS = [
    ("county_head", "领导小组组长", "county", True, None, f"{COUNTY_PAPER}：县长任组长"),
    ("county_deputy", "领导小组副组长", "county", False, None, f"{COUNTY_PAPER}：县委常委、副县长为副组长"),
    ("county_member", "领导小组成员", "county", False, None, f"{COUNTY_PAPER}：部门和乡镇主要负责人为成员"),
    ("county_liaison", "县安委办联系领导", "county", False, None, f"{CITY_PAPER}：明确一名班子成员联系与指导"),
    ("township_secretary", "党委书记", "township", False, 1, f"{CITY_PAPER}：党委书记负总责"),
    ("township_head", "乡镇长（主任）", "township", True, 1, f"{CITY_PAPER}：乡镇长为第一责任人"),
    ("township_deputy", "分管领导", "township", False, 1, f"{CITY_PAPER}：分管领导具体抓"),
    ("department_lead", "职能部门负责人", "township", False, 1, f"{CITY_PAPER}：有关职能部门具体负责监管"),
    ("station_head", "安监站站长", "township", False, 1, f"{CITY_PAPER}：安全生产监督管理站"),
    ("safety_inspector", "安监员", "township", False, 1, f"{CITY_PAPER}：3名以上专职安监员"),
    ("group_head", "行业领导小组组长", "township", False, 1, f"{CITY_PAPER}：安监站下设8个管理领导小组"),
    ("group_member", "行业领导小组成员", "township", False, 1, f"{CITY_PAPER}：安监站下设8个管理领导小组"),
    ("zone_chief", "片长", "zone", True, 1, f"{CITY_PAPER}：副职担任片长，负责包片"),
    ("village_secretary", "村（社区）党支部书记", "village", True, 1, f"{CITY_PAPER}：村支部书记为第一责任人"),
    ("resident_cadre", "驻村干部", "village", False, 3, f"{CITY_PAPER}：驻村干部包村"),
    ("village_supervisor", "村安全监管员", "village", False, 2, f"{COUNTY_PAPER}：组建村安全监管员队伍"),
    ("group_liaison", "组安全生产联络员", "group", True, 2, f"{COUNTY_PAPER}：组建组安全生产联络员队伍"),
    ("group_cadre", "包组村干部", "group", False, 5, f"{CITY_PAPER}：村干部包组"),
    ("building_chief", "安全楼栋长", "group", True, 5, f"{CITY_PAPER}：居民楼栋明确安全楼栋长"),
    ("legal_representative", "企业法定代表人", "enterprise", True, None, f"{CITY_PAPER}：企业法人为第一责任人"),
    ("enterprise_officer", "企业安全员", "enterprise", False, 2, f"{CITY_PAPER}：企业安全生产第一责任人责任制"),
    ("enterprise_liaison", "联系企业领导", "enterprise", False, 1, f"{CITY_PAPER}：副科级以上干部分别联系一家高危企业"),
    ("attached_cadre", "联厂村干部", "enterprise", False, 3, f"{CITY_PAPER}：高危企业所在村村干部联厂"),
    ("site_keeper", "重点部位责任人", "key_site", True, 5, f"{CITY_PAPER}：事故多发路段和重点部位设责任牌"),
]

# Kinds that nobody is required to hold: how many working groups a township has is its own affair.
OPTIONAL = {"group_member"}
HIGH_RISK_ONLY = {"enterprise_liaison", "attached_cadre"}
PLACE_KIND = {"group_liaison": "group", "building_chief": "building"}
MINIMUM = {"safety_inspector": 3}
FULL_TIME_ONLY = {"safety_inspector"}
# One answer to how many full-time people a township needs: this rule follows the table of minimums, where that asks for more.
BY_POPULATION = {"safety_inspector"}


def add_reference_data(apps, schema_editor):
    add_sectors(apps.get_model("townships", "Sector"))
    add_duty_kinds(apps.get_model("townships", "DutyKind"), apps.get_model("townships", "DutyRule"))


def add_sectors(sector):
    for position, (key, name, is_high_risk, table, row) in enumerate(SECTORS, start=1):
        sector.objects.create(key=key, name=name, position=position, is_high_risk=is_high_risk, return_table=table, return_row=row)


def add_duty_kinds(duty_kind, duty_rule):
    for position, (key, name, level, is_first, load, source) in enumerate(DUTY_KINDS, start=1):
        kind = duty_kind.objects.create(
            key=key, name=name, level=level, position=position, is_first_responsible=is_first, sensible_load=load, source=source
        )
        if key not in OPTIONAL:
            duty_rule.objects.create(
                kind=kind,
                high_risk_only=key in HIGH_RISK_ONLY,
                place_kind=PLACE_KIND.get(key, ""),
                minimum=MINIMUM.get(key, 1),
                full_time_only=key in FULL_TIME_ONLY,
                by_population=key in BY_POPULATION,
                source=source,
            )


class Migration(migrations.Migration):
    replaces = [("townships", "0002_reference_data"), ("townships", "0063_staff_by_population")]

    dependencies = [("townships", "0002_append_only_tables")]

    operations = [migrations.RunPython(add_reference_data, migrations.RunPython.noop)]
