"""Two score sheets to copy and correct. The point tables of the provincial rules are not at hand: every number is an example."""

from decimal import Decimal

from django.db import migrations

EXAMPLE = "示例（请按当年文件核对）"
CHECK_PAPERS, VISIT = "查阅资料", "查阅资料、现场查看"
ASK = "查阅资料、走访询问"

# element, [(name, points, focus, rule, method, [(evidence source, minimum), …]), …]
SHAPE_OF_2020 = [
    (
        "工作推进",
        [
            ("工作方案", 10, "制定年度创建工作方案", "无工作方案的，扣10分。", CHECK_PAPERS, [("plans.filed", 1)]),
            (
                "机构人员",
                10,
                "发文明确领导机构和专职人员",
                "未发文明确领导机构和专职人员的，扣10分。",
                CHECK_PAPERS,
                [("posts.township", 6), ("people.full_time", 3)],
            ),
            ("专项资金", 10, "落实创建专项资金", "无专项资金的，扣10分。", CHECK_PAPERS, [("investment.total", 20000)]),
        ],
    ),
    (
        "责任落实",
        [
            (
                "党政同责",
                8,
                "党委主要负责人每季度、乡镇长每月带队督查",
                "每少1次扣1分，扣完为止。",
                CHECK_PAPERS,
                [("inspections.done", 16)],
            ),
            (
                "责任体系",
                8,
                "责任到村、到组、到企业，不留空白",
                "责任人每缺1处扣0.5分；责任书每缺1级扣1分。",
                ASK,
                [("gaps", 0), ("letters.signed", 1)],
            ),
            ("联席会议", 4, "安委会或联席会议每年不少于4次", "每少1次扣1分。", CHECK_PAPERS, []),
        ],
    ),
    (
        "隐患治理",
        [
            ("排查登记", 5, "隐患台账逐条登记，要素齐全", "无台账扣5分；缺项每处扣0.5分。", CHECK_PAPERS, [("hazards.found", 1)]),
            ("整改销号", 7, "按期整改、复查、销号", "逾期未整改每条扣1分。", VISIT, [("hazards.closed", 1), ("hazards.overdue", 0)]),
            ("打非治违", 8, "烟花爆竹、危险化学品等无非法窝点", "被上级或群众查实1处扣3分。", VISIT, []),
        ],
    ),
    (
        "宣传教育",
        [
            ("宣传活动", 7, "安全生产月等宣传活动进村入户", "未开展扣7分；未进村入户扣3分。", ASK, [("publicity.activities", 4)]),
            ("教育培训", 8, "村干部、安全员、特种行业人员培训", "每少1类扣2分。", CHECK_PAPERS, [("trainings.classes", 2)]),
        ],
    ),
    (
        "应急处置",
        [
            ("预案演练", 8, "应急预案并定期演练", "无预案扣8分；未演练扣4分。", CHECK_PAPERS, [("plans.in_force", 1), ("drills.held", 1)]),
            ("应急队伍", 7, "乡、村、企业三级应急队伍和物资", "每缺1级扣2分。", VISIT, [("teams.rescue", 3)]),
        ],
    ),
]
SIX_CHAPTERS = [
    (
        "抓组织",
        [
            ("领导机构", 6, "党委书记负总责、镇长亲自抓、分管领导具体抓", "每缺1个层次扣2分。", CHECK_PAPERS, [("posts.township", 6)]),
            ("责任网络", 10, "片长包片、干部包村、村干部包组、联系高危企业，不留空白死角", "每有1处空白扣1分。", ASK, [("gaps", 0)]),
            ("创建方案", 4, "结合实际制定创建工作方案", "无方案扣4分。", CHECK_PAPERS, [("plans.filed", 1)]),
            ("联系指导", 2, "有帮扶或联系单位并得到指导", "无联系单位扣2分。", CHECK_PAPERS, [("mentorships.total", 1)]),
        ],
    ),
    (
        "抓投入",
        [
            ("安监阵地", 6, "两间以上办公室，配备电脑等办公用品", "办公室不足2间扣3分；无设备扣3分。", VISIT, [("stations.roomy", 1)]),
            ("专职人员", 6, "3名以上专职安监员", "每少1名扣2分。", CHECK_PAPERS, [("stations.staff", 3)]),
            ("工作经费", 6, "纳入财政预算", "未纳入预算扣6分。", CHECK_PAPERS, [("stations.budget", 20000)]),
        ],
    ),
    (
        "抓宣传",
        [
            ("宣传氛围", 8, "宣传栏、标语、广播、宣传单等进村社、企业、学校", "形式少于3种扣4分。", VISIT, [("publicity.activities", 4)]),
            (
                "教育培训",
                8,
                "特种行业、渡工、驾驶员和基层安全员培训",
                "未培训扣8分；覆盖不全每类扣2分。",
                CHECK_PAPERS,
                [("trainings.classes", 2)],
            ),
        ],
    ),
    (
        "抓基础",
        [
            (
                "监管网络",
                8,
                "村村有安全监督员，组有联络员",
                "每缺1村扣1分。",
                ASK,
                [("duties.village_supervisors", 1), ("duties.group_liaisons", 1)],
            ),
            ("信息网络", 4, "重大隐患半小时内报告，其他当天报告", "每迟报1次扣1分。", CHECK_PAPERS, [("hazards.reported_late", 0)]),
            (
                "规章制度",
                6,
                "规章制度、目标管理细则、应急预案和台账",
                "每缺1项扣1分。",
                CHECK_PAPERS,
                [("provisions.in_force", 3), ("plans.in_force", 1)],
            ),
        ],
    ),
    (
        "抓治理",
        [
            (
                "事故防范",
                6,
                "三级应急队伍、定期演练、两图上墙、重点部位责任牌",
                "每缺1项扣2分。",
                VISIT,
                [("key_sites.kept", 1), ("teams.rescue", 3), ("drills.held", 1)],
            ),
            ("专项整治", 6, "日巡查、周督查、月检查、季评比", "未按频次检查每少1次扣0.5分。", CHECK_PAPERS, [("inspections.done", 12)]),
            (
                "整改落实",
                8,
                "整改通知、整改回复、回头看，整改到位",
                "逾期未整改每条扣1分。",
                VISIT,
                [("hazards.closed", 1), ("hazards.overdue", 0)],
            ),
        ],
    ),
    (
        "巩固成效",
        [
            ("动态管理", 3, "巩固创建成果，工作不滑坡", "命名后工作滑坡扣3分。", ASK, []),
            ("事故控制", 3, "未发生较大以上事故", "发生一般事故每起扣1分。", CHECK_PAPERS, [("accidents.larger", 0)]),
        ],
    ),
]
SHEETS = [
    (
        2020,
        "成都2020年式样",
        "成安办函〔2020〕102号的表式，分值和条文除“工作推进”外均为示例",
        SHAPE_OF_2020,
        ["自评合格", "年度生产安全事故死亡人数不超过控制指标"],
        ["一次死亡2人以上的生产安全事故", "重大隐患逾期未整改且未采取防控措施", "弄虚作假、提供虚假资料"],
    ),
    (
        2008,
        "六章式样",
        "市示范乡镇创建工作汇报（2008）的六个方面，分值和扣分办法均为示例",
        SIX_CHAPTERS,
        ["已列入当年创建计划", "自评得分达到合格线"],
        ["发生较大以上生产安全事故", "瞒报、谎报事故"],
    ),
]


