"""What a round of the demonstration county writes down: sessions, visits, tasks, papers, townships' plans, mentors, exchange meetings."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf

from demo.deeds import moment
from townships import township_plans as plans
from townships.documents import CleanDocument
from townships.models import (
    ExampleTownship,
    ExchangeMeeting,
    FileKind,
    IssuedDocument,
    LeaderVisit,
    LeadingGroupMember,
    MentorAid,
    MentorVisit,
    Person,
    PlanTask,
    Role,
    Session,
    Township,
    User,
)
from townships.round_entries import record_entry
from townships.work_plan import mark_done

Seat = LeadingGroupMember.Seat


def blank_page(title):
    """A paper of one empty A4 page: what the county really issued is not ours to invent."""
    written = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(595, 842))
        paper.save(written)
    return CleanDocument(written.getvalue(), FileKind.PDF, f"{title}.pdf")


class Round:
    """Writes into one round by the functions that the screens call; days are pairs, triples or dates of the documents' own."""

    def __init__(self, campaign, by):
        self.campaign, self.by = campaign, by
        self.townships = {township.name: township for township in Township.objects.filter(county=campaign.county)}
        self.group = list(campaign.leading_group.select_related("person").order_by("seat", "pk"))

    def seated(self, seat):
        return next(member.person for member in self.group if member.seat == seat)

    def enter(self, model, day, *, owner=None, **fields):
        return record_entry(model, owner or self.campaign, by=self.by, at=moment(day, 17), **fields)

    def session(self, day, topic, decisions):
        attendees = [member.person for member in self.group[:9]]
        chair = self.seated(Seat.HEAD)
        told = {
            "topic": topic,
            "chair": chair,
            "attendees": attendees,
            "others_present": 4,
            "venue": "县政府会议室",
            "decisions": decisions,
        }
        return self.enter(Session, day, held_on=day, **told)

    def leader_visit(self, day, names, findings, *, seat=Seat.DEPUTY):
        told = {"leader": self.seated(seat), "townships": [self.townships[name] for name in names], "companions": "县安委办有关人员"}
        return self.enter(LeaderVisit, day, visited_on=day, findings=findings, **told)

    def document(self, day, kind, title, *, number="", organ=None, has_file=True):
        organ = organ or f"{self.campaign.county.name}安全生产委员会"
        file = blank_page(title).as_fields() if has_file else {}
        return self.enter(IssuedDocument, day, issued_on=day, kind=kind, title=title, number=number, organ=organ, **file)

    def task(self, day, title, due_on, *, done_on=None, note="", owner=None, **who):
        if township := who.pop("at", None):
            who["township"] = self.townships[township]
        task = self.enter(PlanTask, day, owner=owner, title=title, due_on=due_on, **who)
        if done_on:
            mark_done(task, by=self.by, on=done_on, note=note, at=moment(done_on, 17))
        return task

    def exchange(self, day, title, people, speakers, summary):
        told = {"title": title, "people_present": people, "venue": "县会议中心", "summary": summary}
        return self.enter(ExchangeMeeting, day, held_on=day, speakers=[self.townships[name] for name in speakers], **told)

    def example(self, day, name, medium, experience):
        return self.enter(ExampleTownship, day, publicised_on=day, township=self.townships[name], medium=medium, experience=experience)

    def mentored(self, mentorship, days, people, content):
        for day in days:
            self.enter(MentorVisit, day, owner=mentorship, visited_on=day, people=people, content=content)

    def aid(self, mentorship, day, worth, what, *, kind=MentorAid.Kind.MONEY):
        self.enter(MentorAid, day, owner=mentorship, given_on=day, kind=kind, worth=worth, what=what)

    def plan(self, name, day, *, to="accepted", funds=None, source="township", tasks=(), reason="经费来源未落实到预算，请补充"):
        """A township's plan, as far on its way as `to` says: draft, filed, returned, accepted."""
        township = self.townships[name]
        inspector = User.objects.filter(township=township, role=Role.INSPECTOR).order_by("pk").first()
        plan = plans.start_plan(self.campaign, township=township, by=inspector, at=moment(day))
        head = Person.objects.filter(township=township, duties__kind__key="township_deputy").order_by("number").first()
        method = "成立专班，宣传发动、对标整改、自评申报；片长包片、驻村干部包村，按月调度。"
        fields = {"responsible": head, "funds_source": source, "funds": funds, "method": "" if to == "draft" else method}
        plans.edit_plan(plan, by=inspector, **fields)
        for title, due_on, done_on in tasks:
            self.task(day, title, due_on, done_on=done_on, owner=plan)
        steps = {"draft": [], "filed": ["file"], "returned": ["file", "return"], "accepted": ["file", "accept"]}[to]
        for number, action in enumerate(steps):
            on = day + timedelta(days=3 * number)
            told = {"by": inspector} if action == "file" else {"by": self.by, "reason": reason if action == "return" else ""}
            plans.perform(plan, plans.Action(action), on=on, at=moment(on, 16), **told)
        return plan


