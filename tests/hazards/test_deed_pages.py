from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hazards.forms.choices import inspectors_for, township_reviewers
from hazards.forms.deeds import CHECKED_FIRST, DeedForm, first_guess
from hazards.models import Action, Hazard, HazardEvent, Order, State
from hazards.views.history import history
from hazards.workflow import TRANSITIONS, perform
from papers.models import PrintJob
from tests.factories.drives import DepartmentFactory
from tests.factories.hazards import (
    HazardFactory,
    InspectionFactory,
    VisitedHazardFactory,
    card_holder,
    hazard_at,
    photo,
    told,
    two_inspectors,
)
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    PersonFactory,
    SectorFactory,
    TownshipFactory,
    VillageFactory,
)
from townships import workdays
from townships.models import KeptFile, Person

pytestmark = pytest.mark.django_db

# Where each action starts, on a hazard of which grade, and where it ends.
WALKS = {
    Action.RECTIFY: (State.FOUND, "general", State.CLOSED),
    Action.ORDER: (State.FOUND, "general", State.ORDERED),
    Action.ASK_EXTENSION: (State.ORDERED, "major", State.ORDERED),
    Action.EXTEND: (State.ORDERED, "general", State.ORDERED),
    Action.REFUSE_EXTENSION: ("asked", "major", State.ORDERED),
    Action.REPLY: (State.ORDERED, "general", State.REPLIED),
    Action.PASS: (State.REPLIED, "general", State.CLOSED),
    Action.FAIL: (State.REPLIED, "general", State.ORDERED),
    Action.ASK_ACCEPTANCE: (State.REPLIED, "major", State.REPLIED),
    Action.ACCEPT: ("applied", "major", State.ACCEPTED),
    Action.REJECT: ("applied", "major", State.ORDERED),
    Action.SIGN_TOWNSHIP: (State.ACCEPTED, "major", State.ENDORSED),
    Action.SIGN_BUREAU: (State.ENDORSED, "major", State.APPROVED),
    Action.SIGN_COUNTY: (State.APPROVED, "major", State.CLOSED),
    Action.REFUSE_CLOSING: (State.ENDORSED, "major", State.REPLIED),
    Action.SUSPEND: (State.ORDERED, "general", State.SUSPENDED),
    Action.APPLY: (State.SUSPENDED, "general", State.RESUMING),
    Action.RESUME: (State.RESUMING, "general", State.CLOSED),
    Action.RESUME_MAJOR: (State.RESUMING, "major", State.REPLIED),
    Action.REFUSE: (State.RESUMING, "general", State.SUSPENDED),
    Action.URGE: (State.ORDERED, "general", State.ORDERED),
    Action.TRANSFER: (State.FOUND, "general", State.FOUND),
    Action.ASK_CUT_OFF: (State.SUSPENDED, "general", State.SUSPENDED),
    Action.LIFT_CUT_OFF: ("resumed", "general", State.CLOSED),
    Action.REOPEN: (State.CLOSED, "general", State.ORDERED),
    Action.REPORT: (State.FOUND, "major", State.FOUND),
    Action.SUPERVISE: (State.FOUND, "major", State.FOUND),
    Action.ASSURE: (State.FOUND, "major", State.FOUND),
    Action.PLAN: (State.ORDERED, "major", State.ORDERED),
    Action.PROGRESS: (State.ORDERED, "major", State.ORDERED),
    Action.ASSIGN: (State.FOUND, "general", State.FOUND),
    Action.MARK_URGENT: (State.FOUND, "general", State.FOUND),
    Action.UNMARK_URGENT: ("urgent", "general", State.FOUND),
    Action.ASK_COUNTY: (State.FOUND, "general", State.FOUND),
    Action.LOOK_BACK: (State.CLOSED, "general", State.CLOSED),
    Action.LINK: (State.ORDERED, "general", State.ORDERED),
    Action.UNLINK: ("linked", "general", State.ORDERED),
    Action.VOID: (State.FOUND, "general", State.VOID),
}


