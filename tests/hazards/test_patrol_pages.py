"""The screens of rounds, visits due, plans and draws."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.annual import annual_lines
from hazards.fulfilment import void_visit
from hazards.intake import record_inspection
from hazards.models import Checklist, CheckSheet, Inspection, PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from tests.factories.patrols import ChecklistFactory, HolidayFactory, PlanFactory, SheetFactory
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.spreadsheets import rows_of
from townships.amendments import amendments_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场")


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


@pytest.fixture
def plan(place, inspector):
    """Every day from today on, by this inspector."""
    return PlanFactory(place=place, by=inspector, today=TODAY, rhythm="days", inspectors=[inspector.person])


def missed(place, by):
    """A visit that was due five days ago."""
    start = TODAY - timedelta(days=5)
    return PlanFactory(place=place, by=by, today=start, rhythm="days", ends_on=start, inspectors=[by.person]).tasks.get()


def test_todays_round_offers_one_press(as_user, inspector, plan):
    page = as_user(inspector).get(reverse("hazards:round")).content.decode()

    task = plan.tasks.get(starts_on=TODAY)
    assert "还有 1 处要检查" in page
    assert f"{reverse('hazards:start_sheet')}?task={task.pk}" in page


def test_one_press_opens_the_checklist_filled_in(as_user, inspector, plan, place, bureau):
    ChecklistFactory(by=bureau, sector=place.sector)
    task = plan.tasks.get(starts_on=TODAY)

    response = as_user(inspector).post(f"{reverse('hazards:start_sheet')}?task={task.pk}")

    sheet = CheckSheet.objects.get()
    assert response.url == sheet.get_absolute_url()
    assert (sheet.place_id, sheet.task, sheet.kind, [*sheet.inspectors.all()]) == (place.pk, task, "daily", [inspector.person])


def test_without_a_checklist_it_opens_the_visit_form_filled_in(as_user, inspector, plan, place):
    task = plan.tasks.get(starts_on=TODAY)
    client = as_user(inspector)

    response = client.post(f"{reverse('hazards:start_sheet')}?task={task.pk}")
    form = client.get(response.url).context["form"]

    assert response.url == f"{reverse('hazards:record_inspection')}?task={task.pk}"
    assert (form.initial["place"], form.initial["kind"], form.initial["inspectors"]) == (place.pk, "daily", [inspector.person_id])


def test_the_visit_form_fulfils_its_task_and_signs(as_user, inspector, plan, place):
    task = plan.tasks.get(starts_on=TODAY)
    fields = {
        "submission": "0b1e7a3e-5b5b-4b53-9b3c-0d7f3b1d3c11",
        "place": place.pk,
        "inspected_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "kind": "daily",
        "inspectors": [inspector.person_id],
        "result": "nothing",
    }

    page = as_user(inspector).post(f"{reverse('hazards:record_inspection')}?task={task.pk}", fields, follow=True)

    task.refresh_from_db()
    assert task.inspection.clear_signed_by == inspector
    assert "本次检查未发现隐患" in page.content.decode()


def test_a_task_that_is_done_opens_no_second_form(as_user, inspector, plan):
    task = plan.tasks.get(starts_on=TODAY)
    form, client = f"{reverse('hazards:record_inspection')}?task={task.pk}", as_user(inspector)
    typed = {"place": task.place_id, "kind": "daily", "inspectors": [inspector.person_id], "result": "nothing"}
    typed |= {"inspected_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    client.post(form, typed | {"submission": "0b1e7a3e-5b5b-4b53-9b3c-0d7f3b1d3c11"})
    task.refresh_from_db()

    opened = client.get(form)
    sent = client.post(form, typed | {"submission": "0b1e7a3e-5b5b-4b53-9b3c-0d7f3b1d3c12"}, follow=True)

    assert opened.url == task.inspection.get_absolute_url()
    assert "重复登记的请作废" in sent.content.decode()


def test_the_round_can_be_put_in_order(as_user, inspector, place):
    other = EnterpriseFactory(township=place.township)
    PlanFactory(place=place, places=[place, other], by=inspector, today=TODAY, rhythm="days", inspectors=[inspector.person])

    as_user(inspector).post(reverse("hazards:move_round", args=[other.pk]), {"up": "1"})

    assert [*RoundPosition.objects.filter(user=inspector).values_list("place", flat=True)] == [other.pk, place.pk]


def test_missed_visits_are_named(as_user, bureau, inspector, place):
    missed(place, inspector)

    page = as_user(bureau).get(reverse("hazards:tasks"), {"state": "missed"}).content.decode()

    assert "：1 次漏查" in page
    assert place.name in page
    assert inspector.person.name in page
    assert "超 5 天" in page


def test_what_was_missed_stands_before_what_is_due_and_that_before_what_comes(as_user, bureau, inspector, place, plan):
    explained, unexplained = missed(place, inspector), missed(EnterpriseFactory(township=place.township), inspector)
    VisitTask.objects.filter(pk=explained.pk).update(missed_reason="停产", missed_reason_by=inspector, missed_reason_at=timezone.now())

    listed = list(as_user(bureau).get(reverse("hazards:tasks")).context["table"].data)

    assert listed[0] == unexplained
    assert listed[-1] == explained
    assert [task.starts_on for task in listed[1:-1]] == sorted(task.starts_on for task in listed[1:-1])


def test_a_missed_visit_is_explained_on_its_page(as_user, inspector, place):
    task = missed(place, inspector)
    address = reverse("hazards:explain_task", args=[task.pk])

    assert as_user(inspector).post(address, {"reason": ""}).context["form"].has_error("reason")
    as_user(inspector).post(address, {"reason": "大雪封路"})

    task.refresh_from_db()
    assert (task.missed_reason, task.missed_reason_by) == ("大雪封路", inspector)


def test_a_visit_entered_late_says_so_on_task_list_and_plan(as_user, inspector, place):
    task = missed(place, inspector)
    at = timezone.now() - timedelta(days=5)
    record_inspection(by=inspector, place=place, inspectors=[inspector.person], kind=task.plan.kind, inspected_at=at)

    addresses = [task.get_absolute_url(), f"{reverse('hazards:tasks')}?state=entered", f"{reverse('hazards:tasks_ledger')}?state=entered"]
    pages = [as_user(inspector).get(address).content.decode() for address in addresses]
    tiles = as_user(inspector).get(task.plan.get_absolute_url()).context["tiles"]

    assert ["补录 5 天" in page for page in pages] == [True] * 3
    assert {str(tile["label"]): tile["value"] for tile in tiles} == {"应检查": 1, "已检查": 1, "按时检查": 0, "补录": 1, "漏查": 0}


def test_another_reason_keeps_the_first(as_user, inspector, bureau, place):
    task = missed(place, inspector)
    address = reverse("hazards:explain_task", args=[task.pk])
    as_user(inspector).post(address, {"reason": "大雪封路"})

    form = as_user(bureau).get(address).context["form"]
    page = as_user(bureau).post(address, {"reason": "单位停产"}, follow=True).content.decode()

    changes = {what: words for what, *words in amendments_of(task).get().changes}
    assert (form["reason"].value(), changes["漏查原因"]) == ("大雪封路", ["大雪封路", "单位停产"])
    assert "漏查原因 大雪封路 → 单位停产" in page


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 9),
        ({"state": "missed"}, 1),
        ({"state": "due"}, 1),
        ({"state": "coming"}, 7),
        ({"state": "done"}, 0),
        ({"state": "late"}, 0),
        ({"state": "missed", "reason": "none"}, 1),
        ({"state": "missed", "reason": "some"}, 0),
        ({"mine": "1"}, 9),
        ({"q": "红星"}, 9),
        ({"q": "没有"}, 0),
        ({"kind": "weekly"}, 0),
        ({"season": "flood"}, 0),
        ({"due_from": "2099-01-01", "state": "nonsense"}, 9),
    ],
)
def test_filters_of_visits(as_user, inspector, place, plan, filters, count):
    missed(place, inspector)

    page = as_user(inspector).get(reverse("hazards:tasks"), filters)

    assert page.context["table"].paginator.count == count


def test_the_list_of_visits_as_a_spreadsheet(as_user, inspector, place):
    missed(place, inspector)

    response = as_user(inspector).get(reverse("hazards:export_tasks"), {"state": "missed"})

    rows = rows_of(response.getvalue())
    assert [rows[2][1], rows[2][6], rows[2][7]] == [place.name, inspector.person.name, "漏查"]


@pytest.mark.parametrize("name", ["tasks", "plans", "checklists"])
def test_each_list_is_printed_with_its_conditions(as_user, bureau, plan, name):
    page = as_user(bureau).get(reverse(f"hazards:{name}_ledger"), {"q": "没有这样的"}).content.decode()

    assert "没有这样的" in page
    assert "没有符合条件的记录" in page
    assert "填表人" in page


def test_plans_and_checklists_as_spreadsheets(as_user, bureau, plan):
    plans = rows_of(as_user(bureau).get(reverse("hazards:export_plans")).getvalue())
    checklists = rows_of(as_user(bureau).get(reverse("hazards:export_checklists")).getvalue())

    assert [plans[1][0], plans[2][0]] == ["计划名称", plan.name]
    assert len(checklists) == 2 + Checklist.objects.count()


def plan_fields(**fields):
    return {
        "submission": "6f2c1a50-0f7c-4c5e-8b43-3a6ed6a8c111",
        "name": "周督查",
        "kind": "weekly",
        "season": "",
        "rhythm": "weekly",
        "weekdays": ["1", "4"],
        "quarter_month": "3",
        "moves_to_workday": "on",
        "days_allowed": "3",
        "starts_on": f"{TODAY}",
        "ends_on": f"{TODAY + timedelta(days=30)}",
        **fields,
    }


def test_an_inspector_makes_a_plan_of_the_own_township(as_user, inspector, place):
    fields = plan_fields(places=[place.pk], inspectors=[inspector.person_id])

    response = as_user(inspector).post(reverse("hazards:new_plan"), fields)

    made = PatrolPlan.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.township, made.weekdays, [*made.places.all()]) == (place.township, [1, 4], [place.place_ptr])


def test_the_bureau_makes_a_plan_of_the_whole_county(as_user, bureau, place):
    assert "全县" in as_user(bureau).get(reverse("hazards:new_plan")).content.decode()

    as_user(bureau).post(f"{reverse('hazards:new_plan')}?county=1", plan_fields(sector=place.sector_id))

    made = PatrolPlan.objects.get()
    assert (made.county, made.township, made.sector) == (place.county, None, place.sector)


@pytest.mark.parametrize(("drawn", "warned"), [("2", True), ("1", False)])
def test_a_plan_that_draws_more_than_there_are_is_saved_with_a_warning(as_user, bureau, place, drawn, warned):
    fields = plan_fields(sector=place.sector_id, draws_places=drawn)

    page = as_user(bureau).post(f"{reverse('hazards:new_plan')}?county=1", fields, follow=True).content.decode()

    assert ("现有检查对象只有 1 处" in page, PatrolPlan.objects.count()) == (warned, 1)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", {"name": ""}),
        ("sector", {"places": []}),
        ("weekdays", {"weekdays": []}),
        ("month_day", {"rhythm": "monthly", "month_day": ""}),
        ("month_day", {"rhythm": "quarterly", "month_day": "32"}),
        ("starts_on", {"starts_on": "2020-01-01"}),
        ("ends_on", {"ends_on": "2020-01-01"}),
        ("ends_on", {"ends_on": f"{TODAY + timedelta(days=900)}"}),
        ("inspectors", {"inspectors": []}),
        ("days_allowed", {"days_allowed": "99"}),
        ("draws_places", {"draws_places": "0"}),
        ("draws_places", {"draws_places": "2"}),
        ("draws_inspectors", {"draws_inspectors": "2"}),
    ],
)
def test_a_plan_is_refused_beside_its_field(as_user, inspector, place, field, typed):
    fields = plan_fields(**{"places": [place.pk], "inspectors": [inspector.person_id]} | typed)

    response = as_user(inspector).post(reverse("hazards:new_plan"), fields)

    assert response.context["form"].has_error(field)
    assert not PatrolPlan.objects.exists()


@pytest.mark.parametrize("like", ["daily", "weekly", "monthly", "quarterly", "festival", "flood", "safety_month", "random", "nonsense"])
def test_presets_open(as_user, inspector, like):
    assert as_user(inspector).get(reverse("hazards:new_plan"), {"like": like}).status_code == 200


def test_a_plan_is_changed_from_tomorrow_on(as_user, inspector, plan, place):
    fields = plan_fields(places=[place.pk], inspectors=[inspector.person_id], rhythm="workdays", name="改了")

    as_user(inspector).post(reverse("hazards:edit_plan", args=[plan.pk]), fields)

    plan.refresh_from_db()
    assert (plan.name, plan.rhythm, plan.kind, plan.starts_on) == ("改了", "workdays", "daily", TODAY)


def test_a_plan_tells_what_was_changed_by_whom_and_why_it_was_stopped(as_user, inspector, plan, place):
    client, fields = as_user(inspector), {"places": [place.pk], "inspectors": [inspector.person_id], "name": plan.name}
    client.post(reverse("hazards:edit_plan", args=[plan.pk]), plan_fields(**fields, rhythm="weekly", weekdays=[1, 3], days_allowed=2))
    client.post(reverse("hazards:stop_plan", args=[plan.pk]), {"reason": "并入县局计划"})

    stopped, changed = amendments_of(plan)

    assert changed.by == stopped.by == inspector
    assert ["频次", "每天（含休息日）", "每周星期二、星期四，遇休息日顺延；2 个工作日内完成"] in changed.changes
    assert (str(stopped), stopped.reason) == (f"结束日期：{plan.ends_on} → {TODAY}", "并入县局计划")
    assert "（原因：并入县局计划）" in client.get(plan.get_absolute_url()).text


def test_who_changes_a_plan_second_is_shown_both_versions(as_user, inspector, plan, place):
    client, address = as_user(inspector), reverse("hazards:edit_plan", args=[plan.pk])
    opened = client.get(address)
    mark = opened.context["form"]["based_on"].value()
    assert f'name="based_on" value="{mark}"' in opened.text
    PatrolPlan.objects.filter(pk=plan.pk).update(name="别人改的", rhythm="monthly", month_day=20)

    mine = plan_fields(
        places=[place.pk], inspectors=[inspector.person_id], name="我改的", rhythm="weekly", weekdays=[1, 3], days_allowed=0, based_on=mark
    )
    refused = client.post(address, mine)

    both = [("计划名称", "别人改的", "我改的"), ("频次", "每月", "每周"), ("星期几", "无", "星期二、星期四"), ("几日", "20", "无")]
    assert refused.context["form"].differing == both
    assert ("两份内容对照" in refused.text, "季度内月份" in refused.text.split("</section>")[0]) == (True, False)
    assert PatrolPlan.objects.get(pk=plan.pk).name == "别人改的"


def test_a_plan_is_stopped_with_a_reason(as_user, inspector, plan):
    address = reverse("hazards:stop_plan", args=[plan.pk])

    assert as_user(inspector).post(address, {"reason": ""}).context["form"].has_error("reason")
    as_user(inspector).post(address, {"reason": "并入县局计划"})

    plan.refresh_from_db()
    assert (plan.ends_on, plan.tasks.counted().count()) == (TODAY, 1)


def test_an_inspector_sees_the_countys_plan_once_and_changes_it_not(as_user, inspector, bureau, place):
    VillageFactory.create_batch(3, township=place.township)
    county_plan = PlanFactory(place=place, by=bureau, today=TODAY, township=None, places=[], sector=place.sector, inspectors=[])
    client = as_user(inspector)

    listed = client.get(reverse("hazards:plans")).context["table"].paginator.count

    assert listed == 1
    assert client.get(county_plan.get_absolute_url()).status_code == 200
    assert client.get(reverse("hazards:edit_plan", args=[county_plan.pk])).status_code == 403
    assert client.post(reverse("hazards:stop_plan", args=[county_plan.pk]), {"reason": "不要"}).status_code == 403


def test_the_plans_page_names_the_year_without_holidays(as_user, inspector, place):
    plan = PlanFactory(place=place, by=inspector, today=TODAY, rhythm="days", ends_on=date(2099, 1, 1))

    page = as_user(inspector).get(plan.get_absolute_url()).content.decode()
    assert "2099年未发布放假通知，暂按法定节日" in page

    HolidayFactory(day=date(2099, 1, 1))
    assert "2099年未发布放假通知，暂按法定节日" not in as_user(inspector).get(plan.get_absolute_url()).content.decode()


def test_the_record_of_a_draw_says_that_it_comes_out_the_same(as_user, inspector, place):
    PlanFactory(place=place, by=inspector, today=TODAY, rhythm="once", draws_places=1)
    draw = PatrolDraw.objects.get()

    page = as_user(inspector).get(draw.get_absolute_url()).content.decode()

    assert draw.seed in page
    assert f">{place.pk}</td>" in page
    assert "刚刚重新抽取，结果一致" in page


def test_the_annual_plan_counts_visits_month_by_month(place, inspector):
    other = EnterpriseFactory(township=place.township, sector=place.sector)
    told = {"by": inspector, "today": date(2026, 1, 1), "rhythm": "monthly", "month_day": 20}
    PlanFactory(place=place, places=[place], sector=place.sector, **told)
    PlanFactory(place=place, places=[place, other], starts_on=date(2026, 11, 1), **told)

    lines = annual_lines(PatrolPlan.objects.all(), 2026, today=date(2026, 1, 1))

    assert [(line.places, line.visits) for line in lines] == [(2, 24), (2, 4)]
    assert lines[1].months == [0] * 10 + [2, 2]


def test_the_annual_plan_counts_what_a_draw_takes(place, inspector):
    places = [place, *EnterpriseFactory.create_batch(4, township=place.township)]
    PlanFactory(place=place, places=places, by=inspector, today=date(2026, 1, 1), rhythm="once", draws_places=2)

    [line] = annual_lines(PatrolPlan.objects.all(), 2026, today=date(2026, 1, 1))

    assert (line.places, line.visits) == (5, 2)


def test_the_annual_plan_as_a_spreadsheet(as_user, bureau, place, inspector):
    PlanFactory(place=place, by=inspector, today=date(2026, 1, 1), rhythm="quarterly", month_day=20)

    response = as_user(bureau).get(reverse("hazards:export_annual_plan"), {"year": "2026"})

    rows = rows_of(response.getvalue())
    assert rows[0][0] == f"{place.county}2026年度安全生产检查计划"
    assert [rows[2][1], rows[2][-1]] == ["日巡查计划", "4"]


def test_a_year_without_plans_says_so(as_user, bureau):
    page = as_user(bureau).get(reverse("hazards:annual_plan"), {"year": "2024"}).content.decode()

    assert "这一年还没有检查计划" in page


def queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as captured:
        client.get(address).getvalue()
    return len(captured)


LISTS = ["plans", "plans_ledger", "export_plans", "tasks", "tasks_ledger", "export_tasks", "annual_plan", "export_annual_plan"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_much_for_three_plans_as_for_one(as_user, bureau, inspector, place, name, django_assert_max_num_queries):
    client, address = as_user(bureau), reverse(f"hazards:{name}")
    PlanFactory(place=place, by=inspector, today=TODAY)
    one = queries(client, address, django_assert_max_num_queries)
    for _ in range(2):
        PlanFactory(place=place, by=inspector, today=TODAY)

    assert queries(client, address, django_assert_max_num_queries) == one


def test_a_round_asks_as_much_for_three_places_as_for_one(as_user, inspector, place, plan, django_assert_max_num_queries):
    client, address = as_user(inspector), reverse("hazards:round")
    one = queries(client, address, django_assert_max_num_queries)
    for _ in range(2):
        PlanFactory(
            place=EnterpriseFactory(township=place.township), by=inspector, today=TODAY, rhythm="days", inspectors=[inspector.person]
        )

    assert queries(client, address, django_assert_max_num_queries) == one


@pytest.fixture
def pages(plan, place, inspector, bureau):
    sheet = SheetFactory(place=place, by=inspector)
    drawn = PlanFactory(place=place, by=inspector, today=TODAY, rhythm="once", draws_places=1)
    task = plan.tasks.earliest("starts_on")
    return {
        reverse("hazards:plan", args=[plan.pk]): None,
        reverse("hazards:task", args=[task.pk]): None,
        reverse("hazards:draw", args=[drawn.draws.get().pk]): None,
        reverse("hazards:edit_plan", args=[plan.pk]): 403,
        reverse("hazards:stop_plan", args=[plan.pk]): 403,
        reverse("hazards:explain_task", args=[task.pk]): 403,
        reverse("hazards:sheet", args=[sheet.pk]): 403,
    }


@pytest.mark.parametrize("factory", [InspectorFactory, BureauFactory])
def test_what_is_elsewhere_is_not_there(as_user, pages, factory):
    client = as_user(factory())

    assert {client.get(page).status_code for page in pages} == {404}


def test_officials_read(as_user, pages, place):
    client = as_user(OfficialFactory(county=place.county))

    assert {page: client.get(page).status_code for page in pages} == {page: refused or 200 for page, refused in pages.items()}


@pytest.mark.parametrize("name", ["round", "new_plan", "start_sheet", "new_checklist"])
def test_officials_do_nothing(as_user, place, name):
    assert as_user(OfficialFactory(county=place.county)).get(reverse(f"hazards:{name}")).status_code == 403


def test_a_task_that_is_done_leads_to_its_visit(as_user, inspector, plan):
    task = plan.tasks.get(starts_on=TODAY)
    visit = Inspection.objects.create(
        township=task.township, place=task.place, sector=SectorFactory(), inspected_at=timezone.now(), created_by=inspector
    )
    VisitTask.objects.filter(pk=task.pk).update(inspection=visit, done_on=TODAY)

    response = as_user(inspector).post(f"{reverse('hazards:start_sheet')}?task={task.pk}")

    assert response.url == visit.get_absolute_url()


def test_a_task_says_that_its_visit_was_voided(as_user, inspector, plan):
    task = plan.tasks.get(starts_on=TODAY)
    visit = record_inspection(by=inspector, place=task.place, inspectors=[inspector.person], kind=plan.kind)
    void_visit(visit, by=inspector, reason="误录")

    pages = [as_user(inspector).get(page).content.decode() for page in (task.get_absolute_url(), visit.get_absolute_url())]

    assert f"{visit}（已作废）" in pages[0]
    assert ("完成巡查任务" in pages[1], "巡查任务因检查作废而未完成" in pages[1]) == (False, True)


def test_a_round_of_nobody_is_empty(as_user):
    user = InspectorFactory(person=None, township=TownshipFactory())

    assert "今天没有安排给您的巡查" in as_user(user).get(reverse("hazards:round")).content.decode()
