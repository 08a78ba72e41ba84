"""Major hazards of the demonstration county: one in every stage of the list (一单四制), from the report to the third signature."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from demo.deeds import Ledger, moment, officers_of, places_of_sector
from hazards.circulars import issue_half_month, recent_half_months
from hazards.models import Action, Assurance
from hazards.progress import period_of
from hazards.workflow import perform
from papers.printing import kept_from_the_queue
from townships.models import County, Sector, User

PLAN = {
    "aim": "彻底消除隐患，验收合格后恢复正常使用。",
    "methods": "委托有资质的单位设计施工，分段治理，逐段验收。",
    "funds": "治理经费 30 万元，企业（责任单位）自筹 20 万元，县财政补助 10 万元，物资已备齐。",
    "people": "成立治理小组，责任单位主要负责人任组长，乡镇安监站派员驻点。",
    "timing": "按督办期限完成，每季度报告进度。",
    "safety": "治理期间设专人监测，编制应急预案并组织演练，遇险情立即撤人。",
    "measures": ["withdraws_people", "sets_guard", "stops_use"],
    "interim": "危险区域内人员全部撤出，拉警戒线，停止使用",
}
EVIDENCE = {
    Assurance.Item.AIM: "治理方案已报县局备案，目标任务已分解到人",
    Assurance.Item.FUNDS: "首期 20 万元已到账，材料已进场",
    Assurance.Item.PEOPLE: "治理小组已发文成立，明确了负责人",
    Assurance.Item.TIME: "施工计划已排定，倒排工期",
    Assurance.Item.SAFETY: "应急预案已编制并演练，警戒线已设置",
}
# (township, sector, what is wrong, what is to be done, how far it has come, days since it was found, days to the deadline)
CASES = [
    ("官亭乡", "geological", "坡体裂缝持续加宽，雨季可能滑坡，威胁坡下 6 户", "撤离坡下农户，削坡减载", "found", 3, 0),
    ("官亭乡", "fireworks", "中转库与居民住宅安全距离不足，库容超过核定限量", "迁建中转库，限量存放", "planned", 120, 40),
    ("子良乡", "non_coal_mines", "采场形成高陡边坡，上部有大块危岩，随时可能垮落", "停止开采，自上而下削坡", "overdue", 200, -12),
    ("金鱼岭街道", "fire_safety", "商住楼疏散楼梯封堵，自动灭火系统瘫痪", "恢复疏散楼梯，修复灭火系统", "asked", 60, 45),
    ("杉板乡", "road_traffic", "老桥桥墩基础冲空，仍有重载车辆通行", "封桥绕行，加固桥墩基础", "applied", 150, 20),
    ("王家厂镇", "geological", "水库溢洪道淤堵、坝体渗漏，汛期有漫坝危险", "清淤除险，坝体防渗加固", "accepted", 170, 15),
    ("罐头嘴镇", "water_transport", "渡口墩台开裂，渡船超期服役", "停航改造墩台，更新渡船", "endorsed", 160, 12),
    ("洞市乡", "geological", "崩塌点危岩松动，下方是学生上学必经道路", "清除危岩，挂防护网", "approved", 140, 10),
    ("河洑镇", "hazardous_chemicals", "加油站储罐区防渗池破损，可燃气体报警失灵", "停用储罐，重做防渗池", "closed", 210, 30),
]
# How far each stage goes on from a plan that is under way.
STEPS = ["reply", "ask_acceptance", "accept", "sign_township", "sign_bureau", "sign_county"]
REACHED = {"applied": 2, "accepted": 3, "endorsed": 4, "approved": 5, "closed": 6}
PREPARED_DAYS = 8
# Sector -> level, unit and code word of whoever supervises in place of the county.
FROM_ABOVE = {
    "fireworks": ("province", "湖南省安全生产委员会", "湘安督办"),
    "water_transport": ("city", "常德市安全生产委员会", "常安督办"),
}
UNITS = {"assigning_unit": "县安全生产委员会", "coordinating_unit": "县应急管理局"}


def load_majors(county, bureau, today, diary):
    ledger, people = Ledger(county), Signers(county, bureau)
    diary.tell(*(story_of(ledger, people, today, *case) for case in CASES), list_half_months(county, bureau, today))


def list_half_months(county, bureau, today):
    """The last two that are over, each on its last day."""
    _running, last, before, *_earlier = recent_half_months(today)
    for half in (before, last):
        yield (at := moment(half.end, 17))
        with kept_from_the_queue():
            issue_half_month(county, half, by=bureau, at=at)


@dataclass
class Signers:
    """Besides the township's own: who supervises and accepts for the county, and who signs last."""

    county: County
    bureau: User

    @property
    def official(self):
        return User.objects.get(county=self.county, township=None, role="official")