def at_start(action):
    """A hazard that waits for this action; only of today's visit is one put right on the spot."""
    start, grade, _end = WALKS[action]
    return VisitedHazardFactory(at=timezone.now()) if action == Action.RECTIFY else hazard_at(start, grade=grade)


def today():
    return timezone.localdate()


def typed(action, hazard):
    """Good details as a browser sends them, on today's calendar."""
    details = {name: value for name, value in told(action, hazard).items() if value is not None}
    if "deadline" in details:
        details["deadline"] = today() + timedelta(days=30 if action in (Action.FAIL, Action.REJECT) else 400)
    if action in (Action.SUSPEND, Action.REFUSE):
        details["allows_longer"] = "on"
    if "cut_at" in details:
        details["cut_at"] = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    for name in details.keys() & {"told_at", "known_at"}:
        details[name] = timezone.localtime(details[name]).strftime("%Y-%m-%dT%H:%M")
    details |= {name: today() + timedelta(days=20) for name in ["report_by"] if name in details}
    details |= {name: details[name].pk for name in ["earlier"] if name in details}
    details["inspectors"] = [person.pk for person in details.get("inspectors", [])]
    details["accept_late"] = details["ask_late"] = details["is_far"] = "on"
    return {**details, "submission": "11111111-1111-4111-8111-111111111111"}


def township_order(hazard):
    """An order as its township sends it, signed by two of its own."""
    return typed(Action.ORDER, hazard) | {"inspectors": [person.pk for person in two_inspectors(hazard.township)]}


@pytest.fixture
def ordered():
    return hazard_at(State.ORDERED)


@pytest.fixture
def inspector(ordered):
    return InspectorFactory(township=ordered.township)


def address(hazard, action):
    return reverse("hazards:act", args=[hazard.pk, action])


def send(client, hazard, action, **typed):
    return client.post(address(hazard, action), {"submission": "11111111-1111-4111-8111-111111111111", **typed})


def actor(action, hazard):
    """The bureau may do most; a township and an official sign for themselves."""
    if action == Action.RECTIFY:
        return hazard.created_by
    county, card = hazard.township.county, {"person__inspector_card": "湘执法0001"}
    special = {Action.SIGN_TOWNSHIP: InspectorFactory, Action.SIGN_COUNTY: OfficialFactory}
    place = {"township": hazard.township} if action == Action.SIGN_TOWNSHIP else {"county": county}
    return special[action](**place) if action in special else BureauFactory(**place, **card)


def test_every_action_has_a_page():
    assert WALKS.keys() == TRANSITIONS.keys()


@pytest.mark.parametrize("action", WALKS)
def test_every_deed_can_be_done_through_its_page(as_user, action):
    hazard, end = at_start(action), WALKS[action][-1]
    client = as_user(actor(action, hazard))
    assert client.get(address(hazard, action)).status_code == 200

    response = client.post(address(hazard, action), {**typed(action, hazard), "confirmed": "1"})

    event = HazardEvent.objects.last()
    assert response.url == reverse("hazards:receipt", args=[hazard.pk, event.pk])
    assert (event.action, event.to_state) == (action, end)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("action", sorted(CHECKED_FIRST))
def test_what_is_served_is_checked_first(as_user, action):
    hazard = at_start(action)
    client = as_user(actor(action, hazard))
    before = HazardEvent.objects.count(), Order.objects.count()

    response = client.post(address(hazard, action), typed(action, hazard))

    assert "请核对" in response.content.decode()
    assert (HazardEvent.objects.count(), Order.objects.count()) == before


def test_a_photo_of_before_wants_one_of_after_when_nobody_looks_again(as_user):
    with_photo, without = (VisitedHazardFactory(at=timezone.now(), pictures=pictures) for pictures in ([photo()], []))

    pages = [as_user(hazard.created_by).post(address(hazard, Action.RECTIFY), {"measure": "已装好"}) for hazard in (with_photo, without)]

    assert ["请核对" in page.content.decode() for page in pages] == [False, True]
    assert [*pages[0].context["form"].errors] == ["pictures"]


