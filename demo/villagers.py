"""What villagers of the demonstration county told this year, in every state, and the paper forms that went round."""

import uuid
from datetime import timedelta
from functools import partial

from demo.deeds import Team, moment, who_does_the_work
from hazards import reporting
from hazards.codes import codes_of
from hazards.intake import log_hazard
from hazards.models import PublicReport
from hazards.paper_forms import make_batch, spoil, type_in
from hazards.workflow import perform
from papers.printing import kept_from_the_queue
from townships.models import Level, Place, Sector, Township

SITE = "https://anquan.example.gov.cn/"
# Days ago, what was told, name, number.
TOLD = [
    (1, "河边的护栏被车撞断了，晚上看不见，昨天有个小孩差点掉下去。", "", ""),
    (9, "有人在老屋里做鞭炮，晚上能闻到药味。", "", "13974120086"),
    (20, "渡船一次装了二十多个人，没有救生衣。", "陈友生", "13787360115"),
    (34, "变压器下面堆满了柴草，夏天打雷很怕。", "", ""),
    (47, "山上的石头掉到路上来了，过车要绕。", "周桂英", "13507361290"),
    (60, "邻居家放音响太吵。", "", ""),
    (75, "网吧后门锁死了，着火跑不出来。", "刘志强", "13875102233"),
]


def load_villagers(county, today, diary):
    township, neighbour = Township.objects.filter(county=county).order_by("pk")[:2]
    team = Team.of(township)
    villages = list(Place.objects.in_township(township.pk).filter(level=Level.VILLAGE).order_by("pk")[: len(TOLD)])
    fates = [leave, leave, take_up, merge, see_through, decline, partial(pass_on, neighbour)]
    for place, told, fate in zip(villages, TOLD, fates, strict=True):
        diary.tell(story_of(place, today, told, partial(fate, team)))
    diary.tell(use_paper_forms(township, team, villages, today))


def story_of(place, today, told, fate):
    days, text, name, phone = told
    yield (at := moment(today - timedelta(days=days), 18, 40))
    code = codes_of([place])[place.pk]
    yield from fate(reporting.receive(code, submission=uuid.uuid4(), text=text, name=name, phone=phone, at=at))


def leave(team, report):
    """Nobody has looked at it yet."""
    yield from ()


def take_up(team, report, sector="water_transport"):
    yield (at := report.received_at + timedelta(hours=14))
    hazard = reporting.accept(report, by=team.first, sector=Sector.objects.get(key=sector), at=at)
    report.refresh_from_db()
    return hazard


def merge(team, report):
    """An inspector saw it on the next morning, before the report was read."""
    yield (at := report.received_at + timedelta(hours=14))
    told = {"place": report.place, "sector": Sector.objects.get(key="electricity"), "description": "配电变压器台架下堆放柴草"}
    known = log_hazard(by=team.first, at=at, **told)
    yield (at := report.received_at + timedelta(days=1))
    reporting.merge(report, known, by=team.second, at=at)


def see_through(team, report):
    hazard = yield from take_up(team, report, sector="geological")
    yield from rectify(hazard, team)
    yield (at := report.received_at + timedelta(days=12))
    reporting.reward(report, by=team.first, amount=200, note="按县安全生产举报奖励办法发放", at=at)


def decline(team, report):
    yield (at := report.received_at + timedelta(days=2))
    told = {"refusal": PublicReport.Refusal.NOT_SAFETY, "note": "已电话告知向派出所反映"}
    reporting.decline(report, by=team.first, at=at, **told)


def pass_on(neighbour, team, report):
    yield (at := report.received_at + timedelta(days=1))
    reporting.pass_on(report, by=team.first, township=neighbour, reason="网吧在邻乡集镇上", at=at)


def rectify(hazard, team):
    """Ordered, put right and re-inspected within the fortnight."""
    found = hazard.found_at
    requirement = "清除路面落石，在坡脚设置挡石墙和警示标志。"
    deadline = (found + timedelta(days=15)).date()
    order = {"requirement": requirement, "deadline": deadline, "inspectors": team.people, "responsible_unit": who_does_the_work(hazard)}
    reply = {"reply": "落石已清除，挡石墙已砌好。", "rectified_on": (found + timedelta(days=8)).date()}
    passed = {"opinion": "已按要求整改完毕，同意销号。", "inspectors": team.reviewers}
    steps = [(1, "order", team.first, order), (9, "reply", team.first, reply), (10, "pass", team.second, passed)]
    for days, action, by, told in steps:
        yield (at := found + timedelta(days=days))
        perform(hazard, action, by=by, at=at, **told)


def use_paper_forms(township, team, villages, today):
    """A batch of last month: three came back, one was spoilt, the rest is still out."""
    day = today - timedelta(days=26)
    yield (at := moment(day))
    # Nobody waits for the PDF: it is made when somebody asks.
    with kept_from_the_queue():
        batch = make_batch(township, 10, by=team.first, site_address=SITE, at=at)
    clear, found, fixed, spoilt, *_out = batch.forms.order_by("sequence")
    sector = Sector.objects.get(key="fire_safety")
    for number, (form, lines) in enumerate([(clear, []), (found, FOUND), (fixed, FIXED)], 1):
        told = {"place": villages[number], "sector": sector, "inspectors": team.people[:1], "lines": lines, "unit_signatory": "村支书"}
        told["content"] = "村内消防通道、用电和灭火器"
        seen = moment(day + timedelta(days=number), 9)
        yield (at := seen + timedelta(hours=6))
        type_in(form, by=team.second, inspected_at=seen, at=at, **told)
    yield (at := moment(day + timedelta(days=6)))
    spoil(spoilt, by=team.second, reason="淋雨字迹不清，已换一份", at=at)


FOUND = [
    {"spot": "村部二楼", "description": "楼道堆放杂物，堵住消防通道", "measure": "三天内清走"},
    {"spot": "老祠堂", "description": "电线老化，接头裸露", "measure": "请电工更换"},
]
FIXED = [{"spot": "村卫生室", "description": "灭火器压力不足", "measure": "当场换新", "fixed": True}]
