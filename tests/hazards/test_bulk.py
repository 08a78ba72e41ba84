"""One step at many rows: what is told beforehand, all or nothing, and one winner against a single deed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards import workflow
from hazards.bulk import ChangedMeanwhile, NotAllOfThem, act_on_many, chosen_of, last_events, look_at
from hazards.forms.bulk import carried
from hazards.models import Action, Hazard, HazardEvent, Order, OrderBundle, State
from hazards.workflow import TransitionNotAllowed, perform
from papers.models import PrintJob
from papers.printing import print_now
from tests.factories.hazards import FOUND_AT, HazardFactory, VisitedHazardFactory, hazard_at
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, KeySiteFactory, OfficialFactory
from tests.papers.measuring import sheets
from tests.spreadsheets import rows_of
from townships import lists

from .racing import race, wait_for_each_other, without_lock

pytestmark = pytest.mark.django_db
AT = FOUND_AT + timedelta(days=1)
ORDER = {"deadline": date(2026, 4, 30), "requirement": "限期整改"}
FAR = date(2027, 12, 31)
LATER = FOUND_AT + timedelta(days=9)


def seen_of(*hazards):
    return last_events(hazards)


def look(hazards, action, *, by, details=ORDER):
    rows = chosen_of(Hazard.objects.all(), [hazard.pk for hazard in hazards])
    return look_at(rows, action, by=by, details=details, at=AT)


def problems(found):
    return {line.hazard.pk: line.problem for sheet in found for line in sheet.lines}


@pytest.fixture
def firm():
    return EnterpriseFactory(name="金山采石场")


@pytest.fixture
def inspector(firm):
    return InspectorFactory(township=firm.township)


def test_one_paper_for_each_unit(firm, inspector):
    other = EnterpriseFactory(name="银山采石场", township=firm.township)
    hazards = [HazardFactory(place=place, by=inspector) for place in (firm, firm, other)]

    done = act_on_many(seen_of(*hazards), Action.ORDER, by=inspector, details=ORDER, at=AT)

    assert sorted(len(events) for events in done) == [1, 2]
    assert [(order.served_on, order.items.count()) for order in Order.objects.order_by("pk")] == [("金山采石场", 2), ("银山采石场", 1)]


def test_without_a_common_requirement_each_has_its_own(firm, inspector):
    hazards = [HazardFactory(place=firm, by=inspector, measure=measure) for measure in ("装护栏", "换灭火器")]

    act_on_many(seen_of(*hazards), Action.ORDER, by=inspector, details={"deadline": ORDER["deadline"]}, at=AT)

    assert [item.requirement for item in Order.objects.get().items.all()] == ["装护栏", "换灭火器"]


def test_wrong_row_is_named_and_nothing_is_done(firm, inspector):
    good, closed = HazardFactory(place=firm, by=inspector), hazard_at(State.CLOSED, place=firm)
    empty = HazardFactory(place=EnterpriseFactory(township=firm.township), by=inspector)
    details = {"deadline": ORDER["deadline"]}
    good.measure = "装护栏"
    good.save()

    told = problems(look([good, closed, empty], Action.ORDER, by=inspector, details=details))
    with pytest.raises(NotAllOfThem):
        act_on_many(seen_of(good, closed, empty), Action.ORDER, by=inspector, details=details, at=AT)

    assert (told[good.pk], told[closed.pk]) == ("", "现在的状态是“已销号”，您不能办理“下达整改文书”。")
    assert told[empty.pk] == "这条隐患没有登记整改措施，请返回填写统一的整改要求。"
    assert Order.objects.filter(kind=Order.Kind.NOTICE).count() == 1


def test_row_of_the_townships_own_is_refused(inspector):
    slope = HazardFactory(place=KeySiteFactory(township=inspector.township), by=inspector)

    assert "责任单位：不能向本单位自己下达整改通知单" in problems(look([slope], Action.ORDER, by=inspector))[slope.pk]


def test_row_that_changed_meanwhile_is_named(firm, inspector):
    kept, changed = HazardFactory(place=firm, by=inspector), VisitedHazardFactory(place=firm, by=inspector)
    seen = seen_of(kept, changed)
    perform(changed, Action.RECTIFY, by=inspector, at=FOUND_AT, measure="当场装好")

    with pytest.raises(ChangedMeanwhile) as refused:
        act_on_many(seen, Action.ORDER, by=inspector, details=ORDER, at=AT)

    assert refused.value.hazards == [changed]
    assert not Order.objects.exists()


def test_extension_tells_which_was_asked_for_too_late(firm):
    bureau = BureauFactory(county=firm.county)
    hazards = [hazard_at(State.ORDERED, place=firm) for _ in range(2)]
    details = {"deadline": FAR, "reason": "设备未到", "asked_on": date(2026, 4, 29)}

    assert list(problems(look(hazards, Action.EXTEND, by=bureau, details=details)).values()) == ["延期须在 2026-04-09 以前申请。"] * 2

    act_on_many(seen_of(*hazards), Action.EXTEND, by=bureau, details=details | {"accept_late": True}, at=AT)
    assert set(Hazard.objects.values_list("deadline", flat=True)) == {FAR}


def test_a_day_later_than_the_one_asked_for_needs_a_tick(firm):
    bureau, hazard = BureauFactory(county=firm.county), hazard_at("asked", place=firm, grade=Hazard.Grade.MAJOR)
    details = {"deadline": date(2026, 5, 31), "reason": "设备未到", "accept_late": True}

    (sheet,) = look([hazard], Action.EXTEND, by=bureau, details=details)
    (event,) = act_on_many(seen_of(hazard), Action.EXTEND, by=bureau, details=details | {"longer_than_asked": True}, at=LATER)[0]

    assert (sheet.lines[0].asked_until, "申请延长至 2026-05-30" in sheet.lines[0].problem) == (date(2026, 5, 30), True)
    assert [event.order.content[name] for name in ("asked_until", "longer_until")] == ["2026年5月30日", "2026年5月31日"]


def test_an_extension_answers_in_writing_of_major_hazards_alone(firm):
    general, major = hazard_at(State.ORDERED, place=firm), hazard_at("asked", place=firm, grade=Hazard.Grade.MAJOR)
    Hazard.objects.update(responsible_unit=firm.name)
    details = {"deadline": FAR, "reason": "设备未到", "accept_late": True, "longer_than_asked": True}

    events = act_on_many(seen_of(general, major), Action.EXTEND, by=BureauFactory(county=firm.county), details=details, at=LATER)

    papers = {event.hazard_id: event.order and event.order.kind for group in events for event in group}
    assert papers == {general.pk: None, major.pk: Order.Kind.EXTENSION_ANSWER}


def test_a_major_hazard_that_asked_for_no_more_time_says_so(firm):
    major = hazard_at(State.ORDERED, place=firm, grade=Hazard.Grade.MAJOR)
    told = {"deadline": FAR, "reason": "设备未到"}

    assert "没有延期申请" in problems(look([major], Action.EXTEND, by=BureauFactory(county=firm.county), details=told))[major.pk]


def test_inspector_extends_nothing(firm, inspector):
    hazard = hazard_at(State.ORDERED, place=firm)

    assert "您不能办理" in problems(look([hazard], Action.EXTEND, by=inspector, details={"deadline": FAR, "reason": "x"}))[hazard.pk]


def test_directive_without_cards_is_refused_before(firm):
    bureau = BureauFactory(county=firm.county)
    hazard = HazardFactory(place=firm)

    assert "名以上人员签名" in problems(look([hazard], Action.ORDER, by=bureau))[hazard.pk]


def two_hundred(firm, inspector, units=10):
    places = [EnterpriseFactory(township=firm.township) for _ in range(units)]
    return [HazardFactory(place=places[number % units], by=inspector) for number in range(200)]


def test_two_hundred_rows_at_once(firm, inspector, django_assert_max_num_queries):
    hazards = two_hundred(firm, inspector)
    seen = seen_of(*hazards)

    with django_assert_max_num_queries(12):
        found = look(hazards, Action.ORDER, by=inspector)
    # A row is written and its event, and each paper takes its number and is frozen.
    with django_assert_max_num_queries(2 * 200 + 12 * 10 + 20):
        done = act_on_many(seen, Action.ORDER, by=inspector, details=ORDER, at=AT)

    assert (len(found), sum(map(len, done)), Order.objects.count()) == (10, 200, 10)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_the_same_for_one_row_and_for_three(firm, inspector, count, django_assert_num_queries):
    hazards = [HazardFactory(place=firm, by=inspector) for _ in range(count)]

    with django_assert_num_queries(2):
        look(hazards, Action.ORDER, by=inspector)


@pytest.fixture
def many_against_one(monkeypatch):
    firm = EnterpriseFactory()
    inspector, colleague = InspectorFactory.create_batch(2, township=firm.township)
    contested = VisitedHazardFactory(place=firm, by=colleague, at=AT)
    hazards = [HazardFactory(place=firm, by=inspector), contested, HazardFactory(place=firm, by=inspector)]
    seen = seen_of(*hazards)
    monkeypatch.setattr(workflow, "is_allowed", first_wait(workflow.is_allowed, hazards[1]))
    order = {"requirement": "限期整改", "deadline": ORDER["deadline"]}
    return hazards, lambda: race(
        lambda: act_on_many(seen, Action.ORDER, by=inspector, details=order, at=AT),
        lambda: perform(hazards[1], Action.RECTIFY, by=colleague, at=AT, measure="当场装好"),
    )


def first_wait(is_allowed, contested):
    """At the row that both are at, the two wait for each other."""
    together = wait_for_each_other(lambda: None)

    def asked(action, hazard, user, at):
        if hazard.pk == contested.pk:
            together()
        return is_allowed(action, hazard, user, at)

    return asked


@pytest.mark.django_db(transaction=True)
def test_many_and_one_at_the_same_row_have_one_winner(many_against_one):
    hazards, both = many_against_one

    many, one = both()

    assert isinstance(many, ChangedMeanwhile) != isinstance(one, TransitionNotAllowed)
    assert HazardEvent.objects.filter(hazard=hazards[1]).count() == 2
    states = set(Hazard.objects.filter(pk__in=[hazards[0].pk, hazards[2].pk]).values_list("state", flat=True))
    assert states == ({State.FOUND} if isinstance(many, ChangedMeanwhile) else {State.ORDERED})


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_win(many_against_one, monkeypatch):
    hazards, both = many_against_one
    without_lock(monkeypatch, type(Hazard.objects.all()))

    both()

    assert HazardEvent.objects.filter(hazard=hazards[1]).count() == 3


def choose(client, deed, *, rows=(), which="ticked", **more):
    given = {"which": which, "rows": [row.pk for row in rows], "deed": deed, **more}
    return client.post(reverse("hazards:choose_many"), given)


def send(client, action, seen, **more):
    given = {"seen": ",".join(f"{pk}:{event}" for pk, event in seen.items()), "deadline": FAR, "requirement": "限期整改", "is_far": "on"}
    return client.post(reverse("hazards:act_on_many", args=[action]), given | more)


def test_from_ticks_to_papers(as_user, firm, inspector):
    hazards = [HazardFactory(place=firm, by=inspector) for _ in range(2)]
    client = as_user(inspector)

    form = choose(client, "order", rows=hazards)
    preview = send(client, "order", seen_of(*hazards))
    done = send(client, "order", seen_of(*hazards), confirmed="1")

    assert form.context["count"] == 2
    assert "共 1 份" in preview.content.decode()
    bundle = OrderBundle.objects.get()
    assert done.headers["Location"] == bundle.get_absolute_url()
    assert client.get(bundle.get_absolute_url()).status_code == 200


def test_a_far_deadline_is_asked_about(as_user, firm, inspector):
    hazard = HazardFactory(place=firm, by=inspector)

    asked = send(as_user(inspector), "order", seen_of(hazard), is_far="")

    assert (asked.status_code, [*asked.context["form"].errors]) == (422, ["is_far"])


def test_an_unchecked_clause_is_asked_for_once_and_goes_to_every_row_that_had_it(as_user, firm, inspector):
    first, second = (HazardFactory(place=firm, by=inspector, basis="《公路安全保护条例》（请按现行标准核对）") for _ in range(2))
    checked = HazardFactory(place=firm, by=inspector, basis="《安全生产法》第三十六条")
    client, typed, seen = as_user(inspector), "《公路安全保护条例》第十三条", seen_of(first, second, checked)

    [name] = (name for name in choose(client, "order", rows=[first, second, checked]).context["form"].fields if name.startswith("clause-"))
    silent = send(client, "order", seen).content.decode()
    told = send(client, "order", seen, **{name: typed}).content.decode()
    send(client, "order", seen, confirmed="1", **{name: typed})

    assert silent.count("还没有按现行标准核对，文书上不写") == 2
    assert told.count(f"依据：{typed}") == 2
    assert "还没有按现行标准核对" not in told
    assert {*Hazard.objects.values_list("basis", flat=True)} == {typed, "《安全生产法》第三十六条"}
    assert [item["problem"].count(typed) for item in Order.objects.get().content["items"]] == [1, 1, 0]


def test_papers_of_a_bundle_are_one_pdf(as_user, firm, inspector):
    hazards = [hazard_at(State.ORDERED, place=EnterpriseFactory(township=firm.township)) for _ in range(2)]

    choose(as_user(inspector), "papers", rows=hazards)

    with print_now(PrintJob.objects.get(kind="order_bundle")).file.open() as file:
        assert len(sheets(file.read())) >= 2


def test_page_names_the_row_that_changed(as_user, firm, inspector):
    kept, changed = HazardFactory(place=firm, by=inspector), VisitedHazardFactory(place=firm, by=inspector)
    seen = seen_of(kept, changed)
    perform(changed, Action.RECTIFY, by=inspector, at=FOUND_AT, measure="当场装好")

    answer = send(as_user(inspector), "order", seen, confirmed="1")

    assert answer.status_code == 409
    assert [hazard.pk for hazard in answer.context["changed"]] == [changed.pk]
    assert kept.events.count() == 1


@pytest.mark.parametrize(("changes", "status"), [({}, 302), ({"deadline": "2028-01-31"}, 409)])
def test_the_same_press_twice_leads_to_the_papers_of_the_first(as_user, firm, inspector, changes, status):
    hazards = [HazardFactory(place=firm, by=inspector) for _ in range(2)]
    client, seen = as_user(inspector), seen_of(*hazards)

    first, second = send(client, "order", seen, confirmed="1"), send(client, "order", seen, confirmed="1", **changes)

    assert (second.status_code, Order.objects.count(), OrderBundle.objects.count()) == (status, 1, 1)
    assert status == 409 or second.headers["Location"] == first.headers["Location"]


def test_those_that_cannot_be_done_are_left_out_with_one_press(as_user, firm, inspector):
    able, closed = HazardFactory(place=firm, by=inspector), VisitedHazardFactory(place=firm, by=inspector, at=timezone.now())
    perform(closed, Action.RECTIFY, by=inspector, measure="当场装好")
    client = as_user(inspector)

    refused = send(client, "order", seen_of(able, closed))
    rest = send(client, "order", seen_of(able, closed), leave_out="1")
    seen = rest.context["form"].rows
    done = send(client, "order", seen, confirmed="1")

    assert (refused.context["problems"], "去掉不能办的 1 条，核对其余 1 条" in refused.content.decode()) == (1, True)
    assert (rest.context["problems"], [*seen]) == (0, [able.pk])
    assert (done.status_code, able.events.count(), closed.events.count()) == (302, 2, 2)


def test_where_none_can_be_done_there_is_nothing_to_leave_out(as_user, firm, inspector):
    closed = VisitedHazardFactory(place=firm, by=inspector, at=timezone.now())
    perform(closed, Action.RECTIFY, by=inspector, measure="当场装好")

    answer = send(as_user(inspector), "order", seen_of(closed), leave_out="1")

    assert (answer.context["problems"], 'name="leave_out"' in answer.content.decode()) == (1, False)


@pytest.mark.parametrize(("which", "count"), [("ticked", 1), ("page", 2), ("all", 3)])
def test_which_rows_are_meant(as_user, firm, inspector, which, count):
    hazards = [HazardFactory(place=firm, by=inspector, description="灭火器过期") for _ in range(3)]
    HazardFactory(place=firm, by=inspector)
    on_page = ",".join(str(row.pk) for row in hazards[:2])

    answer = choose(as_user(inspector), "export", rows=hazards[:1], which=which, on_page=on_page, filters="q=灭火器")

    assert len(rows_of(answer.getvalue())) == 2 + count


def test_chosen_rows_are_printed(as_user, firm, inspector):
    hazard = HazardFactory(place=firm, by=inspector)
    HazardFactory(place=firm, by=inspector)

    assert choose(as_user(inspector), "print", rows=[hazard]).context["table"].paginator.count == 1


def test_more_than_allowed_is_refused_in_words(as_user, firm, inspector, settings):
    settings.MOST_AT_ONCE = 1
    hazards = [HazardFactory(place=firm, by=inspector) for _ in range(2)]

    answer = as_user(inspector).post(
        reverse("hazards:choose_many"), {"which": "ticked", "rows": [row.pk for row in hazards], "deed": "order"}, follow=True
    )

    assert "一次最多办理 1 条" in answer.content.decode()


def test_rows_out_of_scope_are_not_there(as_user, firm, inspector):
    stranger = HazardFactory()
    client = as_user(inspector)

    assert choose(client, "order", rows=[stranger]).status_code == 302
    assert send(client, "order", seen_of(stranger)).status_code == 404


def test_reader_exports_and_serves_nothing(as_user, firm, inspector):
    hazard = HazardFactory(place=firm, by=inspector)
    client = as_user(OfficialFactory(county=firm.county))

    answers = [choose(client, deed, rows=[hazard]) for deed in ("export", "order", "extend", "burn")]
    answers[0].getvalue()  # a file that nobody reads stays open

    assert [answer.status_code for answer in answers] == [200, 403, 403, 404]


def test_bundle_is_for_whoever_asked(as_user, firm, inspector):
    hazard = hazard_at(State.ORDERED, place=firm)
    choose(as_user(inspector), "papers", rows=[hazard])

    stranger = as_user(InspectorFactory(township=firm.township))

    assert stranger.get(OrderBundle.objects.get().get_absolute_url()).status_code == 404


def test_list_has_a_tick_for_each_row(as_user, firm, inspector):
    hazard = HazardFactory(place=firm, by=inspector)

    page = as_user(inspector).get(reverse("hazards:hazards")).content.decode()

    assert f'form="choose-many" name="rows" value="{hazard.pk}"' in page


def list_page(client, monkeypatch, filters=""):
    """The first of pages of one row each."""
    monkeypatch.setattr(lists, "PER_PAGE", 1)
    return client.get(f"{reverse('hazards:hazards')}?{filters}").content.decode()


def test_all_results_of_the_address_are_offered_over_all_pages(as_user, firm, inspector, monkeypatch):
    HazardFactory(place=firm, by=inspector)
    hazards = [HazardFactory(place=firm, by=inspector, description="灭火器过期") for _ in range(2)]
    client = as_user(inspector)

    page = list_page(client, monkeypatch, "q=灭火器")
    form = choose(client, "order", which="all", filters="q=灭火器&page=2", on_page=str(hazards[0].pk)).context["form"]

    assert '<option value="all">选中全部 2 条结果</option>' in page
    assert "勾选只对本页有效，翻页后不保留" in page
    assert form.initial["seen"] == carried(seen_of(*hazards))


def test_more_results_than_allowed_are_told_above_and_not_offered(as_user, firm, inspector, monkeypatch, settings):
    settings.MOST_AT_ONCE = 1
    hazards = [HazardFactory(place=firm, by=inspector) for _ in range(2)]
    client = as_user(inspector)

    page = list_page(client, monkeypatch)
    refused = choose(client, "order", which="all", rows=hazards)

    assert '<option value="all" disabled>选中全部 2 条结果（一次最多 1 条）</option>' in page
    assert page.index("筛选结果有 2 条，一次最多办理 1 条") < page.index('<option value="all"')
    assert refused.headers["Location"].startswith(reverse("hazards:hazards"))


def test_all_results_are_done_or_none(as_user, firm, inspector):
    HazardFactory(place=firm, by=inspector), hazard_at(State.CLOSED, place=firm)
    client = as_user(inspector)
    seen = choose(client, "order", which="all").context["form"].initial["seen"]
    before = Order.objects.count()

    given = {"seen": seen, "deadline": FAR, "requirement": "限期整改", "confirmed": "1", "is_far": "on"}
    answer = client.post(reverse("hazards:act_on_many", args=["order"]), given)

    assert (answer.status_code, answer.context["problems"]) == (409, 1)
    assert Order.objects.count() == before


# The way back leads to the list as it stood

FILTERS = "q=%E9%87%91%E5%B1%B1&sort=-deadline&page=2"


def leads_back(answer):
    return f"{reverse('hazards:hazards')}?{FILTERS}".replace("&", "&amp;") in answer.content.decode()


def test_every_page_of_bulk_work_leads_back_to_the_list_as_it_stood(as_user, firm, inspector):
    hazard = HazardFactory(place=firm, by=inspector)
    client, seen = as_user(inspector), seen_of(hazard)
    form, printed = [choose(client, deed, rows=[hazard], filters=FILTERS) for deed in ("order", "print")]
    wrong, checked = [send(client, "order", seen, filters=FILTERS, deadline=day) for day in ("", FAR)]
    again, refused = (
        send(client, "order", seen, filters=FILTERS, back="1"),
        send(client, "order", {hazard.pk: 1}, filters=FILTERS, confirmed="1"),
    )

    assert [leads_back(page) for page in (form, printed, wrong, checked, again, refused)] == [True] * 6
    assert (wrong.status_code, refused.status_code) == (422, 409)
    assert leads_back(client.get(send(client, "order", seen, filters=FILTERS, confirmed="1").headers["Location"]))


def test_after_a_step_without_paper_the_list_stands_as_it_stood(as_user, firm):
    hazard = hazard_at(State.ORDERED, place=firm)
    told = {"filters": FILTERS, "reason": "设备未到", "accept_late": True, "confirmed": "1"}

    done = send(as_user(BureauFactory(county=firm.county)), "extend", seen_of(hazard), **told)

    assert done.headers["Location"] == f"{reverse('hazards:hazards')}?{FILTERS}"
