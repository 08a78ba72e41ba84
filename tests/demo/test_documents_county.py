"""The county of the two documents: their countable statements, recounted by plain SQL and by the figures, and a year at work."""

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from demo.accounts import PASSWORD, accounts_here
from demo.places import roster_of
from hazards.drawing import redraw
from hazards.models import (
    CheckSheet,
    Drive,
    Handover,
    Hazard,
    Order,
    OrderReturn,
    PaperForm,
    PatrolDraw,
    PatrolPlan,
    PublicReport,
    Signal,
    State,
    VisitTask,
)
from hazards.orders import PAPERS
from publicity.models import Activity
from reports.comparison import Comparison, quarter_of
from reports.draw import audit
from reports.models import AnnualReport, Draw
from reports.prose import default_paragraphs
from reports.reading import rows_address
from reports.snapshot import take_snapshot
from reports.tokens import finished
from tests.demo import TODAY
from townships.drills import overdue_on
from townships.figure import all_figures
from townships.gaps import Reason, find_gaps
from townships.models import (
    Appraisal,
    Candidacy,
    Delivery,
    Duty,
    Investment,
    Letter,
    Message,
    Objection,
    Place,
    SafetyOfficer,
    Team,
    Township,
    TownshipPlan,
    User,
)
from townships.period import Period
from townships.stations import find_shortfalls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_county")]


@pytest.fixture(scope="module")
def report_text(documents_county, django_db_blocker, tmp_path_factory):
    """What a reader of the report's PDF reads, without the line breaks."""
    pdf = tmp_path_factory.mktemp("report") / "2012.pdf"
    with django_db_blocker.unblock():
        call_command("annual_report", year=2012, output=pdf, verbosity=0)
    return re.sub(r"\s|— \d+ —", "", "".join(page.extract_text() for page in PdfReader(pdf).pages))


def test_every_kind_of_paper_is_there(documents_county):
    kinds = set(Order.objects.in_county(documents_county.pk).values_list("kind", flat=True))

    assert kinds == set(PAPERS)
    assert {*OrderReturn.objects.in_county(documents_county.pk).values_list("kind", flat=True)} == set(OrderReturn.Kind)


def test_no_term_is_older_than_its_team(documents_county):
    seats = Duty.objects.in_county(documents_county.pk).filter(starts_on__lt=F("team__founded_on"))

    assert not seats.exists()


SERIES_OF_PAPERS = ["kind", "issuer", "in_name_of", "year", "sequence"]


@pytest.mark.parametrize(
    ("model", "series", "day"),
    [(Order, SERIES_OF_PAPERS, "issued_on"), (Hazard, ["township", "year", "sequence"], "reported_at")],
)
def test_numbers_run_with_the_days(documents_county, model, series, day):
    rows = model.objects.order_by(*series).values_list(*series, day)
    runs = [[row[-1] for row in run] for _series, run in groupby(rows, key=lambda row: row[:-2])]

    assert all(run == sorted(run) for run in runs)
    assert max(map(len, runs)) > 20


ACTIVITIES = """
    SELECT sum(a.quantity) FROM publicity_activity a JOIN publicity_activitykind k ON k.id = a.kind_id
    WHERE k.key = '{}' AND a.voided_at IS NULL AND a.held_on BETWEEN '2012-01-01' AND '2012-12-31'
"""
TRAININGS = "SELECT count(*) FROM publicity_training WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012"
COST = """
    SELECT (SELECT sum(cost) FROM publicity_activity WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012)
         + (SELECT sum(cost) FROM publicity_training WHERE voided_at IS NULL AND extract(year FROM held_on) = 2012)
"""
DRIVES = "SELECT count(*) FROM hazards_drive WHERE starts_on <= '2012-12-31' AND ends_on >= '2012-01-01'"
IN_DRIVES = """
    SELECT count(*) FROM hazards_hazard h JOIN hazards_drive d ON d.id = h.drive_id
    WHERE h.state = 'closed' AND extract(year FROM d.starts_on) = 2012
"""
# What the first document says, the number that stands behind it, and the SQL that recounts it.
STATEMENTS = [
    ("举办各类人员培训班16次", "trainings.classes", 16, TRAININGS),
    ("发放各类安全宣传资料5000份", "publicity.leaflets", 5000, ACTIVITIES.format("leaflets")),
    ("悬挂横幅32幅", "publicity.banners", 32, ACTIVITIES.format("banners")),
    ("新增安全挂牌200块", "publicity.boards", 200, ACTIVITIES.format("boards")),
    ("刷写安全固定标语4幅", "publicity.slogans", 4, ACTIVITIES.format("slogans")),
    ("印发安全常识手册400多本", "publicity.handbooks", 430, ACTIVITIES.format("handbooks")),
    ("累计投入宣传资金5万余元", "publicity.cost", Decimal(54300), COST),
    ("道路交通、非煤矿山、水上交通、烟花爆竹专项整治行动4次", "drives.held", 4, DRIVES),
    ("排除各类安全隐患80多条", "drives.hazards_closed", 83, IN_DRIVES),
]
WORDS = [
    "自2011年开展第二轮“安全生产示范乡镇”创建工作以来",
    "“政府主导、部门配合、企业支持、全民参与、典型引路、全面跟进”的工作思路",
    "任组长",
    "副组长",
    "按“县管、乡包、村落实”的原则",
    "“分散巡查、集中执法”",
    "建立示范乡镇创建帮扶机制",
    "先后3次召开专题会议研究部署创建工作",
    "主持召开了创建“安全生产示范乡镇”经验交流大会1次",
    "《全县安全生产示范乡镇创建工作方案》《关于做好2012年度安全生产示范乡镇创建工作的通知》等创建工作文件2件",
    "我县省级“安全生产示范乡镇”官亭乡向全县推广其成功经验",
    "从“要我安全”到“我要安全”的根本转变",
]


