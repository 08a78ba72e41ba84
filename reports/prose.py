"""The report's default paragraphs, in the shape of the first document: what a county writes at the end of its year.

Numbers stand as tokens. A clause about nothing is left out, so that no report ever hangs up 0幅 banners.
"""

from dataclasses import dataclass
from decimal import Decimal

from reports.models import Paragraph
from reports.sayings import ENFORCEMENT, NO_CLAUSE, NO_ENFORCEMENT_CLAUSE, PUBLICITY, WORKS, Sayings, sentence
from reports.township_prose import single_townships

ORDINALS = "一二三四五六七八九十"
HEADINGS = {
    "heading-leadership": "一、加强领导，认真落实创建责任",
    "heading-publicity": "二、营造创建氛围，全力夯实安全工作基础",
    "heading-mechanisms": "三、完善机制，努力确保创建效果",
    "heading-examples": "四、典型引路，全面推进创建工作",
    "heading-problems": "五、存在的主要问题",
    "heading-next-steps": "六、下一步打算",
}
SOURCES = {
    "investment.from.county": "县财政",
    "investment.from.township": "乡镇财政",
    "investment.from.department": "上级部门",
    "investment.from.enterprise": "企业",
    "investment.from.villagers": "群众",
    "investment.from.other": "其他",
}
# D2: 对高危行业采取“日巡查、周督查、月检查、季评比”的工作措施
RHYTHM = {"daily": "日巡查", "weekly": "周督查", "monthly": "月检查", "quarterly": "季评比"}
LONGEST_AIM = 60


@dataclass(frozen=True)
class Default:
    slot: str
    style: str
    text: str


def default_title(county_name, year):
    return f"{county_name}{year}年“安全生产示范乡镇”创建工作总结"


def default_paragraphs(snapshot):
    says = Sayings(snapshot)
    bodies = {
        "opening": opening(says),
        "leadership": leadership(says),
        "publicity": publicity(says),
        "mechanisms": mechanisms(says),
        "examples": examples(says),
        "problems": problems(says),
        "next-steps": next_steps(says),
    }
    found = []
    for slot, text in bodies.items():
        if heading := HEADINGS.get(f"heading-{slot}"):
            found.append(Default(f"heading-{slot}", Paragraph.Style.HEADING, heading))
        found.append(Default(slot, Paragraph.Style.BODY, text))
        if slot == "examples":
            found += [Default(f"township-{code}", Paragraph.Style.BODY, text) for code, text in single_townships(snapshot)]
    return found


def run_ins(*sentences):
    """一是…二是…三是… of those that say something."""
    return "".join(f"{ORDINALS[place]}是{sentence}" for place, sentence in enumerate(filter(None, sentences)))


def opening(says):
    since = "自[[campaign.since]]年开展[[campaign.round]]" if says.has("campaign.round") else "自开展"
    return (
        f"{since}“安全生产示范乡镇”创建工作以来，在{says.county}委、{says.county}政府的领导下，在{says.city_bureau}的指导帮助下，"
        "在市有关部门的大力支持下，认真贯彻落实省、市有关创建工作文件精神，精心安排部署，制定方案措施，广泛宣传，筹措资金，落实人员，"
        "认真实施，通过创建活动的开展，各项工作取得显著成效。现将[[report.year]]年创建活动的开展情况总结如下："
    )


def leadership(says):
    return run_ins(_aim(says), _leading_group(says), _plan(says))


def _aim(says):
    aim = says.phrases["campaign.aim"]["words"]
    own = 0 < len(aim) <= LONGEST_AIM
    idea = "[[campaign.aim]]" if own else "政府主导、部门配合、企业支持、全民参与、典型引路、全面跟进"
    sessions = says.once_or_more("sessions.held", "召开专题会议{}次，研究部署创建工作，", "先后{}次召开专题会议研究部署创建工作，")
    return (
        f"深入调查研究，确定工作思路。{says.county}委、{says.county}政府在认真组织学习省、市文件精神的基础上，{sessions}"
        f"结合我{says.county}实际，确立了“{idea}”的工作思路。"
    )


def _leading_group(says):
    head = says.clause("leading_group.head", "由{}任组长")
    deputies = says.clause("leading_group.deputies", "{}为副组长")
    return (
        "加强组织领导，强化工作责任。"
        + sentence("年初成立了创建工作领导小组", head, deputies, "各有关部门和示范创建乡镇主要负责人为成员")
        + "形成了分管领导具体抓、其他领导配合抓的工作格局。"
        + _first_responsible(says)
        + sentence(says.clause("people.county_liaisons", f"{says.county}安委办明确{{}}名班子成员负责创建工作的联系与指导"))
        + _letters(says)
        + _leader_visits(says)
    )


