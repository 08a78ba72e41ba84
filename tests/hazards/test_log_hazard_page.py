"""The phone's form: what it fills in by itself, and what it refuses where."""

import uuid
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hazards import checklists
from hazards.models import Hazard, State
from tests.factories.hazards import DriveFactory, HazardFactory, InspectionFactory, photo
from tests.factories.patrols import ChecklistFactory
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    PersonFactory,
    SectorFactory,
    VillageFactory,
)
from townships.models import KeptFile
from townships.workdays import add_workdays

pytestmark = pytest.mark.django_db
ADDRESS = "/hazards/new/"
NOW = {"starts_on": date(2020, 1, 1), "ends_on": date(2099, 12, 31), "state": "running"}


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场")


@pytest.fixture
def inspector(place):
    return InspectorFactory(township=place.township)


@pytest.fixture
def send(as_user, inspector, place):
    """Send the form as its page has it, with some fields typed otherwise."""

    def send_form(user=None, query="", **typed):
        fields = {
            "submission": str(uuid.uuid4()),
            "place": place.pk,
            "description": "皮带轮没有防护罩",
            "grade": "general",
            "category": "condition",
            "source": "inspection",
            "inspectors": [inspector.person_id],
            "found_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        }
        return as_user(user or inspector).post(ADDRESS + query, fields | typed)

    return send_form


def refused(response, field):
    assert response.status_code == 200
    assert not Hazard.objects.exists()
    return response.context["form"].has_error(field)


def test_one_press_logs_a_hazard_and_leads_to_its_receipt(send, place, as_user, inspector):
    response = send()

    hazard = Hazard.objects.get()
    assert response.url == reverse("hazards:receipt", args=[hazard.pk, hazard.events.get().pk])
    assert (hazard.place_id, hazard.sector, hazard.responsible_unit) == (place.pk, place.sector, "红星采石场")
    assert hazard.number in as_user(inspector).get(response.url).content.decode()


def test_the_folded_rest_says_when_it_was_found_and_opens_where_that_is_wrong(send, as_user, inspector):
    page = as_user(inspector).get(ADDRESS).content.decode()
    assert f"<small>{timezone.localtime():%m-%d }" in page

    assert '<details class="rarely" open>' in send(found_at="2099-01-01T10:00").content.decode()


def test_the_same_form_sent_twice_shows_the_same_receipt(send):
    submission = str(uuid.uuid4())

    assert send(submission=submission).url == send(submission=submission).url
    assert Hazard.objects.count() == 1


@pytest.mark.parametrize("mark", ["not-a-uuid", "99999999999999999999", "", "\x00"])
def test_a_mark_that_is_none_loses_nothing(send, mark):
    send(submission=mark)

    assert Hazard.objects.count() == 1


@pytest.mark.parametrize("proof", [{"measure": "已加装防护罩"}, {"pictures": 1}])
def test_rectified_on_the_spot_is_told_or_shown(send, proof):
    if "pictures" in proof:
        proof = {"pictures": SimpleUploadedFile("after.jpg", photo().content, "image/jpeg")}

    send(rectified_on_spot="on", **proof)

    assert Hazard.objects.get().state == State.CLOSED


def test_rectified_on_the_spot_without_a_word_or_a_picture_is_refused_there(send):
    assert refused(send(rectified_on_spot="on"), "measure")


def test_what_was_entered_last_is_the_default(send, as_user, inspector, place):
    colleague = PersonFactory(township=place.township, county=place.county, is_full_time=True)
    send(inspectors=[inspector.person_id, colleague.pk])

    form = as_user(inspector).get(ADDRESS).context["form"]

    assert form["place"].value() == place.pk
    assert form["inspectors"].value() == [inspector.person_id, colleague.pk]


def test_recent_places_come_first(send, as_user, inspector, place):
    EnterpriseFactory(township=place.township, name="白云石场")
    send()

    choices = list(as_user(inspector).get(ADDRESS).context["form"].fields["place"].choices)

    assert choices[1][0] == "最近"
    assert [label for _, label in choices[1][1]] == ["红星采石场"]


def test_only_the_own_townships_places_are_offered(as_user, inspector):
    elsewhere = EnterpriseFactory(name="别处石场")

    assert elsewhere.name not in as_user(inspector).get(ADDRESS).content.decode()


def test_the_bureau_chooses_a_township_first(as_user, place):
    page = as_user(BureauFactory(county=place.county)).get(ADDRESS)

    assert place.township.name in page.content.decode()
    assert "form" not in page.context


def test_the_bureau_logs_for_a_township(send, place):
    response = send(BureauFactory(county=place.county), f"?township={place.township_id}")

    assert response.status_code == 302


def test_another_countys_township_is_not_there(as_user, place):
    assert as_user(BureauFactory()).get(ADDRESS, {"township": place.township_id}).status_code == 404


@pytest.mark.parametrize("pk", ["999999", "abc", "9" * 30])
def test_a_visit_that_is_not_there(as_user, inspector, pk):
    assert as_user(inspector).get(ADDRESS, {"inspection": pk}).status_code == 404


def test_a_hazard_is_added_to_its_visit(send, place):
    visit = InspectionFactory(place=place)

    send(query=f"?inspection={visit.pk}")

    assert Hazard.objects.get().inspection == visit


def test_another_townships_visit_is_not_there(as_user, inspector):
    assert as_user(inspector).get(ADDRESS, {"inspection": InspectionFactory().pk}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", ""),
        ("place", "999999"),
        ("place", "abc"),
        ("description", ""),
        ("description", "字" * 2001),
        ("found_at", "2099-01-01T08:00"),
        ("found_at", "昨天"),
        ("found_at", "0202-01-01T08:00"),
        ("inspectors", []),
        ("inspectors", ["999999"]),
        ("drive", "999999"),
        ("grade", "huge"),
    ],
)
def test_bad_input_is_refused_beside_its_field(send, field, value):
    assert refused(send(**{field: value}), field)