@pytest.mark.parametrize(("sentence", "key", "stated", "sql"), STATEMENTS)
def test_the_first_documents_numbers(documents_county, report_text, sentence, key, stated, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        recounted = cursor.fetchone()[0]

    assert recounted == stated
    assert all_figures()[key].value(Period.year(2012), documents_county) == stated
    assert sentence in report_text


@pytest.mark.parametrize("words", WORDS)
def test_the_first_documents_words(report_text, words):
    assert words in report_text


# What D2's chapter one says, as this county's own report for 2008 says it, and the number behind it.
CHAPTER_ONE = [
    ("先后2次召开专题会议研究部署创建工作", "sessions.held", 2),
    ("年初成立了创建工作领导小组，由县长", "leading_group.members", 22),
    ("县安委办明确1名班子成员负责创建工作的联系与指导", "people.county_liaisons", 1),
    ("政府领导还先后2次对创建工作进行督查", "leader_visits.made", 2),
    ("制定了切实可行的全县示范乡镇创建工作方案", "documents.plans", 1),
    ("《关于切实做好安全生产示范乡镇创建工作的通知》等创建工作文件2件", "documents.issued", 2),
    ("目前有2个乡镇报送了创建方案", "plans.filed", 2),
    ("目前已结成帮扶对子2个，省农业厅、省信息产业厅参与帮扶，走访指导3次", "mentorships.visits", 3),
]


@pytest.fixture(scope="module")
def words_of_2008(documents_county, django_db_blocker):
    with django_db_blocker.unblock():
        snapshot = take_snapshot(documents_county, 2008)
    return "".join(finished(one.text, snapshot) for one in default_paragraphs(snapshot)), snapshot


@pytest.mark.parametrize(("sentence", "key", "number"), CHAPTER_ONE)
def test_the_second_documents_chapter_one(words_of_2008, sentence, key, number):
    said, snapshot = words_of_2008

    assert sentence in said
    assert snapshot["figures"][key]["value"] == number


def test_nobody_spoke_in_2008(words_of_2008):
    assert "交流大会" not in words_of_2008[0]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("sessions.held", 3),
        ("leader_visits.made", 3),
        ("documents.issued", 2),
        ("tasks.done", 4),
        ("tasks.late", 1),
        ("plans.filed", 4),
        ("mentorships.visits", 3),
        ("mentorships.money", Decimal(15000)),
        ("exchanges.held", 1),
        ("exchanges.speakers", 1),
        ("examples.publicised", 1),
    ],
)
def test_what_the_round_of_the_first_document_did(documents_county, key, number):
    assert all_figures()[key].value(Period.year(2012), documents_county) == number


def test_something_waits_for_the_bureau_in_the_round_of_today():
    candidacies = Candidacy.objects.all()

    assert candidacies.running_out(TODAY).count() == candidacies.with_plate_to_take_back().count() == 1
    assert candidacies.run_out_by(TODAY).count() == 0
    assert Objection.objects.open().count() == 1
    assert set(TownshipPlan.objects.values_list("state", flat=True)) == set(TownshipPlan.State)


