"""The screens of checklists and of filling one."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hazards import checklists
from hazards.checking import finish_sheet, save_sheet
from hazards.models import Checklist, CheckSheet, Hazard, Inspection, Order, State
from tests.factories.hazards import FOUND_AT, HazardFactory, InspectionFactory, photo, two_inspectors
from tests.factories.patrols import ITEM, ChecklistFactory, SheetFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, KeySiteFactory, OfficialFactory, VillageFactory
from tests.spreadsheets import rows_of
from townships.workdays import add_workdays

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnterpriseFactory()


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def bureau(place):
    return BureauFactory(county=place.county)


@pytest.fixture
def checklist(bureau, place):
    return ChecklistFactory(by=bureau, sector=place.sector)


@pytest.fixture
def sheet(place, inspector, checklist):
    return SheetFactory(place=place, by=inspector, checklist=checklist)


def address(name, *args):
    return reverse(f"hazards:{name}", args=args)


def filled(sheet, *results, **more):
    items = [*sheet.version.items.values_list("pk", flat=True)]
    people = [*sheet.inspectors.values_list("pk", flat=True)]
    return {"inspectors": people} | {f"result-{item}": result for item, result in zip(items, results, strict=False)} | more


def jpeg():
    return SimpleUploadedFile("现场.jpg", photo().content, content_type="image/jpeg")


def test_samples_and_own_lists_are_listed_once(as_user, inspector, checklist):
    VillageFactory.create_batch(3, township=inspector.township)

    page = as_user(inspector).get(address("checklists"))

    assert page.context["table"].paginator.count == Checklist.objects.filter(county=None).count() + 1


def test_the_list_asks_as_much_for_three_as_for_one(as_user, bureau, checklist, django_assert_max_num_queries):
    client = as_user(bureau)
    with django_assert_max_num_queries(100) as one:
        client.get(address("checklists"), {"whose": "own"})
    ChecklistFactory(by=bureau, name="第二张"), ChecklistFactory(by=bureau, name="第三张")

    with django_assert_max_num_queries(len(one)):
        client.get(address("checklists"), {"whose": "own"})


def test_the_bureau_takes_over_a_sample_and_issues_a_new_version(as_user, bureau):
    client, sample = as_user(bureau), Checklist.objects.filter(county=None).first()

    client.post(address("take_over_checklist", sample.pk))
    own = Checklist.objects.get(county=bureau.county)
    client.post(address("revise_checklist", own.pk))
    client.post(address("new_checklist_item", own.pk), ITEM)
    shown = client.get(address("edit_checklist", own.pk)).context["as_shown"]
    client.post(address("edit_checklist", own.pk), {"note": "增加一项", "as_shown": shown})

    assert (own.in_force.number, own.in_force.note) == (2, "增加一项")
    assert own.in_force.items.count() == sample.in_force.items.count() + 1


def test_the_foot_names_the_version_of_the_product_and_not_of_the_list(as_user, bureau, checklist):
    assert f"<span>版本 {settings.VERSION}</span>" in as_user(bureau).get(checklist.get_absolute_url()).content.decode()


@pytest.mark.parametrize("field", ["text", "finding", "measure"])
def test_an_item_says_what_is_missing(as_user, bureau, checklist, field):
    checklists.revise(checklist, by=bureau)

    page = as_user(bureau).post(address("new_checklist_item", checklist.pk), ITEM | {field: ""})

    assert page.context["form"].has_error(field)


def test_items_are_changed_moved_and_removed(as_user, bureau, checklist):
    draft, client = checklists.revise(checklist, by=bureau), as_user(bureau)
    first, second = draft.items.all()

    client.post(address("edit_checklist_item", checklist.pk, second.pk), ITEM | {"text": "改了"})
    client.post(address("move_checklist_item", checklist.pk, second.pk), {"up": "1"})
    client.post(address("move_checklist_item", checklist.pk, first.pk), {"remove": "1"})

    assert [*draft.items.values_list("text", flat=True)] == ["改了"]


def test_an_issued_draft_is_not_edited_in_an_old_window(as_user, bureau, checklist):
    draft = checklists.revise(checklist, by=bureau)
    checklists.issue(draft, by=bureau)

    page = as_user(bureau).post(address("new_checklist_item", checklist.pk), ITEM, follow=True)

    assert "已经发布或撤回" in page.content.decode()
    assert checklist.in_force.items.count() == 2


def test_a_list_is_retired_after_a_question_and_resumed(as_user, bureau, checklist):
    client, retire = as_user(bureau), address("retire_checklist", checklist.pk)

    asked = client.get(retire).content.decode()
    in_use = Checklist.objects.get(pk=checklist.pk).retired_at is None
    client.post(retire)
    page = client.get(checklist.get_absolute_url()).content.decode()
    client.post(address("resume_checklist", checklist.pk))

    assert ("确认停用" in asked, in_use, "恢复使用" in page) == (True, True, True)
    checklist.refresh_from_db()
    assert checklist.retired_at is None


def test_a_list_is_not_resumed_beside_another_of_its_name(bureau, checklist):
    checklists.retire(checklist, by=bureau)
    ChecklistFactory(by=bureau, sector=checklist.sector, name=checklist.name)

    with pytest.raises(ValidationError):
        checklists.resume(checklist, by=bureau)


def test_what_was_typed_of_an_item_that_a_colleague_took_out_is_kept(as_user, bureau, checklist):
    draft = checklists.revise(checklist, by=bureau)
    item = draft.items.first()
    edit, client = address("edit_checklist_item", checklist.pk, item.pk), as_user(bureau)
    checklists.remove_item(item, by=bureau)

    answer = client.post(edit, ITEM | {"text": "安全出口畅通"})
    assert "刚才已被别人删除" in answer.content.decode()
    assert answer.context["form"]["text"].value() == "安全出口畅通"

    client.post(edit, ITEM | {"text": "安全出口畅通", "anew": "1"})
    assert draft.items.last().text == "安全出口畅通"


def test_a_new_list_begins_as_a_draft(as_user, bureau, place):
    client = as_user(bureau)
    told = {"name": "加油站专项", "sector": place.sector_id, "level": "enterprise", "site_kind": ""}

    client.post(address("new_checklist"), told)

    own = Checklist.objects.get(county=bureau.county)
    assert (own.in_force, own.draft.number) == (None, 1)
    assert client.post(address("new_checklist"), told).context["form"].has_error("name")
    assert client.post(address("new_checklist"), told | {"name": "另", "site_kind": "slope"}).context["form"].has_error("site_kind")


def test_an_empty_draft_is_not_issued(as_user, bureau, place):
    own = checklists.add_checklist(by=bureau, name="空", sector=place.sector)

    page = as_user(bureau).post(address("edit_checklist", own.pk), {"note": ""})

    assert "至少要有一项" in page.content.decode()


def test_an_old_version_stays_readable(as_user, bureau, checklist):
    draft = checklists.revise(checklist, by=bureau)
    checklists.put_item(draft, by=bureau, item=draft.items.first(), **ITEM | {"text": "新的说法"})
    checklists.issue(draft, by=bureau)
    client = as_user(bureau)

    assert "新的说法" in client.get(checklist.get_absolute_url()).content.decode()
    old = client.get(checklist.get_absolute_url(), {"version": "1"})
    assert "新的说法" not in old.content.decode()
    told = {label: value for label, value, _url in old.context["facts"]}
    assert (told["现行版次"], told["所看版次"]) == ("第 2 版", "第 1 版，已被取代")
    assert client.get(checklist.get_absolute_url(), {"version": "9"}).status_code == 404


def test_a_list_as_a_spreadsheet(as_user, bureau, checklist):
    response = as_user(bureau).get(address("export_checklist", checklist.pk))

    rows = rows_of(response.getvalue())
    assert rows[2][:3] == ["1", "第1项", "《消防法》第十六条"]


@pytest.mark.parametrize(
    "name", ["take_over_checklist", "revise_checklist", "retire_checklist", "resume_checklist", "drop_checklist_draft", "edit_checklist"]
)
@pytest.mark.parametrize("factory", [InspectorFactory, OfficialFactory])
def test_others_write_no_lists(as_user, checklist, name, factory):
    user = factory(county=checklist.county) if factory is OfficialFactory else factory(township__county=checklist.county)

    assert as_user(user).post(address(name, checklist.pk)).status_code == 403


def test_another_countys_list_is_not_there(as_user, checklist):
    client = as_user(BureauFactory())

    assert client.get(checklist.get_absolute_url()).status_code == 404
    assert client.post(address("revise_checklist", checklist.pk)).status_code == 404


def test_a_list_that_fits_is_offered_and_begun(as_user, inspector, place, checklist):
    client, begin = as_user(inspector), f"{address('start_sheet')}?place={place.pk}"
    assert checklist.name in client.get(begin).content.decode()

    response = client.post(begin, {"checklist": checklist.pk})

    assert response.url == CheckSheet.objects.get().get_absolute_url()


def test_where_nothing_fits_the_plain_form_opens(as_user, inspector, place):
    response = as_user(inspector).get(f"{address('start_sheet')}?place={place.pk}")

    assert response.url == f"{address('record_inspection')}?place={place.pk}"


def test_one_says_where_first(as_user, inspector, place):
    response = as_user(inspector).post(address("start_sheet"), {"place": place.pk, "kind": "daily"})

    assert response.url == f"{address('start_sheet')}?place={place.pk}"


def test_a_sheet_saved_half_way_is_there_again(as_user, inspector, sheet):
    client = as_user(inspector)

    client.post(sheet.get_absolute_url(), filled(sheet, "passed", accompanied_by="李四"))

    form = client.get(sheet.get_absolute_url()).context["form"]
    assert [row.fields["result"].value() for row in form.rows] == ["passed", ""]
    assert form["accompanied_by"].value() == "李四"


def test_one_button_of_a_sheet_stands_out(as_user, inspector, sheet):
    page = as_user(inspector).get(sheet.get_absolute_url()).content.decode()

    assert page.count('class="btn btn-primary"') == 1
    assert '<button class="btn btn-outline-primary">保存，稍后再填</button>' in page


def test_a_bad_photo_loses_nothing_of_the_rest(as_user, inspector, sheet):
    item = sheet.version.items.first()
    bad = SimpleUploadedFile("x.jpg", b"no photo")

    page = as_user(inspector).post(sheet.get_absolute_url(), filled(sheet, "failed", "passed", **{f"pictures-{item.pk}": bad}))

    assert page.context["form"].has_error(f"pictures-{item.pk}")
    assert [*sheet.answers.values_list("result", flat=True)] == ["failed", "passed"]


def test_a_press_is_saved_in_the_background(as_user, inspector, sheet):
    item = sheet.version.items.first()
    told = {f"result-{item.pk}": "failed", f"note-{item.pk}": "2 号楼", f"pictures-{item.pk}": jpeg()}

    page = as_user(inspector).post(address("sheet_answer", sheet.pk, item.pk), told)

    answer = sheet.answers.get(item=item)
    assert (answer.result, answer.note, answer.pictures.count()) == ("failed", "2 号楼", 1)
    assert "已保存" in page.content.decode()
    assert [*sheet.answers.values_list("result", flat=True)] == ["failed", ""]


@pytest.mark.parametrize("result", ["passed", "none", "failed"])
def test_every_saved_item_says_so_whatever_was_pressed(as_user, inspector, sheet, result):
    client, item = as_user(inspector), sheet.version.items.first()
    mark = f'<p class="check-saved" id="saved-{item.pk}" role="status"%s>已保存</p>'

    answer = client.post(address("sheet_answer", sheet.pk, item.pk), {f"result-{item.pk}": result}).content.decode()
    page = client.get(sheet.get_absolute_url()).content.decode()

    assert mark % ' hx-swap-oob="true"' in answer
    assert page.count("已保存</p>") == 1
    # Outside of what only an item that failed shows: nothing but the item itself is open around it.
    item_so_far = page.partition(f'id="item-{item.pk}"')[2].partition(mark % "")[0]
    assert item_so_far.count("<div") == item_so_far.count("</div>")


def test_a_background_press_does_not_touch_the_people(as_user, inspector, sheet):
    item = sheet.version.items.first()

    as_user(inspector).post(address("sheet_answer", sheet.pk, item.pk), {f"result-{item.pk}": "passed"})

    assert sheet.inspectors.count() == 2


def test_the_check_page_says_what_will_be_logged_before_it_is(as_user, inspector, sheet):
    client = as_user(inspector)
    checked = client.post(sheet.get_absolute_url(), filled(sheet, "passed", "failed", finish="1"))

    page = client.get(checked.url).content.decode()

    assert "将登记 1 条隐患" in page
    assert "第2项不合格。" in page
    assert not Inspection.objects.exists()


def test_an_incomplete_sheet_can_not_be_confirmed(as_user, inspector, sheet):
    client = as_user(inspector)
    assert "第 1、2 项还没有填写结果" in client.get(address("check_sheet", sheet.pk)).content.decode()

    assert client.post(address("check_sheet", sheet.pk)).status_code == 409
    assert not Inspection.objects.exists()


def test_nothing_found_is_signed_on_the_check_page(as_user, inspector, sheet):
    client = as_user(inspector)
    client.post(sheet.get_absolute_url(), filled(sheet, "passed", "none"))
    assert "签字确认，完成检查" in client.get(address("check_sheet", sheet.pk)).content.decode()

    page = client.post(address("check_sheet", sheet.pk), follow=True).content.decode()

    assert Inspection.objects.get().clear_signed_by == inspector
    assert "本次检查未发现隐患。" in page


def test_after_a_visit_to_a_slope_the_order_asks_who_does_the_work(as_user):
    visit = InspectionFactory(place=KeySiteFactory())
    key = HazardFactory(place=visit.place, by=visit.created_by, inspection=visit).pk
    client, page = as_user(visit.created_by), address("serve_inspection", visit.pk)
    told = {f"take-{key}": "on", f"requirement-{key}": "清除浮石", f"deadline-{key}": timezone.localdate(), "confirmed": "1"}

    assert client.post(page, told).context["form"].has_error("responsible_unit")
    client.post(page, told | {"responsible_unit": "双河村"})

    assert Order.objects.get().served_on == "双河村"


def test_what_is_wrong_with_one_of_several_hazards_names_it_and_all_is_told_at_once(as_user):
    visit = InspectionFactory()
    first, second = [HazardFactory(place=visit.place, by=visit.created_by, inspection=visit) for _ in range(2)]
    client, page = as_user(visit.created_by), address("serve_inspection", visit.pk)
    told = {f"take-{first.pk}": "on", f"requirement-{first.pk}": "清除浮石", f"deadline-{first.pk}": "2026-01-05"}
    told |= {f"take-{second.pk}": "on", f"requirement-{second.pk}": "", f"deadline-{second.pk}": timezone.localdate()}

    shown = client.post(page, told).content.decode()

    assert f"{first.number} 整改期限：期限不能早于下达当天。" in shown
    assert f"{second.number} 整改要求：此项必填。" in shown


def test_an_order_served_after_the_deadline_of_the_check_offers_as_many_working_days_anew(as_user):
    visit, today = InspectionFactory(), timezone.localdate()
    hazard = HazardFactory(place=visit.place, by=visit.created_by, inspection=visit, at=FOUND_AT, deadline=date(2026, 3, 5))

    form = as_user(visit.created_by).get(address("serve_inspection", visit.pk)).context["form"]

    offered = form[f"deadline-{hazard.pk}"]
    assert (offered.value(), "2026-03-05" in offered.help_text) == (add_workdays(today, 3), True)


def test_yesterdays_sheet_says_of_which_day_it_is_and_todays_names_it(as_user, inspector, place, checklist):
    left = SheetFactory(place=place, by=inspector, checklist=checklist, at=timezone.now() - timedelta(days=1))
    todays = SheetFactory(place=place, by=inspector, checklist=checklist)
    client = as_user(inspector)

    assert "完成后登记在" in client.get(left.get_absolute_url()).content.decode()
    assert f'href="{left.get_absolute_url()}">去填完或放弃' in client.get(todays.get_absolute_url()).content.decode()


def test_an_order_after_a_visit_begins_with_those_of_the_visit_and_its_writer(as_user):
    visit = InspectionFactory()
    HazardFactory(place=visit.place, by=visit.created_by, inspection=visit)

    form = as_user(visit.created_by).get(address("serve_inspection", visit.pk)).context["form"]

    assert form["inspectors"].value() == [*visit.inspectors.values_list("pk", flat=True), visit.created_by.person_id]


def test_the_county_orders_after_a_townships_visit_by_its_own_officers(as_user):
    visit = InspectionFactory()
    HazardFactory(place=visit.place, by=visit.created_by, inspection=visit)
    bureau = BureauFactory(county=visit.township.county)

    form = as_user(bureau).get(address("serve_inspection", visit.pk)).context["form"]

    assert form["inspectors"].value() == [bureau.person_id]
    assert not form.fields["inspectors"].queryset.exclude(township=None).exists()


def test_from_the_failed_item_to_the_served_order(as_user, inspector, sheet):
    client = as_user(inspector)
    client.post(sheet.get_absolute_url(), filled(sheet, "failed", "failed"))
    client.post(address("check_sheet", sheet.pk))
    visit, (first, second) = Inspection.objects.get(), Hazard.objects.order_by("pk")
    told = {"inspectors": [person.pk for person in visit.inspectors.all()], f"take-{first.pk}": "on"}
    for hazard in (first, second):
        told |= {f"requirement-{hazard.pk}": hazard.measure, f"deadline-{hazard.pk}": f"{hazard.deadline}"}

    checked = client.post(address("serve_inspection", visit.pk), told).content.decode()
    assert "确认制发" in checked
    assert not Order.objects.exists()
    client.post(address("serve_inspection", visit.pk), told | {"confirmed": "1"})

    assert [*Order.objects.get().hazards.all()] == [first]
    assert [*Hazard.objects.order_by("pk").values_list("state", flat=True)] == [State.ORDERED, State.FOUND]


def test_an_order_pressed_twice_at_once_leads_to_its_paper(as_user, inspector, sheet, monkeypatch):
    """The second press read the rows before the first had taken them."""
    client = as_user(inspector)
    client.post(sheet.get_absolute_url(), filled(sheet, "failed", "passed"))
    client.post(address("check_sheet", sheet.pk))
    visit, hazard = Inspection.objects.get(), Hazard.objects.get()
    monkeypatch.setattr("hazards.views.serving.waiting_hazards", lambda visit: visit.hazards.all())
    told = {f"take-{hazard.pk}": "on", f"requirement-{hazard.pk}": "换", f"deadline-{hazard.pk}": f"{hazard.deadline}", "confirmed": "1"}

    answers = [client.post(address("serve_inspection", visit.pk), told) for _ in range(2)]

    assert [answer.url for answer in answers] == [Order.objects.get().get_absolute_url()] * 2


def test_an_order_needs_at_least_one(as_user, inspector, sheet):
    client = as_user(inspector)
    client.post(sheet.get_absolute_url(), filled(sheet, "failed", "passed"))
    client.post(address("check_sheet", sheet.pk))
    hazard = Hazard.objects.get()

    told = {f"requirement-{hazard.pk}": "换", f"deadline-{hazard.pk}": f"{hazard.deadline}"}
    page = client.post(address("serve_inspection", Inspection.objects.get().pk), told)

    assert "请至少勾选一条" in page.content.decode()


def test_the_visit_shows_what_was_filled(as_user, inspector, sheet, bureau):
    client = as_user(inspector)
    client.post(sheet.get_absolute_url(), filled(sheet, "passed", "failed"))
    client.post(address("check_sheet", sheet.pk))

    page = as_user(bureau).get(Inspection.objects.get().get_absolute_url()).content.decode()

    assert all(words in page for words in ["第 1 版", "第1项", "不合格", Hazard.objects.get().number])


def test_before_signing_one_sees_who_came_along_and_signs_for_the_unit(as_user, inspector, sheet):
    save_sheet(sheet, by=inspector, accompanied_by="李陪同", unit_signatory="王负责")

    page = as_user(inspector).get(address("check_sheet", sheet.pk)).content.decode()

    assert [words in page for words in ("李陪同", "王负责")] == [True, True]


def test_a_finished_sheet_leads_to_its_receipt(as_user, inspector, place, checklist):
    sheet = SheetFactory(
        place=place, by=inspector, checklist=checklist, answers=["passed", "passed"], inspectors=two_inspectors(place.township)
    )
    visit = finish_sheet(sheet, by=inspector)

    assert as_user(inspector).get(sheet.get_absolute_url()).url == address("inspection_done", visit.pk)
    assert as_user(inspector).post(address("check_sheet", sheet.pk)).url == address("inspection_done", visit.pk)


def test_a_sheet_is_given_up(as_user, inspector, sheet):
    client = as_user(inspector)
    client.post(address("give_up_sheet", sheet.pk))

    assert not CheckSheet.objects.drafts_of(inspector).exists()
    assert client.get(sheet.get_absolute_url()).url == address("round")


@pytest.mark.parametrize("name", ["sheet", "check_sheet"])
def test_a_draft_is_its_writers_alone(as_user, sheet, bureau, name):
    for other in (bureau, InspectorFactory(township=sheet.township), InspectorFactory()):
        assert as_user(other).get(address(name, sheet.pk)).status_code == 404


def test_a_drafts_photo_is_its_writers_until_it_is_a_visit(as_user, inspector, place, checklist, bureau):
    answers = ["passed", {"result": "failed", "pictures": [photo()]}]
    sheet = SheetFactory(place=place, by=inspector, checklist=checklist, answers=answers)
    picture = sheet.answers.get(result="failed").pictures.get()

    def status(user):
        response = as_user(user).get(address("answer_picture", picture.pk))
        response.getvalue()
        return response.status_code

    assert [status(user) for user in (inspector, bureau, InspectorFactory())] == [200, 404, 404]
    finish_sheet(sheet, by=inspector)
    assert [status(user) for user in (inspector, bureau, InspectorFactory())] == [200, 200, 404]


def test_the_sheet_asks_the_same_for_more_items(as_user, inspector, place, bureau, django_assert_max_num_queries):
    small = SheetFactory(place=place, by=inspector, checklist=ChecklistFactory(by=bureau, name="小", sector=place.sector, items=1))
    large = SheetFactory(place=place, by=inspector, checklist=ChecklistFactory(by=bureau, name="大", sector=place.sector, items=9))
    client = as_user(inspector)
    with django_assert_max_num_queries(100) as one:
        client.get(small.get_absolute_url())

    with django_assert_max_num_queries(len(one)):
        client.get(large.get_absolute_url())