def test_the_check_page_shows_the_paper_that_will_be_served(as_user):
    hazard = hazard_at(State.FOUND)
    client = as_user(InspectorFactory(township=hazard.township))

    page = client.post(address(hazard, Action.ORDER), township_order(hazard)).content.decode()

    assert "整改通知单" in page
    assert hazard.description in page


def test_a_far_first_deadline_of_a_general_hazard_is_asked_about(as_user):
    hazard = hazard_at(State.FOUND)
    client, order = as_user(InspectorFactory(township=hazard.township)), township_order(hazard)

    asked, checked = (client.post(address(hazard, Action.ORDER), order | {"is_far": tick}).content.decode() for tick in ("", "on"))

    assert "距今超过 90 天，请核对" in asked
    # The check page carries the tick along.
    assert '<input type="hidden" name="is_far" value="on"' in checked


def test_a_transfer_offers_the_countys_departments_and_takes_any_other(as_user):
    hazard = hazard_at(State.FOUND)
    DepartmentFactory(county=hazard.township.county, name="县住房和城乡建设局"), DepartmentFactory(name="邻县的局")
    client = as_user(BureauFactory(county=hazard.township.county))

    page = client.get(address(hazard, Action.TRANSFER)).content.decode()

    assert '<option value="县住房和城乡建设局">' in page
    assert "邻县的局" not in page


def test_a_year_without_entered_holidays_is_named_where_working_days_count(as_user, monkeypatch):
    monkeypatch.setattr(workdays, "is_announced", lambda year: False)
    hazard = hazard_at(State.ORDERED)

    page = as_user(InspectorFactory(township=hazard.township)).get(address(hazard, Action.ASK_EXTENSION)).content.decode()

    assert f"{today().year}年未发布放假通知，暂按法定节日" in page


def test_a_step_that_leaves_the_state_is_taken_once_by_one_form(as_user):
    """Back in the browser and saved again; a page opened anew is another step."""
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    client, details = as_user(actor(Action.PROGRESS, hazard)), typed(Action.PROGRESS, hazard)
    opened = client.get(address(hazard, Action.PROGRESS)).context["form"]["last_event"].value()

    receipts = [client.post(address(hazard, Action.PROGRESS), {**details, "last_event": opened}).url for _ in range(2)]

    assert receipts[0] == receipts[1]
    assert "没有再登记一条" in client.get(receipts[1]).content.decode()
    again = client.get(address(hazard, Action.PROGRESS)).context["form"]["last_event"].value()
    assert client.post(address(hazard, Action.PROGRESS), {**details, "last_event": again}).url != receipts[0]


@pytest.mark.parametrize("key", ["99999999999999999999", "x", "-1"])
def test_a_key_that_is_none_refuses_nothing(key):
    hazard = hazard_at(State.ORDERED)

    form = DeedForm({"last_event": key}, hazard=hazard, action=Action.REPLY, user=hazard.created_by)

    assert "last_event" not in form.errors


def test_two_replies_in_other_words_are_not_one(as_user):
    hazard = hazard_at(State.ORDERED)
    client, details = as_user(actor(Action.REPLY, hazard)), typed(Action.REPLY, hazard)
    details["last_event"] = client.get(address(hazard, Action.REPLY)).context["form"]["last_event"].value()
    first, twin = (client.post(address(hazard, Action.REPLY), details).url for _ in range(2))

    other = client.post(address(hazard, Action.REPLY), details | {"reply": "另换了一台"})

    assert (first == twin, other.status_code) == (True, 409)
    assert "您不能办理“整改回复”" in str(other.context["form"].errors)
    assert other.context["form"]["reply"].value() == "另换了一台"


def test_a_step_that_may_come_again_comes_again_in_other_words_when_pressed_again(as_user):
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    client, details = as_user(actor(Action.PROGRESS, hazard)), typed(Action.PROGRESS, hazard)
    details["last_event"] = client.get(address(hazard, Action.PROGRESS)).context["form"]["last_event"].value()
    client.post(address(hazard, Action.PROGRESS), details)

    other = client.post(address(hazard, Action.PROGRESS), details | {"done": "又装好了一半"})
    again = details | {"done": "又装好了一半", "last_event": other.context["form"]["last_event"].value()}

    assert (other.status_code, "内容与现在填的不同" in other.content.decode()) == (409, True)
    assert client.post(address(hazard, Action.PROGRESS), again).status_code == 302