def _first_responsible(says):
    """D2: 按照“属地管理原则”，确定乡镇长、村支部书记、企业法人为第一责任人."""
    levels = {
        "first_responsible.townships": "{}个乡镇（街道）的行政主要负责人",
        "first_responsible.villages": "{}个村（社区）的支部书记",
        "first_responsible.enterprises": "{}家企业的法定代表人",
    }
    named = says.clauses(levels, joint="、")
    return f"按照“属地管理”原则，明确{named}为安全生产第一责任人。" if named else ""


def _letters(says):
    told = {"letters.issued": f"层层签订安全生产责任状，{says.so_far}制发{{}}份", "letters.signed": "双方已签字{}份"}
    return sentence(says.clauses(told))


def _leader_visits(says):
    made = says.once_or_more("leader_visits.made", "还对创建工作督查{}次", "还先后{}次对创建工作进行督查")
    if not made:
        return ""
    return f"同时，{says.county}委、{says.county}政府领导{made}，促使我{says.county}示范创建工作得到了健康有序的发展。"


def _plan(says):
    money = says.clause("investment.total", f"{says.so_far}共投入安全生产资金[[investment.total|万]]万元")
    sources = [says.in_wan(key, f"{name}{{}}") for key, name in SOURCES.items() if says.has(key)]
    shares = f"其中{'、'.join(sources)}" if len(sources) > 1 else ""
    plan = f"制定了切实可行的全{says.county}示范乡镇创建工作方案，并" if says.has("documents.plans") else ""
    tasks = says.clauses({"tasks.done": "工作方案确定的任务已完成{}项", "tasks.late": "有{}项未按期完成"})
    return (
        f"在加强组织领导的基础上，结合我{says.county}实际，{plan}要求各创建乡镇按有关精神将各项工作细化，"
        "落实创建负责人、落实创建经费来源、落实创建工作方法等，确保创建工作有条不紊。"
        + sentence(says.clause("plans.filed", "目前有{}个乡镇报送了创建方案"))
        + sentence(tasks)
        + sentence(money, shares)
    )


def publicity(says):
    return "夯实安全基础是落实搞好创建工作的前提。今年以来，我们着重抓了两个方面的工作。" + run_ins(_network(says), _education(says))


def _network(says):
    people = {
        "people.roster": "在册责任人员达到{}人",
        "people.full_time": "其中专职安监人员{}人",
        **({"people.outside_stations": "含未在安监站任职的{}人"} if says.has("people.full_time") else {}),
        "duties.village_supervisors": "村安全监管员{}人次",
        "duties.group_liaisons": "组安全生产联络员{}人次",
        "teams.working_groups": "成立行业安全管理领导小组{}个",
        "officers.total": "在册编号、动态管理的安全员{}名",
    }
    return (
        f"从完善监管体制入手，夯实监管队伍基础。按“{says.county}管、乡包、村落实”的原则，加强安监站工作力度，组建了村安全监管员和组安全生产联络员队伍。"
        + sentence(says.clauses(people))
        + _stations(says)
    )


def _stations(says):
    """Silent where no station told its year."""
    if not says.has("stations.filed"):
        return ""
    told = {
        "stations.roomy": "办公用房达标的安监站{}个",
        "stations.certified": "持证专职安监人员{}人",
        "stations.outposts": "设立村级安全生产办公室{}个",
    }
    return sentence("进一步巩固基层安监阵地", says.clauses(told), says.in_wan("stations.budget", "安排安监站年度经费{}"))


def _education(says):
    done = says.clauses(PUBLICITY | says.own_kinds("publicity.", PUBLICITY.keys() | NO_CLAUSE))
    money = says.clause("publicity.cost", "累计投入宣传资金{}元")
    counted = sentence("截至目前", f"创建单位{done}", money) if done else sentence(money)
    return (
        "从强化宣传教育入手，夯实全民意识基础。今年来，我们在认真开展“安全生产月”活动的同时，多渠道、多形式做好日常宣教工作。"
        f"{counted}通过全方位、多层次的宣传教育，进一步增强了广大群众的安全意识。"
    )


def mechanisms(says):
    return "强化监管是创建工作的关键。为确保工作实效，我们始终紧抓监管不放松。" + run_ins(
        _supervision(says), _drives(says), _enforcement(says), _mentoring(says), _works(says), _readiness(says)
    )


