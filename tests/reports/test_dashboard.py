from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hazards.models import Hazard, State
from hazards.paper_returns import take_back
from hazards.workflow import perform
from reports.standing import Standing
from reports.work import piles_for
from tests.factories.appraisal import Walk
from tests.factories.campaign import candidacy_at, step
from tests.factories.hazards import FOUND_AT, HazardFactory, hazard_at, told
from tests.factories.means import NOON, accident
from tests.factories.patrols import PlanFactory
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
)
from townships import workdays
from townships.figure import rate
from townships.models import Appraisal, Campaign, Norm
from townships.period import midnight
from townships.round_work import waiting_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 10)  # ten days after the factories' deadline


@pytest.fixture(autouse=True)
def nothing_asks_for_drills():
    """Every township of these tests would wait for its drill."""
    Norm.objects.filter(key=Norm.Key.DRILL).delete()


def rows(user, tab):
    return {str(pile.label): [row.pk for row in pile.first] for pile in piles_for(user, tab, TODAY)}


def test_inspector_has_the_work_of_the_own_township():
    place = EnterpriseFactory()
    found = HazardFactory(place=place)
    overdue = hazard_at(State.ORDERED, place=place)
    HazardFactory()

    assert rows(InspectorFactory(township=place.township), "todo") == {
        "超期未销号，催促整改": [overdue.pk],
        "新发现，待处理": [found.pk],
        "文书回执超期未收": [overdue.orders.get().pk],
    }


def test_major_hazard_waits_for_the_bureau():
    major = HazardFactory(grade=Hazard.Grade.MAJOR)
    bureau = BureauFactory(county=major.township.county)

    # Found in a quarter that is over, and no progress was reported of it.
    waiting = ["等县局处理：重大隐患、延期申请、需县政府协调", "重大隐患进度未报，督促乡镇"]
    assert rows(bureau, "todo") == {pile: [major.pk] for pile in waiting}


def test_power_to_be_given_back_waits_for_the_bureau_also_when_the_hazard_is_closed(client):
    hazard = hazard_at("resumed")
    bureau = BureauFactory(county=hazard.township.county)
    client.force_login(bureau)

    assert rows(bureau, "todo")["停电停水停产，待通知解除"] == [hazard.pk]
    assert client.get(reverse("hazards:hazards"), {"waiting": "cut_off"}).context["table"].paginator.count == 1


def test_what_may_cause_an_accident_stands_first_the_one_marked_last_on_top(client):
    marked = hazard_at(State.FOUND)
    logged = HazardFactory(place=marked.place, may_cause_accident=True, at=FOUND_AT + timedelta(days=2))
    bureau = BureauFactory(county=marked.township.county)
    event = perform(marked, "mark_urgent", by=bureau, at=FOUND_AT + timedelta(days=3), **told("mark_urgent", marked))
    client.force_login(bureau)

    piles = {user: piles_for(user, "todo", TODAY)[0] for user in (bureau, InspectorFactory(township=marked.township))}

    assert [[row.pk for row in pile.first] for pile in piles.values()] == [[marked.pk, logged.pk]] * 2
    receipt = client.get(reverse("hazards:receipt", args=[marked.pk, event.pk])).text
    assert all("可能立即引发事故</span>" in page for page in (receipt, client.get("/").text, client.get(piles[bureau].url).text))


def test_a_letter_of_supervision_is_the_townships_work_until_it_is_answered():
    hazard, at = hazard_at(State.ORDERED), FOUND_AT + timedelta(days=60)
    bureau, inspector = BureauFactory(county=hazard.township.county), InspectorFactory(township=hazard.township)
    to_township, to_unit = (told("urge", hazard) | {"addressee": name} for name in (hazard.township.government, hazard.responsible_unit))
    letter, _other = (perform(hazard, "urge", by=bureau, at=at, **words).order for words in (to_township, to_unit))
    assert rows(inspector, "todo")["收到督办函，待书面报告"] == [letter.pk]

    take_back(letter, by=bureau, at=at, kind="answer", words="已督促整改", received_on=at.date())

    assert "收到督办函，待书面报告" not in rows(inspector, "todo")


@pytest.mark.parametrize(("ends_on", "piles"), [(TODAY, ["创建申报被退回"]), (TODAY - timedelta(days=1), [])])
def test_an_application_that_was_returned_is_nobodys_work_after_its_round(ends_on, piles):
    returned = candidacy_at("returned")
    Campaign.objects.filter(pk=returned.campaign_id).update(starts_on=date(2024, 1, 1), ends_on=ends_on)

    assert list(rows(InspectorFactory(township=returned.township), "todo")) == piles


def test_the_bureau_is_reminded_of_the_next_years_holidays(monkeypatch):
    monkeypatch.setattr(workdays, "is_announced", lambda year: year < 2027)
    bureau = BureauFactory()

    piles = [{pile.label: pile.first for pile in piles_for(bureau, "todo", day)} for day in (date(2026, 10, 31), date(2026, 11, 1))]

    assert piles == [{}, {"节假日待录入": [2027]}]