def test_an_unchecked_clause_is_asked_for_and_its_absence_said(as_user):
    hazard = hazard_at(State.FOUND, basis="《公路安全保护条例》（请按现行标准核对）")
    client, details = as_user(InspectorFactory(township=hazard.township)), township_order(hazard)
    assert "“《公路安全保护条例》”还没有核对" in client.get(address(hazard, Action.ORDER)).content.decode()

    check = client.post(address(hazard, Action.ORDER), details).content.decode()
    assert "第 1 项的依据“《公路安全保护条例》”还没有按现行标准核对，文书上没有写。" in check

    client.post(address(hazard, Action.ORDER), {**details, "basis": "《公路安全保护条例》第四十四条", "confirmed": "1"})
    assert "（依据：《公路安全保护条例》第四十四条）" in Order.objects.get().content["items"][0]["problem"]


def test_a_paper_without_any_clause_is_not_served_without_a_word(as_user):
    hazard = hazard_at(State.FOUND, basis="")
    client, details = as_user(InspectorFactory(township=hazard.township)), township_order(hazard)
    assert "登记时没有写依据" in client.get(address(hazard, Action.ORDER)).content.decode()

    bare, whole = (
        client.post(address(hazard, Action.ORDER), details | {"basis": clause}).content.decode() for clause in ("", "第四十四条")
    )

    assert "第 1 项没有写依据条款。" in bare
    assert "没有写依据条款" not in whole


def test_back_from_the_check_page_nothing_is_lost(as_user):
    hazard = hazard_at(State.FOUND)
    client = as_user(InspectorFactory(township=hazard.township))

    response = client.post(address(hazard, Action.ORDER), {**township_order(hazard), "requirement": "换新的", "back": "1"})

    assert response.context["form"]["requirement"].value() == "换新的"


def test_a_served_order_is_printed(as_user, django_capture_on_commit_callbacks):
    hazard = hazard_at(State.FOUND)
    client = as_user(InspectorFactory(township=hazard.township))

    client.post(address(hazard, Action.ORDER), {**township_order(hazard), "confirmed": "1"})

    assert PrintJob.objects.get().subject_id == hazard.orders.get().pk


def test_who_came_second_is_told_who_was_first_and_keeps_the_words(as_user):
    hazard = hazard_at(State.REPLIED)
    first = InspectorFactory(township=hazard.township, person__name="张三")
    second = InspectorFactory(township=hazard.township)
    perform(hazard, Action.PASS, by=first, **told(Action.PASS, hazard))

    people = [person.pk for person in two_inspectors(hazard.township)]
    response = send(as_user(second), hazard, Action.FAIL, opinion="还差一处", deadline="2026-12-31", inspectors=people)

    assert response.status_code == 409
    assert "张三 已于" in response.content.decode()
    assert response.context["form"]["opinion"].value() == "还差一处"


def test_a_second_press_shows_the_same_receipt(as_user, ordered, inspector):
    client = as_user(inspector)
    details = {"reply": "已装好", "rectified_on": str(today())}
    first, second = (send(client, ordered, Action.REPLY, **details) for _ in range(2))

    assert first.url == second.url
    assert ordered.events.filter(action=Action.REPLY).count() == 1


def test_a_page_opened_too_late_leads_back_with_a_word(as_user, inspector, ordered):
    response = as_user(inspector).get(address(ordered, Action.PASS), follow=True)

    assert response.redirect_chain == [(ordered.get_absolute_url(), 302)]
    assert "您不能办理" in response.content.decode()


def test_whoever_replied_is_not_offered_the_reinspection(as_user, ordered, inspector):
    perform(ordered, Action.REPLY, by=inspector, **told(Action.REPLY, ordered))

    page = as_user(inspector).get(ordered.get_absolute_url())

    assert Action.PASS not in page.context["actions"]