def test_the_report_for_2012_is_published_for_officials(client):
    client.force_login(User.objects.get(username="lingdao"))
    report = AnnualReport.objects.get(county__code="430799", year=2012)

    paper = b"".join(client.get(reverse("reports:report_paper", args=[report.pk])).streaming_content)

    assert paper.startswith(b"%PDF")
    assert report.state == AnnualReport.State.PUBLISHED
    assert (report.created_by.username, report.signed_by.username) == ("ju", "ju2")


def test_what_townships_spend_on_publicity_differs_and_compares_with_a_smaller_year(documents_county):
    cost = all_figures()["publicity.activity_cost"]
    now, before = (cost.by_township(Period.year(year), documents_county) for year in (2026, 2025))

    assert len(set(now.values())) == len(now) == len(before) == 9
    assert 0 < sum(before.values()) < sum(now.values())


def township(name):
    return Township.objects.get(name=name)


def test_guanting_has_six_zones_under_a_chief_each():
    chiefs = Duty.objects.filter(place__township=township("官亭乡"), kind__key="zone_chief")

    assert chiefs.values("place").distinct().count() == chiefs.values("person").distinct().count() == 6


def test_ziliang_has_284_on_its_roster_and_eight_working_groups():
    assert roster_of(township("子良乡")) == 284
    assert Duty.objects.filter(place=township("子良乡"), kind__key="group_head").count() == 8


def test_ziliang_has_four_inspectors_three_petrol_stations_and_six_mines():
    ziliang = Place.objects.filter(township=township("子良乡"), level="enterprise")

    assert Duty.objects.filter(place=township("子良乡"), kind__key="safety_inspector").count() == 4
    assert ziliang.filter(as_enterprise__sector__key="hazardous_chemicals").count() == 3
    assert ziliang.filter(as_enterprise__sector__key="non_coal_mines").count() == 6


def test_guanting_rectified_123_hazards():
    assert Hazard.objects.filter(township=township("官亭乡"), year=2008, state="closed").count() == 123


@pytest.mark.parametrize(
    ("name", "kind", "quantity"), [("官亭乡", "flyers", 50000), ("金鱼岭街道", "consultations", 5000), ("黄山头镇", "tv", 4)]
)
def test_publicity_of_the_second_document(documents_county, name, kind, quantity):
    assert Activity.objects.get(township=township(name), kind__key=kind, held_on__year=2008).quantity == quantity


def test_guantouzui_budgets_a_yuan_a_head():
    town = township("罐头嘴镇")

    assert Investment.objects.get(township=town, spent_on__year=2008).amount == town.population == 32000


@pytest.mark.parametrize(("year", "issued", "signed"), [(2008, 28, 22), (2012, 51, 46), (2026, 86, 65)])
def test_letters_of_responsibility_and_who_has_not_signed(documents_county, year, issued, signed):
    figures, period = all_figures(), Period.year(year)

    assert [figures[key].value(period, documents_county) for key in ("letters.issued", "letters.signed")] == [issued, signed]


def test_the_forest_farm_signed_a_letter_of_its_own():
    """D2: 黄山头森林公园管理局与国营林场签订了《森林防火责任状》"""
    letter = Letter.objects.get(lower__name="国营黄山头林场")

    assert letter.content["title"] == "2008年森林防火责任状"
    assert letter.signatures.counted().count() == 2


def test_titles_were_reached_step_by_step():
    named = Candidacy.objects.get(township=township("子良乡"), campaign__round_number=1)

    assert [event.to_state for event in named.events.all()][:7] == [
        "applied",
        "creating",
        "accepted",
        "reviewed",
        "checked",
        "noticed",
        "named",
    ]


def test_this_year_has_something_in_every_state():
    found = Hazard.objects.filter(found_at__year=2026)

    assert set(found.values_list("state", flat=True)) == set(State)
    assert found.overdue(TODAY).exists()


def test_what_was_found_again_was_put_right_and_nothing_stands_for_half_a_year():
    found_again = Hazard.objects.filter(events__action="reopen", found_at__year__gte=2023)

    assert [hazard.state for hazard in found_again] == [State.CLOSED, State.CLOSED]
    assert not Hazard.objects.overdue(TODAY - timedelta(days=60)).exists()


def test_a_drive_of_2008_has_hazards_put_right_on_the_spot_and_by_a_paper():
    for drive in Drive.objects.filter(starts_on__year=2008):
        deeds = {event.action for hazard in drive.hazards.all() for event in hazard.events.all()}
        assert {"rectify", "order", "pass"} <= deeds, drive