def write_2008(campaign, by, mentorships):
    """D2, chapter one: leading groups, plans and papers in time, and close ties with those who stand behind a township."""
    done = Round(campaign, by)
    done.document(date(2006, 2, 10), "basis", "关于开展安全生产示范乡镇创建活动的工作方案", organ="市安全生产委员会", has_file=False)
    done.document(date(2008, 2, 18), "plan", "2008年安全生产示范乡镇创建工作方案", number="沅澧安〔2008〕3号")
    done.document(date(2008, 2, 25), "notice", "关于切实做好安全生产示范乡镇创建工作的通知", number="沅澧安〔2008〕4号")
    done.session(
        date(2008, 2, 14),
        "研究部署2008年示范乡镇创建工作",
        "确定官亭乡等乡镇申报省级示范乡镇；乡镇长为第一责任人，村支部书记为各村第一责任人。",
    )
    done.session(date(2008, 7, 22), "听取创建点乡镇进展情况汇报", "加快安监站建设，两间以上办公室、三名以上专职安监员限期到位。")
    done.leader_visit(date(2008, 5, 6), ["官亭乡", "罐头嘴镇"], "片长包片、驻村干部包村已落实，安监站办公用品待添置。")
    done.leader_visit(date(2008, 9, 17), ["子良乡"], "“两部一站”运转正常，284名安全员在册编号。", seat=Seat.HEAD)
    for name, funds in [("官亭乡", 60_000), ("罐头嘴镇", 32_000)]:
        tasks = [
            ("片区划分和包片干部到位", date(2008, 4, 30), date(2008, 4, 20)),
            ("安监站标准化建设", date(2008, 8, 31), date(2008, 8, 25)),
        ]
        done.plan(name, date(2008, 3, 10), funds=funds, tasks=tasks)
    done.plan("洞市乡", date(2008, 5, 12), to="draft")
    days = [date(2008, 4, 9), date(2008, 8, 20)]
    done.mentored(mentorships["省农业厅"], days, "省农业厅联系处室", "将安全生产纳入新农村建设试点工作的一项重要内容")
    done.mentored(mentorships["省信息产业厅"], [date(2008, 6, 25)], "省信息产业厅联系处室", "指导安全信息网络建设")