@pytest.mark.parametrize("factory", [OfficialFactory])
def test_readers_see_no_buttons(as_user, ordered, factory):
    reader = factory(county=ordered.township.county)

    assert as_user(reader).get(ordered.get_absolute_url()).context["actions"] == []
    assert as_user(reader).get(address(ordered, Action.REPLY)).status_code == 403


def test_an_unknown_deed_is_not_there(as_user, inspector, ordered):
    assert as_user(inspector).get(address(ordered, "explode")).status_code == 404


def test_an_inspector_of_elsewhere_is_refused_beside_the_field(as_user):
    hazard = hazard_at(State.REPLIED)
    stranger = PersonFactory(inspector_card="1")
    client = as_user(InspectorFactory(township=hazard.township))

    response = send(client, hazard, Action.PASS, opinion="合格", inspectors=[stranger.pk, two_inspectors(hazard.township)[0].pk])

    assert response.context["form"].has_error("inspectors", "invalid_choice")


@pytest.mark.parametrize(
    ("field", "value"),
    [("rectified_on", "2099-01-01"), ("rectified_on", "昨天"), ("reply", ""), ("reply", "字" * 400_000), ("spent_funds", "-1")],
)
def test_bad_input_is_refused_beside_its_field(as_user, ordered, inspector, field, value):
    details = {"reply": "已装好", "rectified_on": str(today())} | {field: value}

    response = send(as_user(inspector), ordered, Action.REPLY, **details)

    assert response.context["form"].has_error(field)
    assert Hazard.objects.get(pk=ordered.pk).state == State.ORDERED


def test_an_extension_asked_for_too_late_says_until_when(as_user, ordered):
    client = as_user(BureauFactory(county=ordered.township.county))

    response = send(client, ordered, Action.EXTEND, deadline="2027-06-30", reason="设备未到", confirmed="1")

    assert response.context["form"].has_error("accept_late")


def test_photos_survive_an_error(as_user, ordered, inspector):
    client = as_user(inspector)
    picture = SimpleUploadedFile("after.jpg", photo().content, "image/jpeg")

    send(client, ordered, Action.REPLY, reply="", rectified_on=str(today()), pictures=picture)
    send(client, ordered, Action.REPLY, reply="已装好", rectified_on=str(today()), **{"pictures-kept": KeptFile.objects.get().key})

    assert ordered.pictures.filter(moment="after").count() == 1


def test_a_waiting_photo_is_for_the_one_who_sent_it(as_user, ordered, inspector):
    picture = SimpleUploadedFile("after.jpg", photo().content, "image/jpeg")
    send(as_user(inspector), ordered, Action.REPLY, reply="", pictures=picture)
    waiting = reverse("townships:kept_picture", args=[KeptFile.objects.get().key])

    assert as_user(InspectorFactory(township=ordered.township)).get(waiting).status_code == 404


def test_a_step_starts_with_the_people_of_the_visit_and_its_writer(as_user):
    visit = InspectionFactory()
    hazard = HazardFactory(inspection=visit, place=visit.place)
    inspector = InspectorFactory(township=hazard.township)

    form = as_user(inspector).get(f"/hazards/{hazard.pk}/act/order/").context["form"]

    assert form["inspectors"].value() == [*visit.inspectors.values_list("pk", flat=True), inspector.person_id]


@pytest.mark.parametrize(("factory", "is_warned"), [(KeySiteFactory, True), (EnterpriseFactory, False)])
def test_a_township_is_warned_before_it_serves_a_paper_on_itself(as_user, factory, is_warned):
    hazard = HazardFactory(place=factory())

    field = as_user(hazard.created_by).get(f"/hazards/{hazard.pk}/act/order/").context["form"]["responsible_unit"]

    assert ("本单位自己" in field.help_text) == is_warned


