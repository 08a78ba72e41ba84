"""Every kind of paper of enforcement: records of visits, suspension and the way back, letters to others, and what came back."""

from datetime import timedelta

from demo.deeds import Ledger, moment, officers_of
from hazards.models import Action, Hazard, Inspection, Order, OrderReturn
from hazards.paper_returns import take_back
from hazards.records import first_words, record_visit
from hazards.workflow import perform

RECORDS = 6
Came = OrderReturn.Kind


def load_papers(county, bureau, today):
    desk = Desk(county, bureau)
    desk.record_visits()
    firms = list(county.places.filter(level="enterprise").select_related("township__county").order_by("pk")[:50:10])
    desk.bring_back(firms[0], today - timedelta(days=44), agrees=True)
    desk.bring_back(firms[1], today - timedelta(days=34), agrees=False)
    desk.apply(desk.suspend(firms[2], today - timedelta(days=24), today + timedelta(days=20)), today - timedelta(days=3))
    desk.cut_off(desk.suspend(firms[3], today - timedelta(days=20), today + timedelta(days=10)), today)
    desk.transfer(firms[4], today - timedelta(days=12))
    desk.direct(firms[0], today - timedelta(days=8), today + timedelta(days=12))
    desk.urge(today)
    desk.collect_receipts(today)


class Desk(Ledger):
    """The bureau's desk: its two officers with cards sign, and somebody of the township applies."""

    def __init__(self, county, bureau):
        super().__init__(county)
        self.bureau, self.officers = bureau, officers_of(county)

    def press(self, hazard, action, day, hour=10, *, by=None, **told):
        return perform(hazard, action, by=by or self.bureau, at=moment(day, hour), **told).hazard

    def record_visits(self):
        """The last visits that found something, and the last that found nothing."""
        visits = Inspection.objects.counted().filter(township__county=self.county).select_related("township", "place", "sector")
        clear = visits.exclude(clear_signed_at=None).order_by("-inspected_at")[: RECORDS // 2]
        found = visits.filter(hazards__isnull=False, hazards__state="ordered").distinct().order_by("-inspected_at")[: RECORDS // 2]
        for visit in [*clear, *found]:
            team = self.team(visit.township)
            record_visit(visit, by=team.first, at=visit.inspected_at + timedelta(hours=6), inspectors=team.people, **first_words(visit))

    def suspend(self, firm, day, deadline):
        """Ordered, not obeyed for three days, suspended."""
        [hazard] = self.visit(firm, firm.as_enterprise.sector, day)
        self.order(hazard, day, day + timedelta(days=3))
        reason = "你单位逾期未整改，存在发生生产安全事故的现实危险。"
        told = {"reason": reason, "deadline": deadline, "inspectors": self.officers}
        return self.press(hazard, Action.SUSPEND, day + timedelta(days=4), **told)

    def apply(self, hazard, day):
        reply = f"已按要求整改：{hazard.measure}。"
        return self.press(hazard, Action.APPLY, day, by=self.of(hazard).first, reply=reply, rectified_on=day, spent_funds=26000)

    def bring_back(self, firm, day, *, agrees):
        hazard = self.apply(self.suspend(firm, day, day + timedelta(days=60)), day + timedelta(days=15))
        reviewed_on = day + timedelta(days=20)
        if agrees:
            self.press(
                hazard, Action.RESUME, reviewed_on, opinion="经现场审查，事故隐患已经消除，具备安全生产条件。", inspectors=self.officers
            )
        else:
            words = {"opinion": "安全设施尚未检测合格，不具备安全生产条件。", "deadline": reviewed_on + timedelta(days=30)}
            self.press(hazard, Action.REFUSE, reviewed_on, inspectors=self.officers, **words)

    def cut_off(self, hazard, today):
        reason = "停产停业整改决定送达后，该单位仍组织夜间生产，拒不执行，有发生生产安全事故的现实危险。"
        told = {"addressee": f"{self.county.name}人民政府", "supplies": ["power", "explosives"], "approved_by": self.officers[0].name}
        asked_on = today - timedelta(days=2)
        self.press(hazard, Action.ASK_CUT_OFF, asked_on, reason=reason, cut_at=moment(today, 10), **told)

    def transfer(self, firm, day):
        [hazard] = self.visit(firm, firm.as_enterprise.sector, day)
        told = {"reason": "上述问题涉及违法用地和无证建设。", "materials": "现场检查记录\n现场照片", "answer_by": day + timedelta(days=30)}
        self.press(hazard, Action.TRANSFER, day + timedelta(days=1), addressee="县自然资源局", **told)

    def direct(self, firm, day, deadline):
        """The county's own order, by its two officers."""
        [hazard] = self.visit(firm, firm.as_enterprise.sector, day)
        told = {"requirement": f"{hazard.measure}。", "deadline": deadline, "inspectors": self.officers}
        self.press(hazard, Action.ORDER, day, 16, **told)

    def urge(self, today):
        hazards = Hazard.objects.in_county(self.county.pk).overdue(today).filter(orders__kind="notice").select_related("township__county")
        for hazard, name in zip(hazards.order_by("deadline", "pk").distinct()[:2], ["committee", "government"], strict=False):
            reason = "请督促责任单位立即整改，整改期间落实专人盯守。"
            told = {"addressee": hazard.township.government, "in_name_of": name, "report_by": today + timedelta(days=7)}
            self.press(hazard, Action.URGE, today, 9, reason=reason, **told)

    def collect_receipts(self, today):
        """Of most papers the receipt has come back; the department has answered the transfer."""
        papers = Order.objects.in_county(self.county.pk).filter(content__has_receipt=True, issued_on__lt=today - timedelta(days=3))
        for paper in papers.order_by("pk")[::2]:
            received_on = paper.issued_on + timedelta(days=1)
            words = {"signed_by": paper.content["responsible_person"] or "收发室"}
            take_back(paper, by=self.bureau, at=moment(received_on, 15), kind=Came.RECEIPT, received_on=received_on, **words)
        for letter in papers.filter(kind=Order.Kind.TRANSFER):
            received_on = today - timedelta(days=1)
            words = {"words": "已受理，正在依法查处，结果另行函告。", "signed_by": letter.served_on}
            take_back(letter, by=self.bureau, at=moment(received_on, 15), kind=Came.ANSWER, received_on=received_on, **words)