def test_major_hazard_waits_for_its_township():
    found = HazardFactory(grade=Hazard.Grade.MAJOR)
    accepted = hazard_at(State.ACCEPTED, grade=Hazard.Grade.MAJOR, place=found.place, by=found.created_by)

    piles = rows(found.created_by, "todo")

    assert piles["重大隐患，待乡镇签批销号"] == [accepted.pk]
    assert [piles[f"重大隐患，{what}"] for what in ("未书面上报（双报告）", "没有治理方案", "整改进度未报")] == [[found.pk]] * 3


def test_last_signature_waits_for_the_countys_official():
    hazard = hazard_at(State.APPROVED, grade=Hazard.Grade.MAJOR)

    assert rows(OfficialFactory(county=hazard.township.county), "todo") == {"重大隐患，待县领导签批销号": [hazard.pk]}
    assert rows(OfficialFactory(county=None), "todo") == {}


@pytest.mark.parametrize("factory", [OfficialFactory, AdministratorFactory, AuditorFactory])
def test_readers_have_nothing_to_do(factory):
    hazard = HazardFactory()

    assert piles_for(factory(county=hazard.township.county), "todo", TODAY) == []


def test_done_is_what_this_user_did():
    hazard = HazardFactory(at=None)
    colleague = InspectorFactory(township=hazard.township)

    assert [pile.count for pile in piles_for(hazard.created_by, "done", TODAY)] == [1]
    assert piles_for(colleague, "done", TODAY) == []


def test_every_pile_opens_as_many_rows_as_it_says(client):
    place = EnterpriseFactory()
    for state in (State.FOUND, State.ORDERED, State.REPLIED, State.SUSPENDED):
        hazard_at(state, place=place)
    for stage in (State.FOUND, State.ACCEPTED, State.APPROVED):
        hazard_at(stage, place=place, grade=Hazard.Grade.MAJOR)
    bureau = BureauFactory(county=place.county)
    client.force_login(bureau)

    # Years whose holidays nobody entered are no rows of a list.
    piles = [pile for tab in ("todo", "watch", "news") for pile in piles_for(bureau, tab, date.today()) if pile.url]  # noqa: DTZ011
    opened = [client.get(pile.url).context["table"].paginator.count for pile in piles]

    assert opened == [pile.count for pile in piles]


def test_the_own_round_and_what_was_missed_stand_in_the_piles():
    place = EnterpriseFactory()
    inspector = InspectorFactory(township=place.township)
    PlanFactory(place=place, by=inspector, today=date(2026, 5, 8), rhythm="days", ends_on=TODAY, inspectors=[inspector.person])

    todo, watched = rows(inspector, "todo"), rows(OfficialFactory(county=place.county), "watch")

    assert {label: len(tasks) for label, tasks in todo.items()} == {"今天要检查的": 1, "漏查，还没有说明原因": 2}
    assert {label: len(tasks) for label, tasks in watched.items()} == {"最近 30 天漏查": 2}


def test_the_piles_of_missed_visits_open_as_many_rows(client):
    place, today = EnterpriseFactory(), timezone.localdate()
    inspector = InspectorFactory(township=place.township)
    PlanFactory(place=place, by=inspector, today=today - timedelta(days=5), rhythm="days", inspectors=[inspector.person])
    client.force_login(inspector)

    missed = [pile for tab in ("todo", "watch") for pile in piles_for(inspector, tab, today) if "漏查" in str(pile.label)]

    assert [client.get(pile.url).context["table"].paginator.count for pile in missed] == [pile.count for pile in missed] == [5, 5]


def test_standing_counts_each_township():
    place = EnterpriseFactory()
    hazard_at(State.CLOSED, place=place)
    hazard_at(State.ORDERED, place=place)
    quiet = TownshipFactory(county=place.county)

    lines = Standing(BureauFactory(county=place.county), place.county, TODAY).by_township()

    assert [(line.township, line.found, line.overdue, line.rate) for line in lines] == [
        (place.township, 2, 1, "50.0%（1/2）"),
        (quiet, 0, 0, "—"),
    ]


def test_the_townships_lines_come_to_the_heading_and_lead_to_as_many_rows(client):
    place = EnterpriseFactory()
    bureau, today = BureauFactory(county=place.county), timezone.localdate()
    hazard_at(State.ORDERED, place=place, found_at=timezone.now() - timedelta(days=700))
    Hazard.objects.update(deadline=today - timedelta(days=600))
    HazardFactory(place=place, at=timezone.now())
    client.force_login(bureau)

    (line,) = Standing(bureau, place.county, today).by_township()

    assert (line.found, line.unclosed, line.overdue) == (1, 2, 1)
    assert [client.get(line.urls[name]).context["value"] for name in ("found", "closed", "unclosed", "overdue")] == [1, 0, 2, 1]