def add_examples(apps, schema_editor):
    models = {name: apps.get_model("townships", name) for name in ("ScoreSheet", "Criterion", "EvidenceNeed", "Clause")}
    for year, name, source, elements, entries, vetoes in SHEETS:
        sheet = models["ScoreSheet"].objects.create(
            year=year, name=f"{EXAMPLE}：{name}", source=source, pass_mark=Decimal(80), state="draft"
        )
        add_criteria(models, sheet, elements)
        clauses = [("entry", words) for words in entries] + [("veto", words) for words in vetoes]
        for position, (kind, words) in enumerate(clauses, 1):
            models["Clause"].objects.create(sheet=sheet, kind=kind, text=words, position=position)


def add_criteria(models, sheet, elements):
    rows = [(element, *criterion) for element, criteria in elements for criterion in criteria]
    for position, (element, name, points, focus, rule, method, needs) in enumerate(rows, 1):
        criterion = models["Criterion"].objects.create(
            sheet=sheet, position=position, element=element, name=name, points=Decimal(points), focus=focus, rule=rule, method=method
        )
        for source, minimum in needs:
            models["EvidenceNeed"].objects.create(criterion=criterion, source=source, minimum=Decimal(minimum))


class Migration(migrations.Migration):
    replaces = [("townships", "0027_example_score_sheets"), ("townships", "0054_evidence_of_example_sheets")]

    dependencies = [("townships", "0004_teams_reference_data")]

    operations = [migrations.RunPython(add_examples, migrations.RunPython.noop)]
