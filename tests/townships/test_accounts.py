from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CountyFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    UserFactory,
)
from townships.models import Role, User

pytestmark = pytest.mark.django_db

PAGES = ["accounts", "new_account"]
ROWS = ["edit_account", "reset_password", "switch_account"]


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def township(county):
    return TownshipFactory(county=county)


@pytest.fixture
def administrator(client, county):
    user = AdministratorFactory(county=county)
    client.force_login(user)
    return user


def submit(client, name, /, *args, **fields):
    return client.post(reverse(f"townships:{name}", args=args), fields)


@pytest.mark.parametrize("factory", [BureauFactory, InspectorFactory, OfficialFactory, AuditorFactory])
def test_only_administrators_reach_accounts(client, factory):
    user = factory()
    client.force_login(user)

    for name in PAGES:
        assert client.get(reverse(f"townships:{name}")).status_code == 403
    for name in ROWS:
        assert submit(client, name, user.pk).status_code == 403


@pytest.mark.parametrize("name", ROWS)
def test_accounts_of_another_county_are_not_there(client, administrator, name):
    assert submit(client, name, OfficialFactory().pk).status_code == 404
    assert submit(client, name, 10**9).status_code == 404


def test_list_shows_the_accounts_of_the_county(client, administrator, county):
    official = OfficialFactory(county=county)
    OfficialFactory()

    rows = client.get(reverse("townships:accounts")).context["table"].rows

    assert {row.record for row in rows} == {administrator, official}


def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, administrator, township):
    address = reverse("townships:accounts")
    client.get(address)
    with django_assert_num_queries(8, exact=False) as captured:
        client.get(address)
    InspectorFactory(township=township), InspectorFactory(township=township)
    with django_assert_num_queries(len(captured)):
        client.get(address)


def test_new_account_gets_a_password_that_is_shown_once(client, administrator, county, township):
    response = submit(client, "new_account", username="lijie", role="inspector", county=county.pk, township=township.pk)

    account = User.objects.get(username="lijie")
    assert account.check_password(response.context["password"])
    assert (account.role, account.township, account.must_change_password) == (Role.INSPECTOR, township, True)
    assert "no-store" in response["Cache-Control"]


def test_first_log_in_opens_the_page_that_changes_the_password(client, administrator, county):
    password = submit(client, "new_account", username="lijie", role="official", county=county.pk).context["password"]
    client.logout()
    client.login(username="lijie", password=password)

    assert client.get(reverse("townships:townships")).url == reverse("password_change")
    new = {"old_password": password, "new_password1": "qingquan-2026-ab", "new_password2": "qingquan-2026-ab"}
    client.post(reverse("password_change"), new)

    assert client.get(reverse("townships:townships")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"role": "inspector"}, {"township": ["乡镇安监员须选择管辖乡镇。"]}),
        ({"role": "bureau", "township": "own"}, {"township": ["县局工作人员管辖全县，不能限定乡镇。"]}),
        ({"role": "bureau", "county": ""}, {"county": ["此项必填。"]}),
        ({"role": "official", "township": "other"}, {"township": ["所选的不在可选范围内，请重新选择。"]}),
        ({"role": "official", "person": "无此人"}, {"person": ["名册里没有在任的“无此人”。"]}),
        ({"role": "official", "person": "9999999999999"}, {"person": ["名册里没有在任的“9999999999999”。"]}),
        ({"role": "emperor"}, {"role": ["“emperor”不在可选范围内，请重新选择。"]}),
        ({"role": "official", "username": "taken"}, {"username": ["已存在一位使用该名字的用户。"]}),
    ],
)
def test_impossible_accounts_are_told_beside_the_field(client, administrator, county, township, fields, errors):
    UserFactory(username="taken", role="official", county=county)
    ids = {"own": township.pk, "other": TownshipFactory().pk}
    given = {"username": "lijie", "county": county.pk, **{key: ids.get(value, value) for key, value in fields.items()}}

    assert dict(submit(client, "new_account", **given).context["form"].errors) == errors
    assert not User.objects.filter(username="lijie").exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"role": "bureau"}, "county"), ({"role": "inspector", "township": "any"}, "county"), ({"role": "inspector"}, "township")],
)
def test_administrator_of_the_city_is_told_what_is_missing(client, township, fields, field):
    client.force_login(AdministratorFactory(county=None))
    given = {key: township.pk if value == "any" else value for key, value in fields.items()}

    assert list(submit(client, "new_account", username="lijie", **given).context["form"].errors) == [field]