def test_what_was_told_in_the_demonstration_leaves_the_system_to_nobody():
    assert Message.objects.exists()
    assert not Delivery.objects.exists()


def test_what_is_checked_of_a_plan_has_a_plan():
    assert not Hazard.objects.filter(assurances__isnull=False, plans=None).exists()


def test_this_years_patrols_were_walked_but_for_some():
    tasks = VisitTask.objects.counted()

    assert all(rows.exists() for rows in (tasks.on_time(), tasks.late(), tasks.missed(TODAY), tasks.due(TODAY), tasks.coming(TODAY)))
    assert all(rows.exists() for rows in (tasks.missed(TODAY).unexplained(), tasks.missed(TODAY).exclude(missed_reason="")))
    assert all(redraw(draw) == draw.outcome for draw in PatrolDraw.objects.all())


def test_filled_checklists_made_hazards_and_their_orders():
    finished = CheckSheet.objects.filter(inspection__isnull=False)

    assert [sheet.inspection.hazards.count() for sheet in finished] == [2, 2]
    assert {state for sheet in finished for state in sheet.inspection.hazards.values_list("state", flat=True)} == {State.ORDERED}
    assert CheckSheet.objects.filter(inspection=None).count() == 1


def test_nothing_happens_after_the_day_on_which_one_looks():
    assert timezone.localdate(Hazard.objects.latest("reported_at").reported_at) < TODAY


def test_gaps_are_few_and_true(documents_county):
    gaps = find_gaps(Place.objects.in_county(documents_county.pk), on=TODAY)

    assert Counter((gap.rule.kind.key, gap.reason) for gap in gaps) == {
        # 金鱼岭 two of four, 罐头嘴 and 河洑 three of four: more than 30,000 people each.
        ("safety_inspector", Reason.TOO_FEW): 3,
        ("village_supervisor", Reason.VACANT): 3,
        ("safety_inspector", Reason.UNQUALIFIED): 2,
        ("enterprise_officer", Reason.UNQUALIFIED): 2,
    }


def test_a_city_adds_up_two_counties_and_a_county_sees_its_own(client):
    """Applied, creating, named, in force, kept, lapsed, revoked: of each county, and only the city sees the other."""
    sums = {}
    for username in ("shi", "ju"):
        client.force_login(User.objects.get(username=username))
        statistics = client.get(reverse("townships:candidacy_statistics"), {"on": TODAY}).context["statistics"]
        sums[username] = {str(line.county): [cell.number for cell in line.cells] for line in statistics.sums if line.county}
        sums[username, "all"] = [cell.number for cell in statistics.sums[-1].cells]

    assert sums["shi"] == {"沅澧县": [24, 3, 10, 3, 2, 7, 0], "沅北县": [6, 1, 3, 2, 1, 0, 1]}
    assert (sums["ju"], sums["ju", "all"]) == ({}, sums["shi"]["沅澧县"])
    assert sums["shi", "all"] == [30, 4, 13, 5, 3, 7, 1]


def test_ziliang_has_two_headquarters_and_one_station():
    kinds = Counter(township("子良乡").teams.filter(place__level="township").values_list("kind", flat=True))

    assert kinds == {"headquarters": 2, "station": 1, "working_group": 8, "rescue": 1}


def test_ziliang_has_284_numbered_officers():
    roster = SafetyOfficer.objects.filter(township=township("子良乡"))

    assert roster.on_roster(TODAY).count() == 284
    assert roster.count() == len({officer.number for officer in roster}) == 286


def test_every_township_has_a_numbered_roster_of_its_own_by_now():
    rosters = Counter(SafetyOfficer.objects.on_roster(TODAY).values_list("township__name", flat=True))

    home = township("子良乡").county
    assert set(rosters) == set(Township.objects.filter(county=home).values_list("name", flat=True))
    assert SafetyOfficer.objects.on_roster(date(2012, 12, 31)).exclude(township__name="子良乡").count() == 0


def test_rescue_teams_stand_at_three_levels():
    levels = Team.objects.filter(kind=Team.Kind.RESCUE).values_list("place__level", flat=True)

    assert Counter(levels) == {"township": 3, "village": 6, "enterprise": 6}


def test_one_cadre_handed_over_to_another():
    row = Handover.objects.get()

    assert row.content["posts"]
    assert row.content["hazards"]
    assert not Duty.objects.held_on(TODAY).filter(person=row.giver).exists()
    assert not Hazard.objects.unclosed().filter(answers=row.giver).exists()