@pytest.mark.parametrize(
    ("state", "action", "words"),
    [
        (State.REPLIED, Action.PASS, "您不能办理“复查合格，销号”：由回复整改以外的人办理"),
        (State.ORDERED, Action.EXTEND, "您不能办理“准予延期”：由县局办理。"),
        (State.CLOSED, Action.REPLY, ">隐患现在的状态是“已销号”，您不能办理“整改回复”。已销号。之后可以“回头看”"),
        (State.FOUND, Action.REPLY, ">隐患现在的状态是“待处理”，您不能办理“整改回复”。"),
        (State.REPLIED, Action.REPLY, "，隐患现在的状态是“待复查”，您不能办理“整改回复”。"),
        ("urgent", Action.MARK_URGENT, "办理“认定可能立即引发事故”，隐患现在的状态是“待处理”，您不能办理“认定可能立即引发事故”。"),
        (State.FOUND, Action.RECTIFY, "您不能办理“当场整改”：只能由发现它的那次检查的人员"),
    ],
)
def test_who_may_not_is_told_whose_deed_it_is(as_user, state, action, words):
    hazard = hazard_at(state)

    refused = as_user(hazard.created_by).get(reverse("hazards:act", args=[hazard.pk, action]), follow=True)

    assert words in refused.content.decode()


def test_who_opens_what_was_not_applied_for_is_told_what_is_missing(as_user):
    hazard = hazard_at(State.REPLIED, grade="major")

    refused = as_user(BureauFactory(county=hazard.township.county)).get(address(hazard, Action.ACCEPT), follow=True)

    assert "您不能办理“验收合格”：还没有申请验收。" in refused.content.decode()


def test_photos_come_through_the_check_page(as_user):
    hazard = hazard_at(State.REPLIED)
    client = as_user(InspectorFactory(township=hazard.township))
    people = [person.pk for person in two_inspectors(hazard.township)]
    picture = SimpleUploadedFile("复查.jpg", photo().content, "image/jpeg")

    check = client.post(address(hazard, Action.PASS), {"opinion": "已装好", "inspectors": people, "pictures": picture})
    carried = [*check.context["form"].hidden()]
    key = KeptFile.objects.get().key
    client.post(address(hazard, Action.PASS), {"opinion": "已装好", "inspectors": people, "pictures-kept": key, "confirmed": "1"})

    assert "复查.jpg" in check.content.decode()
    assert any(f'name="pictures-kept" value="{key}"' in field for field in carried)
    assert hazard.events.get(action=Action.PASS).pictures.count() == 1


def test_whoever_answers_a_request_for_more_time_has_all_of_it_before_him(as_user):
    hazard = hazard_at(State.ORDERED)
    perform(
        hazard, Action.ASK_EXTENSION, by=hazard.created_by, at=hazard.found_at + timedelta(days=2), **told(Action.ASK_EXTENSION, hazard)
    )

    answer = as_user(BureauFactory(county=hazard.township.county)).get(f"/hazards/{hazard.pk}/act/extend/")

    assert all(words in answer.content.decode() for words in ("设备到货延迟", "到货即安装", "停用并警戒"))
    assert "asked_on" not in answer.context["form"].fields


@pytest.mark.parametrize("action", [Action.PASS, Action.FAIL])
def test_nobody_unticked_is_put_on_the_paper(as_user, action):
    hazard = hazard_at(State.REPLIED)
    colleague = as_user(InspectorFactory(township=hazard.township))

    refused = send(colleague, hazard, action, opinion="已装好", deadline="2026-12-31")

    assert refused.context["form"].errors["inspectors"] == ["此项必填。"]
    assert not hazard.orders.filter(kind=Order.Kind.OPINION).exists()


def test_whoever_replied_can_not_be_named_as_having_re_inspected(as_user):
    hazard = hazard_at(State.REPLIED)
    people = [hazard.replied_by.person_id, *(person.pk for person in two_inspectors(hazard.township))]

    refused = send(as_user(InspectorFactory(township=hazard.township)), hazard, Action.PASS, opinion="已装好", inspectors=people)

    field = refused.context["form"].fields["inspectors"]
    assert refused.context["form"].has_error("inspectors")
    assert hazard.replied_by.person not in field.queryset
    assert f"{hazard.replied_by.person}报告了整改完成，不能参加" in field.help_text


