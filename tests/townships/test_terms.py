"""更正任期 and 作废: what was put down wrongly of a term is put right, counts as it is put right, and stays to be read."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories.campaign import CampaignFactory, LeadingGroupMemberFactory
from tests.factories.chain import team_at
from tests.factories.documents import a_pdf
from tests.factories.townships import BureauFactory, DutyFactory, InspectorFactory, PersonFactory, TownshipFactory, VillageFactory
from townships.amendments import amendments_of
from townships.appointments import AppointmentRefused, Obstacle, appoint, correct_term, end_term, void_term
from townships.chain import chain_of
from townships.gaps import Reason, find_gaps
from townships.leading_group import differences
from townships.models import Duty, DutyKind, DutyRule, Person, Place, Team
from townships.voiding import AlreadyVoided

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡")


@pytest.fixture
def inspector(client, township):
    user = InspectorFactory(township=township, person__name="李明")
    client.force_login(user)
    return user


@pytest.fixture
def term(township):
    place = VillageFactory(township=township, name="清泉村")
    person = PersonFactory(county=township.county, township=township, name="王强")
    return DutyFactory(kind=DutyKind.objects.get(key="village_supervisor"), place=place, person=person, starts_on=date(2026, 1, 1))


def send(client, name, term, **fields):
    return client.post(reverse(f"townships:{name}", args=[term.pk]), fields, follow=True)


def test_a_correction_counts_and_says_who_changed_what(client, inspector, term):
    told = {"starts_on": "2025-03-01", "document": "官亭〔2025〕3号", "reason": "日期登记有误"}

    page = send(client, "correct_duty", term, **told).content.decode()

    [note] = amendments_of(term)
    assert note.changes == [["任职日期", "2026-01-01", "2025-03-01"], ["任职文号", "—", "官亭〔2025〕3号"]]
    assert (note.by, note.reason) == (inspector, "日期登记有误")
    assert Duty.objects.held_on(date(2025, 3, 1)).get() == term
    assert "任职日期 2026-01-01 → 2025-03-01" in page


def test_an_end_that_was_entered_by_mistake_is_opened_again(client, inspector, term):
    end_term(term, on=DAY)

    send(client, "correct_duty", term, starts_on="2026-01-01", reason="误终止")

    assert Duty.objects.get(pk=term.pk).ends_on is None


def test_a_correction_needs_a_reason(client, inspector, term):
    form = send(client, "correct_duty", term, starts_on="2026-01-02").context["form"]

    assert form.errors == {"reason": ["此项必填。"]}


def test_a_corrected_term_does_not_run_into_another(client, inspector, township):
    kind = DutyKind.objects.get(key="township_head")
    first = DutyFactory(kind=kind, place=township, person__name="王强", ends_on=date(2026, 5, 31))
    DutyFactory(kind=kind, place=township, person__name="赵平", starts_on=DAY)

    form = send(client, "correct_duty", first, starts_on="2026-01-01", reason="误终止").context["form"]

    assert "此岗位只能由一人担任，赵平的任期（2026-06-01 至今）与此重叠" in form.errors["starts_on"][0]
    assert Duty.objects.get(pk=first.pk).ends_on == date(2026, 5, 31)


def test_nobody_holds_anything_by_a_voided_term(inspector, term):
    DutyRule.objects.exclude(kind=term.kind).delete()
    end_term(term, on=DAY)

    void_term(term, by=inspector, reason="人员登记错了")

    assert not Duty.objects.held_on(DAY).filter(pk=term.pk)
    [gap] = find_gaps(Place.objects.filter(pk=term.place_id), on=DAY + timedelta(days=1))
    assert (gap.reason, gap.people) == (Reason.VACANT, ())
    assert [duty for step in chain_of(term.place, on=DAY) for post in step.posts for duty in post.duties] == []


def test_the_post_of_a_voided_term_is_free_again_for_the_same_days(inspector, term):
    void_term(term, by=inspector, reason="日期登记有误")

    assert appoint(term.person, kind=term.kind, place=term.place, starts_on=term.starts_on)


def test_a_term_from_before_its_station_was_entered_is_put_right(client, inspector, township):
    station = team_at(township, kind=Team.Kind.STATION, name="安监站", founded_on=date(2026, 3, 1))
    person = PersonFactory(county=township.county, township=township)
    kind = DutyKind.objects.get(key="safety_inspector")
    term = DutyFactory(kind=kind, place=township, team=station, person=person, starts_on=date(2026, 1, 1))

    form = send(client, "correct_duty", term, starts_on="2025-12-01", reason="登记有误").context["form"]
    page = send(client, "correct_duty", term, starts_on="2026-01-05", ends_on="2026-12-31", reason="登记有误").content.decode()

    assert form.errors["starts_on"] == ["安监站自 2026-03-01 起成立，任职不能更早；成立日期有误的请先修改。"]
    assert "任职日期 2026-01-01 → 2026-01-05" in page


def test_a_voided_term_is_neither_corrected_nor_ended(client, inspector, term):
    send(client, "void_duty", term, reason="人员登记错了")

    for name in ("correct_duty", "end_duty", "edit_duty_document", "void_duty"):
        assert "李明已将此记录作废，原因：人员登记错了" in send(client, name, term).content.decode()
    with pytest.raises(AlreadyVoided):
        correct_term(term, by=inspector, starts_on=DAY)


def test_a_voided_term_stays_to_be_read(client, inspector, term):
    told = send(client, "void_duty", term, reason="人员登记错了").context["messages"]

    assert "此岗位现列为空白点：无人任职。" in [str(message) for message in told]
    context = client.get(term.person.get_absolute_url()).context
    assert (context["now"], context["others"], context["voided"]) == ([], [], [term])
    assert "作废，原因：人员登记错了" in client.get(term.get_absolute_url()).content.decode()


def test_an_end_keeps_its_paper_and_reason(client, inspector, term):
    send(client, "end_duty", term, ends_on="2026-06-01", document="官亭〔2026〕9号", reason="换届")

    page = client.get(term.get_absolute_url()).content.decode()
    assert "任期截止 — → 2026-06-01；免职文号 — → 官亭〔2026〕9号（原因：换届）" in page


def test_who_has_not_begun_is_told_and_can_be_taken_back(client, inspector, term):
    day = timezone.localdate() + timedelta(days=30)
    Duty.objects.filter(pk=term.pk).update(starts_on=day)

    for address in (term.place.get_absolute_url(), term.person.get_absolute_url()):
        page = client.get(address).content.decode()
        assert f"自 {day} 起（未到任）" in page
        assert reverse("townships:void_duty", args=[term.pk]) in page
    send(client, "void_duty", term, reason="另有安排")
    assert "未到任" not in client.get(term.place.get_absolute_url()).content.decode()


def test_a_seat_in_a_round_that_came_of_a_voided_post_is_given_up(township):
    bureau, today = BureauFactory(county=township.county), timezone.localdate()
    post = DutyFactory(kind=DutyKind.objects.get(key="county_head"), place=township.county)
    member = LeadingGroupMemberFactory(person=post.person, campaign=CampaignFactory(county=township.county), seat="1", joined_on=DAY)

    void_term(post, by=bureau, reason="人员登记错了")

    [one] = differences(member.campaign, today=today)
    assert (one.member, one.seat, one.on) == (member, "", DAY)


def test_nobody_answers_for_a_place_before_it_is_there(inspector, term):
    Place.objects.update(opened_on=DAY)
    place, person = Place.objects.get(pk=term.place_id), Person.objects.exclude(pk=term.person_id).first()
    before = DAY - timedelta(days=1)

    with pytest.raises(AppointmentRefused) as refused:
        appoint(person, kind=term.kind, place=place, starts_on=before)
    with pytest.raises(AppointmentRefused) as corrected:
        correct_term(term, by=inspector, starts_on=date(2025, 1, 1))

    assert [one.value.obstacle for one in (refused, corrected)] == [Obstacle.PLACE_NOT_OPEN] * 2
    assert correct_term(term, by=inspector, starts_on=DAY)


# The document of appointment


def a_paper(name="任命.pdf", content=None):
    return SimpleUploadedFile(name, content or a_pdf())


def test_an_appointment_keeps_its_paper_for_who_may_see_the_term(client, inspector, term, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = PersonFactory(county=inspector.county, township=inspector.township)
    told = {"kind": term.kind_id, "person": person.pk, "starts_on": "2026-02-01", "document": "官亭〔2026〕2号", "upload": a_paper()}

    client.post(reverse("townships:appoint", args=[term.place_id]), told)

    duty = Duty.objects.get(person=person)
    address = reverse("townships:duty_file", args=[duty.pk])
    for page in (duty, duty.place, person):
        assert f'href="{address}"' in client.get(page.get_absolute_url()).content.decode()
    assert client.get(address).getvalue() == a_pdf()
    client.force_login(InspectorFactory(township__county=inspector.county))
    assert client.get(address).status_code == 404


def test_a_paper_waits_for_the_corrected_form(client, inspector, term, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    refused = send(client, "edit_duty_document", term, upload=a_paper()).context["form"]
    [kept] = refused.fields["upload"].widget.kept
    send(client, "edit_duty_document", term, **{"document": "官亭〔2026〕1号", "upload-kept": kept.key})

    assert refused.errors == {"document": ["附了任职文件的，请填任职文号。"]}
    assert Duty.objects.get(pk=term.pk).file_name == "任命.pdf"


def test_a_paper_is_replaced_or_taken_off_and_both_are_written_down(client, inspector, term, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = {"document": "官亭〔2026〕1号"}
    for file in ({"upload": a_paper()}, {}, {"upload": a_paper("更清楚.pdf")}, {"takes_file_off": "on"}):
        send(client, "edit_duty_document", term, **told, **file)

    files = [[before, after] for note in amendments_of(term) for what, before, after in note.changes if what == "任职文件"]
    sized = [f"{name}（{len(a_pdf())} 字节）" for name in ("任命.pdf", "更清楚.pdf")]
    assert files == [[sized[1], "—"], sized, ["—", sized[0]]]
    assert not Duty.objects.get(pk=term.pk).file


def test_a_finished_term_is_not_made_longer_without_a_reason(client):
    term = DutyFactory(ends_on=date(2026, 6, 30))
    coming = DutyFactory(place=term.place, ends_on=timezone.localdate())
    client.force_login(BureauFactory(county=term.place.county))
    later = {"ends_on": (timezone.localdate() + timedelta(days=30)).isoformat()}

    ended = client.get(reverse("townships:chain", args=[term.place_id]), {"on": "2026-06-01"}).text
    answer = client.post(reverse("townships:end_duty", args=[term.pk]), later)
    longer = client.post(reverse("townships:end_duty", args=[coming.pk]), later)

    assert reverse("townships:end_duty", args=[term.pk]) not in ended
    assert answer.url == reverse("townships:correct_duty", args=[term.pk])
    assert longer.context["form"].errors == {"reason": [f"原定任至 {timezone.localdate()}，延长任期须写明原因。"]}
