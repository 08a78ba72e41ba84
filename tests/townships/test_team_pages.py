"""The screens of teams, certificates and the roster: what they list, save, refuse with a sentence, print and export."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.chain import CertificateFactory, officer_of, seat, team_at
from tests.factories.townships import (
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.amendments import amendments_of
from townships.models import Certificate, CertificateKind, DutyKind, Person, SafetyOfficer, Team, Township

pytestmark = pytest.mark.django_db
Kind = Team.Kind


@pytest.fixture
def township():
    return Township.objects.get(pk=TownshipFactory(name="子良乡").pk)


@pytest.fixture
def inspector(client, township):
    user = InspectorFactory(township=township)
    client.force_login(user)
    return user


def page(client, name, /, *args, **query):
    return client.get(reverse(f"townships:{name}", args=args), query)


def send(client, name, /, *args, **fields):
    return client.post(reverse(f"townships:{name}", args=args), fields)


def names(client, name, /, **query):
    return [str(row.record) for row in page(client, name, **query).context["table"].rows]


def words_of(response):
    with ZipFile(BytesIO(response.getvalue())) as book:
        return book.read("xl/sharedStrings.xml" if "xl/sharedStrings.xml" in book.namelist() else "xl/worksheets/sheet1.xml").decode()


def local(township, **fields):
    return PersonFactory(county=township.county, township=township, **fields)


# Teams


def test_team_is_founded_and_asks_for_its_people(client, inspector, township):
    response = send(client, "new_team", township.pk, kind="headquarters", name="森林防火指挥部", mandate="巡山", founded_on="2026-01-01")

    team = Team.objects.get()
    assert response.url == team.get_absolute_url()
    assert (team.place.pk, team.kind, team.mandate) == (township.pk, "headquarters", "巡山")
    assert "接着请落实负责人和成员" in client.get(response.url).content.decode()


def test_headquarters_is_offered_at_a_township_only(client, inspector, township):
    enterprise = EnterpriseFactory(township=township)

    offered = [value for value, _label in page(client, "new_team", enterprise.pk).context["form"].fields["kind"].choices]

    assert offered == ["rescue"]


def test_twin_is_refused_beside_the_name(client, inspector, township):
    team_at(township, name="消防安全管理领导小组")

    form = send(client, "new_team", township.pk, kind="working_group", name="消防安全管理领导小组").context["form"]

    assert form.errors == {"name": ["子良乡已有“消防安全管理领导小组”。"]}


def test_second_station_is_refused(client, inspector, township):
    team_at(township, Kind.STATION, "安监站")

    form = send(client, "new_team", township.pk, kind="station", name="安监办").context["form"]

    assert form.non_field_errors() == ["子良乡已有安监站“安监站”，一个乡镇只设一个。"]


def test_team_without_a_head_says_so_and_leads_to_the_appointment(client, inspector, township):
    team = team_at(township)

    text = page(client, "team", team.pk).content.decode()

    assert "无人任职" in text
    assert f"{reverse('townships:appoint', args=[township.pk])}?kind=group_head&amp;team={team.pk}" in text


def test_member_joins_from_the_teams_page(client, inspector, township):
    team = team_at(township)
    person = local(township, name="李明")
    head = team.place.duties.model.kind.field.related_model.objects.get(key="group_head")

    response = send(client, "appoint", township.pk, kind=head.pk, team=team.pk, person=person.pk, starts_on="2026-05-01")

    assert response.url == team.get_absolute_url()
    assert [post.person.name for post in page(client, "team", team.pk).context["members"]] == ["李明"]


def test_second_head_is_refused_with_the_name_of_the_first(client, inspector, township):
    head = seat(team_at(township), "group_head", name="李明")

    form = send(
        client, "appoint", township.pk, kind=head.kind_id, team=head.team_id, person=local(township).pk, starts_on="2026-05-01"
    ).context["form"]

    assert form.errors == {"starts_on": ["此岗位只能由一人担任，李明的任期（2026-01-01 至今）与此重叠，请先终止其任期。"]}


def test_which_of_several_teams_is_asked_beside_the_team(client, inspector, township):
    head = seat(team_at(township), "group_head")
    team_at(township, name="消防安全管理领导小组")

    form = send(client, "appoint", township.pk, kind=head.kind_id, person=local(township).pk, starts_on="2026-05-01").context["form"]

    assert form.errors == {"team": ["这里有几个同类机构（队伍），请选择是哪一个。"]}


def test_end_before_the_start_is_refused_beside_the_end(client, inspector, township):
    head = seat(team_at(township), "group_member")
    term = {"starts_on": "2026-05-01", "ends_on": "2026-04-30"}

    form = send(client, "appoint", township.pk, kind=head.kind_id, person=local(township).pk, **term).context["form"]

    assert form.errors == {"ends_on": ["任期截止不能早于任职日期。"]}


def test_disbanded_team_keeps_who_sat_in_it(client, inspector, township):
    member = seat(team_at(township), "group_member")

    send(client, "disband_team", member.team_id, disbanded_on="2026-06-01")

    context = page(client, "team", member.team_id).context
    assert (context["members"], context["former"]) == ([], [member])
    assert names(client, "teams") == []
    assert names(client, "teams", state="disbanded") == [str(member.team)]


def test_team_is_not_disbanded_before_its_founding(client, inspector, township):
    team = team_at(township, founded_on=date(2026, 3, 1))

    form = send(client, "disband_team", team.pk, disbanded_on="2026-02-28").context["form"]

    assert form.errors == {"disbanded_on": ["不能早于成立日期 2026-03-01。"]}


def test_days_of_a_founding_that_contradict_the_books_are_refused(client, inspector, township):
    Township.objects.update(opened_on=date(2025, 3, 1))
    team = seat(team_at(township), "group_member", starts_on=date(2026, 1, 1)).team
    tomorrow = timezone.localdate() + timedelta(days=1)

    def refusal(day):
        form = send(client, "edit_team", team.pk, name=team.name, founded_on=day).context["form"]
        return form.errors["founded_on"][0]

    assert refusal(tomorrow) == "日期不能晚于今天。"
    assert refusal("2025-02-28") == "子良乡自 2025-03-01 起设立，不能更早。"
    assert refusal("2026-01-02").startswith("不能晚于已登记的任期：")


def test_teams_are_filtered(client, inspector, township):
    team_at(township)
    team_at(EnterpriseFactory(township=township), Kind.RESCUE, "矿山应急救援队")

    assert names(client, "teams", level="enterprise") == names(client, "teams", q="ksyj") == ["矿山应急救援队"]
    assert names(client, "teams", kind="working_group") == ["道路交通安全管理领导小组"]


def test_township_page_lists_its_teams_and_roster(client, inspector, township):
    team_at(township)
    officer_of(township)

    text = page(client, "township", township.pk).content.decode()

    assert "道路交通安全管理领导小组" in text
    assert "安全员名册：在册 1 人" in text


def test_phones_of_members_are_masked_for_those_who_only_read(client, township):
    team = seat(team_at(township), "group_member", phone="13807360001").team
    client.force_login(OfficialFactory(county=township.county))

    text = page(client, "team", team.pk).content.decode()

    assert "138****0001" in text
    assert "13807360001" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_of_each_list_does_not_grow(client, django_assert_num_queries, township, count):
    client.force_login(BureauFactory(county=township.county))
    for number in range(count):
        person = seat(team_at(township, name=f"第{number}小组"), "group_head").person
        CertificateFactory(person=person)
        officer_of(township, person=person)

    for name, queries in [("teams", 9), ("officers", 13), ("certificates", 13)]:
        page(client, name)
        with django_assert_num_queries(queries):
            assert len(page(client, name).context["table"].rows) == count


# Certificates


def test_certificate_is_registered_from_the_persons_page(client, inspector, township):
    person = local(township, name="李明")
    kind = CertificateKind.objects.get(key="safety_officer")

    response = send(client, "new_certificate", person.pk, **form_of(kind=kind.pk, number=" aq 001 "))

    found = Certificate.objects.get()
    assert (found.person, found.number, response.url) == (person, "AQ001", found.get_absolute_url())
    assert "AQ001" in page(client, "person", person.pk).content.decode()


def form_of(**fields):
    told = {"issued_on": "2026-01-01", "valid_until": "2028-12-31", "submission": "7b0e6c9a-2c3d-4d57-b9b4-7d0b3a6d2f10"}
    return told | fields


def test_gap_leads_to_the_form_with_the_kind_chosen(client, inspector, township):
    response = page(client, "new_certificate", local(township).pk, kind="enforcement")

    assert response.context["form"]["kind"].value() == CertificateKind.objects.get(key="enforcement").pk


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"valid_until": "2025-12-31"}, {"valid_until": ["有效期不能早于发证日期。"]}),
        ({"issued_on": "2099-01-01"}, {"issued_on": ["日期不能晚于今天。"]}),
        ({"number": "湘执00001"}, {"number": ["此证号已由李明（在册编号 0017）持有，请核对。"]}),
    ],
)
def test_certificate_is_refused_with_a_sentence(client, inspector, township, fields, errors):
    held = CertificateFactory(number="湘执00001", person__name="李明", person__number=17)

    response = send(client, "new_certificate", local(township).pk, **form_of(**{"kind": held.kind_id, "number": "A2"} | fields))

    assert response.context["form"].errors == errors


def test_renewal_is_later_than_what_it_renews(client, inspector, township):
    held = CertificateFactory(person=local(township), issued_on=date(2026, 1, 1))

    form = send(client, "renew_certificate", held.pk, **form_of()).context["form"]

    assert form.errors == {"issued_on": ["换证日期须晚于原发证日期 2026-01-01。"]}


def test_renewed_and_voided_from_its_page(client, inspector, township):
    held = CertificateFactory(person=local(township))
    send(client, "renew_certificate", held.pk, **form_of())
    fresh = Certificate.objects.get(renews=held)

    response = send(client, "void_certificate", fresh.pk, reason="登记有误")

    assert response.url == fresh.get_absolute_url()
    assert list(Certificate.objects.current()) == [held]


def test_certificates_are_filtered_by_how_they_stand(client, inspector, township):
    for number, until in [("A1", date(2099, 1, 1)), ("A2", date(2020, 1, 1)), ("A3", None)]:
        CertificateFactory(person=local(township), number=number, issued_on=date(2019, 1, 1), valid_until=until)
    kind = "安全生产执法（监督检查）证"

    assert names(client, "certificates") == [f"{kind} A2", f"{kind} A1", f"{kind} A3"]
    assert names(client, "certificates", state="expired") == [f"{kind} A2"]
    assert names(client, "certificates", state="valid") == [f"{kind} A1", f"{kind} A3"]


def test_share_of_certified_staff_stands_above_the_list(client, inspector, township):
    assert page(client, "certificates").context["share"] == "—"
    CertificateFactory(person=local(township, is_full_time=True))
    local(township, is_full_time=True)

    assert page(client, "certificates").context["share"] == "50.0%（1/2）"


def test_card_number_is_typed_with_the_certificate_alone(client, inspector, township):
    person = local(township)
    assert "inspector_card" in page(client, "edit_person", person.pk).context["form"].fields

    CertificateFactory(person=person)

    assert "inspector_card" not in page(client, "edit_person", person.pk).context["form"].fields


# The numbered roster


def test_officer_is_put_on_the_roster_by_name(client, inspector, township):
    local(township, name="李明")

    send(client, "new_officer", person="李明", on="2026-05-01")

    assert SafetyOfficer.objects.get().number == "子良安001"


def test_officer_on_the_roster_is_refused_with_the_number(client, inspector, township):
    officer = officer_of(township, name="李明")

    form = send(client, "new_officer", person="李明", on="2026-05-01").context["form"]

    assert form.errors == {"person": [f"该人员已在子良乡的名册上，编号 {officer.number}。"]}


def test_the_roster_names_whom_the_posts_have_left_behind(client, inspector, township):
    idle, busy = officer_of(township, name="李明"), officer_of(township, name="周平")
    village = VillageFactory(township=township)
    for person in (busy.person, local(township, name="王强")):
        DutyFactory(person=person, place=village, kind=DutyKind.objects.get(key="village_supervisor"))
    DutyFactory(person=local(township), place=village, kind=DutyKind.objects.get(key="village_secretary"))

    text = page(client, "officers").content.decode()

    assert "在册但今天没有岗位的 1 人" in text
    assert "任安全员岗位而未入册的 1 人" in text
    assert names(client, "officers", state="idle") == [str(idle)]
    assert names(client, "people", state="unlisted") == ["王强"]
    assert "还没有列入安全员名册" in page(client, "person", Person.objects.get(name="王强").pk).content.decode()


def test_a_person_of_the_county_is_asked_about_before_a_township_lists_him(client, township):
    client.force_login(BureauFactory(county=township.county))
    chief = PersonFactory(county=township.county, township=None, name="刘局", position="局长")
    told = {"township": township.pk, "person": "刘局", "on": "2026-05-01"}

    asked = send(client, "new_officer", **told).context["form"]
    assert "是县直人员" in asked.errors["is_the_countys"][0]

    send(client, "new_officer", **told, is_the_countys="on")
    assert SafetyOfficer.objects.get().person == chief


def test_who_came_back_is_counted_as_two_entries_not_two_people(client, inspector, township):
    first = officer_of(township)
    send(client, "strike_off_officer", first.pk, on="2026-06-01", reason="外出务工")
    officer_of(township, person=first.person, on=date(2026, 7, 1))

    assert "累计入册 2 人次，退出 1 人次，在册 1 人" in page(client, "officers").content.decode()


def test_officer_leaves_the_roster_with_a_reason(client, inspector, township):
    officer = officer_of(township)

    send(client, "strike_off_officer", officer.pk, on="2026-06-01", reason="年满退出")

    assert names(client, "officers") == []
    assert names(client, "officers", state="gone", start="2026-06-01", end="2026-06-30") == [str(officer)]


def test_a_mistaken_leaving_and_a_wrong_day_are_put_right_under_the_same_number(client, inspector, township):
    officer = officer_of(township, on=date(2026, 5, 1))
    send(client, "strike_off_officer", officer.pk, on="2026-06-01", reason="年满退出")

    send(client, "correct_officer", officer.pk, joined_on="2026-04-01", left_on="", why="误登记退出")

    assert names(client, "officers") == [str(officer)]
    [note] = amendments_of(officer)
    changes = [["入册日期", "2026-05-01", "2026-04-01"], ["退出日期", "2026-06-01", "—"], ["退出原因", "年满退出", "—"]]
    assert (note.changes, note.reason, note.by) == (changes, "误登记退出", inspector)


def test_a_leaving_is_not_taken_back_over_a_second_entry(client, inspector, township):
    first = officer_of(township, on=date(2026, 1, 1))
    send(client, "strike_off_officer", first.pk, on="2026-03-01", reason="外出务工")
    again = officer_of(township, person=first.person, on=date(2026, 6, 1))

    form = send(client, "correct_officer", first.pk, joined_on="2026-01-01", left_on="", why="误登记").context["form"]

    assert form.errors["left_on"] == [f"与该人员另一次入册重叠：子良乡，编号 {again.number}，2026-06-01 入册。"]


def test_officer_does_not_leave_before_joining(client, inspector, township):
    officer = officer_of(township, on=date(2026, 5, 1))

    form = send(client, "strike_off_officer", officer.pk, on="2026-04-30", reason="笔误").context["form"]

    assert form.errors == {"on": ["不能早于入册日期 2026-05-01。"]}


def test_who_joined_and_left_in_a_period(client, inspector, township):
    officer_of(township, on=date(2026, 1, 1))
    officer_of(township, on=date(2026, 3, 1))
    gone = officer_of(township, on=date(2026, 1, 1))
    send(client, "strike_off_officer", gone.pk, on="2026-03-15", reason="年满退出")

    movement = page(client, "officers", start="2026-03-01", end="2026-03-31").context["filter"].movement

    assert movement == {"joined": 1, "gone": 1, "here": 2}
    assert len(names(client, "officers", start="2026-03-01", end="2026-03-31", state="all")) == 3
    assert len(names(client, "officers", start="2026-04-01", end="2026-04-30", state="all")) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [("teams", "道路交通安全管理领导小组"), ("officers", "子良安001"), ("certificates", "湘执99999"), ("gaps", "乡镇长（主任）")],
)
def test_each_ledger_prints_and_exports_its_rows(client, inspector, township, name, words):
    team_at(township)
    officer_of(township)
    CertificateFactory(person=local(township), number="湘执99999")

    assert words in page(client, f"print_{name}").content.decode()
    assert words in words_of(page(client, f"export_{name}"))