def test_a_text_of_a_megabyte_is_refused_and_kept(send):
    response = send(description="字" * 400_000)

    assert refused(response, "description")
    assert len(response.context["form"]["description"].value()) == 400_000


def test_a_place_without_a_sector_asks_for_one(send, place):
    assert refused(send(place=VillageFactory(township=place.township).pk), "sector")


def test_a_major_hazard_is_not_closed_on_the_spot(send):
    assert refused(send(grade="major", rectified_on_spot="on"), "rectified_on_spot")


def test_somebody_elses_form_is_refused(send, place):
    other = HazardFactory(place=place)

    response = send(submission=str(other.submission))

    assert response.context["form"].has_error("submission", "not_yours")
    assert Hazard.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"hello", "不是照片"),
        ("a.jpg", b"", "空文件"),
        ("big.jpg", b"0" * (settings.MAX_PHOTO_BYTES + 1), "超过"),
    ],
)
def test_a_wrong_photo_is_refused_in_words(send, name, content, words):
    response = send(pictures=SimpleUploadedFile(name, content, "image/jpeg"))

    assert refused(response, "pictures")
    assert words in response.content.decode()


def test_good_photos_are_kept_while_the_wrong_one_is_refused(send):
    good = SimpleUploadedFile("good.jpg", photo().content, "image/jpeg")
    submission = str(uuid.uuid4())

    send(submission=submission, pictures=[good, SimpleUploadedFile("bad.jpg", b"bad", "image/jpeg")])
    send(submission=submission, **{"pictures-kept": [KeptFile.objects.get().key]})

    assert Hazard.objects.get().pictures.count() == 1


@pytest.fixture
def item(place):
    """Of a checklist of the place's county: three working days for it."""
    return ChecklistFactory(by=BureauFactory(county=place.county)).in_force.items.first()


def test_a_standard_sentence_is_description_enough_and_says_what_to_do(send, item):
    send(description="", sentence=item.pk)

    hazard = Hazard.objects.get()
    assert hazard.description == item.finding
    days = add_workdays(timezone.localdate(), item.days)
    assert (hazard.basis, hazard.measure, hazard.deadline) == (item.basis, item.measure, days)


def test_what_was_found_long_ago_has_its_days_from_the_day_it_is_entered(send, item):
    send(description="", sentence=item.pk, found_at="2026-09-30T10:00")

    assert Hazard.objects.get().deadline == add_workdays(timezone.localdate(), item.days)


def test_what_was_typed_goes_before_what_the_checklist_says(send, item):
    send(description=f"东头车间：{item.finding}", sentence=item.pk, basis="《消防法》第二十八条")

    hazard = Hazard.objects.get()
    assert (hazard.description, hazard.basis, hazard.measure) == (f"东头车间：{item.finding}", "《消防法》第二十八条", item.measure)


@pytest.mark.parametrize(("scripted", "grade"), [({}, "major"), ({"is_scripted": "true"}, "general")])
def test_without_a_script_a_sentence_tells_its_grade_too(send, place, scripted, grade):
    item = ChecklistFactory(by=BureauFactory(county=place.county), grade="major").in_force.items.first()

    send(description="", sentence=item.pk, **scripted)

    assert Hazard.objects.get().grade == grade