def test_the_countys_papers_begin_with_its_own_people(as_user):
    hazard = hazard_at(State.RESUMING)
    bureau = BureauFactory(county=hazard.township.county)

    assert as_user(bureau).get(f"/hazards/{hazard.pk}/act/resume/").context["form"]["inspectors"].value() == [bureau.person_id]


def test_whoever_replied_is_not_ticked_for_the_re_inspection(as_user):
    hazard = hazard_at(State.REPLIED)
    colleague = InspectorFactory(township=hazard.township)

    ticked = as_user(colleague).get(f"/hazards/{hazard.pk}/act/pass/").context["form"]["inspectors"].value()

    assert colleague.person_id in ticked
    assert hazard.replied_by.person_id not in ticked


@pytest.fixture
def colleague():
    """The other of a township's two inspectors: the first one replied, and nobody there or in the county holds a card."""
    hazard = hazard_at(State.REPLIED)
    Person.objects.update(inspector_card="")
    return InspectorFactory(township=hazard.township)


def test_a_township_of_two_re_inspects_together_with_the_county(as_user, colleague):
    hazard, officer = Hazard.objects.get(), card_holder(county=colleague.county)
    card_holder(county=TownshipFactory().county)

    form = as_user(colleague).get(address(hazard, Action.PASS)).context["form"]

    people = [colleague.person_id, officer.pk]
    assert [person.pk for person in form.fields["inspectors"].queryset] == form["inspectors"].value() == people
    assert [str(label) for label, _people in form.fields["inspectors"].choices] == ["本乡镇（街道）", "县局"]
    send(as_user(colleague), hazard, Action.PASS, opinion="已装好", inspectors=people, confirmed="1")
    assert [person["name"] for person in hazard.orders.get(kind=Order.Kind.OPINION).content["inspectors"]] == [str(colleague), officer.name]


def test_a_township_that_has_enough_people_is_not_offered_the_countys(as_user, colleague):
    own = [colleague.person, *two_inspectors(colleague.township)]
    card_holder(county=colleague.county)

    offered = as_user(colleague).get(address(Hazard.objects.get(), Action.PASS)).context["form"].fields["inspectors"]

    assert list(offered.queryset) == own
    assert [person.value for person, _name in offered.choices] == [person.pk for person in own]


def test_an_officer_who_replied_is_not_offered_either():
    township = TownshipFactory()
    officer, other = (card_holder(county=township.county) for _ in range(2))

    assert list(township_reviewers(township, count=2, without=officer)) == [other]


def test_where_too_few_may_sign_the_county_is_asked_to_send_somebody(as_user, colleague):
    hazard, client = Hazard.objects.get(), as_user(colleague)

    assert "请县局派员复查" in client.get(address(hazard, Action.PASS)).context["form"].fields["inspectors"].help_text
    assert "请县局派员复查" in client.get(hazard.get_absolute_url()).context["what_next"]


def test_a_leader_who_only_reads_is_not_offered_as_an_inspector(as_user):
    bureau = BureauFactory()
    township = TownshipFactory(county=bureau.county)
    OfficialFactory(county=bureau.county, person=PersonFactory(county=bureau.county))
    leader = OfficialFactory(county=bureau.county, person=card_holder(county=bureau.county))

    assert set(inspectors_for(bureau, township)) == {bureau.person, leader.person}


def test_an_order_begins_with_its_own_visit_and_not_with_the_last_paper():
    visit = InspectionFactory()
    hazard, last = HazardFactory(inspection=visit, place=visit.place), PersonFactory(county=visit.township.county)
    inspector = InspectorFactory(township=hazard.township)

    ticked = first_guess(hazard, Action.ORDER, by=inspector, last_inspectors=[last.pk])["inspectors"]

    assert ticked == [*visit.inspectors.values_list("pk", flat=True), inspector.person_id]


def test_after_a_rebound_those_who_found_it_long_ago_are_not_ticked():
    visit = InspectionFactory()
    hazard = HazardFactory(inspection=visit, place=visit.place)
    inspector = InspectorFactory(township=hazard.township, person__inspector_card="湘执法9999")

    assert first_guess(hazard, Action.REOPEN, by=inspector)["inspectors"] == [inspector.person_id]


