"""Every kind of paper of enforcement: records of visits, suspension and the way back, letters to others, and what came back."""

from datetime import timedelta

from demo.deeds import Ledger, moment, officers_of
from demo.photos import signed_sheet
from hazards.models import Action, Hazard, Inspection, Order, OrderReturn
from hazards.paper_returns import take_back
from hazards.records import first_words, record_visit
from hazards.workflow import perform
from townships.documents import CleanDocument, FileKind

RECORDS = 6
SCANNED = 8  # of every so many papers that came back, one was scanned
Came = OrderReturn.Kind
UNLICENSED_BUILDING = {
    "spot": "厂区东侧",
    "description": "未办理用地和规划许可，擅自占地新建仓库",
    "basis": "《土地管理法》第七十七条",
    "measure": "停止建设，听候自然资源部门处理",
    "category": "management",
}


def load_papers(county, bureau, today, diary):
    desk = Desk(county, bureau)
    firms = list(county.places.filter(level="enterprise").select_related("township__county").order_by("pk")[:40:10])
    # A mine takes power and explosives, which is what the law lets the county stop (《安全生产法》第七十条).
    mine = county.places.filter(as_enterprise__sector__key="non_coal_mines").select_related("township__county").order_by("-pk").first()
    diary.tell(
        desk.bring_back(firms[0], today - timedelta(days=44), agrees=True),
        desk.bring_back(firms[1], today - timedelta(days=34), agrees=False),
        desk.suspend_and_apply(firms[2], today - timedelta(days=24), today),
        desk.suspend_and_cut_off(mine, today - timedelta(days=20), today),
        desk.transfer(firms[3], today - timedelta(days=12)),
        desk.direct(firms[0], today - timedelta(days=8), today + timedelta(days=12)),
        desk.record_visits(today),
        desk.urge(today),
        desk.collect_receipts(today),
    )


