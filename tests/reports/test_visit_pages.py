"""Self-check, draws, bundles and comparison on their pages: who sees what, and what comes out on paper."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from papers.models import PrintJob
from papers.printing import kept_from_the_queue, print_now
from reports.bundle import KIND, make_bundle
from reports.comparison_papers import COMPARISON, write_down
from reports.draw import draw
from reports.models import Bundle, Draw
from reports.self_check import SelfCheck
from tests.factories.appraisal import Action as AppraisalAction
from tests.factories.appraisal import CriterionFactory, ScoreSheetFactory, Side, State, Walk
from tests.factories.campaign import candidacy_at
from tests.factories.publicity import TrainingFactory
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CampaignFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.models import Appraisal, Campaign, EvidenceNeed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def township():
    township = TownshipFactory()
    VillageFactory(township=township)
    EnterpriseFactory(township=township, is_high_risk=True)
    return township


def a_draw(township, **told):
    campaign = CampaignFactory(county=township.county, round_number=Campaign.objects.count() + 1)
    return draw(Draw.Kind.PLACES, campaign=campaign, township=township, by=BureauFactory(county=township.county), **told)


def a_bundle(walk):
    with kept_from_the_queue():
        return make_bundle(walk.appraisal, a_draw(walk.township, seed="8831"), by=walk.clerk)


def address(name, *args):
    return reverse(f"reports:{name}", args=args)


# Self-check


def checked(*needs, today=TODAY):
    """(the line of one criterion of ten points that asks for these, the check)."""
    walk = Walk(sheet=None)
    criterion = walk.sheet.criteria.first()
    for source, minimum in needs:
        EvidenceNeed.objects.create(criterion=criterion, source=source, minimum=minimum)
    return walk, lambda: SelfCheck(walk.appraisal, today=today)


@pytest.mark.parametrize(
    ("held_on", "state", "at_stake"),
    [
        ([], "missing", 10),
        ([date(2026, 11, 1)], "missing", 10),
        ([date(2026, 8, 1)] * 2, "stale", 10),
        ([date(2026, 11, 1)] * 2, "there", 0),
    ],
)
def test_what_is_missing_stale_or_there(held_on, state, at_stake):
    walk, check = checked(("trainings.classes", 2))
    for day in held_on:
        TrainingFactory(township=walk.township, held_on=day)

    found = check()

    assert (found.lines[0].state, found.points_at_stake) == (state, at_stake)


@pytest.mark.parametrize(("population", "minimum"), [(20_000, 3), (40_000, 4)])
def test_full_time_people_are_asked_for_by_the_size_of_the_township(population, minimum):
    walk, check = checked(("people.full_time", 3))
    walk.township.population = population
    walk.township.save()

    assert check().lines[0].findings[0].minimum == minimum


def test_other_years_and_other_townships_prove_nothing():
    walk, check = checked(("trainings.classes", 1))
    TrainingFactory(township=walk.township, held_on=date(2025, 11, 1))
    TrainingFactory(township=TownshipFactory(county=walk.township.county), held_on=date(2026, 11, 1))

    assert check().lines[0].findings[0].found.number == 0


def test_stale_is_counted_from_the_end_of_a_past_year():
    walk, check = checked(("trainings.classes", 1), today=date(2031, 1, 1))
    TrainingFactory(township=walk.township, held_on=date(2026, 12, 1))

    assert check().lines[0].state == "there"


@pytest.mark.parametrize(("minimum", "state"), [(0, "missing"), (99, "there")])
def test_of_a_shortfall_none_is_wanted(minimum, state):
    _walk, check = checked(("gaps", minimum))

    assert check().lines[0].state == state


def test_the_worst_source_decides():
    walk, check = checked(("trainings.classes", 1), ("publicity.activities", 1))
    TrainingFactory(township=walk.township, held_on=date(2026, 11, 1))

    assert ([finding.state for finding in check().lines[0].findings], check().lines[0].state) == (["there", "missing"], "missing")


def test_criterion_without_a_source_waits_for_a_person():
    _walk, check = checked()

    assert ([line.state for line in check().lines], check().points_at_stake) == (["by_hand", "by_hand"], 0)


def test_source_that_is_gone_waits_for_a_person():
    _walk, check = checked(("accidents.gone", 1))

    assert check().lines[0].state == "by_hand"


def test_self_check_scores_nothing(client):
    walk, _check = checked(("trainings.classes", 1))
    client.force_login(walk.inspector)

    page = client.get(address("self_check", walk.appraisal.pk))

    assert "不是评分" in page.text
    assert not walk.appraisal.scores.exists()


def test_long_sheet_asks_no_more_than_a_short_one(client, township):
    def asks(count):
        sheet = ScoreSheetFactory(county=township.county, criteria=count)
        for criterion in sheet.criteria.all():
            EvidenceNeed.objects.create(criterion=criterion, source="trainings.classes")
        walk = Walk(township=TownshipFactory(county=township.county), sheet=sheet)
        client.force_login(walk.inspector)
        with CaptureQueriesContext(connection) as asked:
            client.get(address("self_check", walk.appraisal.pk))
        return len(asked)

    assert asks(2) == asks(15)


# Draws


def a_form(township, campaign, **fields):
    return {"township": township.pk, "campaign": campaign.pk, "places": 1, "households": 3, "seed": "", "reason": "", **fields}


def test_bureau_draws_and_sees_the_proof(client, township):
    campaign = CampaignFactory(county=township.county)
    client.force_login(BureauFactory(county=township.county))

    page = client.post(address("new_draw", "places"), a_form(township, campaign, seed="　８８３１a "), follow=True)

    found = Draw.objects.get()
    assert (found.seed, found.township, len(found.result)) == ("8831a", township, 5)
    assert "已重算：用同一种子对同一名单再抽一次，结果完全相同" in page.text


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"places": 0}, "places", "不能小于 1"),
        ({"households": 2}, "households", "不能小于 3"),
        ({"seed": "8" * 65}, "seed", "最多 64 字"),
        ({"seed": "it's"}, "seed", "以便任何人照样重算"),
        ({"seed": "88 31"}, "seed", "以便任何人照样重算"),
    ],
)
def test_less_than_the_rule_is_told_beside_its_field(client, township, fields, field, message):
    client.force_login(BureauFactory(county=township.county))

    page = client.post(address("new_draw", "places"), a_form(township, CampaignFactory(county=township.county), **fields))

    assert message.replace(" ", "") in "".join(page.context["form"].errors[field]).replace(" ", "")


def test_second_draw_asks_for_its_reason_beside_the_field(client, township):
    found = a_draw(township)
    client.force_login(BureauFactory(county=township.county))

    page = client.post(address("new_draw", "places"), a_form(township, found.campaign, seed="12"))

    assert "再次抽取须说明原因" in "".join(page.context["form"].errors["reason"])
    assert 'value="12"' in page.text


def test_kind_that_does_not_exist_is_not_there(client, township):
    client.force_login(BureauFactory(county=township.county))

    assert client.get(address("new_draw", "dice")).status_code == 404


@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory, AdministratorFactory])
def test_readers_see_draws_and_bundles_and_make_none(client, township, reader):
    walk = Walk(township=township)
    bundle = a_bundle(walk)
    client.force_login(reader(county=township.county))

    gets = [address("draws"), address("draw", bundle.draw_id), address("bundles", walk.appraisal.pk), address("bundle_progress", bundle.pk)]
    assert [client.get(url).status_code for url in gets] == [200] * 4
    assert client.get(address("new_draw", "places")).status_code == 403
    posts = [address("make_bundle", walk.appraisal.pk), address("print_bundle", bundle.pk), address("write_comparison")]
    assert [client.post(url).status_code for url in posts] == [403] * 3


def test_visited_township_finds_neither_draw_nor_bundle(client, township):
    walk = Walk(township=township)
    bundle = a_bundle(walk)
    client.force_login(walk.inspector)

    urls = [("draw", bundle.draw_id), ("bundles", walk.appraisal.pk), ("bundle_progress", bundle.pk), ("bundle_paper", bundle.pk)]
    assert [client.get(address(*url)).status_code for url in urls] == [404] * 4
    assert list(client.get(address("draws")).context["table"].data) == []


def test_another_county_is_not_there(client, township):
    walk = Walk(township=township)
    bundle = a_bundle(walk)
    client.force_login(BureauFactory())

    urls = [("draw", bundle.draw_id), ("bundles", walk.appraisal.pk), ("bundle_paper", bundle.pk), ("self_check", walk.appraisal.pk)]
    assert [client.get(address(*url)).status_code for url in urls] == [404] * 4
    assert client.post(address("make_bundle", walk.appraisal.pk), {"draw": bundle.draw_id}).status_code == 404


def test_list_of_draws_asks_as_much_for_three_as_for_one(client, township, django_assert_num_queries):
    client.force_login(BureauFactory(county=township.county))
    a_draw(township)
    with CaptureQueriesContext(connection) as one:
        client.get(address("draws"))
    a_draw(township), a_draw(township)

    with django_assert_num_queries(len(one)):
        client.get(address("draws"))


# Bundles


def words_of(job):
    with job.file.open("rb") as paper:
        return "".join(page.extract_text() for page in PdfReader(paper).pages).replace("\0", "")


def test_bundle_holds_sheet_index_draw_and_a_form_for_each_place(township):
    walk = Walk(township=township)
    CriterionFactory(sheet=walk.sheet, name="抽查专用项")
    bundle = a_bundle(walk.to(State.SUBMITTED, self_deductions=(2,)))

    words = words_of(print_now(PrintJob.objects.get(kind=KIND, subject_id=bundle.pk)))

    assert words.count("现场核查记录表（") == len(bundle.draw.result) + 1
    for part in ("佐证目录", "抽查专用项", "缺一份资料", "种子：8831", bundle.draw.result[0][2], "该乡镇没有", "被考评单位意见"):
        assert part in words


def test_bundle_on_the_way_does_not_tell_one_assessor_what_the_other_wrote(township):
    walk = Walk(township=township).to(State.SUBMITTED)
    walk.write(Side.FIRST, walk.first, 3, reason="甲的理由")

    assert "甲的理由" not in a_bundle(walk).html


def test_bundle_stays_as_it_was_put_together(township):
    walk = Walk(township=township)
    bundle = a_bundle(walk)
    before = bundle.html

    walk.write(Side.SELF, walk.inspector, 3, reason="后来写的")

    bundle.refresh_from_db()
    assert (bundle.html, "后来写的" in bundle.html) == (before, False)
    with pytest.raises(IntegrityError):
        Bundle.objects.update(html="")


@pytest.mark.parametrize(("state", "number", "words"), [(State.AGREED, 2, "的台账统计"), (State.FINAL, 1, "签字时（2026年11月2日")])
def test_bundle_of_a_signed_result_has_the_numbers_of_that_day(client, township, state, number, words):
    walk = Walk(township=township)
    EvidenceNeed.objects.create(criterion=walk.sheet.criteria.first(), source="trainings.classes")
    TrainingFactory(township=township, held_on=date(2026, 10, 1))
    walk.to(state)
    TrainingFactory(township=township, held_on=date(2026, 11, 1))

    html = a_bundle(walk).html

    assert f"培训班 {number} 期" in html
    assert words in html
    client.force_login(walk.clerk)
    assert ("此后台账的变动不计入" in client.get(address("self_check", walk.appraisal.pk)).text) == (state == State.FINAL)


def test_full_time_people_asked_for_stay_as_when_it_was_signed(township):
    walk = Walk(township=township)
    EvidenceNeed.objects.create(criterion=walk.sheet.criteria.first(), source="people.full_time", minimum=3)
    walk.to(State.FINAL)
    type(township).objects.update(population=40_000)
    walk.appraisal.refresh_from_db()

    assert SelfCheck(walk.appraisal).lines[0].findings[0].minimum == 3


def test_bundle_wants_a_draw_for_its_own_township(client, township):
    walk = Walk(township=township)
    other = TownshipFactory(county=township.county)
    VillageFactory(township=other)

    with pytest.raises(ValidationError, match="抽取的走访点"):
        make_bundle(walk.appraisal, a_draw(other), by=walk.clerk)
    with pytest.raises(PermissionDenied):
        make_bundle(walk.appraisal, a_draw(township), by=walk.inspector)


def test_bundle_carries_no_draw_of_another_round(client, township):
    walk, earlier = Walk(township=township), a_draw(township)
    Appraisal.objects.update(candidacy=candidacy_at("applied", township=township))
    walk.appraisal.refresh_from_db()
    client.force_login(walk.clerk)

    with pytest.raises(ValidationError, match="本轮创建活动"):
        make_bundle(walk.appraisal, earlier, by=walk.clerk)
    assert list(client.get(address("bundles", walk.appraisal.pk)).context["draws"]) == []


def test_no_bundle_is_made_of_a_voided_appraisal(client, township):
    walk, drawn = Walk(township=township), a_draw(township)
    walk.press(AppraisalAction.VOID, walk.clerk, reason="重复")
    client.force_login(walk.clerk)

    page = client.post(address("make_bundle", walk.appraisal.pk), {"draw": drawn.pk}, follow=True)

    assert page.text.count("这份考评已作废，不能编制验收包。") == 2, "asked for, and on the page for whoever looks"
    assert (page.context["may_make"], Bundle.objects.count()) == (False, 0)


def test_bureau_makes_a_bundle_on_its_page(client, township):
    walk, drawn = Walk(township=township), a_draw(township)
    client.force_login(walk.clerk)

    with kept_from_the_queue():
        page = client.post(address("make_bundle", walk.appraisal.pk), {"draw": drawn.pk}, follow=True)

    assert "验收包已编好" in page.text
    assert (Bundle.objects.get().draw, PrintJob.objects.get().kind) == (drawn, KIND)
    assert client.post(address("make_bundle", walk.appraisal.pk), {"draw": "x"}).status_code == 404


def test_a_draw_is_named_in_english_with_a_space(client, township):
    client.force_login(BureauFactory(county=township.county))
    drawn = a_draw(township)
    client.cookies["django_language"] = "en"

    page = client.get(drawn.get_absolute_url()).text

    assert f"{township} – Draw places to visit: " in page


# Comparison


def test_bureau_and_officials_see_every_township_and_an_inspector_the_own(client, township):
    TownshipFactory(county=township.county)
    seen = {}
    for role, user in [("b", BureauFactory), ("o", OfficialFactory)]:
        client.force_login(user(county=township.county))
        seen[role] = len(client.get(address("comparison")).context["comparison"].rows)
    client.force_login(InspectorFactory(township=township))
    own = client.get(address("comparison")).context["comparison"].rows

    assert (seen, [row.township for row in own]) == ({"b": 2, "o": 2}, [township])


@pytest.mark.parametrize("asked", [{"year": "x"}, {"span": "m1"}, {"year": "2026", "span": "q9"}, {"year": "9999"}, {}])
def test_quarter_that_makes_no_sense_is_the_last_whole_one(client, township, asked):
    client.force_login(BureauFactory(county=township.county))

    page = client.get(address("comparison"), asked)

    form = page.context["form"]
    assert form.quarter in (1, 2, 3, 4)
    assert ("没有所查的季度" in page.text) == bool(asked)
    if asked:  # a file would not say so
        assert client.get(address("export_comparison"), asked).status_code == 302
    assert form.period.end - form.period.start > timedelta(days=88)


def test_time_of_the_count_is_printed(client, township):
    client.force_login(BureauFactory(county=township.county))

    page = client.get(address("comparison"), {"year": 2026, "span": "q1"})

    assert f"统计截至 {timezone.localdate()}" in page.text
    assert "2026-01-01 至 2026-03-31" in page.text


def test_city_is_asked_for_its_county(client, township):
    client.force_login(OfficialFactory(county=None))

    assert client.get(address("comparison")).context["comparison"] is None
    chosen = client.get(address("comparison"), {"county_asked": township.county.pk}).context["comparison"]
    assert [row.township for row in chosen.rows] == [township]
    assert client.get(address("export_comparison")).status_code == 404


def test_export_has_share_and_rank(client, township):
    client.force_login(BureauFactory(county=township.county))

    content = b"".join(client.get(address("export_comparison"), {"year": 2026, "span": "q1"}).streaming_content)

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "统计截至" in rows[0][0]
    assert rows[1][:3] == ["乡镇（街道）", "隐患整改率", "隐患整改率名次"]
    assert rows[2][:2] == [township.name, "—"]


def test_paper_is_written_down_and_printed(client, township):
    client.force_login(BureauFactory(county=township.county))

    with kept_from_the_queue():
        page = client.post(address("write_comparison"), {"year": 2026, "span": "q1"}, follow=True)
    words = words_of(print_now(PrintJob.objects.get(kind=COMPARISON)))

    assert len(page.context["papers"]) == 1
    for part in ("2026年第1季度季评比表", township.name, "统计截至", "审核人"):
        assert part in words


def test_paper_of_the_whole_county_is_not_for_a_township(client, township):
    with kept_from_the_queue():
        paper = write_down(township.county, 2026, 1, by=BureauFactory(county=township.county))
    client.force_login(InspectorFactory(township=township))

    assert client.get(address("comparison_progress", paper.pk)).status_code == 404
    assert list(client.get(address("comparison"), {"year": 2026, "span": "q1"}).context["papers"]) == []
    client.force_login(BureauFactory())
    assert client.get(address("comparison_progress", paper.pk)).status_code == 404