def test_shows_an_account_for_every_role(client):
    assert [name for name, _words in accounts_here()] == ["ju", "ju2", "guanting", "guanting2", "lingdao", "shi", "admin", "audit"]
    assert client.login(username="guanting", password=PASSWORD)


def test_is_not_loaded_twice():
    with pytest.raises(CommandError, match="已经载入"):
        call_command("load_demo", verbosity=0)


def test_townships_are_scored_and_one_is_vetoed(documents_county):
    figures = all_figures()

    assert [figures["appraisals.done"].value(Period.year(year), documents_county) for year in (2008, 2012)] == [4, 3]
    assert [figures["appraisals.failed"].value(Period.year(year), documents_county) for year in (2008, 2012)] == [0, 1]
    assert figures["appraisals.vetoed"].value(Period.year(TODAY.year), documents_county) == 1


def test_appraisals_stand_at_every_step(documents_county):
    assert set(Appraisal.objects.values_list("state", flat=True)) == set(Appraisal.State) - {Appraisal.State.VOID}


def test_draws_of_the_demonstration_can_be_repeated(documents_county):
    draws = Draw.objects.order_by("pk")

    assert [(draw.kind, audit(draw).is_same, audit(draw).list_is_intact) for draw in draws] == [
        ("townships", True, True),
        ("places", True, True),
    ]


def test_comparison_of_2012_tells_townships_apart(documents_county):
    comparison = Comparison(documents_county, quarter_of(2012, 3))

    assert any(len({cell.rank for cell in column} - {None}) > 1 for column in zip(*[row.cells for row in comparison.rows], strict=True))


# The second document's chapters two (投入) and five (治理), recounted by plain SQL.

WORKS = """
    SELECT sum(w.{}) FROM townships_physicalwork w JOIN townships_workkind k ON k.id = w.kind_id
    JOIN townships_place p ON p.id = w.township_id
    WHERE k.key = '{}' AND p.name = '{}' AND w.voided_at IS NULL AND w.done_on BETWEEN '2008-01-01' AND '2008-12-31'
"""
MONEY = """
    SELECT sum(i.amount) FROM townships_investment i JOIN townships_place p ON p.id = i.township_id
    WHERE p.name = '{}' AND i.purpose = '{}' AND i.voided_at IS NULL AND extract(year FROM i.spent_on) = 2008
"""
BUDGET = """
    SELECT coalesce(s.budget_amount, s.budget_per_head * s.population) FROM townships_stationyear s
    JOIN townships_place p ON p.id = s.township_id WHERE p.name = '{}' AND s.year = 2008 AND s.voided_at IS NULL
"""
OFFICES = """
    SELECT count(*) FROM townships_villageoffice o JOIN townships_place p ON p.id = o.township_id
    WHERE p.name = '{}' AND o.since_on <= '2008-12-31' AND o.ended_on IS NULL AND o.voided_at IS NULL
"""
ROOMS = "SELECT count(*) FROM townships_stationyear WHERE year = 2008 AND rooms >= 2 AND voided_at IS NULL"


def recounted(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("name", "key", "stated"),
    [
        ("官亭乡", "roads", Decimal("98.6")),
        ("官亭乡", "bridges", 2),
        ("官亭乡", "dangerous_houses", 12),
        ("官亭乡", "dangerous_rocks", 5),
        ("官亭乡", "dangerous_bridges", 2),
        ("黄山头镇", "speed_bumps", 16),
        ("黄山头镇", "signboards", 30),
        ("黄山头镇", "dangerous_walls", 1),
        ("金鱼岭街道", "speed_plates", 10),
        ("金鱼岭街道", "warning_signs", 3),
        ("金鱼岭街道", "traffic_lights", 1),
        ("金鱼岭街道", "warning_lights", 1),
        ("官亭乡", "remote_monitoring", 10),
    ],
)
def test_works_of_the_second_document(name, key, stated):
    assert recounted(WORKS.format("quantity", key, name)) == stated
    assert all_figures()[f"works.{key}"].value(Period.year(2008), township(name)) == stated


def test_speed_bumps_are_56_metres_long():
    assert recounted(WORKS.format("second_quantity", "speed_bumps", "黄山头镇")) == 56
    assert all_figures()["works.speed_bumps.second"].value(Period.year(2008), township("黄山头镇")) == 56


