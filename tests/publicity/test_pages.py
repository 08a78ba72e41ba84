"""Every page: own township, other township, missing; who may write; bad input; one query count per list."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from publicity.models import Activity, ActivityKind, ActivityPicture, Training
from reports.models import AnnualReport
from tests.factories.hazards import photo
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.reports import AnnualReportFactory, a_snapshot
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
)
from townships.voiding import void

pytestmark = pytest.mark.django_db

LISTS = ["activities", "trainings", "totals"]
FORMS = ["log_activity", "log_training"]
ACTIVITY_PAGES, ACTIVITY_FORMS = ["activity", "activity_receipt"], ["edit_activity", "void_activity"]
TRAINING_PAGES, TRAINING_FORMS = ["training", "training_receipt"], ["edit_training", "void_training", "training_attendance"]
READERS = [OfficialFactory, AuditorFactory, AdministratorFactory]


@pytest.fixture
def inspector(client):
    inspector = InspectorFactory()
    client.force_login(inspector)
    return inspector


def row_for(name, township):
    return (ActivityFactory if "activity" in name else TrainingFactory)(township=township)


def address(name, *args):
    return reverse(f"publicity:{name}", args=args)


@pytest.mark.parametrize("name", LISTS + FORMS)
@pytest.mark.parametrize("user", [InspectorFactory, BureauFactory])
def test_those_who_keep_ledgers_open_everything(client, user, name):
    client.force_login(user())

    assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", ACTIVITY_PAGES + ACTIVITY_FORMS + TRAINING_PAGES + TRAINING_FORMS)
def test_row_pages_open_for_the_own_township_only(client, inspector, name):
    own, other = row_for(name, inspector.township), row_for(name, TownshipFactory(county=inspector.county))

    assert client.get(address(name, own.pk)).status_code == 200
    assert client.get(address(name, other.pk)).status_code == 404
    assert client.get(address(name, 0)).status_code == 404


@pytest.mark.parametrize("name", ACTIVITY_FORMS + TRAINING_FORMS)
def test_nobody_posts_to_a_row_of_another_township(client, inspector, name):
    other = row_for(name, TownshipFactory(county=inspector.county))

    assert client.post(address(name, other.pk), {"reason": "重复登记"}).status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_readers_read_and_do_not_write(client, reader):
    user = reader()
    client.force_login(user)
    activity, training = (factory(township__county=user.county) for factory in (ActivityFactory, TrainingFactory))

    assert {client.get(address(name)).status_code for name in LISTS} == {200}
    assert {client.get(address(name, activity.pk)).status_code for name in ACTIVITY_PAGES} == {200}
    assert {client.get(address(name)).status_code for name in FORMS} == {403}
    assert {client.get(address(name, activity.pk)).status_code for name in ACTIVITY_FORMS} == {403}
    assert {client.get(address(name, training.pk)).status_code for name in TRAINING_FORMS} == {403}
    assert {client.post(address(name), an_activity()).status_code for name in FORMS} == {403}


@pytest.mark.parametrize("name", LISTS + FORMS)
def test_strangers_are_asked_to_log_in(client, name):
    assert client.get(address(name)).url.startswith(reverse("login"))


def an_activity(**fields):
    kind = ActivityKind.objects.get(key="banners")
    today = timezone.localdate().isoformat()
    return {"submission": uuid.uuid4(), "kind": kind.pk, "quantity": 32, "held_on": today, "people_reached": 0, "cost": 0, **fields}


def a_training(**fields):
    today = timezone.localdate().isoformat()
    return {
        "submission": uuid.uuid4(),
        "title": "村安全监管员培训班",
        "audience": "village",
        "held_on": today,
        "others_present": 20,
        "hours": 4,
        "cost": 0,
        **fields,
    }


def test_no_more_hold_a_certificate_than_were_there(client, inspector):
    form = client.post(address("log_training"), a_training(others_certified=21)).context["form"]

    assert form.errors == {"others_certified": ["持证人数不能多于其他参训人数。"]}


def test_inspector_logs_for_the_own_township_whatever_is_posted(client, inspector):
    other = TownshipFactory(county=inspector.county)

    client.post(address("log_activity"), an_activity(township=other.pk))

    activity = Activity.objects.get()
    assert (activity.township, activity.title, activity.quantity) == (inspector.township, "横幅", 32)


@pytest.mark.parametrize(("name", "model", "fields"), [("log_activity", Activity, an_activity), ("log_training", Training, a_training)])
def test_form_sent_twice_gives_one_row_and_the_same_receipt(client, inspector, name, model, fields):
    sent = fields()

    receipts = {client.post(address(name), sent).url for _ in range(2)}

    assert receipts == {address(f"{name.removeprefix('log_')}_receipt", model.objects.get().pk)}


def test_bureau_logs_for_any_township_or_the_county_itself(client):
    bureau = BureauFactory()
    client.force_login(bureau)
    township = TownshipFactory(county=bureau.county)

    client.post(address("log_activity"), an_activity(township=township.pk))
    client.post(address("log_activity"), an_activity(township=""))

    assert set(Activity.objects.values_list("township", "county")) == {(township.pk, bureau.county_id), (None, bureau.county_id)}


def test_last_kind_used_is_the_default(client, inspector):
    activity = ActivityFactory(township=inspector.township, created_by=inspector, kind=ActivityKind.objects.get(key="films"))

    form = client.get(address("log_activity")).context["form"]

    assert (form["kind"].value(), form["held_on"].value()) == (activity.kind_id, timezone.localdate())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("held_on", "2099-01-01", "日期不能晚于今天"),
        ("held_on", "1912-01-01", "请核对年份"),
        ("held_on", "昨天", "日期写法不对"),
        ("quantity", "0", "不能小于 1"),
        ("quantity", "-5", "不能小于"),
        ("quantity", "9" * 30, "不能大于"),
        ("quantity", "9" * 6000, "请填写整数"),
        ("cost", "-1", "不能小于 0"),
        ("cost", "NaN", "请填写数字"),
        ("cost", "99999999999999", "最多 12 位数字"),
        ("kind", "0", "不在可选范围内"),
        ("title", "安" * 400_000, "最多 80 字"),
        ("note", "安\0全", "不能保存的字符"),
    ],
)
def test_bad_input_is_told_beside_its_field(client, inspector, field, value, message):
    response = client.post(address("log_activity"), an_activity(**{field: value}))

    assert response.status_code == 200
    assert message in "".join(response.context["form"].errors[field])
    assert not Activity.objects.exists()


def test_a_safety_month_outside_june_is_asked_about(client, inspector):
    told = an_activity(is_safety_month="on", held_on="2026-03-02")

    asked = client.post(address("log_activity"), told)

    assert "2026-03-02 不在安全生产月（6月）内" in "".join(asked.context["form"].errors["is_outside_june"])
    assert client.post(address("log_activity"), told | {"is_outside_june": "on"}).status_code == 302


@pytest.mark.parametrize("told", [{"is_safety_month": "on", "held_on": "2026-06-30"}, {"held_on": "2026-03-02"}])
def test_nothing_is_asked_in_june_or_without_the_tick(client, inspector, told):
    assert client.post(address("log_activity"), an_activity(**told)).status_code == 302


def test_township_of_another_county_is_refused(client):
    client.force_login(BureauFactory())

    response = client.post(address("log_activity"), an_activity(township=TownshipFactory().pk))

    assert "不在可选范围内" in "".join(response.context["form"].errors["township"])


def a_jpeg():
    return SimpleUploadedFile("IMG_0001.jpg", photo().content, "image/jpeg")


def test_pictures_are_kept_and_sent_to_those_who_see_the_row(client, inspector):
    client.post(address("log_activity"), an_activity(pictures=[a_jpeg(), a_jpeg()]))
    pictures = ActivityPicture.objects.all()

    response = client.get(address("picture", pictures[0].pk))
    sent = response.getvalue()
    client.force_login(InspectorFactory())

    assert pictures.count() == 2
    assert (response["Content-Type"], sent[:2]) == ("image/jpeg", b"\xff\xd8")
    assert client.get(address("picture", pictures[0].pk)).status_code == 404


def test_edit_changes_the_row(client, inspector):
    activity = ActivityFactory(township=inspector.township)

    response = client.post(address("edit_activity", activity.pk), an_activity(quantity=7))

    activity.refresh_from_db()
    assert (response.url, activity.quantity) == (activity.get_absolute_url(), 7)


@pytest.mark.parametrize("name", ACTIVITY_FORMS + TRAINING_FORMS)
def test_a_voided_row_only_tells_who_voided_it_and_why(client, inspector, name):
    row = row_for(name, inspector.township)
    void(row, by=inspector, reason="重复登记")

    page = client.get(address(name, row.pk), follow=True)

    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    assert f"{inspector}已将此记录作废，原因：重复登记" in page.text


def test_voiding_needs_a_reason(client, inspector):
    activity = ActivityFactory(township=inspector.township)

    response = client.post(address("void_activity", activity.pk), {"reason": " "})

    assert response.context["form"].errors["reason"] == ["此项必填。"]
    assert Activity.objects.counted().exists()


def test_voided_row_is_listed_on_demand_only(client, inspector):
    activity = ActivityFactory(township=inspector.township)
    client.post(address("void_activity", activity.pk), {"reason": "重复登记"})

    listed = [len(client.get(address("activities"), {"state": state}).context["table"].rows) for state in ("", "void", "all")]

    assert listed == [0, 1, 1]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"q": "咨询日"}, 1),
        ({"start": "2026-06-01", "end": "2026-06-30"}, 2),
        ({"is_safety_month": "true"}, 1),
        ({"township": "null"}, 1),
    ],
)
def test_filters(client, asked, count):
    bureau = BureauFactory()
    client.force_login(bureau)
    here = {"township__county": bureau.county}
    ActivityFactory(**here, title="咨询日活动", is_safety_month=True)
    ActivityFactory(**here)
    ActivityFactory(township=None, county=bureau.county, created_by=bureau, held_on="2026-07-01")

    assert len(client.get(address("activities"), asked).context["table"].rows) == count


@pytest.mark.parametrize(
    ("name", "factory"), [("activities", ActivityFactory), ("trainings", TrainingFactory), ("totals", ActivityFactory)]
)
def test_lists_ask_as_much_for_three_rows_as_for_one(client, django_assert_num_queries, name, factory):
    bureau = BureauFactory()
    client.force_login(bureau)
    factory(township__county=bureau.county)
    with CaptureQueriesContext(connection) as one:
        client.get(address(name))
    factory.create_batch(2, township__county=bureau.county)

    with django_assert_num_queries(len(one)):
        client.get(address(name))


def test_attendance_of_the_own_roster(client, inspector):
    training = TrainingFactory(township=inspector.township, created_by=inspector)
    here = {"county": inspector.county, "township": inspector.township}
    came, stayed_away, left = (
        PersonFactory(**here),
        PersonFactory(**here),
        PersonFactory(**here, left_on=training.held_on - timedelta(days=1)),
    )
    stranger = PersonFactory(county=inspector.county)

    offered = set(client.get(address("training_attendance", training.pk)).context["form"].people)
    client.post(address("training_attendance", training.pk), {"present": [came.pk]})
    refused = client.post(address("training_attendance", training.pk), {"present": [stranger.pk]})

    assert offered == {inspector.person, came, stayed_away}
    assert left not in offered
    assert set(training.attendees.all()) == {came}
    assert "不在可选范围内" in refused.context["form"].errors["present"][0]


def test_bureau_looks_for_people_by_township_and_initials(client):
    bureau = BureauFactory()
    client.force_login(bureau)
    training = TrainingFactory(township=None, county=bureau.county, created_by=bureau)
    township = TownshipFactory(county=bureau.county)
    found = PersonFactory(county=bureau.county, township=township, name="李安全")
    PersonFactory(county=bureau.county, township=township, name="王守法")

    search = {"township": township.pk, "q": "laq"}
    people = client.get(address("training_attendance", training.pk), search).context["form"].people

    assert list(people) == [found]


def test_a_number_that_nobody_can_have_counted_is_refused_beside_the_field(client, inspector):
    told = an_activity(quantity=9223372036854775807, people_reached=10_000_000, cost="100000000000")

    errors = client.post(address("log_activity"), told).context["form"].errors

    assert errors["quantity"] == ["不能大于 9999999，请核对是否多打了数字。"]
    assert {"people_reached", "cost"} <= set(errors)
    assert not Activity.objects.exists()


def changed(client, row, name, **fields):
    """What comes of sending the form again with other words."""
    form = client.get(address(name, row.pk)).context["form"]
    told = {key: form[key].value() for key in form.fields if form[key].value() not in (None, "")}
    return client.post(address(name, row.pk), told | fields)


@pytest.mark.parametrize(("name", "field", "label"), [("activity", "quantity", "数量"), ("training", "others_present", "其他参训人数")])
def test_what_was_changed_stays_to_be_read(client, inspector, name, field, label):
    row = row_for(name, inspector.township)
    before = getattr(row, field)

    changed(client, row, f"edit_{name}", cost="0", **{field: 7})

    page = client.get(address(name, row.pk))
    assert [one.changes for one in page.context["amendments"]] == [[[label, str(before), "7"]]]
    assert f"{inspector}：{label} {before} → 7" in page.text


def test_a_row_that_a_published_report_counted_is_not_changed_without_a_reason(client, inspector):
    row = ActivityFactory(township=inspector.township, quantity=100)
    now, by = timezone.now(), BureauFactory(county=inspector.county)
    report = AnnualReportFactory(county=inspector.county, year=row.held_on.year)
    until_june = a_snapshot() | {"start": "2026-01-01", "end": "2026-06-30"}
    published = {"state": "published", "signed_by": by, "signed_at": now, "published_at": now, "snapshot": until_june}
    AnnualReport.objects.filter(pk=report.pk).update(**published)
    later = ActivityFactory(township=inspector.township, held_on=date(2026, 7, 1))

    changed(client, later, "edit_activity", cost="0", quantity=7)
    later.refresh_from_db()
    assert later.quantity == 7

    refused = changed(client, row, "edit_activity", cost="0", quantity=7)
    assert "请说明修改原因" in refused.context["form"].errors["reason"][0]
    row.refresh_from_db()
    assert row.quantity == 100

    changed(client, row, "edit_activity", cost="0", quantity=7, reason="多登记了一包")
    assert "多登记了一包" in client.get(address("activity", row.pk)).text


def test_attendance_is_noted_too(client, inspector):
    row, person = (
        TrainingFactory(township=inspector.township),
        PersonFactory(township=inspector.township, county=inspector.county, name="李明"),
    )

    client.post(address("training_attendance", row.pk), {"present": [person.pk]})

    assert "参训在册人员 — → 李明" in client.get(address("training", row.pk)).text


def test_a_class_that_nobody_attended_says_how_it_counts(client, inspector):
    row = TrainingFactory(township=inspector.township)
    assert "这期培训计入期数，培训人次为 0" in client.get(address("training", row.pk)).text

    row.attendees.add(PersonFactory(township=inspector.township, county=inspector.county))
    assert "培训人次为 0" not in client.get(address("training", row.pk)).text