class Desk(Ledger):
    """The bureau's desk: its two officers with cards sign, and somebody of the township applies."""

    def __init__(self, county, bureau):
        super().__init__(county)
        self.bureau, self.officers = bureau, officers_of(county)

    def press(self, hazard, action, day, hour=10, *, by=None, **told):
        yield (at := moment(day, hour))
        return perform(hazard, action, by=by or self.bureau, at=at, **told).hazard

    def record_visits(self, today):
        """The last visits that found something, and the last that found nothing, each on the day of the visit."""
        yield moment(today, 0, 10)
        visits = Inspection.objects.counted().filter(township__county=self.county).select_related("township", "place", "sector")
        clear = visits.exclude(clear_signed_at=None).order_by("-inspected_at")[: RECORDS // 2]
        found = visits.filter(hazards__isnull=False, hazards__state="ordered").distinct().order_by("-inspected_at")[: RECORDS // 2]
        for visit in sorted([*clear, *found], key=lambda visit: visit.inspected_at):
            team = self.team(visit.township)
            record_visit(visit, by=team.first, at=visit.inspected_at + timedelta(hours=6), inspectors=team.people, **first_words(visit))

    def suspend(self, firm, day, deadline):
        """Ordered, not obeyed for three days, suspended."""
        hazard = yield from self.find_and_order(firm, firm.as_enterprise.sector, day, day + timedelta(days=3))
        reason = "你单位逾期未整改，存在发生生产安全事故的现实危险。"
        told = {"reason": reason, "deadline": deadline, "inspectors": self.officers}
        return (yield from self.press(hazard, Action.SUSPEND, day + timedelta(days=4), **told))

    def apply(self, hazard, day):
        told = {"reply": f"已按要求整改：{hazard.measure}。", "rectified_on": day, "spent_funds": 26000}
        return (yield from self.press(hazard, Action.APPLY, day, by=self.of(hazard).first, **told))

    def bring_back(self, firm, day, *, agrees):
        hazard = yield from self.suspend(firm, day, day + timedelta(days=60))
        hazard = yield from self.apply(hazard, day + timedelta(days=15))
        reviewed_on, told = day + timedelta(days=20), {"inspectors": self.officers}
        if agrees:
            told |= {"opinion": "经现场审查，事故隐患已经消除，具备安全生产条件。"}
            yield from self.press(hazard, Action.RESUME, reviewed_on, **told)
        else:
            told |= {"opinion": "安全设施尚未检测合格，不具备安全生产条件。", "deadline": reviewed_on + timedelta(days=30)}
            yield from self.press(hazard, Action.REFUSE, reviewed_on, **told)

    def suspend_and_apply(self, firm, day, today):
        hazard = yield from self.suspend(firm, day, today + timedelta(days=20))
        yield from self.apply(hazard, today - timedelta(days=3))

    def suspend_and_cut_off(self, firm, day, today):
        hazard = yield from self.suspend(firm, day, today + timedelta(days=10))
        reason = "停产停业整改决定送达后，该单位仍组织夜间生产，拒不执行，有发生生产安全事故的现实危险。"
        told = {"addressee": f"{self.county.name}人民政府", "supplies": ["power", "explosives"], "approved_by": self.officers[0].name}
        asked_on = today - timedelta(days=2)
        yield from self.press(hazard, Action.ASK_CUT_OFF, asked_on, reason=reason, cut_at=moment(today, 10), **told)

    def transfer(self, firm, day):
        """What is another department's to punish: land that was built on without permission."""
        [hazard] = yield from self.visit(firm, firm.as_enterprise.sector, day, **UNLICENSED_BUILDING)
        told = {"reason": "上述问题涉及违法用地和无证建设。", "materials": "现场检查记录\n现场照片", "answer_by": day + timedelta(days=30)}
        yield from self.press(hazard, Action.TRANSFER, day + timedelta(days=1), addressee="县自然资源局", **told)

    def direct(self, firm, day, deadline):
        """The county's own order, by its two officers."""
        [hazard] = yield from self.visit(firm, firm.as_enterprise.sector, day)
        told = {"requirement": f"{hazard.measure}。", "deadline": deadline, "inspectors": self.officers}
        yield from self.press(hazard, Action.ORDER, day, 16, **told)

    def urge(self, today):
        yield moment(today, 0, 20)
        hazards = Hazard.objects.in_county(self.county.pk).overdue(today).filter(orders__kind="notice").select_related("township__county")
        for hazard, name in zip(hazards.order_by("deadline", "pk").distinct()[:2], ["committee", "government"], strict=False):
            reason = "请督促责任单位立即整改，整改期间落实专人盯守。"
            told = {"addressee": hazard.township.government, "in_name_of": name, "report_by": today + timedelta(days=7)}
            perform(hazard, Action.URGE, by=self.bureau, at=moment(today, 0, 20), reason=reason, **told)

    def collect_receipts(self, today):
        """Of most papers the receipt has come back, of some as a scan of the signed paper; the department has answered the transfer."""
        yield moment(today, 0, 25)
        papers = Order.objects.in_county(self.county.pk).filter(content__has_receipt=True, issued_on__lt=today - timedelta(days=3))
        for number, paper in enumerate(papers.order_by("pk")[::2]):
            received_on = paper.issued_on + timedelta(days=1)
            if number % SCANNED == 0:
                scan = CleanDocument(signed_sheet(paper.pk).content, FileKind.PICTURE, f"{paper.number}签字扫描件.jpg")
                take_back(paper, by=self.bureau, at=moment(received_on, 14), kind=Came.SIGNED, received_on=received_on, document=scan)
            words = {"signed_by": paper.content["responsible_person"] or "收发室"}
            take_back(paper, by=self.bureau, at=moment(received_on, 15), kind=Came.RECEIPT, received_on=received_on, **words)
        for letter in papers.filter(kind=Order.Kind.TRANSFER):
            received_on = today - timedelta(days=1)
            words = {"words": "已受理，正在依法查处，结果另行函告。", "signed_by": letter.served_on}
            take_back(letter, by=self.bureau, at=moment(received_on, 15), kind=Came.ANSWER, received_on=received_on, **words)
