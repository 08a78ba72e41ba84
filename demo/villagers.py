"""What villagers of the demonstration county told this year, in every state, and the paper forms that went round."""

import uuid
from datetime import timedelta

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


def load_villagers(county, bureau, today):
    township, neighbour = Township.objects.filter(county=county).order_by("pk")[:2]
    team = Team.of(township)
    villages = list(Place.objects.in_township(township.pk).filter(level=Level.VILLAGE).order_by("pk")[: len(TOLD)])
    reports = [tell(place, today, *told) for place, told in zip(villages, TOLD, strict=True)]
    _fresh, _late, accepted, merged, closed, declined, passed = reports
    accept(accepted, "water_transport", team.first)
    merge(merged, team)
    rectify(accept(closed, "geological", team.first), team)
    reporting.reward(closed, by=team.first, amount=200, note="按县安全生产举报奖励办法发放", at=closed.received_at + timedelta(days=12))
    by_the_way = {"by": team.first, "at": declined.received_at + timedelta(days=2)}
    reporting.decline(declined, refusal=PublicReport.Refusal.NOT_SAFETY, note="已电话告知向派出所反映", **by_the_way)
    reporting.pass_on(passed, by=team.first, township=neighbour, reason="网吧在邻乡集镇上", at=passed.received_at + timedelta(days=1))
    load_paper_forms(township, team, villages, today)


def tell(place, today, days, text, name, phone):
    at = moment(today - timedelta(days=days), 18, 40)
    return reporting.receive(codes_of([place])[place.pk], submission=uuid.uuid4(), text=text, name=name, phone=phone, at=at)


def accept(report, sector, by):
    sector = Sector.objects.get(key=sector)
    hazard = reporting.accept(report, by=by, sector=sector, at=report.received_at + timedelta(hours=2))
    report.refresh_from_db()
    return hazard


def merge(report, team):
    """An inspector had seen it the day before."""
    seen = report.received_at - timedelta(days=1)
    sector = Sector.objects.get(key="electricity")
    known = log_hazard(by=team.first, at=seen, place=report.place, sector=sector, description="配电变压器台架下堆放柴草")
    reporting.merge(report, known, by=team.second, at=report.received_at + timedelta(days=1))


def rectify(hazard, team):
    """Ordered, put right and re-inspected within the fortnight."""
    found = hazard.found_at
    requirement = "清除路面落石，在坡脚设置挡石墙和警示标志。"
    deadline = (found + timedelta(days=15)).date()
    order = {"requirement": requirement, "deadline": deadline, "inspectors": team.people, "responsible_unit": who_does_the_work(hazard)}
    perform(hazard, "order", by=team.first, at=found + timedelta(days=1), **order)
    reply = {"reply": "落石已清除，挡石墙已砌好。", "rectified_on": (found + timedelta(days=8)).date()}
    perform(hazard, "reply", by=team.first, at=found + timedelta(days=9), **reply)
    passed = {"opinion": "已按要求整改完毕，同意销号。", "inspectors": team.reviewers}
    perform(hazard, "pass", by=team.second, at=found + timedelta(days=10), **passed)


def load_paper_forms(township, team, villages, today):
    """A batch of last month: three came back, one was spoilt, the rest is still out."""
    day = today - timedelta(days=26)
    # Nobody waits for the PDF: it is made when somebody asks.
    with kept_from_the_queue():
        batch = make_batch(township, 10, by=team.first, site_address=SITE, at=moment(day))
    clear, found, fixed, spoilt, *_out = batch.forms.order_by("sequence")
    sector = Sector.objects.get(key="fire_safety")
    for number, (form, lines) in enumerate([(clear, []), (found, FOUND), (fixed, FIXED)], 1):
        told = {"place": villages[number], "sector": sector, "inspectors": team.people[:1], "lines": lines, "unit_signatory": "村支书"}
        seen = moment(day + timedelta(days=number), 9)
        told["content"] = "村内消防通道、用电和灭火器"
        type_in(form, by=team.second, inspected_at=seen, at=seen + timedelta(hours=6), **told)
    spoil(spoilt, by=team.second, reason="淋雨字迹不清，已换一份", at=moment(day + timedelta(days=6)))


FOUND = [
    {"spot": "村部二楼", "description": "楼道堆放杂物，堵住消防通道", "measure": "三天内清走"},
    {"spot": "老祠堂", "description": "电线老化，接头裸露", "measure": "请电工更换"},
]
FIXED = [{"spot": "村卫生室", "description": "灭火器压力不足", "measure": "当场换新", "fixed": True}]