@pytest.mark.parametrize(
    ("name", "purpose", "stated"),
    [
        ("官亭乡", "facilities", 12_300_000),
        ("官亭乡", "rectification", 6_200_000),
        ("子良乡", "rectification", 530_000),
        ("金鱼岭街道", "wages", 20_000),
        ("金鱼岭街道", "facilities", 7_450_000),
        ("王家厂镇", "station", 53_000),
        ("杉板乡", "station", 52_000),
        ("河洑镇", "station", 74_000),
        ("罐头嘴镇", "rectification", 32_000),
    ],
)
def test_money_of_the_second_document(name, purpose, stated):
    assert recounted(MONEY.format(name, purpose)) == stated
    assert all_figures()[f"investment.{purpose}"].value(Period.year(2008), township(name)) == stated


@pytest.mark.parametrize(("name", "stated"), [("金鱼岭街道", 20_000), ("罐头嘴镇", 32_000)])
def test_budgets_of_the_second_document(name, stated):
    assert recounted(BUDGET.format(name)) == stated
    assert all_figures()["stations.budget"].value(Period.year(2008), township(name)) == stated


def test_every_station_has_two_rooms_and_guantouzui_an_office_in_every_village(documents_county):
    assert recounted(ROOMS) == all_figures()["stations.roomy"].value(Period.year(2008), documents_county) == 9
    offices = all_figures()["stations.outposts"].value(Period.year(2008), township("罐头嘴镇"))
    assert recounted(OFFICES.format("罐头嘴镇")) == offices == 15


def test_five_works_were_paid_with_three_sums_that_count_once_each(documents_county):
    figures, year = all_figures(), Period.year(2008)

    assert [one.works.count() for one in Investment.objects.filter(note__contains="硬化乡村公路98.6公里")] == [5, 5, 5]
    assert figures["physical_works.invested"].value(year, township("官亭乡")) == 12_300_000
    assert figures["investment.total"].value(year, documents_county) == recounted(
        "SELECT sum(amount) FROM townships_investment WHERE voided_at IS NULL AND extract(year FROM spent_on) = 2008"
    )


ENFORCED_2008 = """
    SELECT sum(e.quantity) FROM hazards_enforcement e JOIN hazards_enforcementkind k ON k.id = e.kind_id
    JOIN townships_place p ON p.id = e.township_id
    WHERE k.key = '{}' AND p.name = '官亭乡' AND e.voided_at IS NULL AND extract(year FROM e.acted_at) = 2008
"""


# D2: 销毁“三无”车辆12辆，取缔非法烟花爆竹生产、经营窝点15个
@pytest.mark.parametrize(("key", "stated"), [("vehicles_destroyed", 12), ("illegal_sites", 15)])
def test_what_was_destroyed_and_banned_in_2008(key, stated):
    figure = all_figures()[f"enforcement.{key}"]
    assert figure.value(Period.year(2008), township("官亭乡")) == recounted(ENFORCED_2008.format(key)) == stated


# D2: 对辖区内176台摩托车进行了规范办证，21台农用车进行了安全监管
@pytest.mark.parametrize(("key", "stated"), [("plates_issued", 176), ("farm_vehicles", 21)])
def test_what_the_drives_of_2008_achieved(key, stated):
    assert all_figures()[f"outcomes.{key}"].value(Period.year(2008), township("金鱼岭街道")) == stated


SENTENCES_2008 = [
    "销毁“三无”车辆12辆，取缔非法生产经营窝点15个",
    "硬化道路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处，整治危桥2座",
    "安装减速带16条，共56米，设立减速板10个，增设警示牌3块，设置标识标牌30块，新增红绿灯1个，新增太阳能警示灯1个",
    "办公用房达标的安监站9个",
    "设立村级安全生产办公室15个",
    "安排安监站年度经费5.2万元",
    "制定修订应急预案9个，组织应急演练3次",
    "群众300万元",
    "今年以来，截至11月10日，全县未发生较大以上事故",
]


def test_second_documents_sentences(documents_county):
    snapshot = take_snapshot(documents_county, 2008)

    said = "".join(finished(one.text, snapshot) for one in default_paragraphs(snapshot))

    assert [words for words in SENTENCES_2008 if words not in said] == []