@pytest.mark.parametrize(("scripted", "follows"), [({}, True), ({"is_scripted": "true"}, False)])
def test_without_a_script_the_sector_of_last_time_gives_way_to_that_of_the_place(send, place, scripted, follows):
    other = SectorFactory()

    send(sector=other.pk, sector_offered=other.pk, **scripted)

    assert (Hazard.objects.get().sector == place.sector) == follows


def test_a_sector_that_was_chosen_without_a_script_stays(send):
    chosen, offered = SectorFactory(), SectorFactory()

    send(sector=chosen.pk, sector_offered=offered.pk)

    assert Hazard.objects.get().sector == chosen


def test_a_sentence_that_was_typed_over_says_nothing_of_what_to_do(send, item):
    send(description="围墙开裂", sentence=item.pk)

    hazard = Hazard.objects.get()
    assert (hazard.description, hazard.measure, hazard.deadline) == ("围墙开裂", "", None)


def test_sentences_are_those_of_the_countys_lists_in_force(as_user, inspector, item, place):
    bureau = BureauFactory(county=place.county)
    revised = checklists.revise(item.version.checklist, by=bureau)
    checklists.put_item(revised, by=bureau, **item.content() | {"finding": "灭火器丢失。"})
    ChecklistFactory(name="邻县检查表", sector=item.version.checklist.sector)

    before = offered(as_user(inspector), item)
    checklists.issue(revised, by=bureau)

    assert before == ["第1项不合格。", "第2项不合格。"]
    # Twice in the list is once to choose from.
    assert offered(as_user(inspector), item) == ["第1项不合格。", "第2项不合格。", "灭火器丢失。"]


def offered(client, item):
    groups = dict(client.get(ADDRESS).context["form"].fields["sentence"].choices)
    return [label for key, label in groups[item.version.checklist.sector.name] if key.instance.version.checklist.county]


def test_a_group_goes_by_its_villages_name_too(as_user, inspector, place):
    village = VillageFactory(name="清泉村", township=place.township)
    GroupFactory(name="1组", parent=village)

    groups = dict(as_user(inspector).get(ADDRESS).context["form"].fields["place"].choices)

    assert [label for _key, label in groups["村民小组（楼栋）"]] == ["清泉村1组"]


@pytest.fixture
def drive(place):
    """The only one that runs in the place's sector."""
    return DriveFactory(county=place.county, sector=place.sector, **NOW)


def form_at(client, place):
    return client.get(f"{ADDRESS}?place={place.pk}").context["form"]


def test_the_one_drive_that_runs_in_the_places_sector_is_chosen(as_user, inspector, place, drive):
    form = form_at(as_user(inspector), place)

    assert (form["drive"].value(), form["drive_offered"].value()) == (drive.pk, drive.pk)
    assert "drive" not in [field.name for field in form.rarely]


def test_its_further_sectors_count_too(as_user, inspector, place):
    drive = DriveFactory(county=place.county, **NOW)
    drive.more_sectors.add(place.sector)

    assert form_at(as_user(inspector), place)["drive"].value() == drive.pk


def test_of_two_none_is_chosen(as_user, inspector, place, drive):
    DriveFactory(county=place.county, sector=place.sector, **NOW)

    assert form_at(as_user(inspector), place)["drive"].value() == ""


@pytest.mark.parametrize("fields", [{"state": "plan"}, {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1)}])
def test_a_drive_that_does_not_run_is_not_chosen(as_user, inspector, place, fields):
    DriveFactory(county=place.county, sector=place.sector, **NOW | fields)
    form = form_at(as_user(inspector), place)

    assert form["drive"].value() == ""
    assert "drive" in [field.name for field in form.rarely]


def test_chosen_by_the_form_it_counts(send, drive):
    send(drive=drive.pk, drive_offered=drive.pk)

    assert Hazard.objects.get().drive == drive


def test_the_inspector_can_unselect_it(send, drive):
    send(drive="", drive_offered=drive.pk)

    assert Hazard.objects.get().drive is None


def test_chosen_by_the_form_for_another_place_it_is_taken_back(send, drive, place):
    send(place=EnterpriseFactory(township=place.township).pk, drive=drive.pk, drive_offered=drive.pk)

    assert Hazard.objects.get().drive is None


def test_chosen_by_the_inspector_it_stays_whatever_the_sector(send, drive, place):
    send(place=EnterpriseFactory(township=place.township).pk, drive=drive.pk, drive_offered="")

    assert Hazard.objects.get().drive == drive


def test_options_tell_the_script_their_sectors(as_user, inspector, place, drive):
    assert f'data-sectors="{place.sector_id}"' in as_user(inspector).get(ADDRESS).content.decode()