def write_2012(campaign, by, mentorships):
    """D1, sections one, three and four."""
    done = Round(campaign, by)
    done.document(date(2012, 1, 4), "basis", "示范乡镇创建管理办法", number="湘安办〔2012〕14号", organ="省安委办", has_file=False)
    done.document(date(2012, 1, 12), "plan", "全县安全生产示范乡镇创建工作方案", number="沅澧安〔2012〕2号")
    done.document(date(2012, 2, 3), "notice", "关于做好2012年度安全生产示范乡镇创建工作的通知", number="沅澧安〔2012〕5号")
    done.session(date(2012, 1, 6), "学习省、市文件精神，研究部署创建工作", f"工作思路：{campaign.aim}。")
    done.session(date(2012, 5, 11), "专项整治行动阶段总结", "四个行业领域专项整治由县领导带队督办。")
    done.session(date(2012, 9, 12), "研究经验交流大会和年度验收", "由官亭乡作典型发言，年底前完成验收。")
    for day, names, findings in [
        (date(2012, 3, 20), ["官亭乡", "王家厂镇"], "创建负责人、经费来源、工作方法均已落实，台账建设进度快。"),
        (date(2012, 6, 12), ["罐头嘴镇"], "安全生产月活动开展扎实，渡口防护设施须抓紧完工。"),
        (date(2012, 8, 29), ["杉板乡", "河洑镇"], "村安全监管员队伍已组建，个别村培训不到位。"),
    ]:
        done.leader_visit(day, names, findings)
    for title, due_on, done_on, department in [
        ("制定全县创建工作方案", date(2012, 1, 31), date(2012, 1, 12), "县安监局"),
        ("组建村安全监管员和组联络员队伍", date(2012, 4, 30), date(2012, 4, 18), "县安监局"),
        ("四个行业领域专项整治", date(2012, 9, 30), date(2012, 9, 28), "县安监局、县公安局、县交通运输局"),
        ("召开经验交流大会", date(2012, 8, 31), date(2012, 9, 20), "县安委办"),
    ]:
        done.task(date(2012, 1, 12), title, due_on, done_on=done_on, department=department)
    for name, funds in [("官亭乡", 85_000), ("王家厂镇", 46_000), ("罐头嘴镇", 32_000), ("杉板乡", 20_000)]:
        done.plan(name, date(2012, 2, 15), funds=funds, tasks=[("完成自评", date(2012, 8, 31), date(2012, 8, 20))])
    speech = "介绍片长包片、整改回复报告制和企业主动投入的做法。"
    done.exchange(date(2012, 9, 20), "创建“安全生产示范乡镇”经验交流大会", 186, ["官亭乡"], speech)
    done.example(date(2012, 9, 28), "官亭乡", "县电视台、工作简报", "横向到边、纵向到底的监管网络，整改回复报告制。")
    done.mentored(mentorships["王家厂镇官亭乡"], [date(2012, 4, 12), date(2012, 10, 9)], "官亭乡安监站", "传授台账建设和整改回复报告制")
    done.mentored(mentorships["王家厂镇县交通运输局"], [date(2012, 5, 30)], "县交通运输局运管股", "指导渡口防护")
    done.aid(mentorships["王家厂镇县交通运输局"], date(2012, 6, 8), 15_000, "渡口防护栏")


def write_this_year(campaign, by, mentorships, today, names):
    """Something of everything for whoever looks today: filed and missing plans, tasks done, late and due."""
    done = Round(campaign, by)
    start = date(today.year, 1, 8)
    done.document(start, "plan", f"{today.year}年安全生产示范乡镇创建工作方案", number=f"沅澧安〔{today.year}〕1号")
    done.document(start + timedelta(days=6), "notice", "关于做好示范乡镇申报工作的通知", number=f"沅澧安〔{today.year}〕2号")
    done.session(start, "研究部署全年创建工作", "自愿申请、逐级申报；各申报乡镇一个月内报送创建方案。")
    done.leader_visit(min(start + timedelta(days=40), today), names[:2], "创建责任已落实，安监站设备尚需添置。")
    for title, days, done_days, who in [
        ("下发创建工作方案", -200, -205, {"department": "县安委办"}),
        ("开展申报乡镇中期督导", -60, -40, {"department": "县应急管理局"}),
        ("完成县级验收", -5, None, {"department": "县应急管理局"}),
        ("报送年度自评材料", 2, None, {"at": names[0]}),
        ("年度总结", 35, None, {"department": "县安委办"}),
    ]:
        done_on = max(today + timedelta(days=done_days), start) if done_days else None
        done.task(start, title, max(today + timedelta(days=days), start), done_on=done_on, **who)
    for name, to in zip(names[:5], ["accepted", "filed", "returned", "draft"], strict=False):
        tasks = [("对标自评", today + timedelta(days=20), None), ("安全文化墙建设", max(today - timedelta(days=30), start), None)]
        done.plan(name, start + timedelta(days=20), to=to, funds=50_000, tasks=tasks)
    day = max(today - timedelta(days=25), start)
    done.exchange(day, "示范乡镇创建经验交流会", 92, names[:1], "介绍安监站标准化建设和隐患闭环整改的做法。")
    for mentorship in mentorships:
        done.mentored(mentorship, [day], "示范乡镇安监站", "现场指导隐患台账和责任链")
        done.aid(mentorship, day, 6_000, "应急器材一套", kind=MentorAid.Kind.THINGS)