def test_rate_over_nothing_is_a_dash():
    assert rate(0, 0) == "—"


def test_dashboard_of_every_role(client):
    hazard = hazard_at(State.ORDERED)
    county, township = hazard.township.county, hazard.township
    for user in (
        BureauFactory(county=county),
        InspectorFactory(township=township),
        OfficialFactory(county=county),
        OfficialFactory(county=None),
        AdministratorFactory(county=county),
        AuditorFactory(county=county),
    ):
        client.force_login(user)
        for tab in ("todo", "done", "watch", "news", "nonsense"):
            assert client.get(reverse("dashboard"), {"tab": tab}).status_code == 200


def test_a_city_reads_which_county_a_township_is_of(client):
    township = TownshipFactory()

    def read_by(county):
        client.force_login(OfficialFactory(county=county))
        return f'data-label="县（市、区）">{township.county}</td>' in client.get(reverse("dashboard")).text

    assert (read_by(None), read_by(township.county)) == (True, False)


def test_dashboard_asks_the_same_of_the_database_for_one_row_and_for_three(client, django_assert_num_queries):
    place = EnterpriseFactory()
    bureau = BureauFactory(county=place.county)
    client.force_login(bureau)
    hazard_at(State.ORDERED, place=place)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("dashboard"))
    hazard_at(State.ORDERED, place=place)
    hazard_at(State.ORDERED, place=place)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("dashboard"))


QUERIES = 84


def test_heading_and_tiles_agree_on_what_earlier_years_left_open():
    older = hazard_at(State.ORDERED, at=FOUND_AT.replace(year=2025))
    hazard_at(State.ORDERED, place=older.place)
    standing = Standing(BureauFactory(county=older.township.county), older.township.county, TODAY)

    said = render_to_string("reports/_dashboard_sentence.html", {"standing": standing})
    unclosed, overdue = [(tile["value"], tile["note"]) for tile in standing.tiles()[2:4]]

    assert said == "2 条隐患未销号（其中以前年度遗留 1 条），超期 2 条"
    assert unclosed == overdue == ("1", "另有以前年度遗留 1 条")


def test_nothing_is_said_of_earlier_years_that_left_nothing():
    hazard = hazard_at(State.ORDERED)
    standing = Standing(BureauFactory(county=hazard.township.county), hazard.township.county, TODAY)

    assert render_to_string("reports/_dashboard_sentence.html", {"standing": standing}) == "1 条隐患未销号，其中超期 1 条"
    assert {tile["note"] for tile in standing.tiles()[2:4]} == {""}


def test_what_the_campaign_waits_for_is_named_from_the_signatures_to_the_acceptance():
    walk = Walk().to(Appraisal.State.AGREED)
    creating = candidacy_at("creating", township=walk.township)
    walk.sign(), walk.sign()
    label = "考评已签字，待确定结果"

    assert rows(walk.clerk, "todo")[label] == [walk.appraisal.pk]
    walk.sign(), walk.conclude()

    found = rows(walk.clerk, "todo")
    assert label not in found
    assert found["考评已有结论，待县验收或退回"] == [creating.pk]


def test_a_title_that_an_accident_may_cost_waits_for_the_bureau():
    title, other = candidacy_at("named"), candidacy_at("named")
    accident(title.township, dead=3), accident(other.township, dead=0)
    bureau = BureauFactory(county=title.township.county)

    assert rows(bureau, "todo")["称号有一票否决情形，待核实处理"] == [title.pk]
    waiting = waiting_in(title.campaign, title.campaign.candidacies.all(), [], bureau, TODAY)
    assert "有一票否决情形，待核实处理" in [one.word for one in waiting]


def test_a_title_that_was_kept_in_spite_of_an_accident_waits_no_more_until_the_next(client):
    title = candidacy_at("named")
    accident(title.township, dead=3, at=NOON)
    bureau = BureauFactory(county=title.township.county)
    label = "称号有一票否决情形，待核实处理"
    assert label in rows(bureau, "todo")

    step(title, "keep", by=bureau, on=date(2026, 12, 1), anyway=True)
    assert label not in rows(bureau, "todo")
    client.force_login(bureau)
    assert "已决定保持（2026-12-01 复核保持，理由见申报经过）" in client.get(title.get_absolute_url()).text

    step(title, "kept_day", by=bureau, on=TODAY)
    assert f"已决定保持（{TODAY} 复核保持，理由见申报经过）" in client.get(title.get_absolute_url()).text
    accident(title.township, dead=4, happened_at=midnight(date(2026, 12, 2)), at=NOON)
    assert label in rows(bureau, "todo")
    step(title, "retain", by=bureau, on=date(2026, 12, 3))
    assert label not in rows(bureau, "todo")