def test_person_is_found_by_name_or_number(client, administrator, county):
    person = PersonFactory(county=county, name="李明", number=100_012)
    PersonFactory(name="李明")
    given = {"role": "official", "county": county.pk}

    submit(client, "new_account", username="by-name", person="李明", **given)
    taken = submit(client, "new_account", username="by-number", person="０100012", **given).context["form"]

    assert User.objects.get(username="by-name").person == person
    assert list(taken.errors) == ["person"]


def test_namesakes_are_told_by_their_numbers(client, administrator, county, township):
    PersonFactory(county=county, name="李明", number=100_012, township=township)
    PersonFactory(county=county, name="李明", number=100_284)

    form = submit(client, "new_account", username="lijie", role="official", county=county.pk, person="李明").context["form"]

    numbers = f"100012（{township}）、100284（{county}）"
    assert form.errors == {"person": [f"名册里不止一名“李明”，请填在册编号：{numbers}。"]}


def test_edited_account_keeps_its_person(client, administrator, county):
    person = PersonFactory(county=county)
    account = OfficialFactory(county=county, username="lijie", person=person)
    shown = client.get(reverse("townships:edit_account", args=[account.pk])).context["form"]["person"].value()

    submit(client, "edit_account", account.pk, username="lijie", role="official", county=county.pk, person=shown)

    account.refresh_from_db()
    assert account.person == person


def test_township_of_another_county_is_refused(client, township):
    client.force_login(AdministratorFactory(county=None))
    given = {"username": "lijie", "role": "inspector", "county": CountyFactory().pk, "township": township.pk}

    assert submit(client, "new_account", **given).context["form"].errors == {"township": ["该乡镇不属于所选的县。"]}


def test_administrator_of_a_county_makes_no_account_of_the_whole_city(client, administrator):
    form = submit(client, "new_account", username="lijie", role="administrator").context["form"]

    assert form.errors == {"county": ["此项必填。"]}


def test_role_and_scope_change(client, administrator, county, township):
    account = OfficialFactory(county=county, username="lijie")

    submit(client, "edit_account", account.pk, username="lijie", role="inspector", county=county.pk, township=township.pk)

    account.refresh_from_db()
    assert (account.role, account.township) == (Role.INSPECTOR, township)


def test_nobody_changes_their_own_role(client, administrator, county):
    submit(client, "edit_account", administrator.pk, username="chief", role="bureau", county="")

    administrator.refresh_from_db()
    assert (administrator.username, administrator.role, administrator.county) == ("chief", Role.ADMINISTRATOR, county)


def test_nobody_disables_or_resets_themselves(client, administrator):
    assert submit(client, "switch_account", administrator.pk).status_code == 404
    assert submit(client, "reset_password", administrator.pk).status_code == 404


def test_disabled_account_is_out_at_once(client, administrator, county):
    account = OfficialFactory(county=county)
    other = client.__class__()
    other.force_login(account)

    submit(client, "switch_account", account.pk)

    assert other.get(reverse("townships:townships")).url.startswith("/accounts/login/")
    submit(client, "switch_account", account.pk)
    account.refresh_from_db()
    assert account.is_active


def test_reset_password_ends_other_log_ins(client, administrator, county):
    account = OfficialFactory(county=county)
    other = client.__class__()
    other.force_login(account)

    password = submit(client, "reset_password", account.pk).context["password"]

    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert other.get(reverse("townships:townships")).url.startswith("/accounts/login/")


def test_administrators_keep_no_ledgers(client, administrator):
    assert not administrator.keeps_ledgers
    assert client.get(reverse("townships:new_person")).status_code == 403


def test_the_last_log_in_is_told_as_every_other_moment(client, administrator):
    User.objects.filter(pk=administrator.pk).update(last_login=datetime(2026, 3, 9, 1, 5, tzinfo=UTC))

    [row] = client.get(reverse("townships:accounts")).context["table"].rows

    assert row.get_cell("last_login") == "2026-03-09 09:05"