def _supervision(says):
    visits = says.clause("inspections.done", f"{says.so_far}共开展检查巡查{{}}次")
    found = says.clause("hazards.found", "排查隐患{}条")
    comparison = "[[hazards.found|比上年]]" if found and Decimal(says.figures["hazards.found"]["last_year"]) else ""
    major = says.clause("hazards.major", "其中重大隐患{}条")
    rhythm = {f"inspections.{kind}": f"{word}{{}}次" for kind, word in RHYTHM.items()}
    kinds = f"其中{says.clauses(rhythm, joint='、')}" if any(says.has(key) for key in rhythm) else ""
    papers = {"orders.notices": "下达整改通知单{}份", "orders.directives": "下达责令限期整改指令书{}份", "hazards.closed": "已整改销号{}条"}
    return (
        "规范日常监管。为切实履行好监管职责，乡镇安监站在人员少、任务重的情况下，坚持以片队为单位，实行“分散巡查、集中执法”，"
        "既确保了监管对象不失控，又保证了执法的合法性，收效明显。"
        + sentence(visits, kinds)
        + sentence(found, comparison, major, says.clauses(papers))
        + _news(says)
    )


def _news(says):
    """D2: 对可能发生的隐患要求在半小时进行报告，其他在当天上报; 在隐患易发点落实责任人，标识责任牌."""
    late = says.clause("hazards.reported_late", "其中迟报{}条")
    rule = "健全信息网络，要求可能立即引发事故的隐患半小时内报告、其他隐患当天上报" if says.has("hazards.found") else ""
    kept = says.clause("key_sites.kept", "在地质灾害易发点、病险水库、渡口等重点部位落实责任人{}处")
    return sentence(rule, late) + sentence(kept, "标识责任牌，实行动态监控" if kept else "")


def _drives(says):
    if not says.has("drives.held"):
        return ""
    removed = says.clause("drives.hazards_closed", "通过整治，排除各类安全隐患{}条")
    return f"开展专项整治。为确保创建工作卓有成效，{says.county}委、{says.county}政府主要领导精心部署、统一安排，" + sentence(
        "带领有关部门先后开展了[[drives.sectors]]专项整治行动[[drives.held]]次",
        says.clause("drives.by_sector", "其中{}"),
        removed,
        "收到打防并举的良好效果",
    )


def _enforcement(says):
    """What was found and done against the law; silent where there was nothing."""
    table = ENFORCEMENT | says.own_kinds(("enforcement.", "outcomes."), ENFORCEMENT.keys() | NO_ENFORCEMENT_CLAUSE)
    # A snapshot that was taken before these were counted has none of them.
    done = says.clauses({key: words for key, words in table.items() if key in says.figures})
    return "严格执法，严厉打击非法违法生产经营行为。" + sentence(done) if done else ""


def _mentoring(says):
    helped = says.clause("mentorships.total", "目前已结成帮扶对子{}个，[[mentorships.mentors]]参与帮扶")
    return (
        f"建立示范乡镇创建帮扶机制。我{says.county}要求{says.county}直各有关单位和已成功创建示范乡镇的单位积极为各创建单位提供经验支持、技术支持，"
        f"共同推动全{says.county}安全生产示范乡镇创建工作的有效开展。"
        + sentence(helped, says.clauses({"mentorships.visits": "走访指导{}次", "mentorships.money": "支持资金、物资{}元"}))
    )


def _works(says):
    done = says.clauses(WORKS | says.own_kinds("works.", WORKS.keys()))
    if not done:
        return ""
    return "优化安全环境，实施安全实事工程。" + sentence(done, says.in_wan("physical_works.invested", "投入资金{}"), "基础设施条件得到改善")


def _readiness(says):
    told = {
        "teams.rescue": "组建应急救援队伍{}支",
        "people.rescuers": "队员{}人",
        "provisions.issued": "制定修订安全生产规章制度{}项",
        "plans.issued": "制定修订应急预案{}个",
        "drills.held": "组织应急演练{}次",
        "drills.people": "{}人次参加演练",
    }
    done = says.clauses(told)
    return "健全制度预案，提高应急处置能力。" + sentence(done) if done else ""


def examples(says):
    return (
        f"{says.county}委、{says.county}政府对安全生产示范创建工作非常重视。"
        + run_ins(
            _documents(says),
            _exchange(says),
            f"通过政府引导、夯实基础、以点带面，形成了安全生产工作的长效机制，推动了全{says.county}安全生产工作迈上新台阶。",
        )
        + _titles(says)
        + _accidents(says)
    )


def _documents(says):
    session = "召开专题会议研究部署" if says.has("sessions.held") else ""
    titles = "[[documents.titles]]等" if says.has("documents.titles") else ""
    issued = says.clause("documents.issued", f"下发了{titles}创建工作文件{{}}件")
    return sentence(session, issued, "整体安排年度示范创建工作") if session or issued else ""


def _exchange(says):
    """Only where there was such a meeting; who spoke, with the title that the township holds."""
    if not says.has("exchanges.held"):
        return ""
    speakers = says.clause("exchanges.speakers.titled", f"我{says.county}{{}}向全{says.county}推广其成功经验")
    shown = says.clause("examples.publicised", "推广典型乡镇{}个")
    return sentence(
        "主持召开了创建“安全生产示范乡镇”经验交流大会[[exchanges.held]]次",
        speakers,
        shown,
        f"在全{says.county}上下掀起了创建示范乡镇活动的高潮",
    )


