"""What stations, works, drills and accidents are measured by. All of it can be edited later; what is marked 示例 or 请核对 was not checked."""

from decimal import Decimal

from django.db import migrations

CITY_PAPER = "市示范乡镇创建工作汇报（2008）"
LIANGSHAN = "凉山州意见（示例，请按本县文件核对）"
ACCIDENT_RULES = "《生产安全事故报告和调查处理条例》（国务院令第493号）"

# key, number, unit, source
NORMS = [
    ("station.rooms", 2, "间", f"{CITY_PAPER}：腾出两间以上办公室作为安监阵地"),
    ("station.area", 20, "㎡", LIANGSHAN),
    ("station.certified", 100, "%", f"{CITY_PAPER}：专职安全监督员经培训执证上岗（比例为示例，请核对）"),
    ("station.offices", 100, "%", f"{CITY_PAPER}：将安监阵地延伸到各行政村（比例为示例，请核对）"),
    ("station.budget", 20000, "元", f"{CITY_PAPER}：2万元工作经费纳入财政预算；凉山州意见为1至2万元，请核对"),
    ("station.budget_per_head", 1, "元/人", f"{CITY_PAPER}：按每人每年一元的标准纳入镇财政预算"),
    ("provisions.review", 36, "个月", "《生产安全事故应急预案管理办法》：每三年评估一次（条次请核对）"),
    ("drills.interval", 24, "个月", "《生产安全事故应急条例》第八条：至少每2年1次；本省另有规定的从其规定（如山东条例第六十三条每年1次）"),
    ("accidents.report", 60, "分钟", f"{ACCIDENT_RULES}第九条：1小时内"),
    ("accidents.pass_on", 120, "分钟", f"{ACCIDENT_RULES}第十一条：每级不得超过2小时"),
    ("accidents.deaths_at_once", 2, "人", "乡镇安全生产考核办法：一次死亡2人以上一票否决（示例，请按当年文件核对）"),
]
# population from, full-time people at least: 1.5万以下2名，1.5至3万3名，3万以上4名
STAFF = [(0, 2), (15_000, 3), (30_001, 4)]
# key, name, unit, at least
EQUIPMENT = [
    ("computer", "电脑", "台", 1),
    ("telephone", "电话", "部", 1),
    ("fax", "传真机", "台", 1),
    ("printer", "打印机", "台", 0),
    ("vehicle", "车辆", "辆", 0),
    ("body_camera", "执法记录仪", "台", 0),
    ("camera", "照相机", "台", 0),
    ("cabinet", "资料柜", "个", 0),
    ("file_box", "资料盒", "个", 0),
    ("rescue_gear", "应急器材", "件", 0),
]
# key, name, unit, second unit, counted in whole pieces
WORKS = [
    ("roads", "道路硬化", "公里", "", False),
    ("bridges", "便民桥", "座", "", True),
    ("dangerous_houses", "危房整治", "户", "", True),
    ("dangerous_rocks", "危岩排除", "处", "", True),
    ("dangerous_bridges", "危桥整治", "座", "", True),
    ("dangerous_walls", "危墙拆建", "处", "", True),
    ("speed_bumps", "减速带", "条", "米", True),
    ("speed_plates", "减速板", "个", "", True),
    ("warning_signs", "警示牌", "块", "", True),
    ("signboards", "标识标牌", "块", "", True),
    ("traffic_lights", "红绿灯", "个", "", True),
    ("warning_lights", "太阳能警示灯", "个", "", True),
    ("guard_rails", "防护栏", "米", "", False),
    ("paths", "便道", "条", "", True),
    ("remote_monitoring", "远程监控系统", "套", "", True),
]
# key, name, deaths, serious injuries, direct loss in yuan: 第三条，“以上”包括本数
GRADES = [
    ("ordinary", "一般事故", 0, 0, 0),
    ("larger", "较大事故", 3, 10, 10_000_000),
    ("major", "重大事故", 10, 50, 50_000_000),
    ("extraordinary", "特别重大事故", 30, 100, 100_000_000),
]
TYPES = [
    ("struck_by_object", "物体打击"),
    ("vehicle", "车辆伤害"),
    ("machinery", "机械伤害"),
    ("lifting", "起重伤害"),
    ("electric_shock", "触电"),
    ("drowning", "淹溺"),
    ("burns", "灼烫"),
    ("fire", "火灾"),
    ("fall_from_height", "高处坠落"),
    ("collapse", "坍塌"),
    ("roof_fall", "冒顶片帮"),
    ("water_inrush", "透水"),
    ("blasting", "放炮"),
    ("explosives", "火药爆炸"),
    ("gas_explosion", "瓦斯爆炸"),
    ("boiler_explosion", "锅炉爆炸"),
    ("vessel_explosion", "容器爆炸"),
    ("other_explosion", "其他爆炸"),
    ("poisoning", "中毒和窒息"),
    ("other", "其他伤害"),
]


def add_reference_data(apps, schema_editor):
    add_norms(apps.get_model("townships", "Norm"), apps.get_model("townships", "StaffMinimum"))
    add_kinds(apps.get_model("townships", "EquipmentKind"), apps.get_model("townships", "WorkKind"))
    add_accident_data(apps.get_model("townships", "AccidentGrade"), apps.get_model("townships", "AccidentType"))


def add_norms(norm, staff_minimum):
    for key, number, unit, source in NORMS:
        norm.objects.create(key=key, number=number, unit=unit, source=source)
    for population, minimum in STAFF:
        staff_minimum.objects.create(population_from=population, minimum=minimum, source=LIANGSHAN)


def add_kinds(equipment_kind, work_kind):
    for position, (key, name, unit, minimum) in enumerate(EQUIPMENT, start=1):
        equipment_kind.objects.create(
            key=key, name=name, unit=unit, minimum=minimum, source=LIANGSHAN if minimum else "", position=position
        )
    for position, (key, name, unit, second, is_whole) in enumerate(WORKS, start=1):
        work_kind.objects.create(key=key, name=name, unit=unit, second_unit=second, is_whole=is_whole, position=position)


def add_accident_data(grade, accident_type):
    for rank, (key, name, dead, injured, loss) in enumerate(GRADES, start=1):
        numbers = {"dead_from": dead, "injured_from": injured, "loss_from": Decimal(loss)}
        grade.objects.create(key=key, name=name, rank=rank, source=f"{ACCIDENT_RULES}第三条", **numbers)
    for position, (key, name) in enumerate(TYPES, start=1):
        accident_type.objects.create(key=key, name=name, position=position, source="GB 6441（请核对现行版本）")


class Migration(migrations.Migration):
    replaces = [("townships", "0031_means_reference_data"), ("townships", "0064_remote_monitoring")]

    dependencies = [("townships", "0005_example_score_sheets")]

    operations = [migrations.RunPython(add_reference_data, migrations.RunPython.noop)]