def test_the_receipt_of_a_step_of_the_file_leads_to_what_the_file_lacks(as_user):
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    event = perform(hazard, Action.REPORT, by=hazard.created_by, **told(Action.REPORT, hazard))
    perform(hazard, Action.SUPERVISE, by=BureauFactory(county=hazard.township.county), **told(Action.SUPERVISE, hazard))

    page = as_user(hazard.created_by).get(reverse("hazards:receipt", args=[hazard.pk, event.pk]))

    assert page.context["what_next"] == f"接下来：制定治理方案，由{hazard.responsible_unit}办理。"
    assert page.context["next_steps"] == [Action.PLAN]


def test_history_tells_a_moment_as_the_page_does():
    hazard = hazard_at(State.SUSPENDED)
    bureau, told_of = BureauFactory(county=hazard.township.county), told(Action.ASK_CUT_OFF, hazard)
    event = perform(hazard, Action.ASK_CUT_OFF, by=bureau, at=hazard.found_at + timedelta(days=5), **told_of)
    event.refresh_from_db()

    (entry,) = history([event])

    assert f"拟停止时间：{timezone.localtime(told_of['cut_at']):%Y-%m-%d %H:%M}\n" in entry["text"]


@pytest.mark.parametrize("unit", ["双河村村民委员会", "官亭乡人民政府", ""])
def test_a_village_or_an_office_is_not_told_to_suspend_production(as_user, unit):
    """安全生产法 第六十五条、第一百零二条: 生产经营单位. Without a unit typed it is the village of the hazard's place."""
    hazard = hazard_at(State.ORDERED, place=VillageFactory(), sector=SectorFactory())
    Hazard.objects.filter(pk=hazard.pk).update(responsible_unit=unit or hazard.place.name)
    bureau = BureauFactory(county=hazard.township.county)

    page = as_user(bureau).get(f"/hazards/{hazard.pk}/act/suspend/", follow=True)

    assert "停产停业只适用于生产经营单位" in page.content.decode()
    with pytest.raises(ValidationError, match="不是生产经营单位"):
        perform(hazard, Action.SUSPEND, by=bureau, at=hazard.found_at + timedelta(days=5), **told(Action.SUSPEND, hazard))


def test_whoever_runs_a_key_site_may_be_told_to_suspend():
    hazard = hazard_at(State.ORDERED, place=KeySiteFactory())
    Hazard.objects.filter(pk=hazard.pk).update(responsible_unit="官亭渡运公司")
    bureau = BureauFactory(county=hazard.township.county)

    event = perform(hazard, Action.SUSPEND, by=bureau, at=hazard.found_at + timedelta(days=5), **told(Action.SUSPEND, hazard))

    assert event.order.served_on == "官亭渡运公司"


@pytest.mark.parametrize(("grade", "is_told"), [("general", True), ("major", False)])
def test_a_general_hazards_page_says_where_the_answer_to_a_request_for_more_time_stands(as_user, grade, is_told):
    hazard = hazard_at(State.ORDERED, grade=grade)
    client = as_user(BureauFactory(county=hazard.township.county))
    asked = perform(hazard, Action.ASK_EXTENSION, by=hazard.created_by, at=hazard.found_at, **told(Action.ASK_EXTENSION, hazard))

    pages = client.get(hazard.get_absolute_url()).text, client.get(reverse("hazards:receipt", args=[hazard.pk, asked.pk])).text

    assert ["记在隐患的“经过”里" in page for page in pages] == [is_told] * 2


def test_a_closed_twin_is_offered_as_closed(as_user):
    closed = hazard_at(State.CLOSED)
    again = HazardFactory(place=closed.place)

    form = as_user(BureauFactory(county=closed.township.county)).get(address(again, Action.VOID)).context["form"]

    assert [str(label)[-5:] for _pk, label in form.fields["duplicate_of"].choices[1:]] == ["（已销号）"]
