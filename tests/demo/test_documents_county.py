"""The county of the two documents: their countable statements, recounted by plain SQL and by the figures, and a year at work."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from demo.accounts import PASSWORD, accounts_here
from demo.places import roster_of
from hazards.models import Hazard, State
from publicity.models import Activity
from reports.models import AnnualReport
from townships.figure import all_figures
from townships.gaps import find_gaps
from townships.models import Candidacy, County, Duty, Investment, Place, Township, User
from townships.period import Period

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module", autouse=True)
def documents_county(django_db_setup, django_db_blocker):
    """Loaded once for this module, and rolled back: each test's own rows stand in a transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, verbosity=0)
        yield County.objects.get(code="430799")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def report_text(documents_county, django_db_blocker, tmp_path_factory):
    """What a reader of the report's PDF reads, without the line breaks."""
    pdf = tmp_path_factory.mktemp("report") / "2012.pdf"
    with django_db_blocker.unblock():
        call_command("annual_report", year=2012, output=pdf, verbosity=0)
    return re.sub(r"\s|— \d+ —", "", "".join(page.extract_text() for page in PdfReader(pdf).pages))


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


def test_the_report_for_2012_is_published_for_officials(client):
    client.force_login(User.objects.get(username="lingdao"))
    report = AnnualReport.objects.get(county__code="430799", year=2012)

    paper = b"".join(client.get(reverse("reports:report_paper", args=[report.pk])).streaming_content)

    assert paper.startswith(b"%PDF")
    assert report.state == AnnualReport.State.PUBLISHED


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


def test_titles_were_reached_step_by_step():
    named = Candidacy.objects.get(township=township("子良乡"), campaign__round_number=1)

    assert [event.to_state for event in named.events.all()] == [
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


def test_nothing_happens_after_the_day_on_which_one_looks():
    assert timezone.localdate(Hazard.objects.latest("reported_at").reported_at) < TODAY


def test_gaps_are_few_and_true():
    gaps = find_gaps(Place.objects.all(), on=TODAY)

    assert sorted(gap.rule.kind.key for gap in gaps) == ["safety_inspector"] + ["village_supervisor"] * 3


def test_shows_an_account_for_every_role(client):
    assert [name for name, _words in accounts_here()] == ["ju", "ju2", "guanting", "guanting2", "lingdao", "admin", "audit"]
    assert client.login(username="guanting", password=PASSWORD)


def test_is_not_loaded_twice():
    with pytest.raises(CommandError, match="已经载入"):
        call_command("load_demo", verbosity=0)


def figure_pages(client, **asked):
    return {key: client.get(reverse("reports:figure", args=[key]), asked).context for key in all_figures()}


def recounted(page):
    """What the rows on all pages of a figure come to."""
    whole = [(part, rows.paginator.object_list) for part, rows in page["lists"]]
    return sum(sum(row.share or 0 for row in rows) if part.is_sum else len(rows) for part, rows in whole)


@pytest.mark.parametrize(("username", "year"), [("ju", 2012), ("lingdao", 2026), ("guanting", 2008)])
def test_every_figure_is_the_sum_of_its_rows(client, username, year):
    client.force_login(User.objects.get(username=username))

    pages = figure_pages(client, year=year)

    assert {key: recounted(page) for key, page in pages.items()} == {key: page["value"] for key, page in pages.items()}


def test_every_figure_of_a_township_is_the_sum_of_its_rows(client):
    client.force_login(User.objects.get(username="ju"))

    pages = figure_pages(client, year=2012, place=township("官亭乡").pk)

    assert {key: recounted(page) for key, page in pages.items()} == {key: page["value"] for key, page in pages.items()}
