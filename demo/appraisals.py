"""Townships scored by sheets of 2008, 2012 and this year, by the same steps that the screens take, and one draw with its bundle."""

from datetime import date, timedelta
from decimal import Decimal

from demo.deeds import Team, moment
from papers.printing import kept_from_the_queue
from reports.bundle import make_bundle
from reports.comparison_papers import write_down
from reports.draw import draw
from reports.models import Draw
from townships.appraising import Action, Entry, Side, State, candidacy_of, check_clause, open_appraisal, perform, write_scores
from townships.models import Clause, ScoreSheet, Township, User
from townships.score_sheets import copy_sheet, issue

NAME = "安全生产示范乡镇考评细则"
# How far each walks, and what is deducted, by the criterion's own rule: {criterion: (self, first, second, agreed, why)}; what isn't
# named loses nothing.
IN_2008 = [
    (
        "金鱼岭街道",
        State.FINAL,
        {
            "专职人员": (2, 2, 2, 2, "专编安监员2名，少1名"),
            "规章制度": (0, 1, 1, 1, "缺目标管理考核细则"),
            "整改落实": (1, 1, 2, 1, "个别整改回复不及时"),
        },
    ),
    ("子良乡", State.FINAL, {"整改落实": (0, 2, 2, 2, "2条隐患逾期整改"), "信息网络": (1, 1, 1, 1, "1次没有当天上报")}),
    (
        "黄山头镇",
        State.FINAL,
        {
            "安监阵地": (0, 3, 3, 3, "第2间办公室没有设备"),
            "责任网络": (1, 2, 1, 2, "有的村干部包组未明确"),
            "事故防范": (0, 2, 2, 2, "重点部位责任牌不全"),
        },
    ),
    (
        "王家厂镇",
        State.FINAL,
        {
            "专职人员": (0, 2, 2, 2, "专职安监员少1名"),
            "教育培训": (2, 2, 4, 2, "渡工培训覆盖不全"),
            "规章制度": (0, 1, 1, 1, "缺1项专项预案"),
        },
    ),
]
IN_2012 = [
    ("官亭乡", State.FINAL, {"整改落实": (0, 1, 1, 1, "1条隐患逾期整改"), "信息网络": (0, 1, 1, 1, "1次没有当天上报")}),
    (
        "河洑镇",
        State.FINAL,
        {
            "责任网络": (1, 2, 3, 2, "有的组联络员未明确"),
            "安监阵地": (0, 3, 3, 3, "没有传真机和电脑"),
            "教育培训": (2, 2, 2, 2, "渡工未复训"),
        },
    ),
    ("洞市乡", State.FINAL, {"专职人员": (2, 2, 2, 2, "专职安监员少1名"), "规章制度": (2, 3, 3, 3, "缺3项考核和应急制度")}),
    ("杉板乡", State.SCORED, {"安监阵地": (0, 3, 0, None, "没有传真机和电脑"), "规章制度": (1, 2, 2, None, "缺2项企业应急预案")}),
    ("王家厂镇", State.SUBMITTED, {"专职人员": (2, None, None, None, "1名安监员在外培训")}),
]
THIS_YEAR = [
    ("河洑镇", State.FINAL, {"排查登记": (1, 2, 2, 2, "台账缺期限、资金等项"), "应急队伍": (2, 2, 2, 2, "缺企业级应急队伍")}),
    ("官亭乡", State.AGREED, {"责任体系": (1, 2, 2, 2, "村、组两级责任书未签齐"), "宣传活动": (0, 0, 3, 3, "2个村未进村入户")}),
    (
        "金鱼岭街道",
        State.SCORED,
        {"排查登记": (0.5, 1, 1.5, None, "台账缺资金、复查人等项"), "整改销号": (2, 2, 3, None, "有逾期未整改的隐患")},
    ),
    ("罐头嘴镇", State.SUBMITTED, {"预案演练": (4, None, None, None, "今年还没有组织演练")}),
    ("子良乡", State.SELF, {}),
]
NOT_PLANNED = "洞市乡"  # applied in 2012, not on the list of the year
OVERDUE = "河洑镇"
FAILED = {
    (2012, NOT_PLANNED): (Clause.Kind.ENTRY, "列入", "本轮只申请、未列入创建计划"),
    ("this year", OVERDUE): (Clause.Kind.VETO, "重大隐患", "危桥重大隐患逾期未整改，现场未限行"),
}


