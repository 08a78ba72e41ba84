"""The township's side of reports: list, page, deeds, codes; each in its scope."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards import reporting
from hazards.models import Hazard, PublicReport, ReportCode
from papers.models import PrintJob
from papers.printing import print_now
from reports.work import piles_for
from tests.factories.hazards import HazardFactory, photo
from tests.factories.reports_from_public import ReportFactory, code_of, report_at
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory, VillageFactory
from tests.papers.measuring import sheets
from tests.spreadsheets import rows_of
from townships.models import Sector

pytestmark = pytest.mark.django_db
State = PublicReport.State


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


@pytest.fixture
def report():
    return ReportFactory(name="李四", phone="13812348000", pictures=[photo()])


@pytest.fixture
def keeper(as_user, report):
    return as_user(InspectorFactory(township=report.township))


def test_list_asks_the_same_for_one_row_and_for_three(keeper, report, django_assert_num_queries):
    with django_assert_num_queries(9):
        keeper.get(url("reports"))
    for _ in range(2):
        report_at(State.ACCEPTED, place=report.place)
    with django_assert_num_queries(9):
        assert keeper.get(url("reports")).context["table"].paginator.count == 3


@pytest.mark.parametrize(
    ("filters", "count"),
    [("", 3), ("state=waiting", 2), ("late=1", 1), ("desk=bureau", 0), ("q=掉石头", 3), ("q=不存在", 0), ("received_from=2026-03-03", 1)],
)
def test_filters(keeper, report, filters, count):
    ReportFactory(place=report.place, at=timezone.now())
    report_at(State.DECLINED, place=report.place)

    assert keeper.get(f"{url('reports')}?{filters}").context["table"].paginator.count == count


def test_one_that_waits_too_long_is_marked_and_a_to_do(keeper, report, settings):
    settings.REPORT_ANSWER_DAYS = 5
    user = InspectorFactory(township=report.township)

    page = keeper.get(url("reports")).content.decode()

    assert "1 条超时" in page
    assert "已等" in page
    labels = {str(pile.label): pile.count for pile in piles_for(user, "todo", timezone.localdate())}
    assert (labels["群众举报超时未办"], labels["群众举报待核实"]) == (1, 1)


def test_list_is_printed_and_exported_without_the_reporter(keeper, report):
    exported = [cell for row in rows_of(keeper.get(url("export_reports")).getvalue()) for cell in row]
    printed = keeper.get(url("print_reports")).content.decode()

    assert report.text in exported
    assert report.text in printed
    assert ["13812348000" in words for words in (exported, printed)] == [False, False]


def test_number_is_masked_until_somebody_looks_and_that_is_written_down(keeper, report):
    page = keeper.get(report.get_absolute_url()).content.decode()
    seen = keeper.post(url("see_reporter", report.pk)).content.decode()

    assert ("138****8000" in page, "13812348000" in page) == (True, False)
    assert "13812348000" in seen
    assert "查看举报人信息" in keeper.get(report.get_absolute_url()).content.decode()


def test_official_reads_it_masked(as_user, report):
    official = as_user(OfficialFactory(county=report.township.county))

    assert "138****8000" in official.get(report.get_absolute_url()).content.decode()
    assert official.post(url("see_reporter", report.pk)).status_code == 403
    assert official.get(url("report_deed", report.pk, "accept")).status_code == 403


def test_accepting_needs_no_typing_for_an_enterprise(keeper, report):
    form = keeper.get(url("report_deed", report.pk, "accept")).context["form"]

    answer = keeper.post(url("report_deed", report.pk, "accept"), form.initial | {"grade": "general"})

    hazard = Hazard.objects.get()
    assert answer.headers["Location"] == url("receipt", hazard.pk, hazard.events.get().pk)
    assert (hazard.place, hazard.description, hazard.source) == (report.place, report.text, "public")


def test_village_has_no_sector_so_one_is_asked_for(as_user):
    report = ReportFactory(place=VillageFactory())
    keeper = as_user(InspectorFactory(township=report.township))

    answer = keeper.post(url("report_deed", report.pk, "accept"), {"place": report.place_id, "description": "路塌了", "grade": "general"})

    assert list(answer.context["form"].errors) == ["sector"]


def test_merge_offers_open_hazards_nearby(keeper, report):
    hazard = HazardFactory(place=report.place)
    HazardFactory()

    offered = keeper.get(url("report_deed", report.pk, "merge")).context["form"].fields["hazard"].queryset
    keeper.post(url("report_deed", report.pk, "merge"), {"hazard": hazard.pk})

    report.refresh_from_db()
    assert [*offered] == [hazard]
    assert (report.state, report.hazard) == (State.MERGED, hazard)


def test_merge_offers_the_place_first_and_what_is_alike_first(keeper, report):
    elsewhere = HazardFactory(place=EnterpriseFactory(township=report.township), description=report.text)
    alike = HazardFactory(place=report.place, description=f"{report.text}，要塌")
    newest = HazardFactory(place=report.place, description="灭火器过期")

    choices = keeper.get(url("report_deed", report.pk, "merge")).context["form"].fields["hazard"].choices

    assert [key for key, _words in choices] == [alike.pk, newest.pk, elsewhere.pk]


def test_a_further_reward_is_told_as_a_sum_and_keeps_the_first(keeper, report):
    accepted = report_at(State.ACCEPTED, place=report.place)
    page = url("report_deed", accepted.pk, "reward")
    keeper.post(page, {"amount": "200", "note": "县办法"})

    form = keeper.get(page).context["form"]
    told = keeper.post(page, {"amount": "500", "note": "补发300元"}, follow=True).content.decode()

    assert (form["amount"].value(), "已登记 200" in str(form["amount"].help_text)) == (200, True)
    assert "累计 500" in told
    assert "原登记 200" in told


def test_decline_and_pass_on_and_reward(keeper, report):
    other = TownshipFactory(county=report.township.county)
    keeper.post(url("report_deed", report.pk, "decline"), {"refusal": "untrue", "note": "到场查看，没有"})
    accepted, passed = report_at(State.ACCEPTED, place=report.place), ReportFactory(place=report.place)
    keeper.post(url("report_deed", accepted.pk, "reward"), {"amount": "200", "note": "县办法"})
    keeper.post(url("report_deed", passed.pk, "pass_on"), {"to": other.pk, "reason": "界碑那边"})

    for one in (report, accepted, passed):
        one.refresh_from_db()
    assert (report.state, accepted.reward, passed.township) == (State.DECLINED, 200, other)


def test_slower_one_is_told_who_was_faster(keeper, report):
    reporting.decline(report, by=BureauFactory(county=report.township.county, person__name="赵局"), refusal="untrue", note="没有")

    answer = keeper.post(url("report_deed", report.pk, "accept"), {}, follow=True)

    assert "赵局" in answer.content.decode()
    assert "不予受理" in answer.content.decode()


@pytest.mark.parametrize("name", ["report", "see_reporter", "report_code"])
def test_another_township_is_not_there(as_user, report, name):
    stranger = as_user(InspectorFactory())
    key = report.place_id if name == "report_code" else report.pk

    assert {stranger.get(url(name, key)).status_code, stranger.post(url(name, key)).status_code} <= {404, 405}
    assert stranger.get(url("report_picture", report.pictures.get().pk)).status_code == 404


def test_picture_is_for_those_who_see_the_report(keeper, report):
    answer = keeper.get(url("report_picture", report.pictures.get().pk))

    assert (answer.status_code, len(answer.getvalue()) > 0) == (200, True)


def test_poster_names_place_and_telephone(as_user):
    village = VillageFactory(name="清泉村")
    keeper = as_user(InspectorFactory(township=village.township))

    keeper.post(url("print_report_code", village.pk))

    with print_now(PrintJob.objects.get(kind="report_poster", subject_id=code_of(village).pk)).file.open() as file:
        [sheet] = sheets(file.read())
    words = "".join(letter.text for letter in sheet.letters)
    assert ["清泉村" in words, "12350" in words] == [True, True]


def test_code_is_renewed_by_one_press_and_not_by_its_echo(as_user):
    village = VillageFactory()
    keeper, key = as_user(InspectorFactory(township=village.township)), code_of(village).key

    statuses = [keeper.post(url("renew_report_code", village.pk), {"key": key}).status_code for _ in range(2)]

    assert statuses == [302, 404]
    assert ReportCode.objects.filter(place=village).count() == 2


def test_list_of_codes_is_searched(keeper, report):
    rows = keeper.get(f"{url('report_codes')}?q={report.township.name}").context["table"].paginator

    assert rows.count == 1


def test_list_of_codes_leads_only_those_who_keep_them_to_one(as_user, report):
    readers = [InspectorFactory(township=report.township), OfficialFactory(county=report.township.county)]

    pages = [as_user(reader).get(url("report_codes")).content.decode() for reader in readers]

    assert [url("report_code", report.township_id) in page for page in pages] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_codes_takes_the_same_number_of_queries(keeper, report, django_assert_num_queries, count):
    VillageFactory.create_batch(count, township=report.township)

    with django_assert_num_queries(7):
        keeper.get(url("report_codes"))


def test_report_that_was_passed_on_is_found_by_its_receipt_code(keeper, report):
    assert keeper.get(f"{url('reports')}?q={report.spoken_code}").context["table"].paginator.count == 1


@pytest.fixture
def passed(report, keeper):
    """By its keeper, who looks at it afterwards."""
    other = TownshipFactory(county=report.township.county)
    keeper.post(url("report_deed", report.pk, "pass_on"), {"to": other.pk, "reason": "界碑那边"})
    return other


def test_passed_on_it_stays_in_the_list_marked_and_no_longer_counts_as_waiting(keeper, report, passed):
    page = keeper.get(url("reports"))

    assert page.context["table"].paginator.count == 1
    assert (page.context["waiting"], page.context["late"]) == (0, 0)
    assert f"已转交{passed}" in page.content.decode()
    assert f"已转交{passed}（待核实）" in [cell for row in rows_of(keeper.get(url("export_reports")).getvalue()) for cell in row]


@pytest.mark.parametrize(("filters", "count"), [("state=passed_on", 1), ("state=waiting", 0), ("late=1", 0), ("desk=township", 1)])
def test_filters_know_what_was_passed_on(keeper, report, passed, filters, count):
    assert keeper.get(f"{url('reports')}?{filters}").context["table"].paginator.count == count


def test_bureau_finds_what_was_passed_on_too(as_user, report, passed):
    ReportFactory(place=report.place)
    bureau = as_user(BureauFactory(county=passed.county))

    assert bureau.get(f"{url('reports')}?state=passed_on").context["table"].paginator.count == 1


def test_its_page_is_read_only(keeper, report, passed):
    page = keeper.get(report.get_absolute_url())

    assert (page.context["deeds"], page.context["may_see_person"]) == ([], False)
    assert "由其办理；这里只能查看。" in page.content.decode()
    assert keeper.get(url("report_picture", report.pictures.get().pk)).getvalue()
    assert keeper.get(url("report_deed", report.pk, "accept")).status_code == 403


def test_hazard_of_another_township_is_named_and_no_link(keeper, report, passed):
    inspector = InspectorFactory(township=passed)
    report.refresh_from_db()
    hazard = reporting.accept(report, by=inspector, place=passed, sector=Sector.objects.first())

    pages = [keeper.get(address).content.decode() for address in (url("reports"), report.get_absolute_url())]

    assert [str(hazard) in page for page in pages] == [True, True]
    assert [hazard.get_absolute_url() in page for page in pages] == [False, False]


def test_township_that_got_it_has_no_link_to_the_place_of_the_other(as_user, report, passed):
    page = as_user(InspectorFactory(township=passed)).get(report.get_absolute_url()).content.decode()

    assert f'href="{report.place.get_absolute_url()}"' not in page


def test_what_was_passed_on_is_no_to_do(report, passed):
    first = InspectorFactory(township=report.township)

    assert [pile.count for pile in piles_for(first, "todo", timezone.localdate()) if "群众举报" in str(pile.label)] == []


def test_unknown_deed_is_not_there(keeper, report):
    assert keeper.get(url("report_deed", report.pk, "burn")).status_code == 404


def test_received_later_is_later_in_the_list(keeper, report):
    later = ReportFactory(place=report.place, at=report.received_at + timedelta(days=1), text=str(uuid.uuid4()))

    assert [row.record for row in keeper.get(url("reports")).context["table"].page.object_list] == [later, report]