def _titles(says):
    levels = (("province", "省级"), ("city", "市级"), ("county", f"{says.county}级"))
    applied = {
        "candidacies.applied.province": "{}个乡镇申请创建省级安全生产示范乡镇",
        "candidacies.applied.city": "{}个乡镇申请创建市级安全生产示范乡镇",
        "candidacies.applied.county": f"{{}}个乡镇申请创建{says.county}级安全生产示范乡镇",
    }
    named = {
        "candidacies.named.province": "{}个乡镇被命名为省级安全生产示范乡镇",
        "candidacies.named.city": "{}个乡镇被命名为市级安全生产示范乡镇",
        "candidacies.named.county": f"{{}}个乡镇被命名为{says.county}级安全生产示范乡镇",
        "candidacies.creating": "[[candidacies.creating.townships]]等{}个乡镇正在创建",
    }
    ended = {
        f"candidacies.{what}.{tier}": f"{{}}个乡镇{words}{level}安全生产示范乡镇称号"
        for what, words in (("kept", "经复核保持"), ("revoked", "被撤销"))
        for tier, level in levels
    }
    held = {f"candidacies.titled.{tier}": f"{level}安全生产示范乡镇{{}}个" for tier, level in levels}
    said = sentence(says.clauses(applied), says.clauses(named), says.clauses(ended))
    stand = sentence(says.clauses(held))
    return (f"截至目前，全{says.county}有{said}" if said else "") + (f"全{says.county}称号在有效期内的有{stand}" if stand else "")


def _accidents(says):
    """How many against last year; none only where somebody put their name to it."""
    compared = "[[accidents.total|比上年]]" if Decimal(says.figures["accidents.total"]["last_year"]) else ""
    if not says.has("accidents.total"):
        until = says.clause("accidents.through", "{}，")
        none = says.clause("accidents.none", f"今年以来，{until}全{says.county}{{}}")
        return sentence(none, f"事故起数{compared}" if compared else "") if none else ""
    toll = says.clauses({"accidents.dead": "死亡{}人", "accidents.injured": "重伤{}人"})
    larger = says.clause("accidents.larger", "其中较大以上事故{}起") or "未发生较大以上事故"
    happened = f"今年以来，全{says.county}发生生产安全事故[[accidents.total]]起"
    return sentence(happened, compared, toll, says.in_wan("accidents.loss", "直接经济损失{}"), larger)


def problems(says):
    left = {
        "hazards.unclosed": "尚有{}条隐患未整改销号",
        "hazards.overdue": "其中逾期{}条",
        # The figures above are of what this year found (docs/decisions/0020).
        "hazards.left_over_unclosed": "另有以前年度遗留隐患{}条未整改销号",
    }
    return f"虽然我{says.county}安全生产示范乡镇创建工作取得了一些成绩，但离省、市的要求还有不小的差距，主要表现在：" + run_ins(
        f"由于受{says.county}财政状况影响，我{says.county}对安全生产的专项资金投入有限，乡镇各领域基础设施的建设还有待进一步完善。",
        sentence(
            "安全生产工作基础比较薄弱，一线监管人员不足，特别是企业自身的安全投入较少，安全管理水平相对较低，安全隐患仍较多",
            says.clauses(left),
        ),
        "极少数群众的安全意识还比较淡薄，作业人员的安全技能还相对欠缺，还没有实现从“要我安全”到“我要安全”的根本转变。",
    )


def next_steps(says):
    left = says.clauses({"hazards.unclosed": "未销号的{}条", "hazards.left_over_unclosed": "以前年度遗留的{}条"}, joint="、")
    unclosed = f"对{left}隐患逐条落实责任、措施、资金、时限和预案，不消除不销号" if left else ""
    main = says.clause("hazards.main_sectors", "突出{}等重点领域，持续开展专项整治")
    return (
        "针对存在的问题，我们将重点抓好以下工作："
        + run_ins(
            "加大投入，多方筹措资金，改善乡镇安监站工作条件，进一步完善基础设施。",
            "狠抓整改，" + sentence(main, unclosed, "确保隐患整改落实到位"),
            "加强宣传，深入开展安全生产月和日常宣教活动，提高从业人员的安全技能和广大群众的安全意识。",
            "巩固成果，加强对创建乡镇的指导帮扶，发挥典型示范作用。",
        )
        + f"相信在{says.county}委、{says.county}政府的高度重视下，在各级各部门的努力配合下，"
        f"我{says.county}安全生产示范乡镇创建工作必将开展得越来越红火。"
    )