# What D2 says of one township, as the report for 2008 says it of the same one.
TOLD_OF_2008 = [
    ("官亭乡", "将各村分为6个片区，由6名片长包片，驻村干部18人包村，副科级以上干部联系高危企业"),
    ("官亭乡", "安监员实行零休息日的安全监管"),
    ("官亭乡", "新增安全挂牌25块，印发安全常识手册5000本，散发安全宣传单50000份"),
    ("官亭乡", "投入安全设施资金1200多万元，硬化道路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处，整治危桥2座"),
    ("官亭乡", "投入隐患整改资金600多万元，整改隐患123项"),
    ("官亭乡", "销毁“三无”车辆12辆，取缔非法生产经营窝点15个"),
    ("子良乡", "下设指挥部2个，行业安全管理领导小组8个，在册编号、动态管理的安全员284名"),
    ("子良乡", "配备专职安监员4名，其中持证4名，村安全监管员14名"),
    ("子良乡", "安监站高配为副科级，所需经费实报实销，下有保底，上不封顶"),
    ("子良乡", "投入隐患整改资金50多万元"),
    ("金鱼岭街道", "在册责任人员近300人"),
    ("金鱼岭街道", "2万元工作经费纳入财政预算，超支部分实报实销；站长享受正科级待遇"),
    ("金鱼岭街道", "悬挂横幅100多幅，印发安全常识手册9000本，出动宣传车3台次，接待咨询群众5000人次"),
    ("金鱼岭街道", "组织文艺演出（宣讲）8场，布置气球、拱门10个"),
    ("金鱼岭街道", "投入安全设施资金700多万元，设立减速板10个，增设警示牌3块，新增红绿灯1个，新增太阳能警示灯1个"),
    ("金鱼岭街道", "整改隐患7项，摩托车规范办证176台，农用车纳入监管21台"),
    ("黄山头镇", "举办各类人员培训班2次"),
    ("黄山头镇", "发放各类安全宣传资料1万余份，张贴标语30多条，开展广播宣传4次，举办电视讲座4次"),
    ("黄山头镇", "拆除重建危墙1处，安装减速带16条，共56米，设置标识标牌30块，修建便道1条"),
    ("黄山头镇", "整改隐患34项，联合执法检查3次"),
    ("王家厂镇", "按办公室宽敞化、办公用品自动化、安监人员专业化的标准建站，投入5万余元用于安监站建设"),
    ("罐头嘴镇", "由省农业厅对口帮扶"),
    ("罐头嘴镇", "按每人每年一元的标准将安全生产费用纳入镇财政预算，安监站年度经费3.2万元，设立村级安全生产办公室15个"),
    ("杉板乡", "投入5万余元用于安监站建设"),
    ("洞市乡", "由省信息产业厅对口帮扶"),
    ("河洑镇", "办公楼上专门腾出两间房间作为镇安监站办公室，投入7万余元用于安监站建设"),
]


@pytest.mark.parametrize(("name", "sentence"), TOLD_OF_2008)
def test_the_second_document_on_single_townships(words_of_2008, name, sentence):
    [told] = [finished(one.text, words_of_2008[1]) for one in default_paragraphs(words_of_2008[1]) if f"township-{code(name)}" == one.slot]

    assert told.startswith(f"{name}：")
    assert sentence in told


def code(name):
    return township(name).code


# What D2 counts over the whole city, and its sentences of the chain, the rhythm and the drives.
TOLD_OF_ALL = [
    ("6个乡镇申请创建省级安全生产示范乡镇", "candidacies.applied.province", 6),
    ("印发安全常识手册15万余本", "publicity.handbooks", 152_000),
    ("张贴标语2万余条", "publicity.posted_slogans", 20_432),
    ("出墙报、板报2000多期", "publicity.wall_papers", 2060),
    ("组织文艺演出（宣讲）500多场", "publicity.shows", 508),
    ("其中乡镇干部、安监人员180多人次", "trainings.officials", 182),
    ("108个村（社区）的支部书记", "first_responsible.villages", 108),
    ("其中日巡查48次", "inspections.daily", 48),
    ("周督查24次", "inspections.weekly", 24),
    ("季评比4次", "inspections.quarterly", 4),
    ("组建应急救援队伍15支", "teams.rescue", 15),
    ("等重点部位落实责任人19处", "key_sites.kept", 19),
    ("先后开展了烟花爆竹、道路交通专项整治行动10次，其中烟花爆竹6次、道路交通4次", "drives.held", 10),
]


@pytest.mark.parametrize(("sentence", "key", "number"), TOLD_OF_ALL)
def test_the_second_document_on_all_townships(words_of_2008, sentence, key, number):
    said, snapshot = words_of_2008

    assert sentence in said
    assert snapshot["figures"][key]["value"] == number