def load_appraisals(county, today):
    by_year = {2008: ("六章", date(2008, 9, 22), IN_2008), 2012: ("六章", date(2012, 9, 24), IN_2012)}
    sheets = {year: put_into_use(county, year, example, begun) for year, (example, begun, _walks) in by_year.items()}
    for year, (_example, begun, walks) in by_year.items():
        for walk in walks:
            Walk(sheets[year], begun, year).go(*walk)
    begun = today - timedelta(days=16)
    sheet = put_into_use(county, begun.year, "成都", begun)
    for walk in THIS_YEAR:
        Walk(sheet, begun, "this year").go(*walk)
    load_visits(county, sheets[2012])
    with kept_from_the_queue():
        write_down(county, 2012, 3, by=bureau_of(county)[0], at=moment(date(2012, 10, 8)))


def bureau_of(county):
    return list(User.objects.filter(county=county, role="bureau").select_related("person", "county").order_by("username"))


def put_into_use(county, year, example, begun):
    first, _second = bureau_of(county)[:2]
    shape = ScoreSheet.objects.get(county=None, name__contains=example)
    sheet = copy_sheet(shape, county=county, year=year, name=NAME)
    return issue(sheet, by=first, at=moment(begun - timedelta(days=7)))


def load_visits(county, sheet):
    """A draw of townships and one of places, with seeds as they might be drawn from an urn, and the bundle of one township."""
    bureau, _second = bureau_of(county)[:2]
    appraisal = sheet.appraisals.get(township__name="官亭乡")
    campaign = appraisal.candidacy.campaign
    draw(Draw.Kind.TOWNSHIPS, campaign=campaign, by=bureau, seed="20120925083", at=moment(date(2012, 9, 25)))
    places = draw(
        Draw.Kind.PLACES, campaign=campaign, township=appraisal.township, by=bureau, seed="20120926417", at=moment(date(2012, 9, 26))
    )
    with kept_from_the_queue():
        make_bundle(appraisal, places, by=bureau, at=moment(date(2012, 9, 26), 10))


class Walk:
    """One township on its way: every step a day later than the last."""

    def __init__(self, sheet, begun, year):
        self.sheet, self.day, self.year = sheet, begun, year
        self.first, self.second = bureau_of(sheet.county)[:2]

    def go(self, name, target, deductions):
        self.deductions = deductions
        self.township = Township.objects.get(county=self.sheet.county, name=name)
        self.inspector = Team.of(self.township).first
        self.appraisal = open_appraisal(
            self.sheet,
            township=self.township,
            candidacy=candidacy_of(self.township, self.sheet.year),
            by=self.inspector,
            at=self.next_moment(),
        )
        if target == State.SELF:
            return
        for state, step in STEPS.items():
            step(self)
            if state == target:
                return

    def next_moment(self):
        self.day += timedelta(days=1)
        return moment(self.day)

    def write(self, side, by, place):
        entries = [self.entry(criterion, place) for criterion in self.sheet.criteria.all()]
        write_scores(self.appraisal, side, entries, by=by, at=moment(self.day))

    def entry(self, criterion, place):
        *amounts, why = self.deductions.get(criterion.name, (0, 0, 0, 0, ""))
        amount = Decimal(amounts[place] or 0)
        return Entry(criterion, amount, why if amount else "")

    def press(self, action, by, **told):
        perform(self.appraisal, action, by=by, at=self.next_moment(), **told)
        self.appraisal.refresh_from_db()

    def submit(self):
        self.write(Side.SELF, self.inspector, 0)
        self.press(Action.SUBMIT, self.inspector)
        self.press(Action.ASSIGN, self.first, first=self.first, second=self.second)

    def score(self):
        for side, by, place in [(Side.FIRST, self.first, 1), (Side.SECOND, self.second, 2)]:
            self.write(side, by, place)
            self.press(Action.FINISH, by)

    def agree(self):
        self.check()
        agreed = self.appraisal.scores.filter(side=Side.FINAL).values("criterion")
        entries = [self.entry(criterion, 3) for criterion in self.sheet.criteria.exclude(pk__in=agreed)]
        write_scores(self.appraisal, Side.FINAL, entries, by=self.first, at=moment(self.day))
        self.press(Action.AGREE, self.second)

    def check(self):
        kind, words, note = FAILED.get((self.year, self.township.name), ("", "", ""))
        for clause in self.sheet.clauses.all():
            failed = clause.kind == kind and words in clause.text
            told = note if failed else "查阅资料，情况属实" if clause.kind == "entry" else "未发现"
            found = {"holds": (clause.kind == "entry") != failed, "note": told, "explanation": "已逐条核对台账，不属本条所列情形"}
            check_clause(self.appraisal, clause, by=self.first, at=moment(self.day), **found)

    def conclude(self):
        for by in (self.first, self.second, self.inspector):
            self.press(Action.SIGN, by)
        self.press(Action.CONCLUDE, self.first)


STEPS = {State.SUBMITTED: Walk.submit, State.SCORED: Walk.score, State.AGREED: Walk.agree, State.FINAL: Walk.conclude}