def story_of(ledger, people, today, township, sector, description, measure, stage, age, days_left):
    sector, found_on = Sector.objects.get(key=sector), today - timedelta(days=age)
    place = next(place for place in places_of_sector(ledger.county, sector) if place.township.name == township)
    words = {"description": description, "measure": measure, "spot": "", "basis": "", "category": "condition"}
    details = words | {"grade": "major", "planned_funds": Decimal(300000)}
    hazard = yield from ledger.report(place, sector, moment(found_on), moment(found_on, 10), **details)
    if stage == "found":
        return
    yield from prepare(ledger, people.bureau, hazard, found_on, today + timedelta(days=days_left))
    if stage != "overdue":
        yield from report_progress(ledger, hazard, today)
    if stage in ("asked", "planned"):
        yield from ask_for_time(ledger, hazard, today)
    if stage == "planned":
        words = {"deadline": today + timedelta(days=90), "reason": "情况属实，同意延期，务必落实防范措施。"}
        yield (at := moment(today - timedelta(days=1)))
        perform(hazard, Action.EXTEND, by=people.bureau, at=at, **words)
    yield from bring_on(ledger, people, hazard, today, STEPS[: REACHED.get(stage, 0)])


def prepare(ledger, bureau, hazard, day, deadline):
    """Ordered and reported to both, supervised, assigned, planned; of the five items those that are checked first or all."""
    team = ledger.of(hazard)
    yield from ledger.order(hazard, day, deadline)
    yield (at := moment(day, 16))
    perform(hazard, Action.REPORT, by=team.first, at=at, **report_of(hazard, day))
    yield (at := moment(day + timedelta(days=1), 16))
    perform(hazard, Action.SUPERVISE, by=bureau, at=at, deadline=deadline, **supervision_of(hazard, day + timedelta(days=1)))
    yield (at := moment(day + timedelta(days=2)))
    perform(hazard, Action.ASSIGN, by=bureau, at=at, responsible_unit=hazard.responsible_unit, **UNITS)
    yield (at := moment(day + timedelta(days=5)))
    perform(hazard, Action.PLAN, by=team.first, at=at, **PLAN)
    yield (at := moment(day + timedelta(days=PREPARED_DAYS)))
    for item in list(EVIDENCE)[: 3 if hazard.sector.key == "fireworks" else None]:
        perform(hazard, Action.ASSURE, by=team.second, at=at, item=item, evidence=EVIDENCE[item])


def report_of(hazard, day):
    return {
        "condition": f"{hazard.description}。因年久失修、投入不足形成。",
        "harm": "一旦发生事故可能造成人员伤亡；治理需分段施工，难度较大。",
        "remedy": f"{hazard.measure}。",
        "authority_told_on": day,
        "workers_told_on": day,
        "workers_told": "职工大会、村务公开栏",
    }


def supervision_of(hazard, day):
    words = {"reason": "列入挂牌督办，每季度报告进度，不消除不销号。", "publicised_in": "县政府网站"}
    if hazard.sector.key in FROM_ABOVE:
        level, unit, word = FROM_ABOVE[hazard.sector.key]
        return words | {"level": level, "supervising_unit": unit, "number": f"{word}〔{day.year}〕18号"}
    return words | {"level": "county"}


def report_progress(ledger, hazard, today):
    """On the last day of every period that ends after the plan was prepared."""
    period, percent = period_of(timezone.localdate(hazard.found_at) + timedelta(days=PREPARED_DAYS + 1)), count(30, 25)
    while period.end < today:
        words = {"done": "按方案施工，已完成阶段任务，监测无异常。", "percent": min(next(percent), 95)}
        yield (at := moment(period.end, 15))
        perform(hazard, Action.PROGRESS, by=ledger.of(hazard).first, at=at, **words)
        period = period_of(period.end + timedelta(days=1))


def ask_for_time(ledger, hazard, today):
    words = {
        "reason": "设备订货周期延长，不能按期安装。",
        "arrangement": "下月到货即安装。",
        "safeguards": "封闭停用，专人看守。",
    }
    yield (at := moment(today - timedelta(days=2)))
    perform(hazard, Action.ASK_EXTENSION, by=ledger.of(hazard).first, at=at, deadline=today + timedelta(days=90), **words)


def bring_on(ledger, people, hazard, today, steps):
    """A day each, the last one yesterday."""
    team = ledger.of(hazard)
    actors = {"accept": people.bureau, "sign_bureau": people.bureau, "sign_county": people.official, "sign_township": team.second}
    for left, step in zip(range(len(steps), 0, -1), steps, strict=True):
        day = today - timedelta(days=left)
        yield (at := moment(day, 11))
        perform(hazard, Action(step), by=actors.get(step, team.first), at=at, **told(step, team, day))


def told(step, team, day):
    return {
        "reply": {"reply": "已按方案治理完毕。", "rectified_on": day, "spent_funds": Decimal(286000)},
        "ask_acceptance": {"is_done": True, "statement": "治理任务全部完成，经委托评估，隐患已消除，申请验收。"},
        "accept": {
            "opinion": "经现场验收，隐患已消除，同意通过验收。",
            "accepted_on": day,
            "experts": "县安全生产专家组",
            "inspectors": [person.pk for person in officers_of(team.first.county)],
        },
    }.get(step, {"opinion": "同意销号。"})