def test_numbers_of_a_township_lead_to_its_own_rows(words_of_2008, client):
    client.force_login(User.objects.get(username="ju"))
    guanting = township("官亭乡")

    page = client.get(rows_address(f"works.roads@{guanting.code}", words_of_2008[1]))

    assert page.context["value"] == Decimal("98.6")
    assert {row.township_id for _part, rows in page.context["lists"] for row in rows.paginator.object_list} == {guanting.pk}


def test_annexes_of_means(documents_county):
    tables = {table["key"]: table for table in take_snapshot(documents_county, 2008)["annexes"]}

    assert ["道路硬化", "公里", "98.6", "—", "官亭乡98.6"] in tables["works"]["rows"]
    assert ["减速带", "条", "16", "56米", "黄山头镇16"] in tables["works"]["rows"]
    assert {"sources_of_money", "works", "stations", "readiness", "accidents"} <= set(tables)
    assert "未发生较大以上事故" in tables["accidents"]["note"]


def test_2012_is_silent_about_what_it_did_not_keep(documents_county):
    tables = {table["key"] for table in take_snapshot(documents_county, 2012)["annexes"]}

    assert tables.isdisjoint({"works", "stations", "accidents"})


def test_this_year_has_shortfalls_drills_overdue_and_an_accident(documents_county):
    lacks = {lack.reason for lack in find_shortfalls(Township.objects.in_county(documents_county.pk), year=2026, today=TODAY)}

    assert {"not_filed", "staff", "rooms", "equipment", "items", "offices", "budget"} <= lacks
    assert overdue_on(Township.objects.in_county(documents_county.pk), TODAY).count() == 2
    assert all_figures()["accidents.total"].value(Period.year(2026), documents_county) == 1


AVERAGES = {"appraisals.average"}  # no sum of its rows


def figure_pages(client, **asked):
    return {key: client.get(reverse("reports:figure", args=[key]), asked).context for key in all_figures() if key not in AVERAGES}


def sum_of_rows(page):
    """What the rows on all pages of a figure come to."""
    whole = [(part, rows.paginator.object_list) for part, rows in page["lists"]]
    return sum(sum(row.share or 0 for row in rows) if part.is_sum else len(rows) for part, rows in whole)


@pytest.mark.parametrize(("username", "year"), [("ju", 2012), ("lingdao", 2026), ("guanting", 2008)])
def test_every_figure_is_the_sum_of_its_rows(client, username, year):
    client.force_login(User.objects.get(username=username))

    pages = figure_pages(client, year=year)

    assert {key: sum_of_rows(page) for key, page in pages.items()} == {key: page["value"] for key, page in pages.items()}


def test_every_figure_of_a_township_is_the_sum_of_its_rows(client):
    client.force_login(User.objects.get(username="ju"))

    pages = figure_pages(client, year=2012, place=township("官亭乡").pk)

    assert {key: sum_of_rows(page) for key, page in pages.items()} == {key: page["value"] for key, page in pages.items()}


def test_hazards_are_of_every_category_and_some_have_photos_before_and_after():
    found = Hazard.objects.filter(found_at__year=TODAY.year)

    assert set(found.values_list("category", flat=True)) == set(Hazard.Category)
    assert found.filter(pictures__moment="after").distinct().count() > 25


def test_every_signal_that_needs_no_year_is_raised_once():
    """The pair of a quarter needs three months of re-inspections by two alone."""
    assert Counter(Signal.objects.values_list("kind", flat=True)) == dict.fromkeys({*Signal.Kind} - {"pair"}, 1)


def test_plans_follow_the_seasons_and_major_hazards_are_supervised_on_every_level():
    assert {"flood", "safety_month", "festival"} < set(PatrolPlan.objects.values_list("season", flat=True))
    assert {"county", "city", "province"} < set(Hazard.objects.values_list("supervision", flat=True))


def test_villagers_told_something_in_every_state():
    states = Counter(PublicReport.objects.values_list("state", flat=True))

    assert states == {"waiting": 3, "accepted": 2, "merged": 1, "declined": 1}
    assert PublicReport.objects.filter(reward=200, hazard__state=State.CLOSED).count() == 1


def test_paper_forms_are_out_typed_in_and_spoilt():
    forms = PaperForm.objects.all()

    assert (forms.outstanding().count(), forms.typed_in().count(), forms.exclude(voided_at=None).count()) == (6, 3, 1)
